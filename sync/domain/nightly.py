"""What time does by itself: the central server runs this every night, as a commit like any other."""

from collections.abc import Iterable
from datetime import timedelta

from sync.domain.commands import Context
from sync.domain.employers import Employer
from sync.domain.job_applications import JobApplication
from sync.domain.moving import arrow, move
from sync.domain.visibility import Visibility, end_visibilities
from sync.domain.world import World


def run_nightly(context: Context, world: World, rows: Iterable[JobApplication | Visibility]) -> None:
    """Of these rows, refuse what nobody answered, and end what is no longer to be seen (DOMAIN.md §6).

    The actor is the system. A row that is not due stays as it is.
    """
    seen = list(rows)
    for row in seen:
        if isinstance(row, JobApplication):
            _refuse_if_unanswered(row, context, world)
    end_visibilities(context.today, world, [row for row in seen if isinstance(row, Visibility)])


def _refuse_if_unanswered(application: JobApplication, context: Context, world: World) -> None:
    """New and studied applications untouched for 60 days (platform-rules.md §1.8, edition 2026)."""
    rules = context.rules.applications
    limit = context.now - timedelta(days=rules.refused_after_days)
    is_due = bool(rules.refused_after_days) and application.state in rules.refused_after_days_states
    if is_due and application.state_changed_at <= limit:
        _refuse(application, context, world)


def _refuse(application: JobApplication, context: Context, world: World) -> None:
    employer = world.get(Employer, application.employer_id)
    rule = arrow("refuse", application.state, employer.kind if employer else "", context.rules)
    reason = context.rules.applications.refused_after_days_reason
    move(application, rule, context, world, refusal_reason=reason)
