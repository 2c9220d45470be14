"""Protocol bugs to plant, one place of the shipped code each: a simulation that misses one proves nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import delete, false, func, select, update

from sync.domain.commands import Grade
from sync.domain.passes import Pass
from sync.engine import bootstrap as engine_bootstrap
from sync.engine import repair as engine_repair
from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol.problems import BROKEN_CHAIN, CLONED, GAP, Refused
from sync.replica import (
    apply,
    attachments,
    bootstrap,
    migrate,
    outbox,
    recording,
    replica,
    scopes,
    shadows,
    workstation,
)
from sync.replica.changes import ChangeSet
from sync.replica.entry import EntryState
from sync.replica.journal import Hold, Journal, JournalEntry
from sync.replica.meta import read_meta, write_meta
from sync.replica.tables import DOUBTFUL, PENDING_ROWS, SHADOWS
from sync.server import (
    clients,
    database,
    feed,
    feed_index,
    feed_rows,
    instants,
    issuance,
    judge,
    push,
    tries,
    unit_of_work,
    write_hook,
)
from sync.server import entries as log
from sync.server.tables import SCOPE_HEADS
from sync.store.tables import TABLES

Put = Callable[[Any, str, Any], None]


@dataclass(frozen=True, slots=True)
class Bug:
    """What it breaks, in words, and how to plant it."""

    name: str
    breaks: str
    plant: Callable[[Put], None]


BUGS: dict[str, Bug] = {}


def bug(breaks: str) -> Callable[[Callable[[Put], None]], Callable[[Put], None]]:
    """Register a bug under its function's name."""

    def register(plant: Callable[[Put], None]) -> Callable[[Put], None]:
        BUGS[plant.__name__] = Bug(plant.__name__, breaks, plant)
        return plant

    return register


@contextmanager
def planted(name: str | None) -> Iterator[None]:
    """Inside the block the bug is there; nothing is when there is no name."""
    taken: list[tuple[Any, str, Any]] = []

    def put(where: Any, attribute: str, value: Any) -> None:  # noqa: ANN401 - any shipped object
        taken.append((where, attribute, getattr(where, attribute)))
        setattr(where, attribute, value)

    try:
        if name:
            BUGS[name].plant(put)
        yield
    finally:
        for where, attribute, value in reversed(taken):
            setattr(where, attribute, value)


# --- the server judges and keeps -----------------------------------------------------------------------------------


@bug("what a refused act wrote before it was refused stays")
def no_savepoint(put: Put) -> None:  # noqa: D103 - the registration says it, here and below
    @contextmanager
    def savepoint(_: unit_of_work.UnitOfWork) -> Iterator[None]:
        yield

    put(unit_of_work.UnitOfWork, "savepoint", savepoint)


@bug("an entry sent again is not recognised by its id")
def missing_idempotency(put: Put) -> None:  # noqa: D103
    put(log.CommandLog, "known", lambda _self, _id: None)


def _checks(*kept: str) -> Callable[[Any, log.Received], None]:
    def check(batch: Any, received: log.Received) -> None:  # noqa: ANN401 - a batch under way
        entry, last = received.entry, batch._last_mid  # noqa: SLF001 - as the shipped method
        if "clone" in kept and entry.mid <= last:
            raise Refused(CLONED)
        if "gap" in kept and entry.mid > last + 1:
            raise Refused(GAP, {"last_mid": last})
        if "chain" in kept and entry.prev != batch._chain:  # noqa: SLF001 - as the shipped method
            raise Refused(BROKEN_CHAIN, {"last_mid": last})

    return check


@bug("a copied profile writes over the original's mids")
def clone_accepted(put: Put) -> None:  # noqa: D103
    put(push._Batch, "_check_place", _checks("gap", "chain"))  # noqa: SLF001 - the shipped class


@bug("an entry whose predecessor never came is executed")
def gap_accepted(put: Put) -> None:  # noqa: D103
    put(push._Batch, "_check_place", _checks("clone", "chain"))  # noqa: SLF001 - the shipped class


