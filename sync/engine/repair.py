"""Repair of scopes whose rows are not what the server says: differing buckets, then the scope, then everything.

The journal is never touched. Every event is logged with the guilty tables and fields, never with values (SYNC.md §1.8).
"""

from collections.abc import Callable

import structlog

from sync.engine.transport import Transport
from sync.protocol.messages import DigestAnswer, DigestAsk, RowsAsk
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Workstation

log = structlog.get_logger(__name__)

_MOST_ROWS = 5_000

PullAgain = Callable[[list[str]], ChangeSet]


class Repairer:
    """Repairs one workstation. `pull_again` pulls the named scopes whole, or everything when the list is empty."""

    def __init__(self, workstation: Workstation, transport: Transport, pull_again: PullAgain) -> None:
        self._workstation = workstation
        self._mender = workstation.mender
        self._transport = transport
        self._pull_again = pull_again

    def run(self) -> ChangeSet:
        """Repair every scope that disagrees; it ends, whatever the server says."""
        changes = ChangeSet()
        if not (wrong := self._mender.disagreeing()):
            return changes
        for scope in wrong:
            changes |= self._repair_buckets(scope)
        if wrong := self._mender.disagreeing():
            log.warning("scope pulled again", scopes=[kind_of(scope) for scope in wrong])
            changes |= self._pull_again(wrong)
        if wrong := self._mender.disagreeing():
            log.warning("replica built again", scopes=[kind_of(scope) for scope in wrong])
            changes |= self._pull_again([])
        if wrong := self._mender.disagreeing():
            log.error("digest still differs", scopes=[kind_of(scope) for scope in wrong])
            self._mender.accept()
        return changes

    def _repair_buckets(self, scope: str) -> ChangeSet:
        answer = self._ask(scope)
        if answer is None:
            return ChangeSet()
        if not answer.buckets:
            log.warning("digest was miscounted", scope=kind_of(scope))
            self._mender.agree(scope)
            return ChangeSet()
        found = self._mender.differences(scope, answer)
        if len(found.keys()) > _MOST_ROWS:
            return ChangeSet()
        lines = self._transport.rows(RowsAsk(epoch=self._epoch, scope=scope, ids=found.wanted))
        changes, guilty = self._mender.mend(scope, lines, found)
        log.warning("rows repaired", scope=kind_of(scope), rows=len(found.keys()), guilty=guilty)
        again = self._ask(scope)
        if again is not None and not again.buckets:
            self._mender.agree(scope)
        return changes

    def _ask(self, scope: str) -> DigestAnswer | None:
        """The server's comparison; None when the scope moved on meanwhile: the next pull settles it."""
        head, sums = self._mender.bucket_sums(scope)
        answer = self._transport.digest(DigestAsk(epoch=self._epoch, scope=scope, head=head, sums=sums))
        return answer if answer.head == head else None

    @property
    def _epoch(self) -> str:
        return self._workstation.meta().get("epoch", "")


def kind_of(scope: str) -> str:
    """A scope as logs name it: its kind, without the id."""
    return scope.partition(":")[0]
