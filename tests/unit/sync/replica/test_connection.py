"""What every connection to a local file offers, and what it says of a failing disk."""

from pathlib import Path

import pytest
from sqlalchemy import event, exc

from sync.replica.connection import open_database, sort_key


def test_names_are_sorted_as_in_a_french_directory() -> None:
    """Accents do not count, nor the joined letters of French and Polish."""
    names = ["Brédif", "Œuvrard", "Łukasz", "Bérard", "Zoé", "Bâhri"]
    assert sorted(names, key=sort_key) == ["Bâhri", "Bérard", "Brédif", "Łukasz", "Œuvrard", "Zoé"]


def out_of_memory(*_: object) -> None:
    """What the driver does when SQLite says NOMEM."""
    raise MemoryError


def test_a_driver_out_of_memory_is_told_as_a_fault_of_the_database(tmp_path: Path, key: bytes) -> None:
    """SQLCipher says « out of memory » when a page cannot be read: an act must then be refused in words, as ever."""
    engine = open_database(tmp_path / "a.db", key, synchronous="FULL")
    event.listen(engine, "do_execute", out_of_memory)
    with pytest.raises(exc.OperationalError), engine.begin():
        pass
    engine.dispose()
