"""The paper of the line one looks at, drawn away from the GUI thread; whoever looks on gets the newest."""

from itertools import islice

from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.bundles import Bundle
from desktop.documents.preview import page_count, preview_png
from desktop.runtime.errand import Errand

PREVIEW_DPI = 110
MOST_PAGES = 8


class PaperPreview(QObject):
    """Emits `drawn(pages as PNG, number of pages of the whole)` or `failed(EnvironmentFault)`."""

    drawn = Signal(object, int)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Bundle | None = None
        self._errand = Errand(self)
        self._errand.done.connect(self._on_drawn)
        self._errand.failed.connect(self._on_failed)

    def draw(self, bundle: Bundle) -> None:
        """Draw the first paper of a bundle, after the one under way, whose answer nobody gets."""
        if self._errand.is_running:
            self._waiting = bundle
        else:
            self._errand.run(lambda: _pages(bundle))

    def close(self) -> None:
        """Wait for the paper under way."""
        self._waiting = None
        self._errand.wait()

    @Slot(object)
    def _on_drawn(self, drawn: tuple[tuple[bytes, ...], int]) -> None:
        if not self._draw_waiting():
            self.drawn.emit(*drawn)

    @Slot(object)
    def _on_failed(self, fault: object) -> None:
        if not self._draw_waiting():
            self.failed.emit(fault)

    def _draw_waiting(self) -> bool:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.draw(waiting)
        return waiting is not None


def _pages(bundle: Bundle) -> tuple[tuple[bytes, ...], int]:
    pdf = next(islice(bundle.pdfs(), 1), b"")
    count = page_count(pdf) if pdf else 0
    return tuple(preview_png(pdf, page, PREVIEW_DPI) for page in range(min(count, MOST_PAGES))), count
