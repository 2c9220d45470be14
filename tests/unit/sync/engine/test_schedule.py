"""When the next cycle runs."""

from sync.engine.schedule import IDLE_S, LONGEST_RETRY_S, idle_delay, retry_delay


def latest() -> float:
    """The greatest draw."""
    return 0.999


def test_retries_are_spread_from_one_second_to_five_minutes() -> None:
    """Each failure doubles the range, up to the longest."""
    delays = [retry_delay(failures, latest) for failures in (1, 2, 3, 40)]
    assert delays[0] < delays[1] < delays[2] < delays[3] <= LONGEST_RETRY_S


def test_a_retry_may_come_at_once() -> None:
    """Full jitter starts at nothing, so that a herd spreads."""
    assert retry_delay(5, lambda: 0.0) == 0.0


def test_the_servers_own_wish_is_honoured() -> None:
    """Retry-After is a floor."""
    assert retry_delay(1, lambda: 0.0, retry_after_s=20) == 20.0


def test_an_idle_workstation_wakes_when_a_held_act_may_leave() -> None:
    """The undo window ends before the minute does."""
    assert idle_delay(held_for_s=12.0) == 12.0


def test_an_idle_workstation_always_has_a_deadline() -> None:
    """No state without a deadline."""
    assert idle_delay(None) == IDLE_S
