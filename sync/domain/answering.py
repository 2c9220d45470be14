"""An employer's answers to an application, short of hiring: study, waiting list, decline, pool, prior to hire."""

from dataclasses import dataclass
from functools import partial

from sync.domain.commands import Context, Policy, command
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import JobApplication
from sync.domain.moving import arrow, move, own_application
from sync.domain.rule_lists import offered
from sync.domain.world import World, fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """« J’étudie cette candidature »."""

    job_application_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone:
    """« Mettre en liste d’attente », with a message to the candidate."""

    job_application_id: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """« Décliner », for a reason of the rulebook; the second message goes to the prescriber alone."""

    job_application_id: str
    reason: str
    answer: str = ""
    answer_to_prescriber: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToPool:
    """« Ajouter au vivier » (edition 2026)."""

    job_application_id: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToPriorToHire:
    """« Action préalable à l’embauche » (edition 2026, GEIQ)."""

    job_application_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPriorToHire:
    """End the action prior to hire: the application is studied again (edition 2026, GEIQ)."""

    job_application_id: str


def _answer(name: str, args: object, context: Context, world: World, **changes: str) -> None:
    """Along an arrow of the edition; a message where the arrow asks for one (platform-rules.md §1.2)."""
    application = own_application(getattr(args, "job_application_id"), context, world)  # noqa: B009 - any of the args above
    kind = fetch(world, Employer, application.employer_id).kind
    rule = arrow(name, application.state, kind, context.rules)
    if rule.needs_answer and not changes.get("answer", "").strip():
        raise RuleViolation("answer_missing", {"field": "answer", "verb": rule.verb})
    move(application, rule, context, world, **changes)


_decision = partial(
    command,
    policy=Policy.STRICT,
    subject=JobApplication,
    subject_field="job_application_id",
    expects=("state",),
    is_undoable=True,
)


@_decision("job_application.study", Study, wanted={"state": "processing"})
def study(args: Study, context: Context, world: World) -> None:
    """platform-rules.md §1.2 `process`."""
    _answer("process", args, context, world)


@_decision("job_application.postpone", Postpone, wanted={"state": "postponed"})
def postpone(args: Postpone, context: Context, world: World) -> None:
    """platform-rules.md §1.2 `postpone`: the message is mandatory in edition 2026."""
    _answer("postpone", args, context, world, answer=args.answer)


@_decision("job_application.refuse", Refuse, wanted={"state": "refused"})
def refuse(args: Refuse, context: Context, world: World) -> None:
    """platform-rules.md §1.6: a reason of the rulebook and a message. In 2021 one studies first (DOMAIN.md §4)."""
    application = own_application(args.job_application_id, context, world)
    kind = fetch(world, Employer, application.employer_id).kind
    if offered(args.reason, context.rules.refusal_reasons, kind) is None:
        raise RuleViolation("refusal_reason_unknown", {"field": "reason", "reason": args.reason})
    _answer(
        "refuse",
        args,
        context,
        world,
        answer=args.answer,
        answer_to_prescriber=args.answer_to_prescriber,
        refusal_reason=args.reason,
    )


@_decision("job_application.add_to_pool", AddToPool, wanted={"state": "pool"})
def add_to_pool(args: AddToPool, context: Context, world: World) -> None:
    """platform-rules.md §1.8, edition 2026."""
    _answer("add_to_pool", args, context, world, answer=args.answer)


@_decision("job_application.move_to_prior_to_hire", MoveToPriorToHire, wanted={"state": "prior_to_hire"})
def move_to_prior_to_hire(args: MoveToPriorToHire, context: Context, world: World) -> None:
    """platform-rules.md §1.2, edition 2026, GEIQ only."""
    _answer("move_to_prior_to_hire", args, context, world)


@_decision("job_application.cancel_prior_to_hire", CancelPriorToHire, wanted={"state": "processing"})
def cancel_prior_to_hire(args: CancelPriorToHire, context: Context, world: World) -> None:
    """platform-rules.md §1.2, edition 2026, GEIQ only."""
    _answer("cancel_prior_to_hire", args, context, world)
