"""The échéancier as an iCalendar file: whole-day events that any calendar program imports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Alarm, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day not to miss.

    `uid` is stable for the same fact (« pass-end-<id> »), so that importing a newer file moves the event
    instead of doubling it. `remind_days` is how many days before the calendar speaks up; 0 is the day itself.
    """

    uid: str
    on: date
    title: str
    detail: str = ""
    remind_days: int = 0


def calendar_file(deadlines: Iterable[Deadline], made_at: datetime) -> bytes:
    """The bytes of an .ics file (UTF-8, RFC 5545) with one event a deadline, in the order given.

    `made_at` is aware; the same deadlines and instant give the same bytes.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Passerelle//Échéancier//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Échéancier Passerelle")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, made_at.astimezone(UTC)))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, made_at: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{deadline.uid}@passerelle")
    event.add("dtstamp", made_at)
    event.add("dtstart", deadline.on)
    event.add("dtend", deadline.on + timedelta(days=1))
    event.add("summary", deadline.title)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if deadline.detail:
        event.add("description", deadline.detail)
    event.add_component(_alarm(deadline))
    return event


def _alarm(deadline: Deadline) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    alarm.add("trigger", timedelta(hours=9) - timedelta(days=deadline.remind_days))
    return alarm
