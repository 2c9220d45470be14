"""Strokes every component shares: rounded boxes (solid or dashed), icons, keys, lines of text, focus ring."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from desktop.views.theme.current import Theme, current

# A dash and its hole, in pen widths of one pixel.
DASH = (4.0, 3.0)
ROW_ALIGN = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
END_ALIGN = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded box: fill and border may be None; `width` and `radius` in device-independent pixels."""

    fill: QColor | None = None
    border: QColor | None = None
    width: float = 1
    radius: float = 6
    dashed: bool = False


def pen(colour: QColor, width: float = 1, *, dashed: bool = False) -> QPen:
    """A flat-capped pen; dashes keep their length whatever the width."""
    made = QPen(colour, width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:
        made.setDashPattern([part / width for part in DASH])
    return made


def draw_box(painter: QPainter, rect: QRect | QRectF, box: Box) -> None:
    """Draws `box` so that its border lies inside `rect`, sharp at any width."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QBrush(box.fill) if box.fill is not None else Qt.BrushStyle.NoBrush)
    half = 0.0
    if box.border is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(pen(box.border, box.width, dashed=box.dashed))
        half = box.width / 2
    inner = QRectF(rect).adjusted(half, half, -half, -half)
    radius = max(0.0, min(box.radius - half, inner.height() / 2))
    painter.drawRoundedRect(inner, radius, radius)
    painter.restore()


def draw_icon(painter: QPainter, rect: QRect, name: str, colour: QColor, size: str = "icon") -> None:
    """Draws an icon at the token `size`, centred in `rect`."""
    device = painter.device()
    pixmap = current().icon(name, colour, size, device.devicePixelRatioF() if device else 1.0)
    side = round(pixmap.width() / pixmap.devicePixelRatio())
    spot = rect.topLeft() + QPoint((rect.width() - side) // 2, (rect.height() - side) // 2)
    painter.drawPixmap(spot, pixmap)


def draw_text(
    painter: QPainter, rect: QRect, text: str, ink: tuple[QFont, QColor], align: Qt.AlignmentFlag = ROW_ALIGN
) -> None:
    """Writes one line in `ink` (font, colour), shortened with « … » where `rect` is too narrow."""
    font, colour = ink
    painter.setFont(font)
    painter.setPen(colour)
    metrics = QFontMetrics(font)
    shown = text
    if metrics.horizontalAdvance(text) > rect.width():
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), shown)


def key_size(theme: Theme, key: str) -> QSize:
    """The room a key-letter box takes."""
    metrics = theme.metrics("caption")
    wide = metrics.horizontalAdvance(key) + theme.px(10)
    high = metrics.height() + theme.px(2)
    return QSize(max(wide, high), high)


def draw_key(painter: QPainter, rect: QRect, key: str, colour: QColor) -> None:
    """Draws a key (`A`, `Ctrl+K`) in its 1-px box, at the middle of `rect`."""
    theme = current()
    size = key_size(theme, key)
    spot = QRect(QPoint(0, 0), size)
    spot.moveCenter(rect.center())
    draw_box(painter, spot, Box(border=colour, radius=theme.px(4)))
    draw_text(painter, spot, key, (theme.font("caption"), colour), MIDDLE)


def draw_ring(painter: QPainter, rect: QRect, radius: float, colour: QColor | None = None) -> None:
    """Draws the focus ring along the inner edge of `rect`."""
    theme = current()
    ring = colour if colour is not None else theme.colours.focus
    draw_box(painter, rect, Box(border=ring, width=theme.tokens.sizes["focus"], radius=radius))


def draw_mark(painter: QPainter, rect: QRect, mark: str) -> None:
    """Draws the mark of a row along the left of `rect`: `local` dashed, `danger` solid, else nothing."""
    if mark not in {"local", "danger"}:
        return
    theme = current()
    width = theme.tokens.sizes["row_mark"]
    colour = theme.colours.local_line if mark == "local" else theme.colours.danger
    stroke = QPen(colour, width)
    stroke.setCapStyle(Qt.PenCapStyle.FlatCap)
    if mark == "local":
        stroke.setDashPattern([2.0, 1.0])
    painter.save()
    painter.setPen(stroke)
    middle = rect.left() + width / 2
    painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom() + 1))
    painter.restore()


def draw_line(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Draws a hairline along the bottom of `rect`."""
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colour)
