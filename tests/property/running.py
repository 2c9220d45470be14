"""Running one seed from plan to verdict, and finding the shortest story that still fails."""

import gc
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from logging import CRITICAL

import structlog

from tests.property.bugs import planted
from tests.property.engines import shared
from tests.property.oracle import Broken
from tests.property.parts import in_turn
from tests.property.scenery import scenery
from tests.property.steps import carry_out, plan
from tests.property.story import Step, Story

_MOST_TRIES = 250
_THRESHOLDS = gc.get_threshold()
_stack = ExitStack()


@dataclass(frozen=True, slots=True)
class Failure:
    """Which promise broke, and how."""

    invariant: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a seed. `trace` is the digest of all that happened."""

    seed: int
    steps: int
    trace: str
    failure: Failure | None


def prepare(bug: str | None) -> None:
    """Make this process ready to run seeds, with a bug planted or none."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))
    _stack.close()
    _stack.enter_context(shared())
    _stack.enter_context(in_turn())
    scenery()
    # Looking for cycles among what stays took a sixth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    _stack.enter_context(planted(bug))


def stop() -> None:
    """Nothing is planted or shared any more."""
    _stack.close()
    gc.set_threshold(*_THRESHOLDS)
    gc.unfreeze()


def run_seed(seed: int) -> Result:
    """The whole story of a seed."""
    steps = plan(seed)
    failure, lines = tell(seed, steps)
    return Result(seed, len(steps), lines[-1], failure)


def tell(seed: int, steps: Sequence[Step]) -> tuple[Failure | None, list[str]]:
    """Carry out these steps and settle: what broke, and the trace with its digest as the last line."""
    story = Story(seed)
    failure = None
    try:
        for step in steps:
            carry_out(story, step)
        story.settle()
    except Broken as broken:
        failure = Failure(broken.invariant, broken.why)
    except Exception as error:  # noqa: BLE001 - whatever a bug does, the seed is to be told
        failure = Failure(type(error).__name__, str(error)[:2000])
    finally:
        story.close()
    return failure, [*story.trace, story.digest()]


def shrink(seed: int, failure: Failure) -> list[str]:
    """The shortest story found that fails in the same way: steps are dropped while it does."""
    steps = plan(seed)
    tries = 0
    size = max(1, len(steps) // 2)
    while tries < _MOST_TRIES:
        shorter = None
        for start in range(0, len(steps), size):
            candidate = steps[:start] + steps[start + size :]
            tries += 1
            found, _ = tell(seed, candidate)
            if found and found.invariant == failure.invariant:
                shorter = candidate
                break
        if shorter is not None:
            steps = shorter
        elif size == 1:
            break
        else:
            size //= 2
    found, lines = tell(seed, steps)
    return [*lines[:-1], f"→ {found.invariant}: {found.why}" if found else "→ nothing: it is not deterministic"]
