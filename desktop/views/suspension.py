"""« Suspendre le PASS »: the form with the new end while typing; and the running pause, to lift or to delete."""

from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.passes import PassesController
from desktop.controllers.suspend import SuspendController
from desktop.queries.passes import PassRecord, Pause
from desktop.views.choices import Choices
from desktop.views.filling import card_of, clear, widest_column
from desktop.views.parts.buttons import Button
from desktop.views.parts.date_field import DateField
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.panel import Panel, card_box
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import Text, heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import fill_role, space

ROOM = 640


class SuspensionForm(Panel):
    """Emits `life_changed` when the bridge must be drawn again, `closed` when the pause is kept or given up."""

    life_changed = Signal()
    closed = Signal()

    def __init__(self, controller: SuspendController) -> None:
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        super().__init__(card_box, self._across, 0, (1, 1, 1, 1))
        self._controller = controller
        self._pass_id = ""
        self._starts, self._ends = DateField(), DateField()
        self._starts_field = FormField("Premier jour", self._starts, "au plus tard aujourd’hui")
        self._ends_field = FormField("Dernier jour", self._ends)
        self._reasons = Choices()
        self._explanation = QPlainTextEdit()
        self._explanation_field = FormField("Explication", self._explanation)
        self._certify = QCheckBox("Je certifie l’exactitude.")
        self._confirm = Button("Enregistrer la pause", "circle-check", look="primary")
        self._why = Button("Pourquoi ce refus\u00a0?", "circle-question-mark", look="flat")
        self._give_up = Button("Fermer")
        self._before, self._after, self._later = (
            Text("", "body", "ink-2"),
            Text("", "figure"),
            Text("", "body", "ink-2"),
        )
        self._points, self._fault = Points(), RunsLabel("", "body", "danger")
        self._lay_out()
        self._connect()

    def begin(self, record: PassRecord) -> None:
        """Open the draft of a PASS."""
        self._pass_id = record.card.iae_pass.id
        self._controller.open(record)
        self._starts.set_date(self._controller.starts_on)
        self._ends.set_date(self._controller.ends_on)
        self._reasons.set_choices(self._controller.reasons, self._controller.reason)
        self._certify.setChecked(self._controller.is_certified)
        self.refresh()

    def is_about(self, pass_id: str) -> bool:
        """Whether the draft is about that PASS."""
        return self._pass_id == pass_id

    def asked(self) -> tuple[tuple[date, date] | None, date | None]:
        """The pause as typed, and the end of the PASS it would give; None while it would be refused."""
        controller = self._controller
        if controller.new_end is None or controller.starts_on is None or controller.ends_on is None:
            return None, None
        return (controller.starts_on, controller.ends_on), controller.new_end.after

    def refresh(self) -> None:
        """Show what the draft would give."""
        controller = self._controller
        latest = controller.latest_end
        self._ends_field.set_hint(f"au plus tard le {texts.day(latest)}" if latest else "")
        self._show_error()
        self._explanation_field.setVisible(controller.needs_explanation)
        self._confirm.set_blocked("" if controller.can_confirm else self._why_not())
        self._show_end()
        self.life_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the text is large, what follows comes under the form."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        is_narrow = self.width() < current().px(ROOM)
        self._across.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its form alone."""
        return QSize(widest_column(self._across) + 2, super().minimumSizeHint().height())

    def _show_error(self) -> None:
        controller = self._controller
        fields = {"starts_on": self._starts_field, "ends_on": self._ends_field, "explanation": self._explanation_field}
        for name, field in fields.items():
            field.set_error(controller.sentence if controller.field == name else "")
        is_elsewhere = bool(controller.sentence) and controller.field not in fields
        self._fault.set_words(controller.sentence if is_elsewhere else "")
        self._fault.setVisible(is_elsewhere)
        self._why.setVisible(bool(controller.refusal))

    def _why_not(self) -> str:
        controller = self._controller
        if controller.ends_on is None or controller.starts_on is None:
            return "Indiquez le premier et le dernier jour."
        if controller.sentence:
            return controller.sentence
        return "Choisissez un motif." if not controller.reason else "Cochez « Je certifie »."

    def _show_end(self) -> None:
        record, end = self._controller.record, self._controller.new_end
        held = record.card.iae_pass.ends_on if record else None
        self._before.setText(f"aujourd’hui prévue le {texts.day(held)}" if held else "")
        self._after.setText(texts.day(end.after) if end else "—")
        missing = "Corrigez les dates." if self._controller.sentence else "Indiquez les deux dates."
        self._later.setText(f"soit {texts.count(end.days, 'jour')} plus tard" if end else missing)
        if held is None:
            return
        self._points.set_points(
            (
                Point(
                    "La personne ne perd aucun jour : la fin recule avec la pause.".replace(" :", "\u00a0:"),
                    "circle-pause",
                ),
                Point((bold("Lever"), "\u00a0: elle revient plus tôt, la pause s’arrête ce jour-là."), "play"),
                Point(
                    (bold("Supprimer"), f"\u00a0: la pause n’a jamais eu lieu, la fin revient au {texts.day(held)}."),
                    "undo-2",
                ),
                Point("Un PASS en pause n’interdit pas une embauche ailleurs.", "info"),
            )
        )

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        fill_role(right, "ground")
        down = QVBoxLayout(left)
        space(down, 14, (20, 18, 20, 18))
        for field in (self._starts, self._ends):
            field.setMinimumWidth(field.sizeHint().width())
        dates = QHBoxLayout()
        space(dates, 12)
        dates.addWidget(self._starts_field, 1)
        dates.addWidget(self._ends_field, 1)
        down.addWidget(heading("Suspendre le PASS"))
        down.addLayout(dates)
        down.addWidget(self._fault)
        down.addWidget(Text("Motif", bold=True))
        down.addWidget(self._reasons)
        down.addWidget(self._explanation_field)
        down.addStretch(1)
        self._explanation.setFixedHeight(64)
        self._explanation.setTabChangesFocus(True)
        aside = QVBoxLayout(right)
        space(aside, 10, (20, 18, 20, 18))
        for part in (
            heading("Fin du PASS après la pause", "body"),
            self._before,
            self._after,
            self._later,
            self._points,
        ):
            aside.addWidget(part)
        aside.addStretch(1)
        aside.addWidget(self._certify)
        aside.addWidget(self._confirm)
        aside.addWidget(self._why)
        aside.addWidget(self._give_up)
        self._across.addWidget(left, 3)
        self._across.addWidget(right, 2)

    def _connect(self) -> None:
        self._why.clicked.connect(self._ask_why)
        self._starts.date_changed.connect(self._set_dates)
        self._ends.date_changed.connect(self._set_dates)
        self._reasons.chosen.connect(self._controller.set_reason)
        self._explanation.textChanged.connect(self._explain)
        self._certify.toggled.connect(self._set_certified)
        self._confirm.clicked.connect(self._controller.confirm)
        self._give_up.clicked.connect(self.closed)
        self._controller.changed.connect(self.refresh)
        self._controller.done.connect(self.closed)

    def _ask_why(self) -> None:
        self._controller.acts.why_asked.emit(self._controller.refusal)

    def _set_dates(self) -> None:
        self._controller.set_dates(self._starts.value(), self._ends.value())

    def _explain(self) -> None:
        self._controller.set_explanation(self._explanation.toPlainText())

    def _set_certified(self, on: bool) -> None:
        self._controller.set_certified(on=on)


class PausePanel(QWidget):
    """The pause that runs today: « Lever » and « Supprimer », each with the end it gives."""

    def __init__(self, controller: PassesController) -> None:
        super().__init__()
        self._controller = controller
        self._down = QVBoxLayout(self)
        space(self._down, 0)
        self._pause_id = ""

    def show_pauses(self, pauses: tuple[Pause, ...]) -> None:
        """Show the pause in progress, or nothing."""
        clear(self._down)
        today = self._controller.today
        running = [each for each in pauses if each.suspension.starts_on <= today <= each.suspension.ends_on]
        self.setVisible(bool(running))
        if not running:
            return
        self._pause_id = running[0].suspension.id
        without = self._controller.end_without(running[0])
        lift, delete = Button("Lever la pause", "play"), Button("Supprimer la pause", "x", look="danger")
        lift.clicked.connect(self._lift)
        delete.clicked.connect(self._delete)
        buttons = QWidget()
        across = QHBoxLayout(buttons)
        space(across, 8)
        across.addWidget(lift)
        across.addWidget(delete)
        across.addStretch(1)
        words = (
            bold("Lever"),
            "\u00a0: la personne reprend aujourd’hui, les jours de pause déjà passés restent acquis. ",
            bold("Supprimer"),
            f"\u00a0: la pause n’a jamais eu lieu, la fin revient au {texts.day(without)}.",
        )
        self._down.addWidget(card_of(heading("Pause en cours", "body"), RunsLabel(words), buttons))

    def _lift(self) -> None:
        self._controller.lift_suspension(self._pause_id)

    def _delete(self) -> None:
        self._controller.delete_suspension(self._pause_id)
