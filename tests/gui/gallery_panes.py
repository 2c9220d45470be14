"""The three panes of the page Candidatures, and the table of Fiches de poste, with made-up people."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.filters import CountedBox, FilterGroup, SideItem
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panel import card
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.record_header import RecordHeader, Verb
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.parts.table import Cell, Table
from desktop.views.parts.tabs import Tabs
from desktop.views.parts.text import Text, heading
from desktop.views.parts.timeline import Act, Timeline
from desktop.views.theme.roles import fill_role, space
from tests.gui.gallery_models import ROWS, Rows

STATES = (
    ("Nouvelle", 12),
    ("À l’étude", 9),
    ("Liste d’attente", 14),
    ("Acceptée", 21),
    ("Déclinée", 58),
    ("Embauche annulée", 3),
    ("Embauché ailleurs", 11),
)
FACTS = (
    Fact("job", "Poste demandé", "Aide maraîcher / maraîchère"),
    Fact("sender", "Orientée par", "Mission locale du Val Clair, Solène Barathon"),
    Fact("eligibility", "Éligibilité", "Diagnostic valide jusqu’au 12/07/2021", "shield-check", "ok"),
    Fact("pass", "PASS IAE", "Aucun. Un PASS sera demandé à l’embauche."),
    Fact("cv", "CV", "CV_Diabate_2021.pdf", "paperclip", link=True, note="sur ce poste"),
)
VERBS = (
    Verb("accept", "Accepter…", "circle-check", "A", look="primary"),
    Verb("postpone", "Liste d’attente…", "hourglass", "L"),
    Verb("refuse", "Décliner…", "circle-x", "D"),
)
ACTS = (
    Act("Passée à l’étude par vous", "09/02/2021 à 10:14, hors ligne. Pas encore reçue par le serveur.", unsent=True),
    Act("Vue par Marc-Antoine Féraud", "03/02/2021 à 16:40"),
    Act("Candidature reçue", "01/02/2021 à 11:05"),
)
LETTER = (
    "Mme Diabaté a travaillé deux saisons en serre. Elle cherche un poste à temps partiel, du mardi au vendredi, "
    "proche de la ligne 4. Elle peut commencer dès la mi-février."
)
JOBS = (
    ("Aide de cuisine, repas du chantier", "G1602 · Personnel de cuisine", True, False, 3, "09/02/2021"),
    ("Aide maraîcher / maraîchère", "A1402 · Aide agricole de production légumière", True, True, 14, "04/02/2021"),
    ("Chauffeur-livreur / Chauffeuse-livreuse", "N4105 · Conduite et livraison", False, False, 0, "18/12/2020"),
)


def as_row(value: object) -> Row | None:
    """The rows of this page are rows already."""
    return value if isinstance(value, Row) else None


def as_cell(value: object) -> Cell | None:
    """The cells of this page are cells already."""
    return value if isinstance(value, Cell) else None


def filter_pane() -> QWidget:
    """Saved views and filters."""
    pane = ScrollColumn("ground", 16, (14, 14, 14, 14))
    column = pane.column
    views = FilterGroup("Vues enregistrées", 4)
    for number, words in enumerate(("Toutes", "Sans réponse", "Maraîchage 2021")):
        item = SideItem(words)
        item.setChecked(number == 0)
        views.column.addWidget(item)
    states = FilterGroup("État")
    for words, count in STATES:
        states.column.addWidget(CountedBox(words, words, count))
    jobs = FilterGroup("Poste")
    combo = QComboBox()
    combo.addItem("Tous les postes")
    jobs.column.addWidget(combo)
    for group in (views, states, jobs):
        column.addWidget(group)
    column.addStretch(1)
    return pane


def list_pane() -> QWidget:
    """The list of applications with its search and chips."""
    pane = QWidget()
    fill_role(pane, "surface")
    down = QVBoxLayout(pane)
    space(down, 0)
    top = QVBoxLayout()
    space(top, 9, (12, 10, 12, 10))
    top.addWidget(SearchField("Nom, message, commentaire, poste"))
    chips = ChipRow()
    chips.add("since", Chip("Depuis le 01/01/2021")).setChecked(True)
    chips.add("department", Chip("Département", opens=True))
    chips.add("more", Chip("Filtre", "plus"))
    top.addWidget(chips)
    down.addLayout(top)
    rows = RowList("Candidatures", as_row)
    rows.set_rows(Rows(ROWS))
    rows.choose(0)
    rows.setObjectName("rows")
    down.addWidget(rows, 1)
    return pane


def record_pane() -> QWidget:
    """The record of one application."""
    pane = ScrollColumn("ground", 14, (20, 16, 20, 16))
    column = pane.column
    head = RecordHeader()
    head.set_record("DIABATÉ Aminata", "34 ans · Saint-Aubry (38) · 06 39 98 12 34", "processing", unsent=True)
    head.set_verbs(VERBS)
    column.addWidget(head)
    words = (bold("Pas de connexion. "), "Votre décision est enregistrée sur ce poste et partira automatiquement.")
    column.addWidget(Banner("local", words, Button("Annuler", "undo-2", key="Ctrl+Z", small=True)))
    tabs = Tabs("Parties de la fiche")
    tabs.add("application", "Candidature", Definitions(FACTS))
    for title in ("Critères et justificatifs", "Commentaires 2", "Historique"):
        tabs.add(title, title, QWidget())
    column.addWidget(tabs)
    box = card(gap=3, padding=14)
    layout = box.layout()
    if layout is not None:
        layout.addWidget(Text("Message de la Mission locale, 01/02/2021", "caption", "ink-2"))
        layout.addWidget(RunsLabel(LETTER))
    column.addWidget(box)
    column.addWidget(heading("Derniers gestes", "body"))
    column.addWidget(Timeline(ACTS))
    column.addStretch(1)
    return pane


def applications_page() -> Panes:
    """The three panes side by side, hairlines between, folded where the text is large."""
    return Panes(
        (
            Pane("filters", "Filtres", filter_pane(), 215, 205),
            Pane("list", "Liste", list_pane(), 440, 300),
            Pane("record", "Fiche", record_pane(), 577, 380),
        ),
        ("list", "record", "filters"),
    )


class Jobs(QAbstractTableModel):
    """The made-up jobs as cells."""

    HEADS = ("Poste", "Recrutement", "Visibilité", "Candidatures", "Modifiée")

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """One row a job."""
        return len(JOBS)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Five."""
        return len(self.HEADS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The words of the header."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == self.HEADS.index("Candidatures"):
            return Qt.AlignmentFlag.AlignRight
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell as UserRole."""
        if role != Qt.ItemDataRole.UserRole:
            return None
        title, rome, is_open, public, count, day = JOBS[index.row()]
        unsent = index.row() == 0
        cells = (
            Cell(title, rome, bold=True, mark="local" if unsent else ""),
            Cell("Ouverte", icon="door-open", ink="ok") if is_open else Cell("Fermée", icon="door-closed", ink="ink-2"),
            Cell("Publiée", icon="eye", ink="ok") if public else Cell("Non publiée", icon="eye-off", ink="ink-2"),
            Cell(str(count), figures=True),
            Cell(
                day,
                "en attente d’envoi" if unsent else "",
                figures=unsent,
                under_icon="cloud-upload",
                under_ink="local",
            ),
        )
        return cells[index.column()]


def jobs_page() -> QWidget:
    """The page of job descriptions."""
    page = QWidget()
    column = QVBoxLayout(page)
    space(column, 14, (22, 18, 22, 18))
    acts = (Button("Bloquer les candidatures…", "ban"), Button("Nouvelle fiche", "plus"))
    column.addWidget(PageHeader("Fiches de poste", "7 fiches, 4 ouvertes, 4 publiées", acts))
    table = Table("Fiches de poste", as_cell, two_lines=True)
    table.set_rows(Jobs(table))
    table.stretch(0)
    table.setSortingEnabled(True)
    table.horizontalHeader().setSortIndicator(4, Qt.SortOrder.DescendingOrder)
    table.selectRow(0)
    column.addWidget(table)
    return page
