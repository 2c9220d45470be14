"""« Je l’embauche »: eligibility, contract, then what it gives, computed by the same rules before confirming."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.decline import greeting
from desktop.controllers.desk import Desk
from desktop.controllers.draft import RecordDraft
from desktop.queries.lens import Lens
from desktop.queries.record import Job, Record
from desktop.queries.rehearsal import OverlayWorld
from desktop.queries.verbs import ACCEPT
from sync.domain.calendar import add_days, add_months
from sync.domain.contract import first_printing_day, last_cancellation_day
from sync.domain.hiring import Accept
from sync.domain.job_applications import JobApplication, PassDelivery
from sync.domain.passes import Pass
from sync.domain.world import World

DEFAULT_MONTHS = 6
# An act counts on its own day for as long offline (SYNC.md §7): the screen says until when to reconnect.
OFFLINE_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class HirePreview:
    """What the hire would give.

    `iae_pass` is the PASS (without number when it is new); `is_reused` says that the person holds it already;
    `is_manual` that staff must issue it, in one to three days. `cancel_until` and `print_from` are inclusive.
    """

    iae_pass: Pass | None
    is_reused: bool
    is_manual: bool
    cancel_until: date | None
    print_from: date | None
    others: int


class AcceptController(RecordDraft):
    """`preview` is None while the act would be refused."""

    FORM: ClassVar[str] = ACCEPT
    FIELDS: ClassVar[tuple[str, ...]] = (
        "starts_on",
        "ends_on",
        "job_description_id",
        "answer",
        "is_without_pass",
        "other_department_agreed",
    )

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.starts_on: date | None = None
        self.ends_on: date | None = None
        self.job_description_id = ""
        self.answer = ""
        self.is_without_pass = False
        self.other_department_agreed = False
        self.hire: HirePreview | None = None
        self._pass_id = ""

    def open(self, record: Record) -> None:
        """Begin with today and six months, or take up the draft again if it is about the same application."""
        if self.is_new(record):
            self.starts_on = self.desk.today
            self.ends_on = add_days(add_months(self.desk.today, DEFAULT_MONTHS), -1)
            self.job_description_id = record.jobs[0].id if record.jobs else ""
            self.answer = f"{greeting(record)}Nous avons le plaisir de vous accueillir au sein de notre équipe."
            self.is_without_pass = self.other_department_agreed = False
            self._pass_id = self.desk.new_id()
        self.record = record
        self.take_up()
        self.judge(now=True)

    def set_dates(self, starts_on: date | None, ends_on: date | None) -> None:
        """First and last day of the contract, both inclusive; None while a field is empty or no date."""
        self.starts_on, self.ends_on = starts_on, ends_on
        self.judge()

    def set_job(self, job_description_id: str) -> None:
        """The job the person is hired for."""
        self.job_description_id = job_description_id
        self.judge(now=True)

    def set_without_pass(self, *, on: bool) -> None:
        """« Embauche sans PASS », where the edition has it."""
        self.is_without_pass = on
        self.judge(now=True)

    def set_other_department_agreed(self, *, on: bool) -> None:
        """The DIRECCTE agreed to a hire from another department."""
        self.other_department_agreed = on
        self.judge(now=True)

    def set_answer(self, text: str) -> None:
        """The message to the candidate."""
        self.answer = text
        self.keep()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs the person applied for."""
        return self.record.jobs if self.record else ()

    @property
    def job(self) -> Job | None:
        """The job the person is hired for."""
        return next((job for job in self.jobs if job.id == self.job_description_id), None)

    @property
    def offers_without_pass(self) -> bool:
        """Whether this edition lets a hire go without a PASS."""
        kind = str(self.record.employer.kind) if self.record else ""
        return self.desk.rules.hiring.without_pass_is_offered and self.desk.rules.needs_pass(kind)

    @property
    def asks_other_department(self) -> bool:
        """Whether the agreement for a hire from another department is to be confirmed."""
        is_missing = self.error is not None and self.error.code == "other_department"
        return is_missing or self.other_department_agreed

    @property
    def reconnect_before(self) -> date:
        """The last day on which an act made offline today still counts without confirmation."""
        return add_days(self.desk.today, OFFLINE_DAYS)

    @property
    def is_offline(self) -> bool:
        """Whether the act would stay on this workstation for now."""
        return self.acts.is_offline

    @override
    def args(self) -> object | None:
        if self.record is None:
            return None
        return Accept(
            job_application_id=self.record.application.id,
            hiring_starts_on=self.starts_on,
            hiring_ends_on=self.ends_on,
            pass_id=self._pass_id,
            is_hired_without_pass=self.is_without_pass,
            hired_job_description_id=self.job_description_id or None,
            answer=self.answer,
            other_department_agreed=self.other_department_agreed,
        )

    @override
    def preview(self, before: World, after: OverlayWorld, lens: Lens) -> object:
        applications = after.written(JobApplication)
        hired = next(each for each in applications if each.hiring_starts_on and each.accepted_at == lens.now)
        iae_pass = after.get(Pass, hired.pass_id) if hired.pass_id else None
        starts_on = hired.hiring_starts_on or lens.today
        return HirePreview(
            iae_pass=iae_pass,
            is_reused=iae_pass is not None and before.get(Pass, iae_pass.id) is not None,
            is_manual=hired.pass_delivery is PassDelivery.MANUAL,
            cancel_until=last_cancellation_day(starts_on, lens.rules),
            print_from=first_printing_day(starts_on, lens.rules),
            others=len(applications) - 1,
        )

    @override
    def take(self, preview: object) -> None:
        self.hire = preview if isinstance(preview, HirePreview) else None

    @override
    def banner(self) -> str:
        name = texts.person(self.record.person.last_name, self.record.person.first_name) if self.record else ""
        return f"Embauche enregistrée pour {name}."