@bug("an entry that does not continue the chain is executed")
def chain_not_checked(put: Put) -> None:  # noqa: D103
    put(push._Batch, "_check_place", _checks("clone", "gap"))  # noqa: SLF001 - the shipped class


@bug("an act taken back while it was held is executed all the same")
def void_ignored(put: Put) -> None:  # noqa: D103
    put(push, "receive", lambda pushed: replace(log.receive(pushed), is_void=False))


@bug("a refused or parked act leaves no issue in the inbox")
def inbox_issue_not_written(put: Put) -> None:  # noqa: D103
    put(push, "issue_of", lambda *_: None)


@bug("the acts of somebody who left the structure are refused instead of parked")
def departure_ignored(put: Put) -> None:  # noqa: D103
    put(judge, "has_left", lambda *_: False)


@bug("an act that the server stumbles at is tried for ever, and blocks what is behind it")
def poison_never_parked(put: Put) -> None:  # noqa: D103
    put(tries, "_ENOUGH", 1 << 40)


@bug("the number of a deleted PASS is given out again")
def number_reused(put: Put) -> None:  # noqa: D103
    def pass_number(self: Any, rules: Any, starts_on: Any) -> str:  # noqa: ANN401 - as the shipped method
        series = f"{rules.passes.number_prefix}{starts_on:%y}"
        greatest = self._connection.scalar(select(func.max(TABLES[Pass].c.number)))
        issued = f"{series}{int((greatest or series + '0' * 5)[len(series) :]) + 1:05}"
        self._note(issued, series)
        return issued

    put(issuance.Ledger, "pass_number", pass_number)


@bug("a revoked device is served")
def revoked_served(put: Put) -> None:  # noqa: D103
    put(clients.Client, "admitted", lambda self: self)


# --- time ----------------------------------------------------------------------------------------------------------


@bug("the wall clock of a workstation passes as proof")
def wall_clock_trusted(put: Put) -> None:  # noqa: D103
    def estimate(clock: m.Clock, _: object, received_at: Any) -> tuple[Any, Grade]:  # noqa: ANN401 - an instant
        return min(instants._wall(clock.wall, received_at), received_at), Grade.PROVEN  # noqa: SLF001 - as shipped

    put(instants, "_estimate", estimate)


@bug("an act may count before the one that came before it")
def time_runs_backwards(put: Put) -> None:  # noqa: D103
    date = instants.Timekeeper.date

    def dated(self: Any, clock: m.Clock, earliest: Any, received_at: Any) -> Any:  # noqa: ANN401 - as shipped
        return date(self, clock, earliest - timedelta(days=365), received_at)

    put(instants.Timekeeper, "date", dated)


@bug("a date that is only claimed changes a verdict without anybody's confirmation")
def claimed_date_unconfirmed(put: Put) -> None:  # noqa: D103
    def dated(self: Any, received: Any, args: object, instant: Any, **_: bool) -> Any:  # noqa: ANN401 - as shipped
        return self.attempt(args, self.context(received, instant), lambda _: True)

    put(judge.Judge, "_dated", dated)


# --- the feed ------------------------------------------------------------------------------------------------------


@bug("rows whose audience follows a changed one keep their old audience")
def closure_forgotten(put: Put) -> None:  # noqa: D103
    put(write_hook, "followers", lambda *_: ())


@bug("a commit changes rows of a scope and leaves its head where it was")
def head_not_bumped(put: Put) -> None:  # noqa: D103
    apply_changes = feed_index.FeedIndex.apply

    def applied(self: Any, changes: list[feed_index.Change]) -> dict[str, int]:  # noqa: ANN401 - as shipped
        heads = apply_changes(self, changes)
        back = update(SCOPE_HEADS).where(SCOPE_HEADS.c.scope.in_(heads)).values(head=SCOPE_HEADS.c.head - 1)
        self._connection.execute(back)
        return heads

    put(feed_index.FeedIndex, "apply", applied)


@bug("scopes are locked in the order in which they were touched")
def unsorted_locks(put: Put) -> None:  # noqa: D103
    put(feed_index, "_LOCK", feed_index._LOCK.order_by(None))  # noqa: SLF001 - the shipped statement


