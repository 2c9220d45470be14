"""The dialog of a hire, as it is before one confirms it."""

from datetime import date

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.views.parts.banner import Banner
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.pass_card import PassCard, PassFacts
from desktop.views.parts.runs import bold
from desktop.views.parts.text import heading

STEPS = ("Identité", "Éligibilité", "Contrat", "Vérifier")
FACTS = (
    Fact("job", "Poste retenu", "Aide maraîcher / maraîchère", change="Modifier"),
    Fact("contract", "Contrat", ("du ", bold("15/02/2021"), " au ", bold("14/08/2021")), change="Modifier"),
    Fact("born", "Née le", "23/06/1992, identifiant Pôle emploi 0000042K", change="Modifier"),
    Fact("eligible", "Éligibilité", "2 critères de niveau 1, diagnostic valide", change="Modifier"),
    Fact("proofs", "Justificatifs", "2 sur 2, gardés sur ce poste", icon="folder-check", change="Modifier"),
)
EFFECTS = (
    Point("Mme Abdellaoui reçoit votre réponse dès le retour du réseau.", "mail"),
    Point("Ses autres candidatures en cours passent à «\u00a0Embauché ailleurs\u00a0».", "log-out"),
    Point(("Vous pourrez annuler l’embauche jusqu’au ", bold("19/02/2021"), " inclus."), "undo-2"),
    Point(("L’attestation pourra être imprimée dès le ", bold("20/02/2021"), "."), "printer"),
)
CHECKS = (
    Point("Aucun PASS ni agrément connu sur ce poste.", "check", "ink"),
    Point("Pas de délai de carence connu.", "check", "ink"),
    Point("Si un PASS valide existe déjà, c’est lui qui sera repris, avec ses dates.", "info"),
)


def open_dialog(host: QWidget) -> DecisionDialog:
    """Opens the dialog over `host`."""
    dialog = DecisionDialog(host, "Embaucher ABDELLAOUI Inès", "Je l’embauche et je demande un PASS IAE", STEPS)
    if dialog.steps is not None:
        dialog.steps.set_step(3)
    left, right = dialog.left.column, dialog.right.column
    left.addWidget(heading("Ce que vous allez confirmer"))
    left.addWidget(Definitions(FACTS, ruled=True))
    left.addSpacing(10)
    left.addWidget(heading("Ce que cela entraîne"))
    left.addWidget(Points(EFFECTS))
    left.addSpacing(6)
    letter = QPlainTextEdit(
        "Bonjour Madame, nous avons le plaisir de vous accueillir au Grand Clos le lundi 15 février à 8 h 30."
    )
    letter.setFixedHeight(84)
    left.addWidget(
        FormField(
            "Réponse à la candidate", letter, "Modèle «\u00a0Accueil maraîchage\u00a0». Le texte reste modifiable."
        )
    )
    right.addWidget(heading("Le PASS IAE qui en résulte"))
    right.addWidget(PassCard(PassFacts(date(2021, 2, 15), date(2023, 2, 14), note="2 ans, date à date")))
    right.addSpacing(4)
    right.addWidget(Points(CHECKS))
    right.addStretch(1)
    words = (
        bold("Hors ligne. "),
        "Votre décision compte à la date du 09/02/2021. Reconnectez-vous avant le ",
        bold("16/02/2021"),
        ".",
    )
    right.addWidget(Banner("local", words))
    dialog.note.set_words("Brouillon gardé à 10:21")
    dialog.confirm.setObjectName("focus")
    dialog.open()
    return dialog
