"""What the driver of the encrypted files may raise."""

from pathlib import Path

import pytest
from sqlalchemy import event, exc

from sync.replica.connection import open_database


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
