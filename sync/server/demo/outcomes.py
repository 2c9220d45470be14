"""What came of an application: its state, its history, the contract, the PASS and who sees the person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sync.domain.calendar import add_days, add_months, paris_date
from sync.domain.commands import Grade, Issuance
from sync.domain.eligibility import EligibilityDiagnosis
from sync.domain.employers import User
from sync.domain.ids import derived_id, uuid7
from sync.domain.job_applications import ApplicationState, JobApplication, PassDelivery, Transition
from sync.domain.passes import Pass, PassStanding, default_end, end_after, is_valid
from sync.domain.rulebook import Rulebook
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.domain.visibility import Reason, Sight, Visibility
from sync.server.demo.fiction import Answers

_S = ApplicationState
_PATHS: dict[ApplicationState, tuple[str, ...]] = {
    _S.NEW: (),
    _S.PROCESSING: ("process",),
    _S.POSTPONED: ("process", "postpone"),
    _S.ACCEPTED: ("process", "accept"),
    _S.REFUSED: ("process", "refuse"),
    _S.OBSOLETE: ("render_obsolete",),
    _S.CANCELLED: ("process", "accept", "cancel"),
}
_TARGETS = {
    "process": _S.PROCESSING,
    "postpone": _S.POSTPONED,
    "accept": _S.ACCEPTED,
    "refuse": _S.REFUSED,
    "render_obsolete": _S.OBSOLETE,
    "cancel": _S.CANCELLED,
}
_SUSPENDED = 0.04
_LONG_ENOUGH = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Decides invented applications; `counsellors` are who decided, `now` the present instant."""

    rules: Rulebook
    issuance: Issuance
    answers: Answers
    counsellors: list[User]
    random: Random
    now: datetime

    def rows(
        self, sent: JobApplication, state: ApplicationState, diagnosis: EligibilityDiagnosis | None
    ) -> Iterator[object]:
        """The application in its state with all that hangs on it, of which `diagnosis` stands beside."""
        counsellor = self.random.choice(self.counsellors)
        history = list(self._history(sent, state, counsellor))
        changed_at = history[-1].at if history else sent.created_at
        application = replace(sent, state=state, state_changed_at=changed_at, **self._answer(state))
        iae_pass = None
        if state in (_S.ACCEPTED, _S.CANCELLED):
            accepted_at = next(line.at for line in history if line.name == "accept")
            application = self._hired(application, accepted_at)
        if state is _S.ACCEPTED and diagnosis:
            iae_pass, beside = self._pass(application, counsellor)
            application = replace(
                application,
                pass_id=iae_pass.id,
                pass_delivery=PassDelivery.AUTOMATIC,
                diagnosis_id=diagnosis.id,
            )
            yield iae_pass
            yield from beside
        yield application
        yield from history
        yield from self._visibilities(application, iae_pass)

    def _history(self, sent: JobApplication, state: ApplicationState, counsellor: User) -> Iterator[Transition]:
        at, before = sent.created_at, _S.NEW
        for name in _PATHS[state]:
            at = min(at + timedelta(hours=self.random.randint(3, 90)), self.now)
            yield Transition(
                id=derived_id("demo", sent.id, name),
                job_application_id=sent.id,
                employer_id=sent.employer_id,
                name=name,
                from_state=before,
                to_state=_TARGETS[name],
                user_id=counsellor.id,
                user_name=counsellor.display_name,
                at=at,
                received_at=at,
                grade=Grade.ONLINE,
            )
            before = _TARGETS[name]

    def _answer(self, state: ApplicationState) -> dict[str, Any]:
        if state is _S.REFUSED:
            offered = [reason.code for reason in self.rules.refusal_reasons if reason.is_offered]
            return {
                "refusal_reason": self.random.choice(offered),
                "answer": self.answers.refused,
                "answer_to_prescriber": self.answers.to_prescriber,
            }
        answers = {_S.POSTPONED: self.answers.postponed, _S.ACCEPTED: self.answers.accepted}
        return {"answer": answers.get(state, "")}

    def _hired(self, application: JobApplication, accepted_at: datetime) -> JobApplication:
        starts_on = add_days(paris_date(accepted_at), self.random.randint(0, 7))
        return replace(
            application,
            accepted_at=accepted_at,
            hiring_starts_on=starts_on,
            hiring_ends_on=add_days(add_months(starts_on, self.random.choice((4, 6, 12))), -1),
            hired_job_description_id=application.job_description_ids[0],
        )

    def _pass(self, hire: JobApplication, author: User) -> tuple[Pass, list[object]]:
        """A PASS from the hire on, its standing, and here and there a suspension."""
        starts_on = hire.hiring_starts_on or paris_date(hire.created_at)
        pass_id = uuid7(hire.accepted_at or hire.created_at, self.random.randbytes(10))
        beside = self._suspension(hire, pass_id, starts_on, author)
        initial = default_end(starts_on, self.rules)
        iae_pass = Pass(
            id=pass_id,
            job_seeker_id=hire.job_seeker_id,
            number=self.issuance.pass_number(self.rules, starts_on),
            starts_on=starts_on,
            initial_ends_on=initial,
            ends_on=end_after(initial, [row for row in beside if isinstance(row, Suspension)], []),
            created_at=hire.accepted_at or hire.created_at,
        )
        standing = PassStanding(
            id=derived_id("pass_standing", pass_id, hire.employer_id),
            pass_id=pass_id,
            employer_id=hire.employer_id,
            is_last_hirer=True,
            hiring_starts_on=starts_on,
        )
        return iae_pass, [standing, *beside]

    def _suspension(self, hire: JobApplication, pass_id: str, starts_on: date, author: User) -> list[object]:
        if self.random.random() >= _SUSPENDED or self.now - hire.created_at < _LONG_ENOUGH:
            return []
        first = add_days(starts_on, self.random.randint(20, 60))
        pause = Suspension(
            id=derived_id("demo suspension", pass_id),
            pass_id=pass_id,
            job_seeker_id=hire.job_seeker_id,
            employer_id=hire.employer_id,
            starts_on=first,
            ends_on=add_days(first, self.random.randint(14, 90)),
            created_at=hire.accepted_at or hire.created_at,
        )
        reason = self.random.choice(self.rules.suspensions.reasons).code
        detail = SuspensionDetail(
            id=pause.id, employer_id=hire.employer_id, reason=reason, user_name=author.display_name
        )
        return [pause, detail]

    def _visibilities(self, application: JobApplication, iae_pass: Pass | None) -> Iterable[Visibility]:
        reasons = [Reason.APPLICATION]
        if application.state in self.rules.pending_states():
            reasons.append(Reason.PENDING)
        if application.accepted_at:
            reasons.append(Reason.HIRE)
        yield from (self._sees(application, reason) for reason in reasons)
        is_shared = iae_pass is not None and is_valid(iae_pass, paris_date(self.now))
        if iae_pass and is_shared and self.rules.eligibility.shared_under_pass:
            yield replace(self._sees(application, Reason.VALID_PASS), ends_on=iae_pass.ends_on)

    def _sees(self, application: JobApplication, reason: Reason) -> Visibility:
        return Visibility(
            id=Sight(application.job_seeker_id, application.employer_id).row_id(reason),
            job_seeker_id=application.job_seeker_id,
            employer_id=application.employer_id,
            reason=reason,
            created_at=application.created_at,
        )
