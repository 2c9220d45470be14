"""What a benchmark tells: figures, the floor measured in the same run, and how the goals stand."""

import math
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

RUNS = 3


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure and the bound set for it, both in the unit that `what` names."""

    what: str
    goal: float
    measured: float
    met: bool


def at_most(what: str, goal: float, measured: float) -> Goal:
    """A goal met when the figure is `goal` or less."""
    return Goal(what, goal, measured, met=measured <= goal)


def at_least(what: str, goal: float, measured: float) -> Goal:
    """A goal met when the figure is `goal` or more."""
    return Goal(what, goal, measured, met=measured >= goal)


@dataclass(frozen=True, slots=True)
class Report:
    """One benchmark's outcome; each key of `figures` and `floor` ends with its unit (`push_seconds`)."""

    figures: Mapping[str, float]
    floor: Mapping[str, float] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()


def median_seconds(run: Callable[[], object], runs: int = RUNS) -> float:
    """The median of the wall-clock seconds that `runs` calls take."""
    return statistics.median(seconds(run) for _ in range(runs))


def seconds(run: Callable[[], object]) -> float:
    """The wall-clock seconds that one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least that share of them (0 < share <= 1) do not exceed; ValueError without values."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError(share)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]
