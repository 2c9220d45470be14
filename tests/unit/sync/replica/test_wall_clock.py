"""How far the wall clock is off, counted from the server's signed time on a clock that nobody sets."""

from datetime import timedelta

from sync.replica.workstation import Workstation
from sync.store.types import instant_text
from tests.kit.clocks import FakeClock


def anchored(workstation: Workstation, clock: FakeClock) -> None:
    """The server says the time, and the workstation's clock is right."""
    workstation.outbox.note_anchor("token", instant_text(clock.now()))


def test_a_clock_that_was_never_compared_is_not_blamed(workstation: Workstation) -> None:
    """Before the first contact nothing is known."""
    assert workstation.outbox.wall_error() is None


def test_a_clock_set_after_the_contact_is_off_by_as_much(workstation: Workstation, clock: FakeClock) -> None:
    """Offline too; time that passes, asleep or awake, changes nothing."""
    anchored(workstation, clock)
    clock.advance(days=3)
    assert workstation.outbox.wall_error() == timedelta()
    clock.set_wall(clock.now() - timedelta(days=400))
    assert workstation.outbox.wall_error() == timedelta(days=-400)


def test_a_clock_that_is_wrong_at_the_contact_is_off(workstation: Workstation, clock: FakeClock) -> None:
    """The server's own time says so."""
    workstation.outbox.note_anchor("token", instant_text(clock.now() - timedelta(minutes=12)))
    assert workstation.outbox.wall_error() == timedelta(minutes=12)


def test_another_boot_knows_nothing_until_the_next_contact(workstation: Workstation, clock: FakeClock) -> None:
    """Somebody may have mended the clock meanwhile."""
    anchored(workstation, clock)
    clock.reboot()
    assert workstation.outbox.wall_error() is None
