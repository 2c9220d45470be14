"""The dialogs of a decision: decline, waiting list, cancel a hire. What is confirmed left, what follows right."""

from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from desktop import texts
from desktop.controllers.decline import DeclineController, PostponeController
from desktop.controllers.record import RecordController
from desktop.queries.record import Record
from desktop.views.choices import Choices
from desktop.views.parts.banner import Banner
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.runs import bold
from desktop.views.parts.text import Text, heading
from desktop.views.theme.current import current

TEXT_HEIGHT = 96
NO_REASON = "Choisissez un motif."


def text_box(content: str, height: int = TEXT_HEIGHT) -> QPlainTextEdit:
    """A field of several lines, `height` pixels at 100 %; Tab leaves it."""
    box = QPlainTextEdit(content)
    box.setTabChangesFocus(True)
    box.setFixedHeight(current().px(height))
    return box


def name_of(record: Record) -> str:
    """« NOM Prénom »."""
    return texts.person(record.person.last_name, record.person.first_name)


def offline_banner(*, is_offline: bool) -> tuple[QWidget, ...]:
    """What being offline means for a decision."""
    if not is_offline:
        return ()
    words = (bold("Hors ligne. "), "Votre décision est gardée sur ce poste et partira automatiquement.")
    return (Banner("local", words),)


def tell_effects(dialog: DecisionDialog, points: tuple[Point, ...], *, is_offline: bool) -> None:
    """Its right half: what the decision entails, and at the foot what being offline means for it."""
    right = dialog.right.column
    right.addWidget(heading("Ce que cela entraîne", "body"))
    right.addWidget(Points(points))
    right.addStretch(1)
    for banner in offline_banner(is_offline=is_offline):
        right.addWidget(banner)


class DeclineDialog(DecisionDialog):
    """Reason, message to the candidate, message to the prescriber."""

    def __init__(self, host: QWidget, controller: DeclineController, record: Record) -> None:
        super().__init__(host, f"Décliner la candidature de {name_of(record)}", "Décliner la candidature")
        self._controller = controller
        self.back.hide()
        controller.open(record)
        self._reasons = Choices()
        self._answer = text_box(controller.answer)
        self._answer_field = FormField("Message au candidat", self._answer, "Le texte reste modifiable.")
        self._to_prescriber = text_box(controller.answer_to_prescriber, 48)
        self._close_job = QCheckBox("Fermer aussi le recrutement de cette fiche de poste")
        self._close_job.setChecked(controller.closes_job)
        self._fill(record)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show what is missing."""
        controller = self._controller
        self._close_job.setVisible(controller.may_close_job)
        self._answer_field.set_error(controller.sentence)
        self.confirm.set_blocked("" if controller.can_confirm else controller.sentence or NO_REASON)
        self.note.set_words("" if controller.can_confirm or controller.sentence else NO_REASON)
        self.set_refusal(controller.refusal)

    def _fill(self, record: Record) -> None:
        left = self.left.column
        left.addWidget(heading("Motif", "body"))
        self._reasons.set_choices(self._controller.reasons, self._controller.reason)
        left.addWidget(self._reasons)
        left.addWidget(self._close_job)
        left.addWidget(self._answer_field)
        if self._controller.has_prescriber:
            hint = f"Lu par {record.sender} seulement."
            left.addWidget(FormField("Message au prescripteur", self._to_prescriber, hint, optional=True))
        left.addStretch(1)
        tell_effects(self, _decline_points(record), is_offline=self._controller.acts.is_offline)

    def _connect(self) -> None:
        controller = self._controller
        self._reasons.chosen.connect(controller.set_reason)
        self._answer.textChanged.connect(self._write)
        self._to_prescriber.textChanged.connect(self._write_to_prescriber)
        self._close_job.toggled.connect(self._toggle_close)
        self.confirmed.connect(controller.confirm)
        controller.changed.connect(self.refresh)
        controller.done.connect(self.dismiss)

    def _write(self) -> None:
        self._controller.set_answer(self._answer.toPlainText())

    def _write_to_prescriber(self) -> None:
        self._controller.set_answer_to_prescriber(self._to_prescriber.toPlainText())

    def _toggle_close(self, on: bool) -> None:
        self._controller.set_closes_job(on=on)


def _decline_points(record: Record) -> tuple[Point, ...]:
    points = [Point("Le candidat reçoit votre message.", "mail")]
    if record.application.sender_organization_id:
        points.append(Point(f"{record.sender} voit le motif et votre message.", "users"))
    points.append(
        Point("Une candidature déclinée ne se rouvre pas : il en faudra une nouvelle.".replace(" :", "\u00a0:"), "info")
    )
    points.append(Point("Vous pouvez annuler pendant 30 secondes (Ctrl+Z).", "undo-2"))
    return tuple(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What a dialog that keeps a candidate waiting says: its title around the name, its act, what follows."""

    title: str
    act: str
    points: tuple[Point, ...]


