"""What a workstation still does once it was revoked: hand in what it had not sent, or lose its key (SYNC.md §6)."""

from collections.abc import Callable, Iterator
from typing import Protocol

import structlog

from sync.engine.cycle import CycleOutcome
from sync.engine.transport import Unreachable
from sync.protocol.messages import Deposit, Deposited
from sync.protocol.problems import REVOKED, Refused
from sync.protocol.version import MAX_BATCH_BYTES, MAX_BATCH_ENTRIES
from sync.replica.entries import pushed
from sync.replica.journal import JournalEntry
from sync.replica.workstation import Workstation

log = structlog.get_logger(__name__)


class Depository(Protocol):
    """Where a revoked device hands in its journal. Raises Unreachable, or Refused with a numbered problem."""

    def deposit(self, message: Deposit) -> Deposited:
        """Hand in a batch of entries, each kept once however often it is brought."""
        ...


class Farewell:
    """The end of one workstation. `lose_key` makes its files unreadable for ever, at once and durably."""

    def __init__(self, workstation: Workstation, depository: Depository, lose_key: Callable[[], None]) -> None:
        self._workstation = workstation
        self._depository = depository
        self._lose_key = lose_key

    def deposit(self) -> bool:
        """Hand in every act the server has not confirmed; whether it has them all now. The journal stays as it is."""
        try:
            for batch in _batches(self._workstation.pending()):
                answer = self._depository.deposit(Deposit(entries=[pushed(item) for item in batch]))
                log.warning("unsent acts handed in", kept=answer.acts)
        except (Unreachable, Refused) as fault:
            log.warning("unsent acts not handed in", why=str(fault))
            return False
        return True

    def wipe(self) -> bool:
        """Lose the key before anything else, then say how many acts died with it; whether the server heard it."""
        unsent = len(self._workstation.pending())
        self._lose_key()
        log.warning("key lost as the server asked", unsent=unsent)
        try:
            self._depository.deposit(Deposit(wiped=True, unsent=unsent))
        except (Unreachable, Refused) as fault:
            log.warning("wiping not reported", why=str(fault))
            return False
        return True


def part_if_revoked(
    outcome: CycleOutcome, workstation: Workstation, depository: Depository | None, lose_key: Callable[[], None]
) -> None:
    """After a cycle: a revoked device hands in what it had not sent; one that is to be wiped loses its key."""
    if outcome.problem != REVOKED or depository is None:
        return
    farewell = Farewell(workstation, depository, lose_key)
    if outcome.must_wipe:
        farewell.wipe()
    else:
        farewell.deposit()


def _batches(items: list[JournalEntry]) -> Iterator[list[JournalEntry]]:
    """The entries in order, as many at once as the server takes; at least one."""
    batch: list[JournalEntry] = []
    for item in items:
        size = sum(len(one.body) for one in batch) + len(item.body)
        if batch and (len(batch) == MAX_BATCH_ENTRIES or size > MAX_BATCH_BYTES):
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
