"""Several applications at once: the bar over the list, the preview of a decision, and what a crash left behind."""

from collections.abc import Iterator
from time import monotonic

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.applications import ApplicationsController
from desktop.controllers.batch import BatchController
from desktop.controllers.interrupted import Interrupted, InterruptedController
from desktop.queries.batch import PlanLine
from desktop.queries.job_applications import ApplicationRow
from desktop.views.choices import Choices
from desktop.views.decisions import offline_banner, text_box
from desktop.views.filling import clear
from desktop.views.parts.announce import announce
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.flow import FlowLayout
from desktop.views.parts.form import FormField
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import bold
from desktop.views.parts.text import Text, heading
from desktop.views.parts.turning import Turning
from desktop.views.theme.roles import space

ANSWER_HEIGHT = 120
# In pixels at 100 %: box, « 100 000 candidatures ».
COUNT_WIDTH = 260
# A dialog names so many people; of the others it tells how many they are.
NAMED = 60
LETTERS = {"process": "E", "postpone": "L", "refuse": "D"}


class BatchBar(QWidget):
    """How many are ticked, and what can be decided of them; emits `decision_wanted(code)`."""

    decision_wanted = Signal(str)

    def __init__(self, applications: ApplicationsController, batch: BatchController) -> None:
        super().__init__()
        self._applications, self._batch = applications, batch
        self._began = 0.0
        self._count = Text("", "body", bold=True)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons, 6)
        self.progress = Progress("Décisions")
        self._codes: tuple[str, ...] = ()
        down = QVBoxLayout(self)
        space(down, 6, (0, 0, 0, 2))
        down.addLayout(self._head())
        down.addWidget(self._buttons)
        down.addWidget(self.progress)
        self.progress.hide()
        self.progress.stop_requested.connect(batch.stop)
        applications.checked_changed.connect(self.refresh)
        batch.progressed.connect(self._advance)
        batch.ended.connect(self._end)
        self.refresh()

    def refresh(self) -> None:
        """Show what is ticked; nothing where nothing is."""
        count = len(self._applications.checked)
        words = texts.count(count, "candidature cochée", "candidatures cochées")
        self._count.setText(words)
        codes = tuple(rule.code for rule in self._batch.rules)
        if codes != self._codes:
            self._codes = codes
            self._fill()
        self._buttons.setVisible(count > 0 and not self._batch.is_running)
        self._count.setVisible(count > 0)
        self.setVisible(count > 0 or self._batch.is_running)

    def _head(self) -> QHBoxLayout:
        none = Button("Tout décocher", "x", look="flat", small=True)
        none.clicked.connect(self._uncheck)
        across = QHBoxLayout()
        space(across, 8)
        across.addWidget(self._count, 1)
        across.addWidget(none)
        return across

    def _fill(self) -> None:
        clear(self._flow)
        for rule in self._batch.rules:
            button = Button(f"{rule.verb}…", key=LETTERS.get(rule.code, ""), small=True)
            button.setObjectName(rule.code)
            button.clicked.connect(self._press)
            self._flow.addWidget(button)

    def _press(self) -> None:
        self.decision_wanted.emit(self.sender().objectName())

    def _uncheck(self) -> None:
        self._applications.check_all(on=False)

    def _advance(self, done: int, total: int) -> None:
        if done == 0:
            self._began = monotonic()
            self.progress.start()
            self.refresh()
        left = round((monotonic() - self._began) / done * (total - done)) if done else None
        self.progress.set_progress(done, total, left)

    def _end(self, sentence: str) -> None:
        self.progress.finish()
        self._applications.check_all(on=False)
        announce(self, sentence)


