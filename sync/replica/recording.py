"""Acts become entries: decided one by one on the replica's rows, chained, and synced to the journal's disk together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sync.domain.commands import Outcome, command_type_of
from sync.domain.errors import RuleViolation
from sync.protocol.messages import Entry
from sync.replica.act_world import ActWorld
from sync.replica.changes import ChangeSet
from sync.replica.clock import Clock
from sync.replica.entries import EntryMaker
from sync.replica.journal import Hold, Journal, hold_for
from sync.replica.meta import write_meta
from sync.replica.replica import Replayer

UNDO_WINDOW = timedelta(seconds=30)

# Acts that are kept together or not at all.
Group = Sequence[object]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act that is kept: it will reach the server whatever happens to this program.

    `is_shown` is False when the replica could not show its effects yet (its commit failed after the journal's).
    """

    mid: int
    entry_id: str
    outcome: Outcome
    changes: ChangeSet
    undo_until: datetime | None
    is_shown: bool = True


# What became of a group.
Fate = tuple[Recorded, ...] | RuleViolation


@dataclass(slots=True)
class RecordingRun:
    """One recording of one or more groups, in one transaction of the replica and one of the journal.

    `is_kept` once the journal has them on its disk: from then on they will reach the server. `fates` has one item for
    each group.
    """

    journal: Journal
    entries: EntryMaker
    replayer: Replayer
    clock: Clock
    is_kept: bool = False
    fates: list[Fate] = field(default_factory=list)
    _made: list[tuple[Entry, Hold | None]] = field(default_factory=list)

    def record(self, connection: Connection, groups: Sequence[Group], expect: dict[str, object] | None) -> None:
        """Decide all groups, then keep them; the caller commits the replica.

        `expect` is what the author of the acts saw, by default their rows as they stand. RuleViolation: the only group
        is refused, and all that it wrote is the caller's to roll back.
        """
        now = self.clock.now()
        if len(groups) == 1:
            self.fates.append(self._decide_all(connection, groups[0], now, expect))
        else:
            self.fates += [self._decide_group(connection, acts, now, expect) for acts in groups]
        if self._made:
            self.journal.append(now, *self._made)
            self.is_kept = True
            write_meta(connection, journal_applied_mid=str(self._made[-1][0].mid))

    def after(self, healed: ChangeSet) -> list[Fate]:
        """The fates once the replica's commit failed and it was brought level again; an empty set when it was not."""
        return [
            fate
            if isinstance(fate, RuleViolation)
            else tuple(replace(each, changes=healed or each.changes, is_shown=bool(healed)) for each in fate)
            for fate in self.fates
        ]

    def _decide_group(
        self, connection: Connection, acts: Group, now: datetime, expect: dict[str, object] | None
    ) -> Fate:
        before = len(self._made)
        try:
            with connection.begin_nested():
                return self._decide_all(connection, acts, now, expect)
        except RuleViolation as violation:
            del self._made[before:]
            return violation

    def _decide_all(
        self, connection: Connection, acts: Group, now: datetime, expect: dict[str, object] | None
    ) -> tuple[Recorded, ...]:
        return tuple(self._decide(connection, args, now, expect) for args in acts)

    def _decide(
        self, connection: Connection, args: object, now: datetime, expect: dict[str, object] | None
    ) -> Recorded:
        hold = hold_for(self.clock, UNDO_WINDOW) if command_type_of(args).is_undoable else None
        entry_id = self.entries.new_id()
        last = self._made[-1][0] if self._made else None
        world = ActWorld(connection, self.entries.next_mid(last))
        seen = self.replayer.expectations(args, world) if expect is None else expect
        context = self.replayer.context(now, entry_id, seen)
        entry = self.entries.make(entry_id, args, seen, context.rules.edition, last)
        outcome, changes = self.replayer.decide(args, context, world)
        self._made.append((entry, hold))
        return Recorded(entry.mid, entry_id, outcome, changes, now + UNDO_WINDOW if hold else None)
