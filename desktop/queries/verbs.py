"""What may be done with an application now, and why the rest may not."""

from dataclasses import dataclass

from desktop.queries.lens import Lens
from desktop.queries.rehearsal import RecallingWorld, rehearse
from desktop.queries.structures import mine
from sync.domain.answering import AddToPool, CancelPriorToHire, MoveToPriorToHire, Postpone, Refuse, Study
from sync.domain.calendar import add_months
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.hiring import Accept, CancelHire
from sync.domain.job_applications import JobApplication
from sync.domain.rulebook import ReasonRule
from sync.domain.transferring import Transfer

STUDY, POSTPONE, REFUSE, ACCEPT, CANCEL = "process", "postpone", "refuse", "accept", "cancel"
POOL, PRIOR, END_PRIOR = "add_to_pool", "move_to_prior_to_hire", "cancel_prior_to_hire"
TRANSFER = "transfer"
ORDER = (STUDY, ACCEPT, PRIOR, END_PRIOR, POSTPONE, POOL, TRANSFER, REFUSE, CANCEL)
_SOMETHING = "…"
_WITH_ANSWER = {POSTPONE: Postpone, POOL: AddToPool}
_PLAIN = {STUDY: Study, PRIOR: MoveToPriorToHire, END_PRIOR: CancelPriorToHire, CANCEL: CancelHire}


@dataclass(frozen=True, slots=True)
class Possibility:
    """A transition of the rulebook: `leaves` says that its arrow leaves this state, `refusal` why it is closed now."""

    code: str
    leaves: bool
    refusal: RuleViolation | None


def possibilities(lens: Lens, application: JobApplication) -> tuple[Possibility, ...]:
    """Every decision this edition knows, as it stands for an application today.

    What a dialog will ask for (a message, dates, the agreement of another department) is taken as given.
    """
    found, world = [], RecallingWorld(lens.world)
    employer = world.get(Employer, application.employer_id)
    kind = str(employer.kind) if employer else ""
    for code in ORDER:
        rule = lens.rules.transition(code)
        if rule is None or (rule.only_kinds and kind not in rule.only_kinds):
            continue
        attempt = _attempt(lens, code, application)
        if attempt is not None:
            found.append(
                Possibility(code, application.state in rule.sources, rehearse(lens, attempt, on=world).refusal)
            )
    return tuple(found)


def reasons_for(reasons: tuple[ReasonRule, ...], kind: str) -> tuple[ReasonRule, ...]:
    """The reasons offered to an employer of a kind, in the rulebook's order."""
    return tuple(
        reason
        for reason in reasons
        if reason.is_offered
        and (not reason.only_kinds or kind in reason.only_kinds)
        and kind not in reason.not_for_kinds
    )


def _attempt(lens: Lens, code: str, application: JobApplication) -> object | None:
    """The act to rehearse; None where the decision makes no sense for who looks, so that it is not shown."""
    own = application.id
    if code == ACCEPT:
        return Accept(
            job_application_id=own,
            hiring_starts_on=lens.today,
            hiring_ends_on=add_months(lens.today, 1),
            pass_id=_SOMETHING,
            other_department_agreed=True,
        )
    if code == REFUSE:
        return Refuse(job_application_id=own, reason=_a_reason(lens, application), answer=_SOMETHING)
    if code == TRANSFER:
        others = [each for each in mine(lens) if each.employer.id != application.employer_id]
        others.sort(key=lambda each: not each.accepts_applications)
        return Transfer(job_application_id=own, employer_id=others[0].employer.id) if others else None
    if code in _WITH_ANSWER:
        return _WITH_ANSWER[code](job_application_id=own, answer=_SOMETHING)
    return _PLAIN[code](job_application_id=own)


def _a_reason(lens: Lens, application: JobApplication) -> str:
    employer = lens.world.get(Employer, application.employer_id)
    offered = reasons_for(lens.rules.refusal_reasons, str(employer.kind) if employer else "")
    return offered[0].code if offered else ""
