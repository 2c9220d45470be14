"""What the operator sees to: devices whose access is taken back, and arbitrations that the central service settles."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select

from sync.domain.actor import Actor
from sync.domain.commands import Context, Grade, Status, decide
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.ids import uuid7
from sync.domain.inbox import WAITS_FOR_OTHERS, InboxIssue, IssueKind
from sync.domain.settling import Settle, Settlement
from sync.server import rules
from sync.server.auth.devices import ask_wipe, revoke
from sync.server.central import Central
from sync.server.people import user_name
from sync.server.tables import ACCOUNTS, CLIENTS, QUARANTINE
from sync.store.world import SqlWorld, Unwatched

_FOR_STAFF = (IssueKind.ARBITRATION, IssueKind.PARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """An enrolled device. `unsent`: how many acts it last said it had to itself; `deposited`: how many it handed in."""

    id: str
    name: str
    enrolled_at: datetime
    revoked_at: datetime | None
    wipe_asked_at: datetime | None
    wiped_at: datetime | None
    unsent: int
    deposited: int

    def words(self) -> str:
        """What to tell the operator of it, on one line."""
        told = (
            (self.revoked_at, "accès retiré le"),
            (self.wipe_asked_at, "effacement demandé le"),
            (self.wiped_at, "clé effacée le"),
        )
        dated = [f"{words} {at:%d/%m/%Y}" for at, words in told if at]
        enrolled = f"enrôlé le {self.enrolled_at:%d/%m/%Y}"
        return " · ".join([self.id, self.name, enrolled, *dated, *self._counts()])

    def _counts(self) -> list[str]:
        unsent = [f"{self.unsent} décision(s) non envoyée(s)"] if self.unsent else []
        return unsent + ([f"{self.deposited} remise(s) en quarantaine"] if self.deposited else [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Arbitration:
    """What staff has to look at: whose act it was, at which employer ("" for none), and what the issue says."""

    id: str
    author: str
    employer: str
    act: str
    code: str
    facts: dict[str, object]
    asked_at: datetime

    def words(self) -> str:
        """What to tell the operator of it, on one line."""
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return " · ".join(
            [self.id, f"{self.asked_at:%d/%m/%Y}", self.author, self.employer, self.act, self.code, facts]
        )


def devices(central: Central, email: str) -> list[Device]:
    """Every device that an account ever enrolled, oldest first."""
    deposits = select(func.count()).where(QUARANTINE.c.client_id == CLIENTS.c.id).scalar_subquery()
    query = (
        select(CLIENTS, deposits.label("deposited"))
        .join(ACCOUNTS, ACCOUNTS.c.user_id == CLIENTS.c.user_id)
        .where(ACCOUNTS.c.email == email.strip().lower())
        .order_by(CLIENTS.c.created_at, CLIENTS.c.id)
    )
    with central.reading() as connection:
        return [
            Device(
                id=row.id,
                name=row.device_name,
                enrolled_at=row.created_at,
                revoked_at=row.revoked_at,
                wipe_asked_at=row.wipe_asked_at,
                wiped_at=row.wiped_at,
                unsent=row.unsent or 0,
                deposited=row.deposited,
            )
            for row in connection.execute(query)
        ]


def take_access(central: Central, device_id: str, *, wipes: bool) -> bool:
    """Revoke a device, and have it wiped if `wipes`; False when there is no such device."""
    with central.work() as unit:
        known = unit.connection.scalar(select(CLIENTS.c.id).where(CLIENTS.c.id == device_id)) is not None
        if known:
            (ask_wipe if wipes else revoke)(unit.connection, device_id, central.now())
    return known


def arbitrations(central: Central) -> list[Arbitration]:
    """The open ones, oldest first, and with them the acts that the server could not execute and put aside."""
    with central.reading() as connection:
        world = SqlWorld(connection, Unwatched())
        issues = [one for one in world.find(InboxIssue, closed_at=None) if _is_for_staff(one)]
        return [_told(issue, world) for issue in sorted(issues, key=lambda issue: (issue.created_at, issue.id))]


def close(central: Central, issue_id: str) -> bool:
    """The central service leaves things as they are; False when there is no such open arbitration."""
    now = central.now()
    with central.work() as unit:
        issue = unit.world.get(InboxIssue, issue_id)
        if issue is None or issue.kind is not IssueKind.ARBITRATION:
            return False
        context = Context(
            actor=Actor(user_id="", name="", is_staff=True),
            now=now,
            rules=rules.published(unit.world).at(now),
            command_id=uuid7(now, bytes(10)),
            grade=Grade.ONLINE,
            received_at=now,
        )
        try:
            outcome = decide(Settle(issue_id=issue_id, how=Settlement.CURRENT), context, unit.world)
        except RuleViolation:
            return False
        return outcome.status is Status.APPLIED


def _is_for_staff(issue: InboxIssue) -> bool:
    return issue.kind in _FOR_STAFF and issue.code != WAITS_FOR_OTHERS


def _told(issue: InboxIssue, world: SqlWorld) -> Arbitration:
    employer = world.get(Employer, issue.employer_id) if issue.employer_id else None
    return Arbitration(
        id=issue.id,
        author=user_name(world, issue.user_id),
        employer=employer.name if employer else "",
        act=issue.command_name,
        code=issue.code,
        facts=msgspec.json.decode(issue.facts),
        asked_at=issue.created_at,
    )
