"""Hypothesis drives the same stories: nothing to find in the shipped code, and a planted bug found and cut short."""

from collections.abc import Iterator
from random import Random
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.property.network import Weather
from tests.property.oracle import Broken
from tests.property.running import prepare, stop
from tests.property.station import Station
from tests.property.story import Story

STATION = st.integers(0, 3)
DICE = st.integers(0, 40)


class Machine(RuleBasedStateMachine):
    """Four people at work; `steps` are those of the latest run."""

    steps: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        Machine.steps = []
        self.story = Story(0)

    def _done(self, station: Station, what: str) -> None:
        Machine.steps.append(f"{station.name}: {what}")
        self.story.check(station)

    @rule(number=STATION, dice=DICE)
    def act(self, number: int, dice: int) -> None:
        """Somebody acts."""
        station = self.story.stations[number]
        self._done(station, self.story.act(station, Random(dice)))

    @rule(number=STATION)
    def undo(self, number: int) -> None:
        """Somebody takes back what they just did."""
        station = self.story.stations[number]
        self._done(station, self.story.undo(station))

    @rule(number=STATION, dice=DICE, is_stormy=st.booleans())
    def sync(self, number: int, dice: int, *, is_stormy: bool) -> None:
        """A cycle of somebody."""
        station = self.story.stations[number]
        weather = Weather(Random(dice), 0.5 if is_stormy else 0.0)
        self._done(station, self.story.sync(station, weather))

    @rule(number=STATION, dice=DICE, work=st.sampled_from(("act", "sync", "undo")))
    def crash(self, number: int, dice: int, work: str) -> None:
        """The program of somebody dies at some statement."""
        station = self.story.stations[number]
        self._done(station, self.story.during(station, dice + 1, work, Random(dice)))

    def teardown(self) -> None:
        """Faults stop; then everything is taken down."""
        try:
            self.story.settle()
        finally:
            self.story.close()


def run(examples: int) -> None:
    """So many runs, shrunk when one fails, the same at every call."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            derandomize=True,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(autouse=True)
def stage() -> Iterator[None]:
    """Nothing planted afterwards."""
    yield
    stop()


def test_the_shipped_code_has_nothing_to_find() -> None:
    """A few runs; the seeds of the simulation go further."""
    prepare(None)
    run(5)


@pytest.mark.timeout(600)
def test_a_planted_bug_is_cut_to_a_few_steps() -> None:
    """Held acts that leave at once: shown in less than twelve steps."""
    prepare("hold_ignored")
    with pytest.raises(Broken, match="4 hold"):
        run(30)
    assert 0 < len(Machine.steps) < 12
