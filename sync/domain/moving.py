"""The application machine: one function moves an application along an arrow of the rulebook, and keeps its history."""

from dataclasses import replace
from typing import Any

from sync.domain.commands import Context
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import ApplicationState, JobApplication, SentApplication, Transition
from sync.domain.permissions import permit
from sync.domain.rule_lists import TransitionRule
from sync.domain.rulebook import Rulebook
from sync.domain.seeing import see_pending
from sync.domain.visibility import Sight
from sync.domain.world import World, fetch

OBSOLETE = "render_obsolete"


def own_application(job_application_id: str, context: Context, world: World) -> JobApplication:
    """The application, which the actor may decide on as a member of its employer (DOMAIN.md §5)."""
    application = fetch(world, JobApplication, job_application_id)
    permit("decide", context, world, employer_id=application.employer_id)
    return application


def arrow(name: str, state: str, employer_kind: str, rules: Rulebook) -> TransitionRule:
    """The arrow of that name leaving a state, or the violation that says which state forbids it (§1.2)."""
    rule = rules.transition(name)
    if rule is None:
        raise RuleViolation("transition_unknown", {"transition": name, "rules": rules.title})
    if state not in rule.sources:
        facts = {"verb": rule.verb, "state": str(state), "state_label": rules.state_label(state)}
        raise RuleViolation("transition_not_allowed", facts)
    if rule.only_kinds and employer_kind not in rule.only_kinds:
        raise RuleViolation(
            "transition_not_for_kind", {"verb": rule.verb, "kind": employer_kind, "kinds": ", ".join(rule.only_kinds)}
        )
    return rule


def move(
    application: JobApplication,
    rule: TransitionRule,
    context: Context,
    world: World,
    **changes: Any,  # noqa: ANN401 - fields
) -> JobApplication:
    """Move the application along the arrow, with further changed fields; history and visibility follow."""
    moved = replace(application, state=ApplicationState(rule.target), state_changed_at=context.now, **changes)
    world.put(moved)
    world.put(_line(application, rule, context))
    _tell_sender(moved, world)
    see_pending(Sight(moved.job_seeker_id, moved.employer_id), context, world)
    return moved


def _line(application: JobApplication, rule: TransitionRule, context: Context) -> Transition:
    """A line of history. « Embauché ailleurs » names nobody: where, and by whom, is not this employer's to know."""
    is_automatic = context.actor.is_system or rule.code == OBSOLETE
    return Transition(
        id=context.new_id("transition", application.id),
        job_application_id=application.id,
        employer_id=application.employer_id,
        name=rule.code,
        from_state=str(application.state),
        to_state=rule.target,
        user_id=None if is_automatic else context.actor.user_id,
        user_name="" if is_automatic else context.actor.name,
        at=context.now,
        received_at=context.received_at,
        grade=str(context.grade),
    )


def _tell_sender(application: JobApplication, world: World) -> None:
    sent = world.get(SentApplication, application.id)
    if sent is not None:
        world.put(
            replace(
                sent,
                employer_id=application.employer_id,
                state=application.state,
                state_changed_at=application.state_changed_at,
                refusal_reason=application.refusal_reason,
                answer_to_prescriber=application.answer_to_prescriber,
            )
        )
