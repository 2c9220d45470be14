"""The échéancier in other people's calendars."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from desktop.documents.deadlines import Deadline, calendar_file

NOW = datetime(2021, 2, 9, 9, 12, tzinfo=UTC)
END = Deadline(
    uid="pass-end-1",
    on=date(2023, 2, 7),
    title="Fin du PASS IAE : MARTIN Alice",
    detail="PASS 99999 21 00001; voir la fiche, puis décider\nBEGIN:VALARM",
    remind_days=90,
)


def test_a_deadline_is_a_whole_day_with_its_reminder() -> None:
    """The event takes its day and no time, does not make busy, and speaks up early enough."""
    (event,) = Calendar.from_ical(calendar_file([END], NOW)).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2023, 2, 7)
    assert event.decoded("DTEND") == date(2023, 2, 8)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["UID"] == "pass-end-1@passerelle"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-90, hours=9)


def test_what_was_typed_stays_one_value() -> None:
    """Line breaks, commas and semicolons of a name or a note cannot open another property."""
    (event,) = Calendar.from_ical(calendar_file([END], NOW)).walk("VEVENT")
    assert event["DESCRIPTION"] == END.detail
    assert event["SUMMARY"] == END.title


def test_the_file_follows_the_standard() -> None:
    """Lines end with CRLF and stay under 75 bytes; the same deadlines are the same bytes."""
    content = calendar_file([END, END], NOW)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert content == calendar_file([END, END], NOW)


def test_no_deadline_makes_an_empty_calendar() -> None:
    """An empty échéancier is a valid file."""
    assert not Calendar.from_ical(calendar_file([], NOW)).walk("VEVENT")
