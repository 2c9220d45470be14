"""After the storm: what was acknowledged against what the central server holds, act by act."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, create_engine, select

from sync.domain.commenting import AddComment
from sync.domain.job_applications import Comment
from sync.protocol.entries import name_and_version
from sync.replica.connection import Use, open_database
from sync.replica.files import REPLICA_FILE
from sync.server.tables import COMMAND_LOG
from sync.store.tables import TABLES
from tests.faults.campaign import Tally
from tests.faults.processes import WorkstationChild, acknowledged
from tests.faults.world import KEY

_ALARMS = ("digest differs", "profile was copied", "Traceback")
UNTOLD = "acts kept that nobody was told of"
_EXCERPT = 6_000
_COMMENTS = TABLES[Comment]
_COMMENT = name_and_version(AddComment(comment_id="", job_application_id="", body=""))[0]


def judge(database_url: str, stations: Iterable[WorkstationChild], tally: Tally) -> None:
    """Compare, once every workstation is drained.

    Lost: acknowledged, and not in the server's log with an outcome; or a note applied whose row is not there. Doubled:
    executed more than once, whatever the id it was logged under. Wrong: a workstation whose rows are not the server's,
    or a false alarm.
    """
    children = list(stations)
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            kept = [act for child in children for act in acknowledged(child.log)]
            tally.acts = len(kept)
            _compare_log(connection, kept, tally)
            _compare_notes(connection, kept, tally)
            for child in children:
                _compare_replica(connection, child.folder, tally)
    finally:
        engine.dispose()
    for child in children:
        _look_for_alarms(child.log, tally)


def _compare_log(connection: Connection, kept: list[str], tally: Tally) -> None:
    executed = Counter(_entry_id(body) for body in connection.scalars(select(COMMAND_LOG.c.body)))
    tally.lost += [act for act in kept if not executed[act]]
    acts = set(connection.scalars(select(COMMAND_LOG.c.id).where(COMMAND_LOG.c.name != "void")))
    tally.note(UNTOLD, len(acts - set(kept)))
    tally.doubled += [act for act, count in executed.items() if count > 1]
    for status in connection.scalars(select(COMMAND_LOG.c.status)):
        tally.note(f"outcome {status}")


def _entry_id(body: str) -> str:
    return str(json.loads(body)["id"])


def _compare_notes(connection: Connection, kept: list[str], tally: Tally) -> None:
    """Each applied note is one row, and there is no row without its note."""
    log = COMMAND_LOG.c
    applied = select(log.body).where(log.name == _COMMENT, log.status == "applied")
    wanted = {}
    for body in connection.scalars(applied):
        entry = json.loads(body)
        wanted[entry["args"]["body"]] = entry["id"]
    written = Counter(connection.scalars(select(_COMMENTS.c.body)))
    own = set(kept)
    tally.lost += [act for text, act in wanted.items() if not written[text] and act in own]
    tally.doubled += [text for text, count in written.items() if count > 1]
    tally.wrong += [f"a note nobody wrote: {text}" for text in written if text not in wanted]


def _compare_replica(connection: Connection, folder: Path, tally: Tally) -> None:
    """The notes a workstation shows are those of its employer on the server."""
    replica = open_database(folder / REPLICA_FILE, KEY, synchronous="NORMAL", use=Use.READ)
    try:
        with replica.connect() as rows:
            shown = {tuple(row) for row in rows.execute(select(_COMMENTS.c.id, _COMMENTS.c.body))}
            employers = set(rows.exec_driver_sql("SELECT employer_id FROM memberships").scalars())
    finally:
        replica.dispose()
    held = select(_COMMENTS.c.id, _COMMENTS.c.body).where(_COMMENTS.c.employer_id.in_(employers))
    missing = {tuple(row) for row in connection.execute(held)} ^ shown
    if missing:
        tally.wrong.append(f"{folder.name} shows other notes than the server has: {len(missing)} differ")


def _look_for_alarms(log: Path, tally: Tally) -> None:
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    for alarm in _ALARMS:
        begin = text.find(alarm)
        if begin >= 0:
            tally.wrong.append(f"{log.name} says {text[begin : begin + _EXCERPT]}")
    tally.wrong += [f"{log.name}: {line}" for line in text.splitlines() if line.startswith('{"wrong"')]
