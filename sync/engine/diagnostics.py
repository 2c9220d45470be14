"""What support needs to know of a workstation, and nothing about anybody: versions, counts, places, names of acts.

What is not a number, an instant or a word of the program's own is left out or hashed: no row, no argument, no message,
no name, no id of a person or a structure (SYNC.md §11, TRUST.md « logs carry pseudonymous ids »).
"""

import platform
import re
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from sync.domain.errors import EnvironmentFault
from sync.engine.cycle import CycleOutcome
from sync.protocol.codec import sha256
from sync.protocol.version import DIGEST, PROTO, SCHEMA
from sync.replica.journal import JournalEntry
from sync.replica.migrate import schema_fingerprint
from sync.replica.scopes import HeldScopes
from sync.replica.tables import DOUBTFUL, REPLICATED
from sync.replica.workstation import Workstation
from sync.store.types import instant_text

ENTRIES = 500
"""How many of the latest acts are told."""
_WORD = re.compile(r"[a-z0-9_.@:-]{1,60}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_FACTS = ("ready", "search", "schema")


def diagnosis(workstation: Workstation, last: CycleOutcome | None) -> dict[str, Any]:
    """The state of a workstation as JSON values; `last` is how its latest cycle ended."""
    meta = workstation.meta()
    off = workstation.outbox.wall_error()
    entries = workstation.recent(ENTRIES)
    return {
        "made_at": instant_text(workstation.clock.now()),
        "versions": _versions(),
        "replica": {name: _word(meta.get(name, "")) for name in _FACTS}
        | {"synced_at": _instant(meta.get("synced_at", "")), "is_disagreeing": bool(meta.get("disagreeing"))},
        "epoch": _mark(meta.get("epoch", "")),
        "cursor": _mark(meta.get("cursor", "")),
        "was_set_aside": workstation.set_aside is not None,
        "wall_error_s": None if off is None else int(off.total_seconds()),
        "last_cycle": _cycle(last),
        "journal": {
            "last_mid": workstation.outbox.last_mid(),
            "first_open_mid": workstation.outbox.first_open_mid(),
            "states": dict(Counter(str(item.state) for item in entries)),
        },
        "entries": [_entry(item) for item in entries],
        "attachments": _attachments(workstation),
        "files": _sizes(workstation.beside.folder),
    } | _rows(workstation)


def _versions() -> dict[str, str | int]:
    try:
        program = version("passerelle")
    except PackageNotFoundError:
        program = "?"
    return {
        "program": program,
        "proto": PROTO,
        "schema": SCHEMA,
        "digest": DIGEST,
        "tables": schema_fingerprint(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def _cycle(last: CycleOutcome | None) -> dict[str, Any] | None:
    if last is None:
        return None
    problem = {"number": last.problem.number, "code": _word(last.problem.code)} if last.problem else None
    counts = {"sent": last.sent, "reissued": last.reissued, "retry_after_s": last.retry_after_s}
    return {"kind": str(last.kind), "problem": problem, "forked": last.forked} | counts


def _entry(item: JournalEntry) -> dict[str, Any]:
    """An act by its name, never by what it says."""
    return {
        "mid": item.mid,
        "command": _word(f"{item.entry.name}@{item.entry.version}"),
        "edition": _word(item.entry.edition),
        "state": str(item.state),
        "is_void": item.is_void,
        "status": _word(item.status),
        "code": _word(item.code),
        "recorded_at": _instant(item.recorded_at),
    }


def _attachments(workstation: Workstation) -> list[dict[str, Any]] | str:
    """What has still to travel, without the names of contents."""
    try:
        waiting = workstation.attachments.waiting()
    except EnvironmentFault as fault:
        return fault.code
    return [
        {"way": str(item.way), "size": item.size, "received": item.received, "tries": item.tries}
        | {"problem": _word(item.problem)}
        for item in waiting
    ]


def _rows(workstation: Workstation) -> dict[str, Any]:
    """Counts of what is held; nothing more when the read lease has ended."""
    try:
        with workstation.reading() as connection:
            return {
                "rows": {name: _count(connection, name) for name in REPLICATED},
                "scopes": [
                    {"kind": _word(scope.name.partition(":")[0]), "head": scope.head, "rows": scope.rows}
                    for scope in HeldScopes(connection).all()
                ],
                "doubtful": [
                    {"mid": row.mid, "code": _word(row.code)}
                    for row in connection.execute(select(DOUBTFUL.c.mid, DOUBTFUL.c.code))
                ],
            }
    except EnvironmentFault as fault:
        return {"rows": fault.code}


def _count(connection: Connection, table: str) -> int:
    return connection.execute(select(func.count()).select_from(REPLICATED[table])).scalar_one()


def _sizes(folder: Path) -> dict[str, int]:
    """The databases of the profile and what is left beside them, in bytes; whose names are the program's own."""
    found = (path for path in sorted(folder.iterdir()) if path.is_file() and ".db" in path.name)
    return {_word(path.name): path.stat().st_size for path in found}


def _word(text: str) -> str:
    """A word of the program's own vocabulary; « ? » for anything else that stands in its place."""
    return text if not text or _WORD.fullmatch(text) else "?"


def _instant(text: str) -> str:
    return text if not text or _INSTANT.fullmatch(text) else "?"


def _mark(text: str) -> str:
    """Tells whether two things are the same without saying what they are."""
    return sha256(text.encode())[:12] if text else ""
