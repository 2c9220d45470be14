"""What a read looks through: one snapshot of the replica, some employers, an instant and its rules."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from sync.domain.calendar import paris_date
from sync.domain.rulebook import Rulebook
from sync.domain.world import World
from sync.store.world import SqlWorld, Unwatched


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """`employer_ids` are those the screen shows (several in the combined view); `user_id` is who looks."""

    connection: Connection
    employer_ids: tuple[str, ...]
    user_id: str
    now: datetime
    rules: Rulebook

    @property
    def today(self) -> date:
        """The day of `now` in Paris."""
        return paris_date(self.now)

    @property
    def world(self) -> World:
        """The same rows as entities, for the functions of the domain; reading only."""
        return SqlWorld(self.connection, Unwatched())
