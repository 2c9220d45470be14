"""What the store thread does of a batch: the note first, then some acts at a time, each whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.queries.verbs import POOL, POSTPONE, REFUSE, STUDY
from sync.domain.answering import AddToPool, Postpone, Refuse, Study
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.notes import Notes
from sync.replica.recording import Recorded
from sync.replica.workstation import Workstation

NOTE = "batch"
CODES = (STUDY, POSTPONE, REFUSE, POOL)


@dataclass(frozen=True, slots=True)
class Note:
    """What a run is about to record."""

    code: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What became of some acts; `fault` ends the run."""

    recorded: tuple[Recorded, ...]
    refused: int
    fault: EnvironmentFault | None = None


def act_of(code: str, application_id: str, reason: str, answer: str) -> object:
    """The act of a decision that may be made on several applications; ValueError for another."""
    if code == STUDY:
        return Study(job_application_id=application_id)
    if code == POSTPONE:
        return Postpone(job_application_id=application_id, answer=answer)
    if code == POOL:
        return AddToPool(job_application_id=application_id, answer=answer)
    if code == REFUSE:
        return Refuse(job_application_id=application_id, reason=reason, answer=answer)
    raise ValueError(code)


def begin(workstation: Workstation, notes: Notes, name: str, note: Note) -> Chunk:
    """The note, before anything it tells of."""
    notes.put(NOTE, name, {"code": note.code, "ids": note.ids, "after": last_act(workstation)})
    return Chunk((), 0)


def last_act(workstation: Workstation) -> str:
    """The id of the newest entry of the journal, "" before the first."""
    newest = workstation.recent(1)
    return newest[0].entry.id if newest else ""


def record_all(workstation: Workstation, acts: Sequence[object]) -> Chunk:
    """Record them together, in order; one that a rule refuses by now is counted, a fault of the disk ends it."""
    try:
        fates = workstation.record_many([[args] for args in acts])
    except EnvironmentFault as fault:
        return Chunk((), 0, fault)
    recorded = tuple(each for fate in fates if not isinstance(fate, RuleViolation) for each in fate)
    return Chunk(recorded, len(fates) - len(recorded))
