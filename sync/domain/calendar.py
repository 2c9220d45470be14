"""Date arithmetic of the law, in one place: months, Paris days, inclusive ranges."""

import calendar as _months
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_date(instant: datetime) -> date:
    """The day it is in Paris at an aware instant; rules read `today` from here."""
    return instant.astimezone(PARIS).date()


def start_of_paris_day(day: date) -> datetime:
    """The UTC instant at which a day begins in Paris."""
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month: 31 August + 6 months is 28 or 29 February."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _months.monthrange(year, month + 1)[1]))


def add_months_to_instant(instant: datetime, months: int) -> datetime:
    """`add_months` on the calendar date of an aware instant, its time of day kept."""
    day = add_months(instant.date(), months)
    return instant.replace(year=day.year, month=day.month, day=day.day)


def add_days(day: date, days: int) -> date:
    """The day that many days later (earlier when negative)."""
    return day + timedelta(days=days)


def overlaps(first_starts: date, first_ends: date, second_starts: date, second_ends: date) -> bool:
    """Whether two ranges of days share one, both ends inclusive."""
    return first_starts <= second_ends and second_starts <= first_ends
