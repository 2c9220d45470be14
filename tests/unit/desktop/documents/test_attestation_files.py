"""A folder of attestations, one a person."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.documents.attestation_files import write_each
from sync.domain.errors import EnvironmentFault
from tests.kit.disks import a_disk_with_room_for
from tests.kit.papers import ALICE, STAMP, page_texts

PEOPLE = [replace(ALICE, first_name=name) for name in ("Alice", "Bob", "Carole", "Alice")]


def test_each_person_has_a_file(tmp_path: Path) -> None:
    """Names are predictable, order is kept, two of the same name do not meet."""
    written = write_each(PEOPLE, tmp_path, STAMP)
    assert [path.name for path in written[1:3]] == [
        "martin-bob_999992100001_2021-02-14.pdf",
        "martin-carole_999992100001_2021-02-14.pdf",
    ]
    assert {path.name for path in (written[0], written[3])} == {
        "martin-alice_999992100001_2021-02-14.pdf",
        "martin-alice_999992100001_2021-02-14 (2).pdf",
    }
    assert "MARTIN Carole" in page_texts(written[2].read_bytes())[0]


def test_the_rest_can_be_cancelled(tmp_path: Path) -> None:
    """What is done is whole, what is not begun is absent."""
    written = write_each(PEOPLE * 20, tmp_path, STAMP, is_cancelled=lambda done: done >= 4)
    assert 4 <= len(written) < 80
    assert sorted(tmp_path.iterdir()) == sorted(written)


def test_a_full_disk_stops_it_with_a_fault(tmp_path: Path) -> None:
    """No file is half written."""
    with a_disk_with_room_for(1_000), pytest.raises(EnvironmentFault, match="paper_not_written"):
        write_each(PEOPLE, tmp_path, STAMP)
    assert list(tmp_path.iterdir()) == []