@bug("a counter is taken before the rows are written")
def early_counter(put: Put) -> None:  # noqa: D103
    begin = unit_of_work.UnitOfWork.__init__

    def begun(self: Any, connection: Any) -> None:  # noqa: ANN401 - as shipped
        begin(self, connection)
        connection.execute(feed_index._LOCK, {"scopes": ["reference"]}).all()  # noqa: SLF001 - the shipped statement

    put(unit_of_work.UnitOfWork, "__init__", begun)


@bug("a pull reads its heads in one state of the database and its rows in another")
def torn_snapshot(put: Put) -> None:  # noqa: D103
    @contextmanager
    def reading(self: Any) -> Iterator[Any]:  # noqa: ANN401 - as shipped
        with self._readers.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            yield connection

    put(database.Database, "reading", reading)


@bug("a pull leaves out the first commit behind the cursor")
def pull_skips_a_commit(put: Put) -> None:  # noqa: D103
    changed = feed_rows.changed_rows
    put(feed, "changed_rows", lambda connection, scope, since: changed(connection, scope, since + 1))


@bug("the first pull after a bootstrap carries no outcomes")
def outcomes_missing_at_first(put: Put) -> None:  # noqa: D103
    begin = feed._Answer.__init__  # noqa: SLF001 - the shipped class

    def begun(self: Any, connection: Any, client: Any, request: m.Pull, held: Any) -> None:  # noqa: ANN401 - as shipped
        begin(self, connection, client, request, held)
        if not request.cursor:
            self._outcomes = []

    put(feed._Answer, "__init__", begun)  # noqa: SLF001 - the shipped class


# --- the workstation -----------------------------------------------------------------------------------------------


@bug("an entry is closed by the answer to its push, before its effects are confirmed")
def ack_before_pull(put: Put) -> None:  # noqa: D103
    def answered(self: Any, outcomes: Iterable[m.OutcomeMessage]) -> None:  # noqa: ANN401 - as shipped
        self._journal.close_entries(outcomes, self._clock.now())

    put(outbox.Outbox, "answered", answered)


def _last(lines: list[bytes]) -> m.PullLine | None:
    try:
        return codec.decode_line(lines[-1])
    except (Refused, IndexError):
        return None


@bug("the cursor is saved ahead of the rows")
def cursor_ahead(put: Put) -> None:  # noqa: D103
    take_in = workstation.Workstation.apply

    def applied(self: Any, lines: Iterable[bytes], *, is_full: bool) -> ChangeSet:  # noqa: ANN401 - as shipped
        kept = list(lines)
        end = _last(kept)
        if isinstance(end, m.End):
            with self._replica.writing() as connection:
                write_meta(connection, cursor=end.cursor)
        return take_in(self, kept, is_full=is_full)

    put(workstation.Workstation, "apply", applied)


@bug("entries are closed before the pull that confirms them is in the replica")
def closed_too_early(put: Put) -> None:  # noqa: D103
    take_in = workstation.Workstation.apply

    def applied(self: Any, lines: Iterable[bytes], *, is_full: bool) -> ChangeSet:  # noqa: ANN401 - as shipped
        kept = list(lines)
        if isinstance(_last(kept), m.End):
            for line in codec.unframe(kept):
                if isinstance(line, m.Outcomes):
                    self._journal.close_entries(line.outcomes, self.clock.now())
        return take_in(self, kept, is_full=is_full)

    put(workstation.Workstation, "apply", applied)


@bug("a pull that was cut short is applied as far as it goes")
def cut_pull_applied(put: Put) -> None:  # noqa: D103
    def unframe(lines: Iterable[bytes]) -> Iterator[m.PullLine]:
        try:
            yield from codec.unframe(lines)
        except Refused:
            return

    put(apply, "unframe", unframe)


@bug("pending acts are replayed on top of themselves")
def shadow_not_rewound(put: Put) -> None:  # noqa: D103
    put(replica, "rewind", lambda _: ChangeSet())


@bug("a second act on a row takes the first one's effect for the confirmed row")
def shadow_of_working_row(put: Put) -> None:  # noqa: D103
    keep = shadows._keep  # noqa: SLF001 - the shipped statement

    def kept(table_name: str) -> str:
        return keep(table_name).replace("DO NOTHING", "DO UPDATE SET image = excluded.image")

    put(shadows, "_keep", kept)


