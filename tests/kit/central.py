"""A central server without network, and devices that speak its protocol and check every answer."""

from collections.abc import Iterable
from typing import Any

import msgspec

from sync.domain.commands import command_type_of
from sync.domain.employers import User
from sync.protocol import messages as m
from sync.protocol.codec import decode_line, sha256
from sync.server.auth.devices import add_client, signed_in
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.feed import pull
from sync.server.hello import hello
from sync.server.push import push
from sync.store.rows import add_hashes, row_hash
from sync.store.types import instant_text
from tests.kit.clocks import FakeClock
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    DAVE,
    EI,
    ERIN,
    MISSION_LOCALE,
    ORIENTEUR,
    membership,
    prescriber_membership,
)


def people(central: Central, *more: object) -> None:
    """Everybody at their place, dave not applying anywhere yet, and `more`."""
    with central.work() as unit:
        for row in (
            *(ALICE, BOB, CAROL, ERIN, ACI, EI, MISSION_LOCALE, ORIENTEUR, DAVE),
            membership(ALICE, ACI, is_admin=True, is_director=True),
            membership(ERIN, ACI),
            membership(BOB, EI, is_admin=True),
            prescriber_membership(CAROL, MISSION_LOCALE),
            *more,
        ):
            unit.world.put(row)


class Device:
    """A workstation's side of the protocol, its entries chained and its rows held as a replica would."""

    def __init__(self, central: Central, user: User, clock: FakeClock | None = None) -> None:
        self.central = central
        self.clock = clock or FakeClock(central.now())
        with central.work() as unit:
            self.client_id, self.token = add_client(unit.connection, user.id, "a device", central.now())
        self.mid = 0
        self.chain = ""
        self.cursor = ""
        self.rows: dict[str, dict[tuple[str, str], bytes]] = {}
        self.outcomes: dict[int, m.OutcomeMessage] = {}
        self.meet()

    @property
    def client(self) -> Client:
        """The client as the server sees it now; Refused when it is revoked."""
        with self.central.reading() as connection:
            return signed_in(connection, f"Bearer {self.token}")

    def meet(self) -> m.Welcome:
        """Say hello, which brings a fresh time anchor."""
        welcome = hello(self.central, self.client, m.Hello(proto=1, schema=1, digest=1, program="test"))
        self.anchor, (self.anchor_boot, self.anchor_ms) = welcome.anchor, self.clock.boot()
        return welcome

    def record(self, args: Any, *, void: bool = False, **fields: Any) -> m.PushedEntry:  # noqa: ANN401 - entry fields
        """The next entry of this device, not sent yet."""
        kind = command_type_of(args)
        self.mid += 1
        boot, milliseconds = self.clock.boot()
        clock = m.Clock(
            anchor=self.anchor,
            anchor_boot=self.anchor_boot,
            anchor_ms=self.anchor_ms,
            boot=boot,
            ms=milliseconds,
            wall=instant_text(self.clock.now()),
        )
        entry: dict[str, Any] = {
            "mid": self.mid,
            "id": f"{self.client_id}-{self.mid}",
            "name": kind.name,
            "version": kind.version,
            "args": msgspec.to_builtins(args),
            "expect": {},
            "clock": clock,
            "edition": "2021-02-08",
            "prev": self.chain,
        }
        body = msgspec.json.encode(m.Entry(**(entry | fields)))
        self.chain = sha256(body)
        return m.PushedEntry(body=msgspec.Raw(body), void=void)

    def push(self, *entries: m.PushedEntry, epoch: str = "") -> m.Pushed:
        """Send entries as one batch."""
        return push(self.central, self.client, m.Push(epoch=epoch or self.central.epoch, entries=list(entries)))

    def act(self, args: object, **fields: Any) -> m.OutcomeMessage:  # noqa: ANN401 - entry fields
        """Record one act and send it at once."""
        return self.push(self.record(args, **fields)).outcomes[-1]

    def pull(self, *wanted: str) -> bool:
        """Take the news, if any, and check them: count, hash, digests and numbers of rows."""
        request = m.Pull(epoch="", cursor=self.cursor, schema=1, digest=1, wanted=list(wanted))
        answer = pull(self.central, self.client, request)
        if answer is None:
            return False
        self._apply(list(answer))
        return True

    def held(self, scope: str, table: str) -> dict[str, list[Any]]:
        """The rows of a table that a scope holds, by id."""
        rows = self.rows.get(scope, {})
        return {row_id: msgspec.json.decode(row) for (name, row_id), row in rows.items() if name == table}

    def _apply(self, lines: list[bytes]) -> None:
        *body, last = lines
        end = decode_line(last)
        assert isinstance(end, m.End)
        assert (end.lines, end.sha256) == (len(body), sha256(b"".join(body)))
        begin, *rest = [decode_line(line) for line in body]
        assert isinstance(begin, m.Begin)
        named = {state.scope for state in begin.scopes}
        resets = {state.scope for state in begin.scopes if state.reset}
        self.rows = {s: {} if s in resets else self.rows.get(s, {}) for s in named}
        self._take(rest)
        for state in begin.scopes:
            assert (state.digest, state.rows) == _digest(self.rows[state.scope])
        self.cursor = end.cursor

    def _take(self, lines: Iterable[m.PullLine | None]) -> None:
        table = m.Table(scope="", table="", columns=[])
        for line in lines:
            if isinstance(line, m.Table):
                table = line
            elif isinstance(line, m.Rows):
                for row in line.rows:
                    self.rows[table.scope][table.table, msgspec.json.decode(row)[0]] = bytes(row)
            elif isinstance(line, m.Gone):
                for row_id in line.ids:
                    del self.rows[line.scope][line.table, row_id]
            elif isinstance(line, m.Outcomes):
                self.outcomes |= {outcome.mid: outcome for outcome in line.outcomes}


def _digest(rows: dict[tuple[str, str], bytes]) -> tuple[int, int]:
    total = 0
    for (table, _), row in rows.items():
        total = add_hashes(total, row_hash(table, row))
    return total, len(rows)
