"""A date typed as JJ/MM/AAAA, or chosen in a calendar."""

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction

from desktop.views.parts.formats import french_date
from desktop.views.theme.current import current
from desktop.views.theme.paint import draw_icon
from desktop.views.theme.roles import text_role

# Qt's own names of the buttons of a calendar.
MONTH_BUTTONS = (
    ("qt_calendar_prevmonth", "chevron-left", "Mois précédent"),
    ("qt_calendar_nextmonth", "chevron-right", "Mois suivant"),
)
TYPED = re.compile(r"\s*(\d{1,2})[ ./-]?(\d{1,2})[ ./-]?(\d{4})\s*")


def parse_french_date(text: str) -> date | None:
    """The date a person typed (`3/2/2021`, `03022021`, `03.02.2021`), or None when it is none."""
    match = TYPED.fullmatch(text)
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def build_calendar() -> QCalendarWidget:
    """A French month in the colours of the theme."""
    theme = current()
    made = QCalendarWidget()
    made.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    plain = QTextCharFormat()
    plain.setForeground(theme.colours.ink)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        made.setWeekdayTextFormat(day, plain)
    for name, icon, says in MONTH_BUTTONS:
        button = made.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(QIcon(theme.icon(icon, theme.colours.ink, ratio=made.devicePixelRatioF())))
            button.setAccessibleName(says)
    return made


class CalendarButton(QToolButton):
    """The button inside the field that opens the calendar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Choisir dans le calendrier")
        self.setToolTip("Choisir dans le calendrier (Alt+↓)".replace("↓", "Bas"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the icon."""
        draw_icon(QPainter(self), self.rect(), "calendar", current().colours.ink)


class DateField(QLineEdit):
    """A field of one date; emits `date_changed(date | None)` as one types."""

    date_changed = Signal(object)

    def __init__(self, value: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("JJ/MM/AAAA")
        self.setMaxLength(len("00/00/0000"))
        text_role(self, "body", tabular=True)
        self._button = CalendarButton(self)
        self._button.clicked.connect(self.open_calendar)
        self.set_date(value)
        self.textChanged.connect(self._announce)
        self.editingFinished.connect(self._tidy)

    def value(self) -> date | None:
        """The date now typed, or None."""
        return parse_french_date(self.text())

    def set_date(self, value: date | None) -> None:
        """Writes a date, or empties the field."""
        self.setText(french_date(value) if value is not None else "")

    def sizeHint(self) -> QSize:
        """Wide enough for a date and the icon."""
        theme = current()
        wide = theme.metrics("body", tabular=True).horizontalAdvance("00/00/0000")
        return QSize(wide + theme.px(66), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the icon at the right."""
        super().resizeEvent(event)
        side = current().px(40)
        self._button.setGeometry(QRect(self.width() - side, 0, side, self.height()))
        self.setTextMargins(current().px(8), 0, side - 6, 0)

    def open_calendar(self) -> None:
        """Opens a calendar under the field."""
        chosen = self.value() or date.today()  # noqa: DTZ011 - the wall calendar of the person
        calendar = build_calendar()
        calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        menu = QMenu(self)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.activated.connect(self._choose)
        calendar.clicked.connect(self._choose)
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.setFocus()

    def _choose(self, value: QDate) -> None:
        self.set_date(date(value.year(), value.month(), value.day()))

    def _tidy(self) -> None:
        if (value := self.value()) is not None:
            self.set_date(value)

    def _announce(self) -> None:
        self.date_changed.emit(self.value())
