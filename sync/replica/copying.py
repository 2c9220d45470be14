"""Copies of a profile's databases while they are in use: each one state, encrypted under the key it has."""

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from sync.domain.errors import EnvironmentFault
from sync.replica.attachments import FILE as ATTACHMENTS_FILE
from sync.replica.connection import open_database
from sync.replica.files import JOURNAL_FILE, Beside
from sync.replica.notes import FILE as NOTES_FILE

COPIED = (JOURNAL_FILE, NOTES_FILE, ATTACHMENTS_FILE)
"""What exists nowhere else. The replica is left out: the server gives its rows again."""


def copy_databases(beside: Beside, target: Path) -> list[Path]:
    """Copy the databases of a profile into an existing folder, under their names; those never made are left out.

    The journal goes first: what its acts name is in the files copied after it. EnvironmentFault(`disk_fault`).
    """
    keys = {
        JOURNAL_FILE: beside.data_key,
        NOTES_FILE: beside.key("notes"),
        ATTACHMENTS_FILE: beside.key("attachments"),
    }
    copies = []
    for name in COPIED:
        if (beside.folder / name).exists():
            _copy(beside.folder / name, keys[name], target / name)
            copies.append(target / name)
    return copies


def _copy(source: Path, key: bytes, target: Path) -> None:
    """One state of the source, whoever writes meanwhile; pages that were freed are not copied."""
    engine = open_database(source, key, synchronous="FULL")
    try:
        borrowed = engine.raw_connection()
        try:
            borrowed.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            borrowed.close()
    except (sqlcipher.Error, OSError, MemoryError) as error:
        raise EnvironmentFault("disk_fault", {"detail": type(error).__name__}) from error
    finally:
        engine.dispose()
