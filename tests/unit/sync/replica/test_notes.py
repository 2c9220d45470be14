"""What a person notes on the workstation stays there, encrypted, whatever happens to the program."""

from pathlib import Path

import pytest

from sync.domain.errors import EnvironmentFault
from sync.replica.connection import new_key
from sync.replica.files import Beside
from sync.replica.notes import FILE, Notes


def test_a_note_is_there_after_a_restart(tmp_path: Path) -> None:
    """Written once, it is read by another opening of the same folder, by kind and name."""
    key = new_key()
    notes = Notes(Beside(tmp_path, key))
    notes.put("draft", "refuse:1", {"answer": "Bonjour"})
    notes.put("draft", "refuse:1", {"answer": "Bonsoir"})
    notes.put("view", "a", {"name": "Maraîchage"})
    again = Notes(Beside(tmp_path, key))
    assert again.all("draft") == {"refuse:1": {"answer": "Bonsoir"}}
    again.drop("draft", "refuse:1")
    assert notes.all("draft") == {}
    assert notes.all("view") == {"a": {"name": "Maraîchage"}}


def test_the_file_tells_nothing_without_the_key(tmp_path: Path) -> None:
    """Neither its bytes nor another key show what was noted."""
    Notes(Beside(tmp_path, new_key())).put("draft", "refuse:1", {"answer": "Bonjour Madame"})
    written = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert b"Madame" not in written
    with pytest.raises(EnvironmentFault, match="database_unreadable"):
        Notes(Beside(tmp_path, new_key()))
