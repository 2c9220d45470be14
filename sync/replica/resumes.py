"""CVs as screens use them: join one to an application, read one, and say where it is."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from sync.domain.attaching import AttachResume
from sync.domain.attachments import Resume
from sync.domain.job_applications import JobApplication
from sync.replica.attachments import Way
from sync.replica.recording import Recorded
from sync.replica.workstation import Workstation
from sync.store.tables import TABLES


class Place(StrEnum):
    """NONE: there is no CV. HERE: it can be read. SENDING: it can, but the server lacks it. COMING: it cannot yet."""

    NONE = "none"
    HERE = "here"
    SENDING = "sending"
    COMING = "coming"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeState:
    """Where an application's CV is. `size` is in bytes (0: not known), `problem` the code of its last refusal."""

    place: Place
    sha256: str = ""
    size: int = 0
    received: int = 0
    problem: str = ""


def attach_resume(workstation: Workstation, job_application_id: str, content: bytes) -> Recorded:
    """Join a CV: its bytes are kept first, then the act that names them; both travel when they can.

    RuleViolation: too large, no PDF, or not allowed. EnvironmentFault: the disk refused, nothing was joined.
    """
    resume = workstation.attachments.attach(content)
    return workstation.record(AttachResume(job_application_id=job_application_id, resume=resume))


def resume_state(workstation: Workstation, job_application_id: str) -> ResumeState:
    """Where the CV of an application is; one that is not here is fetched next."""
    resume = _named(workstation, job_application_id)
    if resume is None:
        return ResumeState(place=Place.NONE)
    item = workstation.attachments.item(resume.sha256)
    if item is None:
        workstation.attachments.want(resume)
        return ResumeState(place=Place.COMING, sha256=resume.sha256, size=resume.size)
    places = {Way.UP: Place.SENDING, Way.DOWN: Place.COMING, Way.NONE: Place.HERE}
    size = resume.size or item.size
    return ResumeState(
        place=places[item.way], sha256=item.sha256, size=size, received=item.received, problem=item.problem
    )


def resume_content(workstation: Workstation, job_application_id: str) -> bytes | None:
    """The PDF of an application's CV; None while its bytes are not all here.

    EnvironmentFault("lease_locked"): as for rows.
    """
    resume = _named(workstation, job_application_id)
    return None if resume is None else workstation.attachments.content(resume.sha256)


def _named(workstation: Workstation, job_application_id: str) -> Resume | None:
    table = TABLES[JobApplication]
    query = select(table.c.resume_sha256, table.c.resume_size).where(table.c.id == job_application_id)
    with workstation.reading() as connection:
        row = connection.execute(query).first()
    return Resume(sha256=row.resume_sha256, size=row.resume_size) if row and row.resume_sha256 else None
