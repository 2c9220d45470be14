"""A program left open overnight tells the truth the next morning, though no row has changed."""

from desktop.controllers.office import Office
from tests.kit.clocks import FakeClock


def days_left(office: Office) -> int:
    """What the record on screen says."""
    assert office.passes.record is not None
    return office.passes.record.card.days_left


def test_the_screen_in_front_ages_by_a_day(office: Office, clock: FakeClock) -> None:
    """One day less on the PASS on screen; nothing is read while the day is the same."""
    office.show_screen("passes")
    assert office.settle()
    office.passes.select("pass-14")
    assert office.settle()
    before = days_left(office)
    office.desk.look_at_calendar()
    assert office.store.is_idle
    clock.advance(days=1)
    office.desk.look_at_calendar()
    assert office.settle()
    assert days_left(office) == before - 1


def test_the_other_screens_age_when_they_come_to_the_front(office: Office, clock: FakeClock) -> None:
    """They go stale at midnight and read when shown."""
    office.show_screen("passes")
    assert office.settle()
    before = all_days_left(office)
    office.show_screen("home")
    clock.advance(days=1)
    office.desk.look_at_calendar()
    assert office.settle()
    assert all_days_left(office) == before
    office.show_screen("passes")
    assert office.settle()
    assert all_days_left(office) < before


def all_days_left(office: Office) -> int:
    """Of everybody on the list together."""
    return sum(row.card.days_left for row in office.passes.rows)
