"""One cycle: hello, push, pull. Its result is a small closed value; it never raises for what a network can do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from sync.domain.audience import DIRECTORY
from sync.engine.bootstrap import Bootstrapper, CancelledError, Unwatched, Watcher
from sync.engine.repair import Repairer
from sync.engine.transport import Transport, Unreachable
from sync.protocol.messages import Hello, Pull, Push, Welcome
from sync.protocol.problems import CURSOR_AHEAD, EPOCH_CHANGED, REVOKED, TOO_LARGE, Problem, Refused
from sync.protocol.version import DIGEST, PROTO, SCHEMA
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Workstation

log = structlog.get_logger(__name__)

_DIRECTORY_HOLDS = timedelta(minutes=5)
_WELCOME_HOLDS = timedelta(minutes=5)
_PROGRAM = "passerelle/0.1"

Progress = Callable[[int, int], None]


class CycleKind(StrEnum):
    """How a cycle ended."""

    DONE = "done"
    OFFLINE = "offline"
    REFUSED = "refused"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class CycleOutcome:
    """What a cycle did. DONE means: everything sendable was sent, and a whole pull was applied after it.

    `reissued` counts the acts that a restored server had lost and was sent again. `forked` says that this profile
    turned out to be a copy and became a client of its own. `must_wipe` says that the server, which revoked this
    device, wants it to lose its key (see `quarantine`). `retry_after_s` is the server's wish.
    """

    kind: CycleKind
    sent: int = 0
    reissued: int = 0
    changes: ChangeSet = field(default_factory=ChangeSet)
    problem: Problem | None = None
    detail: str = ""
    retry_after_s: int = 0
    forked: bool = False
    must_wipe: bool = False


class Cycle:
    """Cycles of one workstation with one server.

    Keeps the last welcome, so that an idle cycle is one round trip. The first cycle also counts the replica's rows
    anew, to notice what a disk or a bug did to them since.
    """

    def __init__(
        self,
        workstation: Workstation,
        transport: Transport,
        progress: Progress | None = None,
        watcher: Watcher | None = None,
    ) -> None:
        self._workstation = workstation
        self._watcher = watcher or Unwatched()
        self._transport = transport
        self._progress = progress or (lambda _done, _of: None)
        self._welcome: Welcome | None = None
        self._welcomed_at: datetime | None = None
        self._server_mid = 0
        self._most_bytes = 0
        self._forked = False
        self._audited = False
        self._directory_at: datetime | None = None
        self._wants_directory = False

    def want_directory(self) -> None:
        """Have the next cycle fetch the directory of structures too, unless it did lately (SYNC.md §1.2)."""
        self._wants_directory = True

    def run(self) -> CycleOutcome:
        """Push what may leave, then pull until the replica is what the server says."""
        sent = reissued = 0
        self._forked = False
        try:
            reissued = self._greet()
            sent, retry_after_s = self._push()
            changes = self._bootstrap() | self._pull()
            self._workstation.note_recovery()
        except CancelledError:
            return CycleOutcome(CycleKind.UNFINISHED, sent, reissued, retry_after_s=1)
        except Unreachable as fault:
            self._welcome = None
            return CycleOutcome(CycleKind.OFFLINE, sent, reissued, detail=str(fault.facts["detail"]))
        except Refused as refused:
            self._welcome = None
            return self._refused(refused, sent, reissued)
        kind = CycleKind.UNFINISHED if retry_after_s else CycleKind.DONE
        return CycleOutcome(kind, sent, reissued, changes, retry_after_s=retry_after_s, forked=self._forked)

    def _refused(self, refused: Refused, sent: int, reissued: int) -> CycleOutcome:
        if refused.problem in (EPOCH_CHANGED, CURSOR_AHEAD):
            self._workstation.forget_cursor()
        log.warning("cycle refused", problem=refused.problem.code, facts=refused.facts)
        return CycleOutcome(
            CycleKind.REFUSED,
            sent,
            reissued,
            problem=refused.problem,
            detail=str(refused.facts),
            retry_after_s=refused.retry_after_s,
            must_wipe=refused.problem == REVOKED and refused.facts.get("wipe") is True,
        )

    # --- hello -----------------------------------------------------------------------------------------------

    def _greet(self) -> int:
        """Say hello when it is due; returns how many acts a restored server will get again."""
        now = self._workstation.clock.now()
        if self._welcome and self._welcomed_at and abs(now - self._welcomed_at) < _WELCOME_HOLDS:
            return 0
        meta = self._workstation.meta()
        welcome = self._hello(meta)
        self._workstation.outbox.note_anchor(welcome.anchor, welcome.server_time)
        if not self._workstation.outbox.fits_chain(welcome.last_mid, welcome.chain):
            self._fork()
            welcome = self._hello(meta)
        if meta.get("epoch", welcome.epoch) != welcome.epoch:
            log.warning("epoch changed")
            self._workstation.note_restore(welcome.epoch)
        self._server_mid = welcome.last_mid
        self._most_bytes = welcome.max_batch_bytes
        self._welcome, self._welcomed_at = welcome, now
        again = self._workstation.outbox.server_holds(welcome.last_mid)
        self._workstation.recovery.sent_again(again)
        return again

    def _hello(self, meta: Mapping[str, str]) -> Welcome:
        epoch, cursor = meta.get("epoch", ""), meta.get("cursor", "")
        return self._transport.hello(
            Hello(
                proto=PROTO,
                schema=SCHEMA,
                digest=DIGEST,
                program=_PROGRAM,
                epoch=epoch,
                cursor=cursor,
                unsent=len(self._workstation.pending()),
            )
        )

    def _fork(self) -> None:
        """This profile is a copy, or was restored from one: go on under a name of its own, with all its acts."""
        enrolled = self._transport.fork()
        count = self._workstation.become(enrolled.client_id, enrolled.token)
        log.warning("profile was copied, enrolled anew", acts=count)
        self._forked = True

    # --- push ------------------------------------------------------------------------------------------------

    def _push(self) -> tuple[int, int]:
        """Send batch after batch: how many entries the server took, and how long it asks to wait for the rest."""
        start = self._server_mid
        total = self._workstation.outbox.last_mid() - start
        while batch := self._workstation.outbox.batch(self._server_mid, self._most_entries, self._most_bytes):
            self._progress(self._server_mid - start, total)
            message = Push(epoch=self._epoch, entries=self._workstation.outbox.sending(batch))
            try:
                answer = self._transport.push(message)
            except Refused as refused:
                if refused.problem != TOO_LARGE or len(batch) == 1:
                    raise
                self._most_bytes = sum(len(item.body) for item in batch) // 2
                continue
            self._workstation.outbox.answered(answer.outcomes)
            took = answer.last_mid - self._server_mid
            self._server_mid = answer.last_mid
            if took < len(batch):
                return self._server_mid - start, answer.retry_after_s or 1
        return self._server_mid - start, 0

    @property
    def _epoch(self) -> str:
        return self._welcome.epoch if self._welcome else ""

    @property
    def _most_entries(self) -> int:
        return self._welcome.max_batch_entries if self._welcome else 1

    # --- bootstrap -------------------------------------------------------------------------------------------

    def _bootstrap(self) -> ChangeSet:
        """Fetch the server's snapshots if there are any and nothing to start from; the pull that follows catches up.

        An index that a crash left unmade is made first.
        """
        changes = ChangeSet(everything=self._workstation.bootstrap.index())
        if self._welcome is None or not self._welcome.snapshots or self._workstation.meta().get("cursor"):
            return changes
        return changes | Bootstrapper(self._workstation, self._transport, self._watcher, self._push).run(self._welcome)

    # --- pull ------------------------------------------------------------------------------------------------

    def _pull(self) -> ChangeSet:
        changes = self._pull_once()
        if not self._audited:
            self._audited = True
            self._workstation.mender.audit()
        changes |= Repairer(self._workstation, self._transport, self._pull_again).run()
        return changes | self._pull_directory()

    def _pull_directory(self) -> ChangeSet:
        now = self._workstation.clock.now()
        is_due = self._directory_at is None or abs(now - self._directory_at) > _DIRECTORY_HOLDS
        if not (self._wants_directory and is_due):
            return ChangeSet()
        changes = self._pull_once(wanted=[DIRECTORY])
        self._wants_directory, self._directory_at = False, now
        return changes

    def _pull_again(self, scopes: list[str]) -> ChangeSet:
        if not scopes:
            self._workstation.forget_cursor()
        return self._pull_once(scopes)

    def _pull_once(self, reset: list[str] | None = None, wanted: list[str] | None = None) -> ChangeSet:
        cursor = self._workstation.meta().get("cursor", "")
        lines = self._transport.pull(
            Pull(
                cursor=cursor,
                first_open_mid=self._workstation.outbox.first_open_mid(),
                schema=SCHEMA,
                digest=DIGEST,
                reset=reset or [],
                wanted=wanted or [],
            )
        )
        if lines is None:
            self._workstation.note_synced()
            return ChangeSet()
        return self._workstation.apply(lines, is_full=not cursor)
