"""What the tests of whole programs share: a small place on real processes."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.faults.world import remove, scratch
from tests.kit.tools import need
from tests.week.moved_time import Missing
from tests.week.place import Place


@pytest.fixture
def place() -> Iterator[Place]:
    """A place of its own for one test."""
    folder = scratch()
    try:
        with closing(Place(folder)) as made:
            yield made
    except Missing:
        need("libfaketime", is_there=False)
    finally:
        remove(folder)
