"""What the server does not keep for ever: the words of acts, settled issues, quarantined journals, CVs."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update

from sync.domain.inbox import InboxIssue
from sync.domain.settling import Settlement
from sync.server.blobs import forget_unnamed
from sync.server.central import Central
from sync.server.feed_index import chunks
from sync.server.tables import COMMAND_LOG, COMMAND_TRIES, QUARANTINE
from sync.store.tables import TABLES

WORDS_KEPT = timedelta(days=45)
QUARANTINE_KEPT = timedelta(days=30)
ISSUES_KEPT = timedelta(days=365)
ATTACHMENTS_KEPT = timedelta(days=45)
_AT_ONCE = 500
_ISSUES = TABLES[InboxIssue]


def purge(central: Central) -> None:
    """Let go of everything whose time is over; each kind in commits of its own."""
    now = central.now()
    _forget_words(central, now - WORDS_KEPT)
    _end_quarantines(central, now - QUARANTINE_KEPT)
    _remove_issues(central, now - ISSUES_KEPT)
    forget_unnamed(central, now - ATTACHMENTS_KEPT)


def _forget_words(central: Central, before: datetime) -> None:
    """An act's place, author and outcome stay, so that it never happens twice; its arguments go, once settled."""
    waiting = select(_ISSUES.c.command_id).where(_ISSUES.c.closed_at.is_(None))
    old = (COMMAND_LOG.c.received_at < before, text("body <> ''"), COMMAND_LOG.c.id.not_in(waiting))
    with central.work() as unit:
        unit.connection.execute(update(COMMAND_LOG).where(*old).values(body=""))
        unit.connection.execute(delete(COMMAND_TRIES).where(COMMAND_TRIES.c.last_at < before))


def _end_quarantines(central: Central, before: datetime) -> None:
    """A deposit that nobody wanted for 30 days goes, and its issue says so."""
    old = QUARANTINE.c.received_at < before
    with central.work() as unit:
        issues = list(unit.connection.scalars(select(QUARANTINE.c.issue_id).where(old).distinct()))
        unit.connection.execute(delete(QUARANTINE).where(old))
        left = set(unit.connection.scalars(select(QUARANTINE.c.issue_id).where(QUARANTINE.c.issue_id.in_(issues))))
        for issue_id in sorted(set(issues) - left):
            issue = unit.world.get(InboxIssue, issue_id)
            if issue is not None and issue.closed_at is None:
                unit.world.put(replace(issue, closed_at=central.now(), closed_how=str(Settlement.EXPIRED)))


def _remove_issues(central: Central, before: datetime) -> None:
    """Settled for a year (DOMAIN.md §6)."""
    with central.reading() as connection:
        found = list(connection.scalars(select(_ISSUES.c.id).where(_ISSUES.c.closed_at < before)))
    for chunk in chunks(found, _AT_ONCE):
        with central.work() as unit:
            for issue_id in chunk:
                issue = unit.world.get(InboxIssue, issue_id)
                if issue is not None:
                    unit.world.remove(issue)
