"""The life of a PASS as a bridge: deck walked, deck to come, pauses as boxes, dates on piers; unsent parts dashed."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLineF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.views.parts.formats import french_date
from desktop.views.theme.current import current
from desktop.views.theme.paint import MIDDLE, Box, draw_box, draw_text, pen

SIDE = 12
DECK = 8
PIER = 2
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of the PASS, first and last day included; `unsent` while only this workstation knows it."""

    starts_on: date
    ends_on: date
    unsent: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """What the deck draws: first and last day, today, pauses, and a new last day that was asked for."""

    starts_on: date
    ends_on: date
    today: date
    pauses: tuple[Pause, ...] = ()
    new_end: date | None = None

    @property
    def last(self) -> date:
        """The day at the right end of the deck."""
        return max(self.ends_on, self.new_end or self.ends_on)

    @property
    def added_days(self) -> int:
        """How many days the new end adds; 0 without one, negative when it comes sooner."""
        return (self.new_end - self.ends_on).days if self.new_end else 0


def life_sentence(life: Life) -> str:
    """All the deck shows, in words."""
    parts = [f"PASS du {french_date(life.starts_on)} au {french_date(life.ends_on)}"]
    for pause in life.pauses:
        asked = " demandée" if pause.unsent else ""
        parts.append(f"pause{asked} du {french_date(pause.starts_on)} au {french_date(pause.ends_on)}")
    if life.starts_on <= life.today <= life.last:
        parts.append(f"aujourd’hui {french_date(life.today)}")
    if life.new_end is not None:
        parts.append(f"nouvelle fin le {french_date(life.new_end)}, {abs(life.added_days)} jours {_later(life)}")
    return ", ".join(parts) + "."


def _later(life: Life) -> str:
    return "plus tard" if life.added_days >= 0 else "plus tôt"


