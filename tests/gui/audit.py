"""What a screen owes to people who use a keyboard, a screen reader or large text, read off the widgets themselves."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.text import Text

LEAST_CONTRAST = 4.5
_MOST_STOPS = 400
_PLAIN_LABELS = (QLabel, RunsLabel, Text)


def named(widget: QWidget) -> str:
    """Class and place of a widget, for the message of a failure."""
    parent = widget.parentWidget()
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__}({text[:40]!r}) in {type(parent).__name__}"


def stops(root: QWidget) -> list[QWidget]:
    """The parts of a screen that Tab is to reach."""
    return [part for part in root.findChildren(QWidget) if _takes_tab(part) and part.isVisibleTo(root)]


def unnamed(root: QWidget) -> list[str]:
    """The parts the keyboard reaches and a screen reader finds nameless."""
    return [named(part) for part in stops(root) if not _spoken(part)]


def unreached(root: QWidget, first: QWidget) -> list[str]:
    """The parts that Tab never reaches from `first` before it comes back there: some are skipped, or one traps it."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    visited: set[QWidget] = set()
    for _ in range(_MOST_STOPS):
        holder = QApplication.focusWidget()
        if holder is None or holder in visited:
            break
        visited.add(holder)
        QTest.keyClick(holder, Qt.Key.Key_Tab)
    return [named(part) for part in stops(root) if part not in visited and not _is_in(part, visited)]


def faint(root: QWidget) -> list[str]:
    """The words on screen whose ink is too close to what lies behind them, measured on the pixels."""
    picture = root.grab().toImage()
    found = []
    for part in _written(root):
        contrast = _contrast(picture, _area(part, root, picture))
        if contrast < LEAST_CONTRAST:
            found.append(f"{named(part)}: {contrast:.2f}")
    return found


def clipped(root: QWidget) -> list[str]:
    """The labels whose words do not fit where they stand."""
    found = []
    for part in _written(root):
        if isinstance(part, QLabel) and type(part) not in _PLAIN_LABELS:
            continue  # it draws its words itself, as a chart does
        if isinstance(part, RunsLabel):
            is_cut = part.heightForWidth(part.width()) > part.height() + 1
        elif isinstance(part, QLabel):
            is_cut = not part.wordWrap() and part.fontMetrics().horizontalAdvance(part.text()) > part.width() + 1
        else:
            is_cut = part.width() + 1 < part.minimumSizeHint().width()
        if is_cut:
            found.append(named(part))
    return found


def _takes_tab(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.isEnabled()


def _spoken(part: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name).strip()


def _is_in(part: QWidget, visited: set[QWidget]) -> bool:
    """Whether the focus went to the part through another that stands for it."""
    proxy = part.focusProxy()
    return proxy is not None and proxy in visited


def _written(root: QWidget) -> Iterator[QLabel | QAbstractButton]:
    for part in root.findChildren(QWidget):
        if isinstance(part, QLabel | QAbstractButton) and part.isVisibleTo(root) and part.text().strip():
            yield part


def _area(part: QWidget, root: QWidget, picture: QImage) -> QRect:
    """Where a part is in the picture; empty when it is scrolled out of sight, even if a strip of it still shows."""
    shown = part.visibleRegion().boundingRect()
    if shown.height() < part.height():
        return QRect()
    corner = part.mapTo(root, shown.topLeft()) if not shown.isEmpty() else QPoint(-1, -1)
    return QRect(corner, shown.size()).intersected(picture.rect())


def _contrast(picture: QImage, area: QRect) -> float:
    """The greatest contrast of a pixel with what most pixels are: that of the ink's core with its ground."""
    if area.width() < 4 or area.height() < 4:
        return 21.0
    colours = Counter(
        picture.pixel(x, y) for x in range(area.left(), area.right() + 1) for y in range(area.top(), area.bottom() + 1)
    )
    if len(colours) == 1:
        return 21.0
    ground = _luminance(colours.most_common(1)[0][0])
    return max(_ratio(_luminance(colour), ground) for colour in colours)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(pixel: int) -> float:
    """The relative luminance of WCAG 2."""
    colour = QColor(pixel)
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
