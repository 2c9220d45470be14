"""« Transférer la candidature »: where to at the left, what follows at the right."""

from PySide6.QtWidgets import QWidget

from desktop.controllers.transfer import TransferController
from desktop.queries.record import Record
from desktop.views.choices import Choices
from desktop.views.decisions import name_of, tell_effects
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point
from desktop.views.parts.text import heading

_POINTS = (
    Point("La candidature y redevient nouvelle, sans fiche de poste\u00a0: vous l’y étudierez à nouveau.", "inbox"),
    Point("Les réponses, le motif et les commentaires internes ne la suivent pas.", "triangle-alert", "danger"),
    Point("Le candidat et la personne qui l’a envoyé en sont prévenus.", "mail"),
    Point("Vous pouvez annuler pendant 30 secondes (Ctrl+Z).", "undo-2"),
)


class TransferDialog(DecisionDialog):
    """One of the user's other structures."""

    def __init__(self, host: QWidget, controller: TransferController, record: Record) -> None:
        super().__init__(host, f"Transférer la candidature de {name_of(record)}", "Transférer la candidature")
        self._controller = controller
        self.back.hide()
        controller.open(record)
        self._choices = Choices()
        self._choices.set_choices(controller.destinations, controller.employer_id)
        left = self.left.column
        left.addWidget(heading("Vers laquelle de vos structures", "body"))
        left.addWidget(self._choices)
        left.addStretch(1)
        tell_effects(self, _POINTS, is_offline=controller.acts.is_offline)
        self._choices.chosen.connect(controller.choose)
        self.confirmed.connect(controller.confirm)
        controller.changed.connect(self.refresh)
        controller.done.connect(self.dismiss)
        self.refresh()

    def refresh(self) -> None:
        """Show what is missing, or why not there."""
        controller = self._controller
        self.confirm.set_blocked("" if controller.can_confirm else controller.sentence or "Choisissez une structure.")
        self.set_refusal(controller.refusal)
