"""What a counsellor may do next: acts drawn by a seed that the rules allow on the rows of a workstation."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import Connection, text

from sync.domain.answering import Postpone, Refuse, Study
from sync.domain.commenting import AddComment
from sync.domain.hiring import Accept
from sync.domain.managing import BlockApplications, UnblockApplications
from sync.domain.recruiting import CloseRecruitment, CreateJobDescription, EditJobDescription, OpenRecruitment
from sync.domain.registering import EditJobSeeker
from sync.replica.workstation import Workstation

# The jobs of the little world, and the appellations nobody has written one on.
JOBS = 12
FREE_APPELLATIONS = 400

ACTS = (
    "comment",
    "study",
    "postpone",
    "refuse",
    "accept",
    "close_job",
    "open_job",
    "edit_job",
    "create_job",
    "edit_person",
    "block",
)
# Notes are the commonest acts of a day, and there is no end of them.
_WEIGHTS = (12, 2, 1, 1, 1, 3, 3, 3, 1, 3, 1)


class Desk:
    """Chooses acts for one employer's counsellor. Every act carries a number of its own where a text may be given."""

    def __init__(self, workstation: Workstation, employer_id: str, random: Random) -> None:
        self._workstation = workstation
        self._employer_id = employer_id
        self._random = random
        self._makers: dict[str, Callable[[Connection], object | None]] = {
            "comment": self._comment,
            "study": lambda rows: self._on_application(rows, "new", Study),
            "postpone": lambda rows: self._on_application(rows, "processing", Postpone),
            "refuse": self._refuse,
            "accept": self._accept,
            "close_job": lambda rows: self._on_job(rows, CloseRecruitment, is_open=True),
            "open_job": lambda rows: self._on_job(rows, OpenRecruitment, is_open=False),
            "edit_job": self._edit_job,
            "create_job": self._create_job,
            "edit_person": self._edit_person,
            "block": self._block,
        }

    def any(self) -> object:
        """Some act; a note when the drawn one finds nothing to act upon."""
        name = self._random.choices(ACTS, _WEIGHTS)[0]
        found = self.act(name)
        return found if found is not None else self.act("comment")

    def act(self, name: str) -> object | None:
        """The named act on a drawn row; None when there is none left."""
        with self._workstation.reading() as rows:
            return self._makers[name](rows)

    def _ids(self, rows: Connection, sql: str, **values: object) -> list[str]:
        found = rows.execute(text(sql), {"employer": self._employer_id, **values}).scalars()
        return sorted(str(one) for one in found)

    def _draw(self, rows: Connection, sql: str, **values: object) -> str | None:
        ids = self._ids(rows, sql, **values)
        return self._random.choice(ids) if ids else None

    def _application(self, rows: Connection, state: str) -> str | None:
        sql = "SELECT id FROM job_applications WHERE employer_id = :employer AND state = :state"
        return self._draw(rows, sql, state=state)

    def _comment(self, rows: Connection) -> object | None:
        found = self._draw(rows, "SELECT id FROM job_applications WHERE employer_id = :employer")
        new = self._workstation.new_id()
        return found and AddComment(comment_id=new, job_application_id=found, body=f"Note {new}")

    def _on_application(self, rows: Connection, state: str, act: Callable[..., object]) -> object | None:
        found = self._application(rows, state)
        return found and act(job_application_id=found)

    def _refuse(self, rows: Connection) -> object | None:
        found = self._application(rows, "processing")
        return found and Refuse(job_application_id=found, reason="no_position", answer="Pas de poste ouvert.")

    def _accept(self, rows: Connection) -> object | None:
        found = self._application(rows, "processing")
        today = datetime.now(UTC).date()
        return found and Accept(
            job_application_id=found,
            hiring_starts_on=today + timedelta(days=1),
            hiring_ends_on=today + timedelta(days=90),
            pass_id=self._workstation.new_id(),
        )

    def _job(self, rows: Connection, *, is_open: bool) -> str | None:
        sql = "SELECT id FROM job_descriptions WHERE employer_id = :employer AND is_open = :is_open"
        return self._draw(rows, sql, is_open=int(is_open))

    def _on_job(self, rows: Connection, act: Callable[..., object], *, is_open: bool) -> object | None:
        found = self._job(rows, is_open=is_open)
        return found and act(job_description_id=found)

    def _edit_job(self, rows: Connection) -> object | None:
        found = self._job(rows, is_open=True)
        changes = {"description": f"Poste {self._random.randrange(10**9)}"}
        return found and EditJobDescription(job_description_id=found, changes=changes)

    def _create_job(self, _rows: Connection) -> object:
        appellation = str(JOBS + self._random.randrange(FREE_APPELLATIONS))
        return CreateJobDescription(
            job_description_id=self._workstation.new_id(), employer_id=self._employer_id, appellation_id=appellation
        )

    def _edit_person(self, rows: Connection) -> object | None:
        found = self._draw(
            rows,
            "SELECT job_seeker_id FROM job_applications WHERE employer_id = :employer AND state = 'processing'",
        )
        changes: dict[str, str | None] = {"phone": f"06{self._random.randrange(10**8):08}"}
        return found and EditJobSeeker(job_seeker_id=found, employer_id=self._employer_id, changes=changes)

    def _block(self, rows: Connection) -> object:
        sql = "SELECT id FROM employers WHERE id = :employer AND applications_blocked_at IS NULL"
        act = BlockApplications if self._ids(rows, sql) else UnblockApplications
        return act(employer_id=self._employer_id)
