"""The dry run of an import: what each line would become, by the same rules, before anything is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.documents.imports import ImportLine, header_of
from desktop.queries.directory import OpenJob
from desktop.queries.imports import Surroundings, who
from desktop.queries.lens import Lens
from desktop.queries.rehearsal import rehearse
from desktop.queries.verbs import POOL, POSTPONE, STUDY
from sync.domain.errors import RuleViolation
from sync.domain.identifiers import person_faults
from sync.domain.job_applications import ApplicationState, SenderKind
from sync.domain.job_seekers import JobSeeker
from sync.domain.registering import CreateJobSeeker
from sync.domain.rulebook import Rulebook
from sync.domain.sending import Submit
from sync.replica.connection import sort_key

_TITLES = {"m.": "M.", "m": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme"}
# The moves that need neither a reason nor a contract: how far an import may take an application.
_MOVES = (STUDY, POSTPONE, POOL)


class Fate(StrEnum):
    """What becomes of a line."""

    READY = "ready"
    SKIPPED = "skipped"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A line and its fate; `told` says why it is skipped or wrong, or what of a ready one is left out.

    `person_id` is somebody known here, "" for a person to be created; `moves` lead to the state of the line.
    """

    line: ImportLine
    fate: Fate
    told: RuleViolation | None = None
    employer_id: str = ""
    person_id: str = ""
    job_ids: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


def judge(lens: Lens, lines: Sequence[ImportLine], around: Surroundings) -> list[Judged]:
    """The fate of some lines, in order."""
    return [_judge(lens, line, around) for line in lines]


def _judge(lens: Lens, line: ImportLine, around: Surroundings) -> Judged:
    try:
        employer_id = _employer(line, around)
        moves = _moves(line, lens.rules)
        person = _checked_person(lens, line)
    except RuleViolation as told:
        fate = Fate.SKIPPED if told.code == "import_state_decided" else Fate.WRONG
        return Judged(line=line, fate=fate, told=told)
    same = who(person.last_name, person.first_name, person.born_on)
    earlier = around.seen.setdefault((employer_id, same), line.number)
    known = around.people.get(same, "")
    if earlier != line.number:
        return Judged(line=line, fate=Fate.SKIPPED, told=RuleViolation("import_twice", {"line": earlier}))
    if (employer_id, known) in around.pending:
        return Judged(line=line, fate=Fate.SKIPPED, told=RuleViolation("import_already_here"))
    jobs, left_out = _jobs(line, around.jobs.get(employer_id, ()))
    ready = Judged(
        line=line,
        fate=Fate.READY,
        told=left_out,
        employer_id=employer_id,
        person_id=known,
        job_ids=jobs,
        moves=moves,
    )
    refusal = rehearse(lens, submit_of(ready, known or "new", "new")).refusal if known else None
    return Judged(line=line, fate=Fate.SKIPPED, told=refusal) if refusal else ready


def _employer(line: ImportLine, around: Surroundings) -> str:
    named = sort_key(line.text("employer_name")).casefold()
    if not named:
        return around.chosen
    for each in around.structures:
        if named in (sort_key(each.employer.display_name).casefold(), sort_key(each.employer.name).casefold()):
            return each.employer.id
    raise RuleViolation("import_foreign_structure", {"name": line.text("employer_name")})


def _moves(line: ImportLine, rules: Rulebook) -> tuple[str, ...]:
    """The shortest way to the state of the line over arrows that need no more than a line says."""
    label = line.text("state")
    wanted = next((rule.code for rule in rules.states if rule.label == label), None) if label else ApplicationState.NEW
    if wanted is None:
        raise RuleViolation("import_state_unknown", {"state_label": label})
    ways: dict[str, tuple[str, ...]] = {ApplicationState.NEW: ()}
    for _ in _MOVES:
        for code in _MOVES:
            rule = rules.transition(code)
            for source in rule.sources if rule and not rule.needs_answer else ():
                if source in ways and rule is not None:
                    ways.setdefault(rule.target, (*ways[source], code))
    if wanted not in ways:
        raise RuleViolation("import_state_decided", {"state_label": label})
    return ways[wanted]


def _checked_person(lens: Lens, line: ImportLine) -> JobSeeker:
    for name, value in line.bad_days.items():
        raise RuleViolation("import_day_unreadable", {"column": header_of(name), "value": value})
    person = JobSeeker(id="new", created_at=lens.now, **person_fields(line))
    for fault in person_faults(person, lens.today, lens.rules.job_seekers):
        raise fault
    return person


def person_fields(line: ImportLine) -> dict[str, Any]:
    """The fields of a person that a line has; the platform's file holds no address but the town."""
    phone = line.text("phone")
    texts = {name: line.text(name) for name in ("last_name", "first_name", "email", "city")}
    return texts | {
        "title": _TITLES.get(line.text("title").casefold(), ""),
        "phone": f"0{phone}" if len(phone) == len("639981234") and phone.isdigit() else phone,
        "born_on": line.days.get("born_on"),
    }


def _jobs(line: ImportLine, jobs: tuple[OpenJob, ...]) -> tuple[tuple[str, ...], RuleViolation | None]:
    """Those open jobs whose name the cell holds; a name may hold a comma, so it is looked for whole."""
    cell = line.text("jobs")
    found = tuple(job.id for job in jobs if job.name and job.name in cell)
    return found, RuleViolation("import_job_unknown", {"jobs": cell}) if cell and not found else None


def create_of(judged: Judged, person_id: str) -> CreateJobSeeker:
    """The act that registers the person of a line."""
    return CreateJobSeeker(job_seeker_id=person_id, employer_id=judged.employer_id, **person_fields(judged.line))


def submit_of(judged: Judged, person_id: str, application_id: str) -> Submit:
    """The act that records the application of a line, as one the structure took itself."""
    return Submit(
        job_application_id=application_id,
        job_seeker_id=person_id,
        employer_id=judged.employer_id,
        sender_kind=str(SenderKind.EMPLOYER),
        sender_employer_id=judged.employer_id,
        job_description_ids=judged.job_ids,
    )
