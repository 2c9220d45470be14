"""Alice's office: her workstation with its threads and controllers, and no server in reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.controllers.office import Office
from desktop.runtime.garbage import collect_in_gui_thread
from desktop.views.theme.current import current
from tests.kit import garden
from tests.kit.clocks import FakeClock
from tests.kit.wires import no_server


@pytest.fixture(autouse=True)
def _collecting(qapp: object) -> None:
    """From the first test on as in the program: no thread but this one destroys what windows left."""
    assert qapp
    collect_in_gui_thread()


@pytest.fixture(autouse=True)
def _states_of_nobody() -> Iterator[None]:
    """The rules a window followed name the states of the whole program: the next test begins with nobody's."""
    yield
    current().name_states({})


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Office, FakeClock]]:
    """The office on Tuesday morning, and the clock on its wall."""
    workstation, clock = garden.workstation(tmp_path / "profile", with_issues=True)
    made = Office(workstation, no_server, None)
    made.settle()
    yield made, clock
    made.close()


@pytest.fixture
def office(qapp: object, opened: tuple[Office, FakeClock]) -> Office:
    """The office alone."""
    assert qapp
    return opened[0]


@pytest.fixture
def clock(opened: tuple[Office, FakeClock]) -> FakeClock:
    """The clock alone."""
    return opened[1]
