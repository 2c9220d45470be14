"""One application after another to the main structure, each with its person, its history and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis
from sync.domain.employers import Employer, User
from sync.domain.ids import derived_id, uuid7
from sync.domain.job_applications import ApplicationState, JobApplication, SenderKind
from sync.domain.job_descriptions import JobDescription
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.sending import sent_by
from sync.server.demo.cast import Cast
from sync.server.demo.fiction import Fiction
from sync.server.demo.outcomes import Outcomes
from sync.server.demo.people import Persons

_S = ApplicationState
_SHARES = {
    _S.NEW: 12, _S.PROCESSING: 10, _S.POSTPONED: 10, _S.ACCEPTED: 30, _S.REFUSED: 24, _S.OBSOLETE: 9, _S.CANCELLED: 5,
}  # fmt: skip
_OLDEST_DAYS = {_S.NEW: 25, _S.PROCESSING: 45, _S.POSTPONED: 150}
_LONG_AGO_DAYS = 900
_SENDERS = {"authorized": 50, "authorized_too": 30, "orienteur": 8, "main": 6, "": 6}
_FIRST_ONES = 3
_ALSO_ELSEWHERE = 10
_MASONS_LABOURER = "10879"


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who sent an application: a user for an organisation or for the structure itself; without user the person."""

    user: User | None = None
    organization: PrescriberOrganization | None = None
    employer: Employer | None = None

    @property
    def kind(self) -> SenderKind:
        if self.employer:
            return SenderKind.EMPLOYER
        return SenderKind.PRESCRIBER if self.user else SenderKind.JOB_SEEKER


class Story:
    """Tells applications; the same seed, instant, edition and files tell the same ones.

    The first three are new and not a week old, the very first one for a mason's labourer, sent with a diagnosis by an
    authorised prescriber to the main structure and to a neighbour.
    """

    def __init__(self, fiction: Fiction, cast: Cast, outcomes: Outcomes) -> None:
        self._cast = cast
        self._outcomes = outcomes
        self._random = outcomes.random
        self._now = outcomes.now
        self._persons = Persons(fiction, cast, self._random)
        self._jobs = [job for job in cast.jobs if job.is_open] or list(cast.jobs)

    def tell(self, count: int) -> Iterator[object]:
        """The rows of `count` applications to the main structure; every tenth person also applied to a neighbour."""
        for number in range(count):
            yield from self._case(number)

    def _case(self, number: int) -> Iterator[object]:
        state = self._state(number)
        sender = self._sender(number)
        sent_at = self._sent_at(number, state)
        person = self._persons.draw(number, sent_at)
        yield person.job_seeker
        job = self._job(number)
        application = self._application(person.job_seeker.id, job, sender, sent_at)
        name = (
            sender.user.display_name if sender.user else f"{person.job_seeker.first_name} {person.job_seeker.last_name}"
        )
        application = replace(application, sender_name=name, message=self._persons.message(person, job.custom_name))
        diagnosis = self._diagnosis(application, sender, state)
        if diagnosis:
            yield diagnosis
        yield from self._told(application, state, diagnosis)
        if number % _ALSO_ELSEWHERE == 0:
            elsewhere = _elsewhere(
                application, self._random.choice(self._cast.others) if number else self._cast.others[0]
            )
            yield from self._told(elsewhere, _S.OBSOLETE if state is _S.ACCEPTED else _S.NEW, None)

    def _told(
        self, sent: JobApplication, state: ApplicationState, diagnosis: EligibilityDiagnosis | None
    ) -> Iterator[object]:
        for row in self._outcomes.rows(sent, state, diagnosis):
            yield row
            if isinstance(row, JobApplication):
                yield sent_by(row)

    def _state(self, number: int) -> ApplicationState:
        if number < _FIRST_ONES:
            return _S.NEW
        return self._random.choices(list(_SHARES), list(_SHARES.values()))[0]

    def _sent_at(self, number: int, state: ApplicationState) -> datetime:
        days = 5 if number < _FIRST_ONES else _OLDEST_DAYS.get(state, _LONG_AGO_DAYS)
        least = 0 if state is _S.NEW else 1 if state in _OLDEST_DAYS else 20
        return self._now - timedelta(days=self._random.uniform(least, days), minutes=1)

    def _sender(self, number: int) -> _Sender:
        place = self._random.choices(list(_SENDERS), list(_SENDERS.values()))[0]
        place = "authorized" if number < _FIRST_ONES else place
        if not place:
            return _Sender()
        at, users = self._cast.places[place], self._cast.at(place)
        if isinstance(at, Employer):
            return _Sender(self._random.choice(users), employer=at)
        return _Sender(self._random.choice(users), at)

    def _job(self, number: int) -> JobDescription:
        masons = [job for job in self._jobs if job.appellation_id == _MASONS_LABOURER]
        return masons[0] if number == 0 and masons else self._random.choice(self._jobs)

    def _application(
        self, job_seeker_id: str, job: JobDescription, sender: _Sender, sent_at: datetime
    ) -> JobApplication:
        return JobApplication(
            id=uuid7(sent_at, self._random.randbytes(10)),
            job_seeker_id=job_seeker_id,
            employer_id=self._cast.main.id,
            sender_kind=sender.kind,
            sender_user_id=sender.user.id if sender.user else None,
            sender_organization_id=sender.organization.id if sender.organization else None,
            sender_employer_id=sender.employer.id if sender.employer else None,
            job_description_ids=(job.id,),
            created_at=sent_at,
            state_changed_at=sent_at,
        )

    def _diagnosis(
        self, application: JobApplication, sender: _Sender, state: ApplicationState
    ) -> EligibilityDiagnosis | None:
        """An authorised prescriber's comes with the application; for other hires the structure made its own."""
        is_prescribers = sender.organization is not None and sender.organization.is_authorized
        if not is_prescribers and state not in (_S.ACCEPTED, _S.CANCELLED):
            return None
        author = sender.user if is_prescribers and sender.user else self._outcomes.counsellors[0]
        return EligibilityDiagnosis(
            id=derived_id("demo diagnosis", application.id),
            job_seeker_id=application.job_seeker_id,
            author_kind=AuthorKind.PRESCRIBER if is_prescribers else AuthorKind.EMPLOYER,
            author_user_id=author.id,
            author_name=author.display_name,
            author_organization_id=application.sender_organization_id if is_prescribers else None,
            author_employer_id=None if is_prescribers else application.employer_id,
            criteria=(self._random.choice([one.code for one in self._outcomes.rules.criteria if one.level == 1]),),
            created_at=application.created_at,
        )


def _elsewhere(application: JobApplication, employer: Employer) -> JobApplication:
    """The same person's application to a neighbour, sent by the same hand."""
    return replace(
        application,
        id=derived_id("demo elsewhere", application.id),
        employer_id=employer.id,
        sender_employer_id=None,
        sender_kind=application.sender_kind if application.sender_organization_id else SenderKind.JOB_SEEKER,
        job_description_ids=(),
    )
