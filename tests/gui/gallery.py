"""Pictures of every component in the three palettes and at three zooms: `python -m tests.gui.gallery OUTDIR`."""

import os
import sys
from pathlib import Path

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views import theme
from desktop.views.theme.tokens import PALETTE_NAMES
from tests.gui.gallery_dialog import open_dialog
from tests.gui.gallery_frame import build_frame
from tests.gui.gallery_sheets import SHEETS

ZOOMS = (1.0, 1.5, 2.0)


def picture(widget: QWidget, width: int, height: int, focus: str = "focus") -> QPixmap:
    """The widget at a size, or as high as it needs, with the focus where the sheet wants it shown."""
    layout = widget.layout()
    need = layout.totalHeightForWidth(width) if layout is not None else height
    widget.resize(width, max(height, need))
    widget.show()
    if (holder := widget.findChild(QWidget, focus)) is not None:
        holder.setFocus()
    QApplication.processEvents()
    QApplication.processEvents()
    shot = widget.grab()
    widget.close()
    widget.deleteLater()
    return shot


def side_by_side(pictures: list[QPixmap]) -> QPixmap:
    """The pictures in one row."""
    whole = QPixmap(sum(one.width() for one in pictures), max(one.height() for one in pictures))
    whole.fill()
    painter = QPainter(whole)
    left = 0
    for one in pictures:
        painter.drawPixmap(left, 0, one)
        left += one.width()
    painter.end()
    return whole


def draw_all(app: QApplication, folder: Path) -> None:
    """Writes every sheet at every zoom, the palettes side by side, and the page in each palette."""
    for zoom in ZOOMS:
        for name, (build, width, height) in SHEETS.items():
            made = []
            for palette in PALETTE_NAMES:
                theme.apply(app, palette, zoom)
                made.append(picture(build(), round(width * (1 + (zoom - 1) * 0.8)), height))
            side_by_side(made).save(str(folder / f"{name}-{round(zoom * 100)}.png"))
        for palette in PALETTE_NAMES:
            theme.apply(app, palette, zoom)
            for name in ("applications", "jobs"):
                shot = picture(build_frame(name), 1440, 900, "rows")
                shot.save(str(folder / f"{name}-{palette}-{round(zoom * 100)}.png"))
            frame = build_frame("applications")
            frame.resize(1440, 900)
            open_dialog(frame)
            picture(frame, 1440, 900).save(str(folder / f"dialog-{palette}-{round(zoom * 100)}.png"))


def main(folder: Path) -> None:
    """Draws the gallery into `folder`, which is made if need be."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    draw_all(QApplication([]), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
