"""The workstation's data, behind one door: record an act, undo it, read, send, and take in what the server says.

Safe to call from several threads: one lock orders the writers, readers never wait for them.
"""

import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, exc

from sync.domain import all_commands as _all_commands  # noqa: F401 - fills the registry of commands
from sync.domain.actor import Actor
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.domain.rulebook import Editions, Rulebook
from sync.replica.apply import PullApplier
from sync.replica.attachments import Attachments
from sync.replica.bootstrap import Bootstrap
from sync.replica.changes import ChangeSet
from sync.replica.clock import Clock
from sync.replica.connection import thrown_away
from sync.replica.editions import editions_in
from sync.replica.entries import Entropy, EntryMaker
from sync.replica.files import JOURNAL_FILE, REPLICA_FILE, Beside, forget_rows, lock_folder, prepare_folder
from sync.replica.journal import KEPT_FOR, Journal, JournalEntry
from sync.replica.lease import LOCKS_AFTER, Contact, Lease
from sync.replica.meta import forget_outcomes, write_meta
from sync.replica.outbox import Outbox
from sync.replica.profile import Profile, read_profile, save_profile
from sync.replica.recording import Fate, Group, Recorded, RecordingRun
from sync.replica.recovery import Recovery
from sync.replica.repair import Mender
from sync.replica.replica import Rebase, Replayer, Replica
from sync.replica.undoing import take_back
from sync.store.types import instant_text