class CheckAll(QCheckBox):
    """The box that ticks the whole list, half ticked while only some rows are."""

    def __init__(self, applications: ApplicationsController) -> None:
        super().__init__()
        self._applications = applications
        self.setAccessibleName("Tout cocher")
        self.setToolTip("Tout cocher (Ctrl+A)")
        self.clicked.connect(self.toggle_all)
        applications.checked_changed.connect(self.refresh)
        applications.list_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Follow the rows."""
        count, total = len(self._applications.checked), self._applications.count
        state = Qt.CheckState.PartiallyChecked if 0 < count < total else Qt.CheckState.Unchecked
        with QSignalBlocker(self):
            self.setCheckState(Qt.CheckState.Checked if 0 < count == total else state)

    def toggle_all(self) -> None:
        """Tick all, or none where all were."""
        self._applications.check_all(on=len(self._applications.checked) < self._applications.count)
        self.refresh()


class BatchDialog(DecisionDialog):
    """The message and reason at the left; at the right who is decided, and who is skipped and why."""

    def __init__(self, host: QWidget, controller: BatchController) -> None:
        verb = controller.rule.verb if controller.rule else ""
        count = texts.count(len(controller.ids), "candidature")
        super().__init__(host, f"{verb}{texts.NBSP}: {count}", verb)
        self._controller, self._verb = controller, verb
        self._is_written = False
        self.back.hide()
        self._reasons = Choices()
        self._answer = text_box(controller.answer, ANSWER_HEIGHT)
        self._field = FormField("Message aux candidats", self._answer, "Le même texte pour tous.")
        self._preview = QVBoxLayout()
        self._fill()
        self._answer.textChanged.connect(self._write)
        self._reasons.chosen.connect(controller.set_reason)
        self.confirmed.connect(self._confirm)
        controller.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show who is decided, who is skipped and why."""
        controller = self._controller
        error = controller.answer_error
        self._field.set_error(error if self._is_written else "")
        missing = controller.why_not or error
        self.confirm.set_blocked(missing)
        self.note.set_words(missing if controller.is_judged else "")
        count = len(controller.decided)
        self.confirm.setText(f"{self._verb}{texts.NBSP}: {texts.count(count, 'candidature')}")
        clear(self._preview)
        if not controller.is_judged:
            return
        title = heading(f"{texts.count(count, 'décision')} à enregistrer", "body")
        title.setWordWrap(True)
        self._preview.addWidget(title)
        self._name(tuple(Point(_name(line.row), "circle-check", "ok") for line in controller.decided))
        if controller.skipped:
            words = texts.count(len(controller.skipped), "laissée de côté", "laissées de côté")
            self._preview.addWidget(heading(words, "body"))
            self._preview.addWidget(Points(tuple(self._skipped(controller.skipped))))

    def _skipped(self, lines: tuple[PlanLine, ...]) -> Iterator[Point]:
        """Who is skipped for the same reason stands together."""
        by_reason: dict[str, list[str]] = {}
        for line in lines:
            by_reason.setdefault(self._controller.why(line), []).append(_name(line.row))
        for reason, names in by_reason.items():
            more = f" et {texts.count(len(names) - NAMED, 'autre')}" if len(names) > NAMED else ""
            yield Point(f"{', '.join(names[:NAMED])}{more}. {reason}", "ban", "danger")

    def _name(self, points: tuple[Point, ...]) -> None:
        self._preview.addWidget(Points(points[:NAMED]))
        if len(points) > NAMED:
            self._preview.addWidget(Text(f"et {texts.count(len(points) - NAMED, 'autre')}", "body", "ink-2"))

    def _fill(self) -> None:
        left, right = self.left.column, self.right.column
        controller = self._controller
        if controller.asks_reason:
            left.addWidget(heading("Motif", "body"))
            self._reasons.set_choices(controller.reasons, controller.reason)
            left.addWidget(self._reasons)
        if controller.asks_answer:
            left.addWidget(self._field)
        else:
            left.addWidget(Text("Les candidats sont prévenus que leur dossier est regardé.", "body", "ink-2"))
        undo = "Vous pouvez tout annuler d’un coup pendant 30 secondes (Ctrl+Z)."
        left.addWidget(Points((Point(undo, "undo-2"),)))
        left.addStretch(1)
        right.addLayout(self._preview)
        right.addStretch(1)
        for banner in offline_banner(is_offline=controller.acts.is_offline):
            right.addWidget(banner)

    def _write(self) -> None:
        """Only what somebody wrote and took away again is wrong: the foot says what an untouched message lacks."""
        self._is_written = True
        self._controller.set_answer(self._answer.toPlainText())

    def _confirm(self) -> None:
        self._controller.confirm()
        self.dismiss()


class InterruptedDialog(DecisionDialog):
    """After a crash in the middle of a batch: which decisions are recorded, which are not, none in between."""

    def __init__(self, host: QWidget, controller: InterruptedController, found: Interrupted) -> None:
        super().__init__(host, "Un traitement a été interrompu", "J’ai lu")
        self._controller, self._found = controller, found
        self.back.hide()
        self.close_button.hide()
        done, left = self.left.column, self.right.column
        done.addWidget(heading(texts.count(len(found.done), "décision enregistrée", "décisions enregistrées"), "body"))
        done.addWidget(Points(tuple(Point(_name(row), "circle-check", "ok") for row in found.done[:NAMED])))
        left.addWidget(
            heading(texts.count(len(found.left), "candidature inchangée", "candidatures inchangées"), "body")
        )
        left.addWidget(Points(tuple(Point(_name(row), "info", "ink-2") for row in found.left[:NAMED])))
        words = "Chaque décision est enregistrée en entier, ou pas du tout. Rien n’est perdu."
        done.addWidget(Banner("info", (bold(f"{found.verb}. "), words)))
        if found.left and found.code:
            again = Button("Cocher celles qui restent", "check")
            again.clicked.connect(self._again)
            left.addWidget(again)
        for column in (done, left):
            column.addStretch(1)
        self.confirmed.connect(self._read)

    def _again(self) -> None:
        self._controller.check_left(self._found)
        self.dismiss()

    def _read(self) -> None:
        self._controller.forget(self._found)
        self.dismiss()


def _name(row: ApplicationRow) -> str:
    return texts.person(row.last_name, row.first_name)


def head_of_list(box: CheckAll, count: Text, sort: QWidget) -> Turning:
    """The line over the list: its box, its count, its order; the order goes under them where the count would be cut."""
    counted = QWidget()
    line = QHBoxLayout(counted)
    space(line, 8)
    line.addWidget(box)
    line.addWidget(count, 1)
    return Turning(counted, sort, COUNT_WIDTH, middle=True)
