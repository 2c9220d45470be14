"""What the store thread does of an import: some lines at a time, each whole, and what a crash left of one."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.controllers.batch_run import act_of
from desktop.controllers.import_trial import Judged, create_of, submit_of
from desktop.queries import batch
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.changes import ChangeSet, joined
from sync.replica.workstation import Workstation

NOTE = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """An import that a crash cut short: its file, how many lines it had, how many were recorded."""

    name: str
    file: str
    total: int
    recorded: int


@dataclass(frozen=True, slots=True)
class RecordedLines:
    """What the store thread made of some lines; `fault` ends the run."""

    lines: int
    refused: int
    changes: ChangeSet
    fault: EnvironmentFault | None = None


def counting(name: str, note: dict[str, object]) -> Callable[[Workstation], object]:
    """A request that tells how far an import came, from its note and the journal."""

    def work(workstation: Workstation) -> object:
        entries = batch.behind(workstation.recent(workstation.outbox.last_mid()), str(note.get("after", "")))
        sent = [item for item in entries if item.entry.name == "job_application.submit"]
        total = int(str(note.get("total", 0)))
        return Unfinished(name=name, file=str(note.get("file", "")), total=total, recorded=len(sent))

    return work


def record_lines(workstation: Workstation, some: list[Judged], new_id: Callable[[], str]) -> RecordedLines:
    """Record some lines together, each whole; a refused one is counted, a fault of the disk ends the run."""
    try:
        fates = workstation.record_many([_acts(judged, new_id) for judged in some])
    except EnvironmentFault as fault:
        return RecordedLines(0, 0, ChangeSet(), fault)
    made = [fate for fate in fates if not isinstance(fate, RuleViolation)]
    return RecordedLines(len(made), len(fates) - len(made), joined(each.changes for fate in made for each in fate))


def _acts(judged: Judged, new_id: Callable[[], str]) -> list[object]:
    """The person unless they are known, the application, its way to the state of the line."""
    person_id, application_id = judged.person_id or new_id(), new_id()
    acts: list[object] = [] if judged.person_id else [create_of(judged, person_id)]
    acts.append(submit_of(judged, person_id, application_id))
    return acts + [act_of(code, application_id, "", "") for code in judged.moves]
