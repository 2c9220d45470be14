"""Where files are dropped: a quiet box that shows itself ready while files hang over it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QBoxLayout

from desktop.views.parts.panel import Panel
from desktop.views.theme.current import current
from desktop.views.theme.paint import Box


class DropArea(Panel):
    """A card that takes files; emits `dropped(list of Path)`. Every drop has a button that does the same."""

    dropped = Signal(object)

    def __init__(self, layout: QBoxLayout, gap: int = 8, padding: int = 16) -> None:
        super().__init__(self._made, layout, gap, (padding, padding, padding, padding))
        self.is_over = False
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, nothing else is."""
        if _files(event):
            event.acceptProposedAction()
            self._show(over=True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """As on entering."""
        if _files(event):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        super().dragLeaveEvent(event)
        self._show(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tells the files."""
        self._show(over=False)
        files = _files(event)
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def _show(self, *, over: bool) -> None:
        self.is_over = over
        self.update()

    def _made(self) -> Box:
        colours = current().colours
        fill, border = (colours.selected, colours.accent) if self.is_over else (colours.surface, colours.line)
        return Box(fill, border, radius=current().tokens.radius_card)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