@bug("a pull is written on working rows, and its digest counted over them")
def digest_over_working_rows(put: Put) -> None:  # noqa: D103
    @contextmanager
    def rebasing(self: Any, pending: Iterable[JournalEntry], replayer: Any) -> Iterator[Any]:  # noqa: ANN401 - as shipped
        with self._applier.begin() as connection:
            rebase = replica.Rebase(connection, ChangeSet())
            yield rebase
            rebase.changes |= shadows.rewind(connection) | replayer.replay(connection, pending)

    put(replica.Replica, "rebasing", rebasing)


@bug("pending acts are replayed in another order than they were made in")
def replay_out_of_order(put: Put) -> None:  # noqa: D103
    replay = replica.Replayer.replay

    def replayed(self: Any, connection: Any, pending: Iterable[JournalEntry]) -> ChangeSet:  # noqa: ANN401 - as shipped
        return replay(self, connection, list(pending)[::-1])

    put(replica.Replayer, "replay", replayed)


@bug("an entry whose outcome the replica holds already is replayed on top of it")
def executed_replayed(put: Put) -> None:  # noqa: D103
    put(replica, "select", lambda *what: select(*what).where(false()))


@bug("rows of a scope that is no longer the user's stay")
def revoked_rows_kept(put: Put) -> None:  # noqa: D103
    put(scopes.HeldScopes, "clear", lambda _self, _name: None)


@bug("rows that left a scope stay")
def gone_rows_kept(put: Put) -> None:  # noqa: D103
    put(apply.PullApplier, "_remove", lambda _self, _line: None)


@bug("a restored server's new epoch changes nothing")
def epoch_ignored(put: Put) -> None:  # noqa: D103
    put(workstation.Workstation, "forget_cursor", lambda _: None)


@bug("what a restored server has lost is not sent again")
def reissue_forgotten(put: Put) -> None:  # noqa: D103
    after = Journal.after

    def open_after(self: Any, mid: int, limit: int) -> list[JournalEntry]:  # noqa: ANN401 - as shipped
        return [item for item in after(self, mid, limit) if item.state is not EntryState.CLOSED]

    put(Journal, "after", open_after)
    put(Journal, "reopen_after", lambda _self, _mid: 0)


@bug("closed entries are forgotten at once, so that nothing is left for a restored server")
def closed_entries_forgotten(put: Put) -> None:  # noqa: D103
    put(workstation, "KEPT_FOR", timedelta())


@bug("a copied profile does not notice that another speaks under its name")
def clone_unnoticed(put: Put) -> None:  # noqa: D103
    put(outbox.Outbox, "fits_chain", lambda _self, _mid, _chain: True)


@bug("held acts leave at once")
def hold_ignored(put: Put) -> None:  # noqa: D103
    put(JournalEntry, "is_held", lambda _self, _boot, _ms: False)


@bug("an act taken back is not marked as such in the journal")
def undo_not_marked(put: Put) -> None:  # noqa: D103
    def append_undo(self: Any, _: int, entry: m.Entry, recorded_at: Any) -> None:  # noqa: ANN401 - as shipped
        self.append(recorded_at, (entry, None))

    put(Journal, "append_undo", append_undo)


@bug("an act that reached only the journal before a crash is not shown afterwards")
def heal_forgotten(put: Put) -> None:  # noqa: D103
    put(workstation.Workstation, "_heal_if_behind", lambda _: None)


@bug("an act that the journal could not keep is shown as done")
def act_shown_but_not_kept(put: Put) -> None:  # noqa: D103
    record = Journal.append

    def append(self: Any, recorded_at: Any, *made: Any) -> None:  # noqa: ANN401 - as shipped
        with suppress(Exception):
            record(self, recorded_at, *made)

    put(Journal, "append", append)


@bug("a repair declares the scope right without asking")
def repair_skipped(put: Put) -> None:  # noqa: D103
    def run(self: Any) -> ChangeSet:  # noqa: ANN401 - as shipped
        self._mender.accept()
        return ChangeSet()

    put(engine_repair.Repairer, "run", run)


