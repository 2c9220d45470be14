"""At the end of a week: every act that was ever acknowledged against what the central server holds, one by one."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, not_, select

from sync.domain.inbox import REACHED, WAITS_FOR_OTHERS, InboxIssue
from sync.domain.passes import Pass
from sync.server.tables import COMMAND_LOG
from sync.store.tables import TABLES

_ISSUES = TABLES[InboxIssue]
_PASSES = TABLES[Pass]
TO_SETTLE = ("rejected", "parked")


@dataclass(frozen=True, slots=True)
class Logged:
    """An act in the server's log: its id, its command, what became of it."""

    id: str
    name: str
    status: str
    code: str
    recorded_edition: str = ""
    judged_edition: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """How the acts of a week compare with the log: ids that are missing, there twice, or nobody's."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Each act once, and nothing else."""
        return not (self.lost or self.doubled or self.unknown)


def logged(connection: Connection) -> list[Logged]:
    """The log, each act under the id its author's workstation gave it."""
    rows = connection.execute(select(COMMAND_LOG).order_by(COMMAND_LOG.c.received_at)).all()
    return [
        Logged(
            str(json.loads(row.body)["id"]), row.name, row.status, row.code, row.recorded_edition, row.judged_edition
        )
        for row in rows
    ]


def compare(kept: Collection[str], log: Iterable[Logged], gone: Collection[str] = ()) -> Account:
    """Acts acknowledged as kept against the log; `gone` are those that went with a machine and must not be there."""
    counts = Counter(act.id for act in log if act.name != "void")
    wanted = set(kept) - set(gone)
    return Account(
        lost=tuple(sorted(act for act in wanted if not counts[act])),
        doubled=tuple(sorted(act for act, count in counts.items() if count > 1)),
        unknown=tuple(sorted(act for act in counts if act not in wanted)),
    )


def unseen(connection: Connection) -> list[str]:
    """Acts that did not go through as recorded and that no inbox tells of, and issues about none of those.

    What only waited for others, and has been executed since, is told by an issue that is closed.
    """
    log = [act for act in logged(connection) if act.status in TO_SETTLE]
    is_over = and_(_ISSUES.c.code == WAITS_FOR_OTHERS, _ISSUES.c.closed_how == REACHED)
    query = select(_ISSUES.c.command_id).where(_ISSUES.c.kind != "conflict", not_(is_over))
    told = set(connection.scalars(query))
    return sorted({act.id for act in log} ^ told)


def numbers(connection: Connection) -> list[tuple[str, str]]:
    """All PASS numbers, each with whose it is."""
    rows = connection.execute(select(_PASSES.c.number, _PASSES.c.job_seeker_id)).all()
    return [(row.number, row.job_seeker_id) for row in rows if row.number]
