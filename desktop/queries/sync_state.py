"""Synchronisation: what waits on this workstation, and what became of what it sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import column, select, table

from desktop.queries.home import open_issues
from desktop.queries.lens import Lens
from desktop.queries.record import job_of
from sync.domain.job_applications import JobApplication
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.suspensions import Suspension
from sync.domain.world import World
from sync.replica.entry import EntryState
from sync.replica.journal import JournalEntry
from sync.replica.recovery import Restored
from sync.replica.workstation import Workstation
from sync.store.types import instant_from_text

SHOWN = 60
# The server has judged these: that the rows already hold their effects is no doubt.
_DECIDED = (EntryState.EXECUTED, EntryState.PARKED, EntryState.CLOSED)
_DOUBTFUL = table("doubtful", column("mid"), column("code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAct:
    """An act of this workstation.

    `step` is held, waiting, sent, parked, undone or closed; `status` what the server made of it ("" until then);
    `doubt` the code of the rule that no longer allows it here. `about` names the person or the job.
    """

    mid: int
    name: str
    about: str
    recorded_at: datetime
    step: str
    status: str
    code: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbered:
    """A PASS that came back with another number after the server was restored; `whose` is « NOM Prénom »."""

    before: str
    now: str
    whose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """The latest restore of the server: when it was met, how many acts were sent again, which PASS were renumbered."""

    at: datetime
    reissued: int
    renumbered: tuple[Renumbered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReading:
    """What the status and its screen are computed from, read in one go; `wall_error` as in `SyncFacts`.

    `recovered` is None when the server was not restored lately.
    """

    pending: int
    issues: int
    synced_at: datetime | None
    is_ready: bool
    wall_error: timedelta | None
    waiting: tuple[SentAct, ...]
    happened: tuple[SentAct, ...]
    recovered: Recovered | None = None


def read(lens: Lens, workstation: Workstation) -> SyncReading:
    """The acts that wait, oldest first, and the latest that do not, newest first."""
    pending = workstation.pending()
    open_mids = {item.mid for item in pending}
    doubts = {row.mid: row.code for row in lens.connection.execute(select(_DOUBTFUL.c.mid, _DOUBTFUL.c.code))}
    recent = [item for item in workstation.recent(SHOWN) if item.entry.name != "void" and item.mid not in open_mids]
    meta = workstation.meta()
    synced_at = meta.get("synced_at", "")
    return SyncReading(
        pending=len(pending),
        issues=open_issues(lens),
        synced_at=instant_from_text(synced_at) if synced_at else None,
        is_ready=bool(meta.get("ready")),
        wall_error=workstation.outbox.wall_error(),
        waiting=tuple(_act(lens, item, doubts, workstation) for item in pending[:SHOWN]),
        happened=tuple(_act(lens, item, doubts, workstation) for item in recent),
        recovered=_recovered(lens.world, workstation.recovery.told()),
    )


def _recovered(world: World, restored: Restored | None) -> Recovered | None:
    if restored is None:
        return None
    renumbered = tuple(
        Renumbered(before=one.before, now=one.now, whose=_whose(world, one.job_seeker_id)) for one in restored.replaced
    )
    return Recovered(at=restored.at, reissued=restored.reissued, renumbered=renumbered)


def _act(lens: Lens, item: JournalEntry, doubts: dict[int, str], workstation: Workstation) -> SentAct:
    return SentAct(
        mid=item.mid,
        name=item.entry.name,
        about=_about(lens.world, item.entry.args),
        recorded_at=instant_from_text(item.recorded_at),
        step=_step(item, workstation),
        status=item.status,
        code=item.code,
        doubt="" if item.state in _DECIDED else doubts.get(item.mid, ""),
    )


def _step(item: JournalEntry, workstation: Workstation) -> str:
    if item.is_void:
        return "undone"
    if item.is_held(*workstation.clock.boot()):
        return "held"
    steps = {EntryState.SENT: "sent", EntryState.EXECUTED: "sent", EntryState.PARKED: "parked"}
    return "closed" if item.state is EntryState.CLOSED else steps.get(item.state, "waiting")


def _about(world: World, args: dict[str, Any]) -> str:
    job = job_of(world, args.get("job_description_id"))
    if job is not None:
        return job.name
    return _whose(world, _person_id(world, args))


def _whose(world: World, job_seeker_id: str) -> str:
    person = world.get(JobSeeker, job_seeker_id)
    return f"{person.last_name.upper()} {person.first_name}" if person else ""


def _person_id(world: World, args: dict[str, Any]) -> str:
    """The person an act is about, through whatever row its args name."""
    for field, kind in (("job_application_id", JobApplication), ("pass_id", Pass), ("suspension_id", Suspension)):
        row: Any = world.get(kind, args[field]) if field in args else None
        if row is not None:
            return str(row.job_seeker_id)
    return str(args.get("job_seeker_id", ""))