WAITING_LIST = Keeping(
    title="Mettre {name} en liste d’attente",
    act="Mettre en liste d’attente",
    points=(
        Point("Le candidat reçoit votre message et garde sa place.", "mail"),
        Point("L’ancienneté de l’attente se voit dans la liste et sur l’accueil.", "hourglass"),
    ),
)
POOL = Keeping(
    title="Ajouter {name} au vivier",
    act="Ajouter au vivier",
    points=(
        Point("Le candidat reçoit votre message. Son dossier reste à portée de main.", "mail"),
        Point("Vous pourrez l’étudier de nouveau quand un poste lui conviendra.", "search-check"),
    ),
)


class PostponeDialog(DecisionDialog):
    """The waiting list, or the pool, with a message to the candidate."""

    def __init__(
        self, host: QWidget, controller: PostponeController, record: Record, says: Keeping = WAITING_LIST
    ) -> None:
        super().__init__(host, says.title.format(name=name_of(record)), says.act)
        self._controller = controller
        self.back.hide()
        controller.open(record)
        self._answer = text_box(controller.answer, 160)
        self._field = FormField("Message au candidat", self._answer, "Le texte reste modifiable.")
        self.left.column.addWidget(self._field)
        self.left.column.addStretch(1)
        undo = Point("Vous pouvez annuler pendant 30 secondes (Ctrl+Z).", "undo-2")
        tell_effects(self, (*says.points, undo), is_offline=controller.acts.is_offline)
        self._answer.textChanged.connect(self._write)
        self.confirmed.connect(controller.confirm)
        controller.changed.connect(self.refresh)
        controller.done.connect(self.dismiss)
        self.refresh()

    def refresh(self) -> None:
        """Show what is missing."""
        self._field.set_error(self._controller.sentence)
        self.confirm.set_blocked("" if self._controller.can_confirm else self._controller.sentence or "Un instant…")
        self.set_refusal(self._controller.refusal)

    def _write(self) -> None:
        self._controller.set_answer(self._answer.toPlainText())


class CancelHireDialog(DecisionDialog):
    """Cancelling a hire: the last day it is possible, and what the ASP must be told."""

    def __init__(self, host: QWidget, controller: RecordController, record: Record) -> None:
        super().__init__(host, f"Annuler l’embauche de {name_of(record)}", "Annuler l’embauche")
        self.confirm.set_look("danger-filled")
        self.back.hide()
        self.close_button.setText("Garder l’embauche")
        self._controller = controller
        left, right = self.left.column, self.right.column
        starts_on = record.application.hiring_starts_on
        left.addWidget(heading("Ce que vous allez annuler", "body"))
        left.addWidget(Text(f"Contrat à partir du {texts.day(starts_on)}" if starts_on else "Contrat"))
        last = controller.last_cancellation_day_words
        if last:
            left.addWidget(
                Banner("info", (bold(f"Possible jusqu’au {last} inclus. "), "Ensuite l’embauche reste acquise."))
            )
        left.addStretch(1)
        right.addWidget(heading("Ce que cela entraîne", "body"))
        points = (
            Point("Le PASS IAE est supprimé si rien d’autre ne l’utilise.", "id-card"),
            Point(
                "Les autres candidatures de la personne restent à « Embauché ailleurs ».".replace(
                    "« ", "«\u00a0"
                ).replace(" »", "\u00a0»"),
                "log-out",
            ),
            Point("Prévenez l’ASP si la fiche salarié a déjà été saisie.", "triangle-alert", "danger"),
        )
        right.addWidget(Points(points))
        right.addStretch(1)
        self.confirmed.connect(self._confirm)

    def _confirm(self) -> None:
        self._controller.cancel_hire()
        self.dismiss()
