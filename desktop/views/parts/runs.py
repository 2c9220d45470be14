"""Text of several runs, some bold, wrapped as one paragraph; plain text only: data is never markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.views.theme.current import current
from desktop.views.theme.roles import text_role


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


Words = str | Sequence[str | Run]


def bold(text: str) -> Run:
    """A bold run."""
    return Run(text, bold=True)


def runs_of(words: Words) -> tuple[Run, ...]:
    """The runs of a plain string or of a mixture of strings and runs."""
    parts = (words,) if isinstance(words, str) else words
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def plain(words: Words) -> str:
    """What a reader or a screen reader gets."""
    return "".join(run.text for run in runs_of(words))


class RunsLabel(QLabel):
    """A label whose runs keep their weight when it wraps; its text is the plain sentence."""

    def __init__(self, words: Words = "", role: str = "body", ink: str = "ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role, self._ink = role, ink
        self._runs: tuple[Run, ...] = ()
        # Layouts ask for the same heights again and again: some 30 times a label whenever a record opens.
        self._heights: dict[tuple[int, float], int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        text_role(self, role, ink)
        self.set_words(words)

    def set_words(self, words: Words) -> None:
        """Shows other words."""
        self._runs = runs_of(words)
        self._heights.clear()
        self.setText(plain(words))
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: str) -> None:
        """Writes in the colour called `ink`."""
        self._ink = ink
        text_role(self, self._role, ink)

    def hasHeightForWidth(self) -> bool:
        """True: it wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height its lines take at `width`."""
        key = (width, current().zoom)
        if key not in self._heights:
            self._heights[key] = self._laid_out(width)[1]
        return self._heights[key]

    def sizeHint(self) -> QSize:
        """One line when it fits in some sixty letters, else that width and the lines it takes."""
        metrics = current().metrics(self._role)
        wide = sum(
            current().metrics(self._role, bold=True if run.bold else None).horizontalAdvance(run.text)
            for run in self._runs
        )
        width = min(wide + 4, metrics.averageCharWidth() * 60)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Some ten letters wide, one line high."""
        metrics = current().metrics(self._role)
        return QSize(min(self.sizeHint().width(), metrics.averageCharWidth() * 10), metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the wrapped runs, from the top unless the label is aligned to the middle."""
        painter = QPainter(self)
        layout, height = self._laid_out(self.width())
        painter.setPen(current().colours.colour(self._ink))
        middle = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter)
        top = max(0, (self.height() - height) // 2) if middle else 0
        layout.draw(painter, QPointF(0, top))

    def _laid_out(self, width: int) -> tuple[QTextLayout, int]:
        layout = QTextLayout(self.text(), current().font(self._role))
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height() + current().px(1)
        layout.endLayout()
        return layout, round(height)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        made, start = [], 0
        for run in self._runs:
            if run.bold:
                piece = QTextLayout.FormatRange()
                piece.start, piece.length = start, len(run.text)
                form = piece.format
                form.setFont(current().font(self._role, bold=True))
                piece.format = form
                made.append(piece)
            start += len(run.text)
        return made
