"""When to run the next cycle: pure functions of what happened, so that no state is without a deadline."""

from collections.abc import Callable

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 300.0
IDLE_S = 60.0


def retry_delay(failures: int, random: Callable[[], float], retry_after_s: int = 0) -> float:
    """Seconds until the next try after that many failures in a row (at least 1).

    Full jitter between nothing and 1 s, doubled each time up to 5 minutes, and never before the server's own wish.
    `random` gives a number in [0, 1).
    """
    ceiling = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(failures - 1, 30))
    return max(float(retry_after_s), ceiling * random())


def idle_delay(held_for_s: float | None) -> float:
    """Seconds until the next cycle when all is well: a minute, or when the first held act may leave."""
    return IDLE_S if held_for_s is None else max(0.0, min(IDLE_S, held_for_s))
