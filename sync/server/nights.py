"""The nightly commits, at midnight in Paris: what time ends by itself, and what is not to be kept any longer.

A night is done in small commits, each of which looks again at what it ends: one that was cut short is done again. What
was missed while the server was down is caught up when it starts.
"""

from collections.abc import Callable, Sequence
from datetime import date

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from sync.domain.actor import Actor
from sync.domain.calendar import paris_date
from sync.domain.commands import Context, Grade
from sync.domain.ids import derived_id
from sync.domain.job_applications import JobApplication
from sync.domain.nightly import run_nightly
from sync.domain.visibility import Visibility
from sync.server import purges, rules, tombstones
from sync.server.central import Central
from sync.server.feed_index import chunks
from sync.server.locks import lock
from sync.server.tables import CENTRAL
from sync.server.together import Asked
from sync.server.unit_of_work import UnitOfWork
from sync.store.tables import TABLES

_AT_ONCE = 200
_NAME = "night"
_SYSTEM = Actor(user_id="", name="", is_system=True)
_log = structlog.get_logger()


class Night:
    """The nights of one database: each is done once, whatever number of servers and restarts.

    `is_over` says that the server is to stop: a night under way is then left to the next start.
    """

    def __init__(self, central: Central, is_over: Callable[[], bool] = lambda: False) -> None:
        self._central = central
        self._is_over = is_over
        self._done: date | None = None

    def pass_if_due(self) -> bool:
        """Do the night that began the present day in Paris, unless it is done; whether it did."""
        today = paris_date(self._central.now())
        if self._done == today or self._is_done(today):
            return False
        self._each(JobApplication, self._unanswered())
        self._each(Visibility, self._over(today))
        if self._is_over():
            return False
        self._let_go(today)
        self._note(today)
        _log.info("night passed", day=today.isoformat())
        return True

    def _let_go(self, today: date) -> None:
        tombstones.mark_heads(self._central, today)
        tombstones.purge_tombstones(self._central, today)
        purges.purge(self._central)

    def _is_done(self, today: date) -> bool:
        with self._central.reading() as connection:
            done = connection.scalar(select(CENTRAL.c.value).where(CENTRAL.c.name == _NAME))
        return done is not None and date.fromisoformat(done) >= today

    def _note(self, today: date) -> None:
        with self._central.work() as unit:
            insert = postgresql.insert if unit.connection.dialect.name == "postgresql" else sqlite.insert
            statement = insert(CENTRAL).values(name=_NAME, value=today.isoformat())
            unit.connection.execute(
                statement.on_conflict_do_update(index_elements=[CENTRAL.c.name], set_={"value": today.isoformat()})
            )
        self._done = today

    def _unanswered(self) -> Sequence[tuple[str, str]]:
        """Applications in a state that time ends, with their persons."""
        table = TABLES[JobApplication]
        with self._central.work() as unit:
            states = self._context(unit).rules.applications.refused_after_days_states
        query = select(table.c.id, table.c.job_seeker_id).where(table.c.state.in_(states)).order_by(table.c.id)
        with self._central.reading() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def _over(self, today: date) -> Sequence[tuple[str, str]]:
        table = TABLES[Visibility]
        query = select(table.c.id, table.c.job_seeker_id).where(table.c.ends_on < bindparam("today", today))
        with self._central.reading() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(table.c.id))]

    def _each(self, kind: type[JobApplication] | type[Visibility], found: Sequence[tuple[str, str]]) -> None:
        """Do what is due for each row found, behind the locks of its acts."""
        for chunk in chunks(found, _AT_ONCE):
            if self._is_over():
                return
            with self._central.work() as unit:
                lock(unit, {name for pair in chunk for name in pair})
                unit.world.learn([Asked(kind, "id", [row_id for row_id, _ in chunk])])
                rows = [unit.world.get(kind, row_id) for row_id, _ in chunk]
                run_nightly(self._context(unit), unit.world, [row for row in rows if row is not None])

    def _context(self, unit: UnitOfWork) -> Context:
        now = self._central.now()
        return Context(
            actor=_SYSTEM,
            now=now,
            rules=rules.published(unit.world).at(now),
            command_id=derived_id("night", paris_date(now).isoformat()),
            grade=Grade.ONLINE,
            received_at=now,
        )
