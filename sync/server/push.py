"""Push: an ordered batch of entries, each executed exactly once, all in one transaction (SYNC.md §3)."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import structlog
from sqlalchemy.exc import DBAPIError

from sync.domain.commands import Outcome, Status
from sync.protocol.messages import OutcomeMessage, Push, Pushed
from sync.protocol.problems import (
    BAD_REQUEST,
    BROKEN_CHAIN,
    BUSY,
    CLONED,
    EPOCH_CHANGED,
    GAP,
    TOO_LARGE,
    Refused,
)
from sync.protocol.version import MAX_BATCH_BYTES, MAX_BATCH_ENTRIES
from sync.server.central import Central
from sync.server.clients import Caller, Devices, move
from sync.server.entries import CommandLog, Received, Verdict, receive
from sync.server.inbox import issue_of
from sync.server.instants import Instant, Timekeeper
from sync.server.judge import Judge
from sync.server.locks import lock_for
from sync.server.people import author_of
from sync.server.together import together
from sync.server.tries import Tries
from sync.server.trouble import is_contention, is_machines
from sync.server.unit_of_work import UnitOfWork
from sync.server.waiting import SETTLE, WaitingActs, is_refused

_log = structlog.get_logger()
_TRIES_AGAINST_OTHERS = 3


def push(central: Central, caller: Caller, message: Push) -> Pushed:
    """Execute a batch; Refused when it cannot be this client's next one, and then nothing has happened."""
    if message.epoch != central.epoch:
        raise Refused(EPOCH_CHANGED, {"epoch": central.epoch})
    batch = [receive(pushed) for pushed in message.entries]
    _check(batch)
    is_careful = False
    for _ in range(_TRIES_AGAINST_OTHERS):
        try:
            with central.work() as unit:
                unit.is_careful = is_careful
                return _Batch(central, unit, caller, batch).take()
        except Refused:
            raise
        except Exception as error:
            if isinstance(error, DBAPIError) and is_contention(error):
                continue
            if is_careful or is_machines(error):
                raise
            # Rows written together do not tell which entry poisoned them: judge each by itself.
            is_careful = True
    raise Refused(BUSY, {"retry_after_s": 1})


def _check(batch: Sequence[Received]) -> None:
    if len(batch) > MAX_BATCH_ENTRIES or sum(len(received.body) for received in batch) > MAX_BATCH_BYTES:
        raise Refused(TOO_LARGE, {"entries": MAX_BATCH_ENTRIES, "bytes": MAX_BATCH_BYTES})
    if any(after.entry.mid != before.entry.mid + 1 for before, after in pairwise(batch)):
        raise Refused(BAD_REQUEST, {"why": "mids are not consecutive"})


class _Batch:
    """A batch under way: where the client's chain stands, and what came of the entries so far."""

    def __init__(self, central: Central, unit: UnitOfWork, caller: Caller, batch: list[Received]) -> None:
        self._unit = unit
        self._batch = batch
        connection = unit.connection
        author = author_of(connection, caller)
        self._client = author.client
        ledger = central.ledger(connection)
        self._waiting = WaitingActs(unit, ledger)
        is_again = any(received.was_done for received in batch)
        lock_for(unit, [*batch, *self._waiting.received()] if is_again else batch, self._client.user_id)
        self._last_mid = self._client.last_mid
        self._chain = self._client.chain
        self._last_effective_at = self._client.last_effective_at
        self._received_at = central.now()
        self._timekeeper = Timekeeper(central.anchors, Devices(connection, self._client))
        self._log = CommandLog(connection, self._client, batch)
        self._tries = Tries(connection, self._client.id)
        self._judge = Judge(
            unit=unit,
            editions=central.published.editions((central.epoch, author.rules_head), unit.world),
            actor=author.actor,
            issuance=ledger,
        )
        self._wait = timedelta()
        self._came_back = False

    def take(self) -> Pushed:
        """Execute the entries in order, up to the first that meets an unexpected error."""
        outcomes: list[OutcomeMessage] = []
        for received in self._batch:
            outcome = self._take(received)
            if outcome is None:
                break
            outcomes.append(outcome)
        with together(self._unit.connection):
            self._log.flush()
            self._move()
        if self._came_back:
            self._waiting.judge_again(self._received_at)
        wait = int(self._wait.total_seconds())
        return Pushed(last_mid=self._last_mid, outcomes=outcomes, retry_after_s=wait)

    def _move(self) -> None:
        place = (self._last_mid, self._chain, self._last_effective_at)
        move(self._unit.connection, self._client.id, *place)

    def _take(self, received: Received) -> OutcomeMessage | None:
        """The outcome of one entry, old or new; None when it has to be tried again later."""
        entry = received.entry
        known = self._log.known(entry.id)
        if known and known.user_id != self._client.user_id:
            raise Refused(CLONED)
        if known and entry.mid != self._last_mid + 1:
            return known.message(entry.mid)
        self._check_place(received)
        if known is None:
            verdict = self._execute(received)
            if verdict is None:
                return None
            known = self._log.add(received, verdict)
        self._log.place(received)
        self._last_mid, self._chain = entry.mid, received.body_hash
        return known.message(entry.mid)

    def _check_place(self, received: Received) -> None:
        entry = received.entry
        if entry.mid <= self._last_mid:
            raise Refused(CLONED)
        if entry.mid > self._last_mid + 1:
            raise Refused(GAP, {"last_mid": self._last_mid})
        if entry.prev != self._chain:
            raise Refused(BROKEN_CHAIN, {"last_mid": self._last_mid})

    def _execute(self, received: Received) -> Verdict | None:
        instant = self._timekeeper.date(received.entry.clock, self._last_effective_at, self._received_at)
        if received.entry.name == SETTLE:
            self._log.flush()  # it may confirm an act of this very batch
        try:
            with self._unit.savepoint():
                verdict: Verdict | None = self._judged(received, instant)
        except (DBAPIError, OSError) as error:
            if is_machines(error):
                raise
            verdict = self._failed(received, instant, error)
        except Exception as error:  # noqa: BLE001 - one poisoned entry must not stop the others
            verdict = self._failed(received, instant, error)
        if verdict:
            self._last_effective_at = max(self._last_effective_at, instant.effective_at)
        return verdict

    def _judged(self, received: Received, instant: Instant) -> Verdict:
        verdict = self._judge.judge(received, instant)
        self._came_back |= received.was_done and not is_refused(verdict.outcome)
        verdict = self._waiting.set_aside(received, verdict, self._client.id)
        issue = issue_of(received, verdict, self._client.user_id, self._unit.world)
        if issue:
            self._unit.world.put(issue)
        return verdict

    def _failed(self, received: Received, instant: Instant, error: Exception) -> Verdict | None:
        """Count the try; the verdict that parks the entry once it has been tried enough, else None."""
        entry = received.entry
        _log.error("entry failed", command=entry.name, command_id=entry.id, exc_info=error)
        wait = self._tries.count(entry.id, self._received_at, error)
        if wait:
            self._wait = wait
            return None
        edition = self._judge.editions.at(instant.effective_at).edition
        outcome = Outcome(Status.PARKED, "unexpected_error")
        verdict = Verdict(outcome, edition, instant.effective_at, instant.received_at, instant.grade)
        issue = issue_of(received, verdict, self._client.user_id, self._unit.world)
        if issue:
            self._unit.world.put(issue)
        return verdict