# --- bootstrap, migration, deadlines -------------------------------------------------------------------------------


@bug("a replica built from parts is swapped in without the acts that are pending")
def bootstrap_forgets_pending(put: Put) -> None:  # noqa: D103
    put(bootstrap.Bootstrap, "install", _installed(lambda ready: ready, lambda _: ()))


@bug("the small replica of open applications is taken for the complete one")
def open_called_complete(put: Put) -> None:  # noqa: D103
    put(bootstrap.Bootstrap, "install", _installed(lambda _: "all", lambda pending: pending))


def _installed(ready_of: Callable[[str], str], pending_of: Callable[[Any], Any]) -> Callable[..., ChangeSet]:
    def install(self: Any, built: Any, ready: str) -> ChangeSet:  # noqa: ANN401 - as shipped
        with self._rebuilding() as (pending, replayer):
            self._replica.install(built, pending_of(pending), replayer, ready_of(ready))
        return ChangeSet(everything=True)

    return install


@bug("the small replica claims to stand at the snapshots, so that history never comes")
def history_skipped(put: Put) -> None:  # noqa: D103
    def run(self: Any, plan: list[m.Manifest]) -> ChangeSet:  # noqa: ANN401 - as shipped
        return load_all(self, [msgspec.structs.replace(manifest, history=[]) for manifest in plan])

    load_all = engine_bootstrap.Bootstrapper._run  # noqa: SLF001 - the shipped class
    put(engine_bootstrap.Bootstrapper, "_run", run)


@bug("a migration takes the effects of pending acts for confirmed rows")
def migration_not_rewound(put: Put) -> None:  # noqa: D103
    def forget(connection: Any) -> ChangeSet:  # noqa: ANN401 - as shipped
        for table in (SHADOWS, PENDING_ROWS, DOUBTFUL):
            connection.execute(delete(table))
        return ChangeSet()

    put(migrate, "rewind", forget)


@bug("after a migration pending acts are no longer shown")
def migration_hides_pending(put: Put) -> None:  # noqa: D103
    def migrated(connection: Any) -> None:  # noqa: ANN401 - as shipped
        applied = read_meta(connection).get("journal_applied_mid", "0")
        migrate.migrate(connection)
        write_meta(connection, journal_applied_mid=applied)

    put(replica, "migrate", migrated)


@bug("after a migration only changes are asked for, and new columns stay empty")
def migration_keeps_cursor(put: Put) -> None:  # noqa: D103
    def migrated(connection: Any) -> None:  # noqa: ANN401 - as shipped
        cursor = read_meta(connection).get("cursor", "")
        migrate.migrate(connection)
        write_meta(connection, cursor=cursor)

    put(replica, "migrate", migrated)


@bug("an act is held without end")
def held_without_end(put: Put) -> None:  # noqa: D103
    put(recording, "hold_for", lambda clock, _: Hold(clock.boot()[0], 1 << 50))


@bug("an act that is held when the machine starts again is held on")
def hold_outlives_reboot(put: Put) -> None:  # noqa: D103
    def is_held(self: JournalEntry, _: str, now_ms: int) -> bool:
        return self.state is EntryState.HELD and now_ms < self.hold_until_ms

    put(JournalEntry, "is_held", is_held)


@bug("an attachment is told to be here as soon as it is known")
def attachment_told_too_early(put: Put) -> None:  # noqa: D103
    put(attachments.Item, "is_here", property(lambda _: True))


@bug("what came of an attachment is taken for all of it")
def half_attachment_kept(put: Put) -> None:  # noqa: D103
    add = attachments.Attachments.add

    def added(self: Any, name: str, data: bytes) -> None:  # noqa: ANN401 - as shipped
        add(self, name, data)
        self.delivered(name, "")

    put(attachments.Attachments, "add", added)


@bug("a restored server is not offered the attachments it has lost")
def attachments_not_offered_again(put: Put) -> None:  # noqa: D103
    put(attachments.Attachments, "offer_again", lambda _self, _epoch: None)
