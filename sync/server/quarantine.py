"""The quarantine: what a revoked device had not sent, kept for the administrators of the employers it concerns (§6).

A deposit changes nothing. Its acts are grouped by employer under one inbox issue each, which tells the administrators
how many there are and until when they are kept. Confirming that issue makes each act a parked one, with an issue of its
own that an administrator reads and then confirms as their own act, or dismisses; any other way of settling it, or 30
days, discards them. Acts that concern no employer are put to their author. The chain of entries is not checked: a copy
of a profile, or a server that was restored, is no reason to lose what may be the only trace of somebody's work.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, delete, func, insert, select

from sync.domain.calendar import add_days, paris_date
from sync.domain.commands import Context, Grade, Outcome, Status, command_type
from sync.domain.ids import derived_id
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.settling import Settlement
from sync.protocol.messages import Deposit, Deposited, PushedEntry
from sync.protocol.problems import TOO_LARGE, Refused
from sync.protocol.version import MAX_BATCH_BYTES, MAX_BATCH_ENTRIES
from sync.server import rules
from sync.server.central import Central
from sync.server.clients import Client, Devices, locked, note_unsent
from sync.server.entries import CommandLog, Received, Verdict, receive
from sync.server.inbox import employer_of, issue_of
from sync.server.instants import Timekeeper
from sync.server.people import user_name
from sync.server.purges import QUARANTINE_KEPT
from sync.server.tables import CLIENTS, COMMAND_LOG, QUARANTINE
from sync.server.unit_of_work import UnitOfWork

QUARANTINED = "quarantined"
_MOST_ACTS = 5_000
_NOT_ENTITLED = Outcome(Status.PARKED, "not_entitled", {"act": "quarantine"})


def deposit(central: Central, client: Client, message: Deposit) -> Deposited:
    """Keep what a revoked device brings, each act once; Refused(TOO_LARGE) beyond the limits of a push, or 5,000."""
    batch = [receive(pushed) for pushed in message.entries]
    if len(batch) > MAX_BATCH_ENTRIES or sum(len(received.body) for received in batch) > MAX_BATCH_BYTES:
        raise Refused(TOO_LARGE, {"entries": MAX_BATCH_ENTRIES, "bytes": MAX_BATCH_BYTES})
    with central.work() as unit:
        depositor = locked(unit.connection, client.id)
        if message.wiped:
            note_unsent(unit.connection, client.id, message.unsent, central.now())
        return Deposited(acts=_Keeper(central, unit, depositor).keep(batch))


class _Keeper:
    """Keeps a batch of one device's acts in one transaction."""

    def __init__(self, central: Central, unit: UnitOfWork, client: Client) -> None:
        self._unit = unit
        self._client = client
        self._now = central.now()
        self._timekeeper = Timekeeper(central.anchors, Devices(unit.connection, client))

    def keep(self, batch: list[Received]) -> int:
        """Keep those not known yet; how many acts of the device there are now."""
        new = self._unknown(batch)
        held = self._count(QUARANTINE.c.client_id == self._client.id)
        if held + len(new) > _MOST_ACTS:
            raise Refused(TOO_LARGE, {"entries": _MOST_ACTS})
        by_employer: dict[str | None, list[Received]] = defaultdict(list)
        for received in new:
            by_employer[self._employer_of(received)].append(received)
        for employer_id, acts in by_employer.items():
            issue_id = derived_id(self._client.id, QUARANTINED, employer_id or "")
            self._unit.connection.execute(insert(QUARANTINE), [self._row(act, issue_id) for act in acts])
            self._unit.world.put(self._issue(issue_id, employer_id))
        return held + len(new)

    def _unknown(self, batch: list[Received]) -> list[Received]:
        """Acts, without those that were taken back, executed, or deposited before."""
        acts = {one.entry.id: one for one in batch if not one.is_void and one.entry.name != "void"}
        known: set[str] = set()
        for column in (COMMAND_LOG.c.id, QUARANTINE.c.command_id):
            known |= set(self._unit.connection.scalars(select(column).where(column.in_(list(acts)))))
        return [one for command_id, one in acts.items() if command_id not in known]

    def _employer_of(self, received: Received) -> str | None:
        kind = command_type(received.entry.name, received.entry.version)
        args = received.args(kind) if kind else None
        return employer_of(kind, args, self._unit.world) if kind and args is not None else None

    def _row(self, received: Received, issue_id: str) -> dict[str, Any]:
        instant = self._timekeeper.date(received.entry.clock, self._client.last_effective_at, self._now)
        return {
            "command_id": received.entry.id,
            "client_id": self._client.id,
            "user_id": self._client.user_id,
            "issue_id": issue_id,
            "mid": min(received.entry.mid, 2**31 - 1),
            "body": received.body.decode(),
            "effective_at": instant.effective_at,
            "received_at": self._now,
        }

    def _issue(self, issue_id: str, employer_id: str | None) -> InboxIssue:
        connection, world = self._unit.connection, self._unit.world
        device = connection.scalar(select(CLIENTS.c.device_name).where(CLIENTS.c.id == self._client.id))
        until = add_days(paris_date(self._now), QUARANTINE_KEPT.days)
        facts = {
            "acts": self._count(QUARANTINE.c.issue_id == issue_id),
            "author": user_name(world, self._client.user_id),
            "device": device,
            "until": until,
        }
        return InboxIssue(
            id=issue_id,
            kind=IssueKind.CONFIRMATION,
            user_id=self._client.user_id,
            employer_id=employer_id,
            command_id=issue_id,
            command_name="quarantine",
            code=QUARANTINED,
            facts=msgspec.json.encode(facts).decode(),
            acted_at=self._now,
            created_at=self._now,
        )

    def _count(self, clause: Any) -> int:  # noqa: ANN401 - a SQL clause
        found = self._unit.connection.scalar(select(func.count()).select_from(QUARANTINE).where(clause))
        return found or 0


def settle_deposit(issue: InboxIssue, how: str, context: Context, unit: UnitOfWork) -> None:
    """Take the acts behind a quarantine's issue over, each as a parked one; discard them when settled otherwise."""
    mine = QUARANTINE.c.issue_id == issue.id
    if how == Settlement.CONFIRMED:
        for row in unit.connection.execute(select(QUARANTINE).where(mine).order_by(QUARANTINE.c.mid)).all():
            _take_over(row, context.now, unit)
    unit.connection.execute(delete(QUARANTINE).where(mine))


def _take_over(row: Row[Any], now: datetime, unit: UnitOfWork) -> None:
    received = receive(PushedEntry(body=msgspec.Raw(row.body.encode())))
    log = CommandLog(unit.connection, locked(unit.connection, row.client_id), [received])
    if log.known(received.entry.id):
        return
    edition = rules.published(unit.world).at(row.effective_at).edition
    verdict = Verdict(_NOT_ENTITLED, edition, row.effective_at, row.received_at, Grade.CLAIMED)
    log.add(received, verdict)
    log.flush()
    issue = issue_of(received, verdict, row.user_id, unit.world)
    if issue is not None:
        unit.world.put(replace(issue, created_at=now))
