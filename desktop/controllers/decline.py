"""« Décliner » and « Mettre en liste d’attente »: a reason of the rulebook, a message, and what it entails."""

from typing import ClassVar

from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import RecordDraft
from desktop.queries.record import Record
from desktop.queries.verbs import POOL, POSTPONE, REFUSE, reasons_for
from sync.domain.answering import AddToPool, Postpone, Refuse
from sync.domain.recruiting import CloseRecruitment
from sync.domain.rulebook import ReasonRule

NO_POSITION = "no_position"


def greeting(record: Record) -> str:
    """« Bonjour Madame, »: how a message to a candidate begins."""
    title = {"M.": "Monsieur", "Mme": "Madame"}.get(record.person.title, "")
    return f"Bonjour {title},\n\n".replace(" ,", ",")


class DeclineController(RecordDraft):
    """`closes_job` also closes the job when there is no open position."""

    FORM: ClassVar[str] = REFUSE
    FIELDS: ClassVar[tuple[str, ...]] = ("reason", "answer", "answer_to_prescriber", "closes_job")

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.reason = ""
        self.answer = ""
        self.answer_to_prescriber = ""
        self.closes_job = False

    def open(self, record: Record) -> None:
        """Begin, or take up the draft again if it is about the same application."""
        if self.is_new(record):
            self.reason = self.answer_to_prescriber = ""
            self.closes_job = False
            self.answer = f"{greeting(record)}Nous avons étudié votre candidature avec attention. "
            self.answer += "Nous ne pouvons pas lui donner une suite favorable."
        self.record = record
        self.take_up()
        self.judge(now=True)

    @property
    def reasons(self) -> tuple[ReasonRule, ...]:
        """The reasons this employer may choose from."""
        kind = str(self.record.employer.kind) if self.record else ""
        return reasons_for(self.desk.rules.refusal_reasons, kind)

    @property
    def may_close_job(self) -> bool:
        """« Pas de poste ouvert » offers to close the job while it is open."""
        jobs = self.record.jobs if self.record else ()
        return self.reason == NO_POSITION and any(job.is_open for job in jobs)

    @property
    def has_prescriber(self) -> bool:
        """Whether somebody sent the candidate and can be told why."""
        return bool(self.record and self.record.application.sender_organization_id)

    def set_reason(self, code: str) -> None:
        """Choose a reason."""
        self.reason = code
        self.judge(now=True)

    def set_answer(self, text: str) -> None:
        """The message to the candidate."""
        self.answer = text
        self.judge()

    def set_answer_to_prescriber(self, text: str) -> None:
        """The message to the prescriber alone."""
        self.answer_to_prescriber = text
        self.keep()

    def set_closes_job(self, *, on: bool) -> None:
        """Close the job in the same breath, where that is offered."""
        self.closes_job = on
        self.keep()

    @override
    def args(self) -> object | None:
        if self.record is None or not self.reason:
            return None
        return Refuse(
            job_application_id=self.record.application.id,
            reason=self.reason,
            answer=self.answer,
            answer_to_prescriber=self.answer_to_prescriber,
        )

    @override
    def banner(self) -> str:
        return "Candidature déclinée."

    @override
    def confirm(self) -> None:
        super().confirm()
        if self.closes_job and self.may_close_job and self.record:
            job = next(job for job in self.record.jobs if job.is_open)
            self.acts.record(CloseRecruitment(job_description_id=job.id), f"Recrutement fermé pour « {job.name} ».")


class PostponeController(RecordDraft):
    """The waiting list, with a message to the candidate."""

    FORM: ClassVar[str] = POSTPONE
    FIELDS: ClassVar[tuple[str, ...]] = ("answer",)
    PROPOSAL: ClassVar[str] = (
        "Votre candidature est inscrite sur notre liste d’attente. "
        "Nous reprendrons contact avec vous dès qu’un poste se libère."
    )

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.answer = ""

    def open(self, record: Record) -> None:
        """Begin, or take up the draft again if it is about the same application."""
        if self.is_new(record):
            self.answer = f"{greeting(record)}{self.PROPOSAL}"
        self.record = record
        self.take_up()
        self.judge(now=True)

    def set_answer(self, text: str) -> None:
        """The message to the candidate."""
        self.answer = text
        self.judge()

    @override
    def args(self) -> object | None:
        if self.record is None:
            return None
        return Postpone(job_application_id=self.record.application.id, answer=self.answer)

    @override
    def banner(self) -> str:
        name = texts.person(self.record.person.last_name, self.record.person.first_name) if self.record else ""
        return f"{name} est en liste d’attente."


class PoolController(PostponeController):
    """« Ajouter au vivier », where the edition has it, with a message to the candidate."""

    FORM: ClassVar[str] = POOL
    PROPOSAL: ClassVar[str] = (
        "Votre candidature nous intéresse pour plus tard. Nous la gardons dans notre vivier, "
        "et reprendrons contact avec vous quand un poste vous conviendra."
    )

    @override
    def args(self) -> object | None:
        if self.record is None:
            return None
        return AddToPool(job_application_id=self.record.application.id, answer=self.answer)

    @override
    def banner(self) -> str:
        name = texts.person(self.record.person.last_name, self.record.person.first_name) if self.record else ""
        return f"{name} est dans le vivier."
