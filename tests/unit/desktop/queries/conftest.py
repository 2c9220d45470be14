"""A look at the garden's replica on Tuesday morning."""

from collections.abc import Iterator

import pytest

from desktop.queries.lens import Lens
from sync.replica.workstation import Workstation
from tests.kit import garden


@pytest.fixture(scope="module")
def workstation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workstation]:
    """Alice's workstation, with two issues to settle."""
    opened, _ = garden.workstation(tmp_path_factory.mktemp("profile"), with_issues=True)
    yield opened
    opened.close()


@pytest.fixture
def lens(workstation: Workstation) -> Iterator[Lens]:
    """What alice sees of the garden."""
    with workstation.reading() as connection:
        yield Lens(
            connection=connection,
            employer_ids=(garden.GARDEN.id,),
            user_id=garden.ALICE.id,
            now=garden.NOW,
            rules=workstation.rules(garden.NOW),
        )