class Deck(QLabel):
    """The bridge of one PASS, 104 high; its text says everything it draws."""

    def __init__(self, life: Life) -> None:
        super().__init__()
        self._life = life
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_life(life)

    def set_life(self, life: Life) -> None:
        """Shows another life."""
        self._life = life
        self.setText(life_sentence(life))
        self.setAccessibleName(self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for four dates."""
        wide = current().metrics("caption", bold=True).horizontalAdvance("00/00/0000")
        return QSize(wide * 6, max(current().height("deck"), self._over + self._under + current().px(12)))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws deck, pauses, the end asked for, piers and dates."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_way(painter)
        for pause in self._life.pauses:
            self._draw_pause(painter, pause)
        self._draw_new_end(painter)
        self._draw_today(painter)
        self._draw_dates(painter)

    @property
    def _top(self) -> int:
        return (self.height() - self._over - self._under) // 2 + self._over

    @property
    def _over(self) -> int:
        return current().px(36)

    @property
    def _under(self) -> int:
        return current().px(DECK + 12) + 2 * current().metrics("caption").height()

    def _at(self, day: date) -> float:
        span = max(1, (self._life.last - self._life.starts_on).days)
        share = (day - self._life.starts_on).days / span
        return SIDE + PIER + (self.width() - 2 * SIDE - 2 * PIER) * min(max(share, 0.0), 1.0)

    def _draw_way(self, painter: QPainter) -> None:
        colours, life = current().colours, self._life
        start, end = self._at(life.starts_on), self._at(min(life.ends_on, life.new_end or life.ends_on))
        walked = min(self._at(life.today), end)
        high = current().px(DECK)
        painter.fillRect(QRectF(start, self._top, end - start, 1), colours.line_strong)
        painter.fillRect(QRectF(start, self._top + high - 1, end - start, 1), colours.line_strong)
        painter.fillRect(QRectF(start, self._top, max(0.0, walked - start), high), colours.accent)

    def _draw_pause(self, painter: QPainter, pause: Pause) -> None:
        theme = current()
        colours, tint = theme.colours, theme.colours.tints["suspended"]
        left, right = self._at(pause.starts_on), self._at(pause.ends_on)
        high = theme.px(26)
        rect = QRectF(left, self._top + theme.px(DECK) / 2 - high / 2, max(4.0, right - left), high)
        ink = colours.local if pause.unsent else tint.ink
        line = colours.local_line if pause.unsent else tint.ink
        fill = colours.local_soft if pause.unsent else tint.fill
        painter.fillRect(rect, colours.surface)
        draw_box(painter, rect, Box(fill, line, radius=2, dashed=pause.unsent))
        words, metrics = "en pause", theme.metrics("caption", bold=True)
        if metrics.horizontalAdvance(words) + 4 < rect.width():
            draw_text(painter, rect.toRect(), words, (theme.font("caption", bold=True), ink), MIDDLE)

    def _draw_new_end(self, painter: QPainter) -> None:
        life, theme = self._life, current()
        if life.new_end is None or life.added_days == 0:
            return
        first, second = sorted((self._at(life.ends_on), self._at(life.new_end)))
        middle = self._top + theme.px(DECK) / 2
        stroke = pen(theme.colours.local_line, theme.px(DECK))
        stroke.setDashPattern([1.1, 0.7])
        painter.setPen(stroke)
        painter.drawLine(QLineF(first + 1, middle, second, middle))
        words = f"{'+' if life.added_days > 0 else '–'}{NO_BREAK}{abs(life.added_days)}{NO_BREAK}jours"
        wide = theme.metrics("caption", bold=True).horizontalAdvance(words) + 2
        spot = QRect(0, self._top - theme.px(26), wide, theme.px(20))
        spot.moveLeft(round(min(max(0.0, (first + second - wide) / 2), self.width() - wide)))
        draw_text(painter, spot, words, (theme.font("caption", bold=True), theme.colours.local), MIDDLE)

    def _draw_today(self, painter: QPainter) -> None:
        life, theme = self._life, current()
        if not life.starts_on <= life.today <= life.last:
            return
        at = self._at(life.today)
        words = "aujourd’hui"
        wide = theme.metrics("caption").horizontalAdvance(words) + 2
        left = at - wide - theme.px(9)
        if left < 0:
            left = at + theme.px(9)
        spot = QRect(round(left), self._top - theme.px(36), wide, theme.px(18))
        draw_text(painter, spot, words, (theme.font("caption"), theme.colours.ink_2))
        painter.setPen(pen(theme.colours.ink, theme.px(1)))
        self._draw_arrow(painter, at)

    def _draw_arrow(self, painter: QPainter, at: float) -> None:
        theme = current()
        top, half = self._top - theme.px(22), theme.px(6)
        for step in range(half + 1):
            painter.drawLine(QLineF(at - half + step, top + step, at + half - step, top + step))

    def _draw_dates(self, painter: QPainter) -> None:
        life, colours = self._life, current().colours
        stops = [(life.starts_on, "début", french_date(life.starts_on), True)]
        for pause in life.pauses:
            asked = "pause demandée" if pause.unsent else "pause"
            stops.append((pause.starts_on, asked, _span(pause), True))
            self._draw_pier(painter, pause.ends_on)
        ends = "fin actuelle" if life.new_end else "fin"
        stops.append((life.ends_on, ends, french_date(life.ends_on), False))
        if life.new_end is not None:
            stops.append((life.new_end, "nouvelle fin", french_date(life.new_end), False))
        taken = 0
        places = self._places(stops)
        for (day, word, shown, _leads), (left, wide) in zip(stops, places, strict=True):
            unsent = life.new_end == day or any(p.unsent and p.starts_on == day for p in life.pauses)
            self._draw_pier(painter, day, unsent=life.new_end == day)
            at = max(left, taken)
            self._draw_date(painter, QRect(at, 0, wide, 0), (word, shown), unsent=unsent and not colours.is_contrast)
            taken = at + wide + current().px(8)

    def _places(self, stops: list[tuple[date, str, str, bool]]) -> list[tuple[int, int]]:
        """Left edge and width of each date: at its pier, moved left where the next one needs the room."""
        theme = current()
        strong, light = theme.metrics("caption", bold=True), theme.metrics("caption")
        made: list[tuple[int, int]] = []
        for day, word, shown, leads in stops:
            wide = max(strong.horizontalAdvance(shown), light.horizontalAdvance(word)) + 3
            at = self._at(day)
            left = at - PIER if leads else at - wide + PIER
            made.append((round(min(max(0.0, left), self.width() - wide)), wide))
        limit = self.width()
        for number in range(len(made) - 1, -1, -1):
            left, wide = made[number]
            made[number] = (min(left, limit - wide), wide)
            limit = made[number][0] - theme.px(10)
        return made

    def _draw_pier(self, painter: QPainter, day: date, *, unsent: bool = False) -> None:
        theme = current()
        colour = theme.colours.local if unsent else theme.colours.ink
        high = theme.px(24)
        top = self._top + theme.px(DECK) / 2 - high / 2
        painter.fillRect(QRectF(self._at(day) - PIER / 2, top, PIER, high), colour)

    def _draw_date(self, painter: QPainter, at: QRect, words: tuple[str, str], *, unsent: bool) -> None:
        theme = current()
        high = theme.metrics("caption").height()
        first = QRect(at.left(), self._top + theme.px(DECK + 12), at.width(), high)
        ink = theme.colours.local if unsent else theme.colours.ink_2
        draw_text(painter, first, words[0], (theme.font("caption"), ink))
        second = first.translated(0, high)
        draw_text(painter, second, words[1], (theme.font("caption", bold=True), theme.colours.ink))


def _span(pause: Pause) -> str:
    return f"{pause.starts_on:%d/%m}\u00a0–\u00a0{french_date(pause.ends_on)}"