class Workstation:
    """A profile folder, opened: its journal, its replica, its lock."""

    def __init__(self, folder: Path, key: bytes, clock: Clock, entropy: Entropy) -> None:
        prepare_folder(folder)
        self.clock, self.beside, self._lock = clock, Beside(folder, key), threading.RLock()
        with ExitStack() as opened:
            opened.callback(lock_folder(folder).release)
            self._journal = Journal(folder / JOURNAL_FILE, key)
            opened.callback(self._journal.close)
            self.attachments = Attachments(self.beside, clock)
            opened.callback(self.attachments.close)
            self._contact = Contact(self._journal, clock)
            if self._contact.lease() is Lease.OVER:
                forget_rows(folder)
                self.attachments.forget_received()
            self._replica, self.set_aside = Replica.open_or_set_aside(folder / REPLICA_FILE, key, clock.now())
            opened.callback(self._replica.close)
            self._entries = EntryMaker(self._journal, clock, entropy)
            self.mender = Mender(self._replica, self.rebasing)
            self.bootstrap = Bootstrap(folder, key, self._replica, self._rebuilding)
            opened.callback(self.bootstrap.close)
            self.outbox = Outbox(self._journal, self._entries, clock)
            self.recovery = Recovery(self._journal, clock)
            self._editions: Editions | None = None
            self._is_behind = False
            self._heal_if_behind()
            self._opened = opened.pop_all()

    @classmethod
    def open(cls, folder: Path, key: bytes, clock: Clock, entropy: Entropy = secrets.token_bytes) -> "Workstation":
        """Open or make a profile; `entropy` gives that many random bytes.

        EnvironmentFault: `profile_in_use` when another program has it, `database_unreadable` when the journal cannot be
        read with this key (it is left as it is), `disk_fault`. A damaged replica is set aside and built again.
        """
        try:
            return cls(folder, key, clock, entropy)
        except (exc.DatabaseError, OSError) as error:
            raise EnvironmentFault("disk_fault", {"detail": type(error).__name__}) from error

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._opened.close()

    # --- who -------------------------------------------------------------------------------------------------

    @property
    def profile(self) -> Profile:
        """What enrolment left."""
        return read_profile(self._journal)

    def save_profile(self, profile: Profile) -> None:
        """Keep what enrolment brought."""
        save_profile(self._journal, profile)

    # --- reading ---------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only connection on the replica that sees one state until the block ends.

        EnvironmentFault("lease_locked"): the server was not met for 30 days; acts can still be sent, which unlocks.
        """
        if self._contact.lease() is not Lease.RUNNING:
            raise EnvironmentFault("lease_locked", {"days": LOCKS_AFTER.days})
        with self._replica.reading() as connection:
            yield connection

    def meta(self) -> dict[str, str]:
        """The replica's facts: `ready` ("" until bootstrapped), `epoch`, `cursor`, `synced_at`."""
        return self._replica.meta()

    def editions(self) -> Editions:
        """The published editions of the rules this workstation knows."""
        if self._editions is None:
            with self._replica.reading() as connection:
                self._editions = editions_in(connection)
        return self._editions

    def rules(self, at: datetime) -> Rulebook:
        """The edition in force at an instant."""
        return self.editions().at(at)

    def pending(self) -> list[JournalEntry]:
        """The acts the server has not confirmed, in order; undone ones left out."""
        return [item for item in self._journal.open_entries() if not item.is_void and item.entry.name != "void"]

    def recent(self, limit: int = 200) -> list[JournalEntry]:
        """The latest entries of the journal, newest first, with what became of them."""
        return self._journal.recent(limit)

    # --- acting ----------------------------------------------------------------------------------------------

    def new_id(self) -> str:
        """A new id for a row that an act is about to create."""
        return self._entries.new_id()

    def check(self, args: object) -> RuleViolation | None:
        """Whether an act would be allowed now, on these rows; nothing is kept."""
        with self._lock, self._replica.writing() as connection, thrown_away(connection):
            return self._replayer().violation(connection, args, self.clock.now(), self._entries.new_id())

    def record(self, args: object, *, expect: dict[str, object] | None = None) -> Recorded:
        """Decide an act on the replica and keep it, durably.

        `expect` gives the field values its author saw; by default those of the rows as they stand. RuleViolation: not
        allowed, nothing kept. EnvironmentFault: the journal could not be written, nothing kept.
        """
        (made,) = self._record([[args]], expect)
        if isinstance(made, RuleViolation):
            raise made
        return made[0]

    def record_many(self, groups: Sequence[Group]) -> list[Fate]:
        """Decide groups of acts in order and keep them, durably, in about the time of one act.

        A group is kept whole, or refused whole (its RuleViolation stands in the answer) without stopping those behind
        it. EnvironmentFault: the journal could not be written, nothing of any group is kept.
        """
        return self._record(groups, None)

    def can_undo(self, entry_id: str) -> bool:
        """Whether an act is still held back."""
        item = self._journal.get(entry_id)
        return item is not None and item.is_held(*self.clock.boot())

    def undo(self, *entry_ids: str) -> ChangeSet:
        """Take back held acts, none when one of them left. Errors: see `take_back`."""
        with self._lock:
            try:
                take_back(entry_ids, self._journal, self._entries, self.clock)
            except EnvironmentFault:
                self._heal()
                raise
            return self._heal() or self._heal()

    def become(self, client_id: str, token: str) -> int:
        """Go on as another client of the server: acts that are not confirmed get new mids, and none is lost.

        The replica is asked for anew. Returns how many acts will be sent under the new name.
        """
        with self._lock:
            count = self._journal.start_anew(self.profile.client_id, client_id=client_id, token=token)
            self._heal_if_foreign()
            return count

    # --- taking in -------------------------------------------------------------------------------------------

    def apply(self, lines: Iterable[bytes], *, is_full: bool) -> ChangeSet:
        """Take in a pull: the whole of it, or nothing.

        `is_full`: asked for with an empty cursor; the replica is then built anew. Entries whose outcomes it carries
        are closed once it is on disk. Refused: see `PullApplier`.
        """
        with self._lock:
            if is_full:
                applied = self._replica.rebuild(lines, self._journal.open_entries(), self._replayer())
                changes = ChangeSet(everything=True)
                self._replica.note(**self._synced())
            else:
                with self.rebasing() as rebase:
                    applied = PullApplier(rebase.connection).run(lines)
                    write_meta(rebase.connection, **self._synced())
                changes = rebase.changes | ChangeSet(frozenset(applied.touched))
            if applied.outcomes:
                self._journal.close_entries(applied.outcomes, self.clock.now())
                self._journal.forget_before(self.clock.now() - KEPT_FOR)
            if changes.touches("editions"):
                self._editions = None
            self._contact.note()
            return changes

    @contextmanager
    def rebasing(self) -> Iterator[Rebase]:
        """Confirmed rows to write on; what is pending is replayed on them at the end of the block."""
        with self._lock, self._replica.rebasing(self._journal.open_entries(), self._replayer()) as rebase:
            yield rebase

    @contextmanager
    def _rebuilding(self) -> Iterator[tuple[list[JournalEntry], Replayer]]:
        """Nobody records while the replica is replaced."""
        with self._lock:
            yield self._journal.open_entries(), self._replayer()
            self._editions = None

    def note_synced(self) -> None:
        """A pull that brought nothing is complete as of now."""
        self._contact.note()
        with self._lock:
            self._replica.note(**self._synced())

    def _synced(self) -> dict[str, str]:
        return {"synced_at": instant_text(self.clock.now()), "client_id": self.profile.client_id}

    def note_restore(self, epoch: str) -> None:
        """The server was restored from a backup: keep what has to be told of it, and ask for everything next time."""
        with self._replica.reading() as connection:
            self.recovery.begin(epoch, connection)
        self.forget_cursor()

    def note_recovery(self) -> None:
        """A cycle is done: see what of the restore is known by now."""
        if self.recovery.is_watching():
            with self._replica.reading() as connection:
                self.recovery.compare(connection)

    def forget_cursor(self) -> None:
        """Ask for everything next time: another epoch, or a replica that disagrees with the server."""
        with self._lock:
            self._replica.note(cursor="")

    # --- inside ----------------------------------------------------------------------------------------------

    def _record(self, groups: Sequence[Group], expect: dict[str, object] | None) -> list[Fate]:
        with self._lock:
            if self._is_behind:
                self._heal()
            run: RecordingRun | None = None
            try:
                run = RecordingRun(self._journal, self._entries, self._replayer(), self.clock)
                with self._replica.writing() as connection:
                    run.record(connection, groups, expect)
            except RuleViolation as violation:
                return [violation]
            except (exc.DatabaseError, OSError) as error:
                if run is None or not run.is_kept:
                    raise EnvironmentFault("journal_not_written", {"detail": type(error).__name__}) from error
                return run.after(self._heal())
            return run.fates

    def _heal_if_foreign(self) -> None:
        """Outcomes that the replica holds for another client's mids mean nothing to this one."""
        client_id = self.profile.client_id
        if self.meta().get("client_id", client_id) == client_id:
            return
        with self._replica.writing() as connection:
            forget_outcomes(connection)
            write_meta(connection, cursor="", client_id=client_id, journal_applied_mid="0")
        self._heal()

    def _heal_if_behind(self) -> None:
        self._heal_if_foreign()
        if self._journal.tail()[0] > int(self.meta().get("journal_applied_mid", "0")):
            self._heal()

    def _heal(self) -> ChangeSet:
        """Bring the replica level with the journal; an empty change set when that failed: the next act tries again."""
        self._is_behind = True
        try:
            changes = self._replica.replay_all(self._journal.open_entries(), self._replayer())
        except (exc.DatabaseError, OSError):
            return ChangeSet()
        self._is_behind = False
        return changes

    def _replayer(self) -> Replayer:
        profile = self.profile
        return Replayer(Actor(user_id=profile.user_id, name=profile.user_name), self.editions())
