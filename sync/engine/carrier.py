"""The queue of attachments: what was attached here goes to the server, what open applications name comes here.

A queue of its own, beside the cycles: an attachment that is refused, large or lost waits for its own next try, and
delays neither acts nor another attachment (SYNC.md §9, §12 (23)).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy import select

from sync.domain.attachments import Resume
from sync.domain.errors import EnvironmentFault
from sync.domain.job_applications import JobApplication
from sync.engine.schedule import retry_delay
from sync.engine.transport import Unreachable
from sync.protocol.problems import BAD_HASH, NOT_FOUND, WRONG_OFFSET, Refused
from sync.replica.attachments import Item, Way
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Workstation
from sync.store.tables import TABLES

log = structlog.get_logger(__name__)

_NAME = re.compile(r"[0-9a-f]{64}")
_MOST_TURNS = 3


class Blobs(Protocol):
    """The server's attachments, seen by one signed-in device; every method raises Unreachable or Refused."""

    def progress(self, sha256: str) -> int:
        """How many bytes of an attachment the server has of this user's sending, 0 for none."""
        ...

    def send(self, sha256: str, start: int, size: int, data: bytes) -> int:
        """Send the bytes from `start` on, of `size` in all; how many the server has now."""
        ...

    def fetch(self, sha256: str, start: int) -> Iterator[bytes]:
        """The bytes from `start` on, as they arrive."""
        ...


@dataclass(frozen=True, slots=True)
class Carried:
    """What a run did; `changes` are the applications whose CV arrived or left. `waits` counts what has still to go."""

    sent: int = 0
    fetched: int = 0
    waits: int = 0
    is_offline: bool = False
    changes: ChangeSet = field(default_factory=ChangeSet)


class Carrier:
    """Carries the attachments of one workstation. `random` gives a number in [0, 1), for the back-off."""

    def __init__(self, workstation: Workstation, blobs: Blobs, random: Callable[[], float]) -> None:
        self._workstation = workstation
        self._store = workstation.attachments
        self._blobs = blobs
        self._random = random

    def run(self, is_cancelled: Callable[[], bool] = lambda: False) -> Carried:
        """Carry everything that is due, each on its own; without network the rest waits for the next run."""
        epoch = self._workstation.meta().get("epoch", "")
        named = self._named()
        self._store.offer_again(epoch)
        self._store.keep_only(named.keys())
        for resume in self._wanted():
            self._store.want(resume)
        carried = Carried()
        for item in self._store.due():
            if is_cancelled():
                break
            try:
                carried = self._after(carried, item, named, done=self._carry(item, epoch))
            except Unreachable as fault:
                # Something between us and the server may refuse this one alone: the others go first next time.
                self._postpone(item, fault.code)
                carried = replace(carried, is_offline=True)
                break
        return replace(carried, waits=len(self._store.waiting()))

    def _carry(self, item: Item, epoch: str) -> bool:
        """Whether an attachment is where it had to go; if not, it waits for its next try."""
        try:
            return self._send(item, epoch) if item.way is Way.UP else self._fetch(item)
        except Refused as refused:
            is_awaited = refused.problem == NOT_FOUND and item.way is Way.DOWN
            code = "attachment_awaited" if is_awaited else refused.problem.code
            self._postpone(item, code, refused.retry_after_s)
        except EnvironmentFault:
            raise
        except Exception as bug:  # one poisoned attachment must not stop the others
            log.exception("attachment failed", way=str(item.way), exc_info=bug)
            self._postpone(item, "attachment_failed")
        return False

    def _send(self, item: Item, epoch: str) -> bool:
        """From where the server stands, to the end."""
        start = self._blobs.progress(item.sha256)
        turns = 0
        while start < item.size:
            data = self._store.piece(item.sha256, start)
            if not data:
                raise Refused(BAD_HASH)
            try:
                start = self._blobs.send(item.sha256, start, item.size, data)
            except Refused as refused:
                turns += 1
                if refused.problem != WRONG_OFFSET or turns == _MOST_TURNS:
                    raise
                start = _offset_of(refused)
        self._store.delivered(item.sha256, epoch)
        return True

    def _fetch(self, item: Item) -> bool:
        """From where it broke off, to the end; what is not what was asked for is dropped."""
        for data in self._blobs.fetch(item.sha256, item.received):
            self._store.add(item.sha256, data)
        if not self._store.arrived(item.sha256):
            raise Refused(BAD_HASH)
        return True

    def _postpone(self, item: Item, problem: str, retry_after_s: int = 0) -> None:
        delay = retry_delay(item.tries + 1, self._random, retry_after_s)
        self._store.postpone(item.sha256, self._workstation.clock.now() + timedelta(seconds=delay), problem)

    def _after(self, carried: Carried, item: Item, named: dict[str, set[str]], *, done: bool) -> Carried:
        if not done:
            return carried
        rows = frozenset(("job_applications", row_id) for row_id in named.get(item.sha256, ()))
        changes = carried.changes | ChangeSet(rows)
        if item.way is Way.UP:
            return replace(carried, sent=carried.sent + 1, changes=changes)
        return replace(carried, fetched=carried.fetched + 1, changes=changes)

    # --- what rows name ----------------------------------------------------------------------------------------

    def _named(self) -> dict[str, set[str]]:
        """The applications shown here by the content of their CV."""
        table = TABLES[JobApplication]
        query = select(table.c.resume_sha256, table.c.id).where(table.c.resume_sha256 != "")
        named: dict[str, set[str]] = {}
        with self._workstation.reading() as connection:
            for sha256, row_id in connection.execute(query):
                named.setdefault(sha256, set()).add(row_id)
        return named

    def _wanted(self) -> list[Resume]:
        """The CVs of the applications that await an answer, the latest first: they are read in the field."""
        table = TABLES[JobApplication]
        states = self._workstation.rules(self._workstation.clock.now()).pending_states()
        query = (
            select(table.c.resume_sha256, table.c.resume_size)
            .where(table.c.resume_sha256 != "", table.c.state.in_(states))
            .order_by(table.c.created_at.desc())
        )
        with self._workstation.reading() as connection:
            rows = connection.execute(query).all()
        return [Resume(sha256=sha256, size=size) for sha256, size in rows if _NAME.fullmatch(sha256)]


def _offset_of(refused: Refused) -> int:
    """Where the server says that it stands; whoever does not say is refused as he is."""
    told = refused.facts.get("offset")
    if not isinstance(told, int) or told < 0:
        raise refused
    return told
