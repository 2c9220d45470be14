"""What a batch that was cut short had recorded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.queries.batch import recorded_behind
from sync.domain.answering import Study
from sync.protocol.messages import OutcomeMessage
from sync.replica.workstation import Workstation
from tests.kit import garden


@pytest.fixture
def workstation(tmp_path: Path) -> Iterator[Workstation]:
    """Alice's own, to record on."""
    opened, _ = garden.workstation(tmp_path / "profile")
    yield opened
    opened.close()


def study(workstation: Workstation, number: int) -> str:
    """Study the number-th application; the id of the act."""
    return workstation.record(Study(job_application_id=f"application-{number}")).entry_id


def test_a_new_name_hides_no_decision_of_a_batch(workstation: Workstation) -> None:
    """The acts before the batch are gone from the chain of a copied profile, and those of the batch have other mids."""
    before = study(workstation, 0)
    for number in (1, 3):
        study(workstation, number)
    assert recorded_behind(workstation.recent(), before) == {"application-1", "application-3"}
    outcome = OutcomeMessage(mid=1, id=before, status="applied")
    workstation._journal.close_entries([outcome], workstation.clock.now())  # noqa: SLF001 - a pull closes it
    workstation.become("client-2", "token-2")
    assert recorded_behind(workstation.recent(), before) == {"application-1", "application-3"}


def test_what_was_taken_back_is_not_recorded(workstation: Workstation) -> None:
    """Nor is what came before."""
    before = study(workstation, 0)
    workstation.undo(study(workstation, 1))
    assert recorded_behind(workstation.recent(), before) == frozenset()
