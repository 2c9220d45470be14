"""What is to do: a figure, an icon, what it counts, and the button that begins."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.parts.buttons import Button
from desktop.views.parts.glyph import Glyph
from desktop.views.parts.panel import Panel, card_box
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import Text
from desktop.views.theme.current import current
from desktop.views.theme.roles import height_role, space


@dataclass(frozen=True, slots=True)
class Task:
    """One line: how many, of what, which ones first, and the word of the button."""

    key: str
    count: int
    what: str
    detail: str
    icon: str
    act: str


class TodoLine(QWidget):
    """One task."""

    def __init__(self, task: Task, *, last: bool) -> None:
        super().__init__()
        self._last = last
        height_role(self, "todo_row")
        figure = Text(str(task.count), "figure")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        figure.setMinimumWidth(current().metrics("figure").horizontalAdvance("00"))
        figure.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.VLine)
        words = QVBoxLayout()
        space(words, 0)
        words.addStretch(1)
        words.addWidget(RunsLabel((bold(task.what),)))
        words.addWidget(RunsLabel(task.detail, "caption", "ink-2"))
        words.addStretch(1)
        self.button = Button(task.act)
        self.button.setObjectName(task.key)
        self.button.setMinimumWidth(current().px(104))
        self.button.setAccessibleName(f"{task.act}\u00a0: {task.count} {task.what}")
        across = QHBoxLayout(self)
        space(across, 16, (16, 12, 16, 12))
        across.addWidget(figure)
        across.addWidget(rule)
        across.addWidget(Glyph(task.icon, "ink-2", "icon_page"))
        across.addLayout(words, 1)
        across.addWidget(self.button)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the hairline to the next task."""
        if not self._last:
            rect = QRect(0, self.height() - 1, self.width(), 1)
            QPainter(self).fillRect(rect, current().colours.line)


class TodoList(Panel):
    """Tasks in a card; emits `act_requested(key)`."""

    act_requested = Signal(str)

    def __init__(self, tasks: tuple[Task, ...] = ()) -> None:
        self._down = QVBoxLayout()
        super().__init__(card_box, self._down, 0, (1, 1, 1, 1))
        self.set_tasks(tasks)

    def set_tasks(self, tasks: tuple[Task, ...]) -> None:
        """Shows other tasks."""
        while (item := self._down.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, task in enumerate(tasks):
            line = TodoLine(task, last=number == len(tasks) - 1)
            line.button.clicked.connect(self._press)
            self._down.addWidget(line)

    def _press(self) -> None:
        self.act_requested.emit(self.sender().objectName())
