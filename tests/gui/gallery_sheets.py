"""Sheets of components for looking: one function a sheet, with the words and people of the drawings."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QRadioButton, QVBoxLayout, QWidget

from desktop.views.parts.agenda import Agenda, DueDay
from desktop.views.parts.badge import StateBadge
from desktop.views.parts.banner import Banner
from desktop.views.parts.bars import Bar, BarChart
from desktop.views.parts.buttons import Button, LinkButton, ReasonedButton
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.comparison import Comparison, Difference
from desktop.views.parts.date_field import DateField
from desktop.views.parts.deck import Deck, Life, Pause
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.flow import FlowLayout
from desktop.views.parts.form import FormField, FormSummary
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panel import card
from desktop.views.parts.pass_card import PassCard, PassFacts
from desktop.views.parts.pill import SyncPill
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import bold
from desktop.views.parts.text import Text, heading
from desktop.views.parts.timeline import Act, Timeline
from desktop.views.parts.todo import Task, TodoList
from desktop.views.theme.roles import fill_role, space

STATES = ("new", "processing", "postponed", "accepted", "refused", "cancelled", "obsolete", "suspended", "pending")
PILLS = (
    ("up_to_date", "À jour à 09:42"),
    ("waiting", "3 en attente"),
    ("running", "Synchronisation 2/5"),
    ("offline", "Hors ligne · 3 en attente"),
    ("issues", "3 à régler"),
    ("blocked", "Bloqué\u00a0: reconnectez-vous"),
)
TASKS = (
    Task(
        "1",
        5,
        "candidats sans réponse",
        "Le plus ancien attend depuis 13 jours\u00a0: ROUSSELIN Hervé",
        "mail",
        "Répondre",
    ),
    Task(
        "2",
        14,
        "personnes en liste d’attente depuis plus de 60 jours",
        "AMRANI Soraya, 74 jours",
        "hourglass",
        "Revoir",
    ),
    Task("3", 2, "embauches encore annulables", "FAÏK Noémie jusqu’à demain soir", "undo-2", "Voir"),
)
DAYS = (
    DueDay("10/02", "mercredi", "Fin du délai d’annulation", "FAÏK Noémie, embauchée le 06/02/2021"),
    DueDay("12/02", "vendredi", "Diagnostic à renouveler", "LE GOFF Maëlle, valable jusqu’à ce jour"),
)
BARS = (
    Bar("Nouvelles", 12, "new"),
    Bar("À l’étude", 9, "processing"),
    Bar("Liste d’attente", 14, "postponed"),
    Bar("Acceptées", 21, "accepted"),
    Bar("Déclinées", 58, "refused"),
)
LIFE = Life(
    date(2020, 9, 14),
    date(2022, 9, 13),
    date(2021, 2, 9),
    (Pause(date(2021, 2, 3), date(2021, 5, 28), unsent=True),),
    date(2023, 1, 5),
)
DIFFERENCES = (
    Difference("phone", "Téléphone", "06 39 98 10 20", "06 39 98 33 46", "06 39 98 33 64", "mine"),
    Difference(
        "address",
        "Adresse",
        "4 rue des Tanneurs, 38999 Saint-Aubry",
        "Foyer L’Escale, 12 quai des Mariniers, 38999 Saint-Aubry",
        "12 quai des Mariniers, bâtiment B, 38999 Saint-Aubry",
        "theirs",
    ),
)


def sheet(gap: int = 8) -> tuple[QWidget, QVBoxLayout]:
    """An empty sheet and its column."""
    made = QWidget()
    fill_role(made, "ground")
    column = QVBoxLayout(made)
    space(column, gap, (22, 16, 22, 16))
    return made, column


def flow_of(parts: list[QWidget]) -> QWidget:
    """The parts side by side, on as many lines as they need."""
    holder = QWidget()
    layout = FlowLayout(holder)
    for part in parts:
        layout.addWidget(part)
    return holder


def pill(kind: str, words: str) -> SyncPill:
    """A pill in one state."""
    made = SyncPill()
    made.set_state(kind, words)
    return made


def small_parts() -> QWidget:
    """Badges, pills, buttons, chips, a field in error, banners, progress, empty state."""
    made, column = sheet(7)
    badges: list[QWidget] = [StateBadge(state) for state in STATES]
    badges += [StateBadge("processing", short=True, unsent=True), StateBadge("issue")]
    blocked = ReasonedButton(Button("Imprimer", "printer"))
    blocked.set_blocked("Possible dès le 20/02/2021")
    primary = Button("Accepter…", "circle-check", look="primary", key="A")
    primary.setObjectName("focus")
    buttons = [
        primary,
        Button("Liste d’attente…", "hourglass", key="L"),
        Button("Annuler l’embauche", "ban", look="danger"),
        Button("Suspendre", look="chosen"),
        Button("Supprimer", "ban", look="danger-filled"),
        Button("Annuler", "undo-2", key="Ctrl+Z", small=True),
        blocked,
    ]
    chips = ChipRow()
    chips.add("on", Chip("Suspendus")).setChecked(True)
    chips.add("off", Chip("Ouvertes 4"))
    chips.add("list", Chip("Département", opens=True))
    chips.add("more", Chip("Filtre", "plus"))
    field = FormField("Dernier jour", DateField(date(2021, 9, 28)))
    field.editor.setMaximumWidth(field.editor.sizeHint().width())
    field.set_error(("Une pause dure 6 mois au plus. Essayez le ", bold("02/08/2021"), "."))
    progress = Progress("Envoi")
    progress.set_progress(310, 500, 20)
    for title, part in (
        ("États", flow_of(badges)),
        ("Pastille de synchronisation", flow_of([pill(*one) for one in PILLS])),
        ("Boutons", flow_of(buttons)),
        ("Puces", chips),
        ("Champ et erreur", field),
        ("Bandeaux", Banner("local", "Enregistré sur ce poste. Partira automatiquement.")),
        ("", Banner("ok", "3 candidatures déclinées.", LinkButton("Annuler"))),
        ("Progression et état vide", progress),
        (
            "",
            EmptyState(
                "Aucune candidature ne correspond.",
                "Retirez un filtre ou changez les mots cherchés.",
                Button("Tout afficher", small=True),
            ),
        ),
    ):
        if title:
            column.addWidget(Text(title, "caption", "ink-2", bold=True))
        column.addWidget(part)
    column.addStretch(1)
    return made


def home_parts() -> QWidget:
    """The parts of the first page."""
    made, column = sheet(14)
    acts = (Button("Imprimer cette page", "printer"), Button("Candidature spontanée", "plus", look="primary"))
    column.addWidget(PageHeader("Mardi 9 février", "Six choses à faire aujourd’hui.", acts))
    words = (
        bold("3 points à régler. "),
        "Deux saisies différentes, une décision à confirmer. Chaque saisie est gardée.",
    )
    column.addWidget(Banner("bad", words, Button("Régler", look="danger-strong")))
    column.addWidget(TodoList(TASKS))
    across = QHBoxLayout()
    space(across, 16)
    for part in (Agenda(DAYS), BarChart(BARS)):
        box = card()
        layout = box.layout()
        if layout is not None:
            layout.addWidget(part)
        across.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
    column.addLayout(across)
    column.addStretch(1)
    return made


def pass_parts() -> QWidget:
    """Deck, PASS cards, timeline, comparison."""
    made, column = sheet(14)
    box = card(padding=4)
    layout = box.layout()
    if layout is not None:
        layout.addWidget(Deck(LIFE))
    column.addWidget(box)
    across = QHBoxLayout()
    space(across, 16)
    delivered = PassFacts(date(2020, 9, 14), date(2022, 9, 13), "999992001374", "reste 581 jours")
    asked = PassFacts(date(2021, 2, 15), date(2023, 2, 14), note="2 ans, date à date")
    across.addWidget(PassCard(asked), 1)
    across.addWidget(PassCard(delivered), 1)
    column.addLayout(across)
    column.addWidget(
        Comparison(DIFFERENCES, "le 01/02/2021", "08/02/2021 à 14:10, hors ligne", "Camille Aubertin, 08/02 à 16:32")
    )
    column.addWidget(heading("Derniers gestes", "body"))
    column.addWidget(
        Timeline(
            (
                Act("Passée à l’étude par vous", "09/02/2021 à 10:14, hors ligne. Pas encore reçue.", unsent=True),
                Act("Vue par Marc-Antoine Féraud", "03/02/2021 à 16:40"),
                Act("Candidature reçue", "01/02/2021 à 11:05"),
            )
        )
    )
    column.addStretch(1)
    return made


def form_parts() -> QWidget:
    """Fields, radios, points, summary."""
    made, column = sheet(14)
    summary = FormSummary()
    summary.set_errors(("Dernier jour", "Motif"))
    column.addWidget(summary)
    column.addWidget(
        FormField("Réponse à la candidate", QPlainTextEdit("Bonjour Madame, merci."), "Le texte reste modifiable.")
    )
    combo = QComboBox()
    combo.addItems(["Tous les postes", "Aide maraîcher / maraîchère"])
    column.addWidget(FormField("Poste", combo, optional=True))
    for number, words in enumerate(("Longue maladie", "Congé de maternité", "Incarcération")):
        radio = QRadioButton(words)
        radio.setChecked(number == 0)
        column.addWidget(radio)
    column.addWidget(
        Points(
            (
                Point("La structure accepte les candidatures", "check", "ok", "Aucun blocage total."),
                Point(
                    (bold("La fiche n’est pas publiée"),), "x", "danger", "Les prescripteurs ne la voient pas encore."
                ),
            ),
            ruled=True,
        )
    )
    column.addWidget(Banner("info", (bold("Repris sans vous déranger. "), "Les deux changements sont gardés.")))
    column.addStretch(1)
    return made


SHEETS: dict[str, tuple[Callable[[], QWidget], int, int]] = {
    "parts": (small_parts, 480, 960),
    "home": (home_parts, 860, 720),
    "pass": (pass_parts, 820, 860),
    "form": (form_parts, 480, 780),
}
