"""What a server may not send, in one table: refused whole and by number, whatever it is; the rows stay as they were."""

import msgspec
import pytest
from sqlalchemy import text

from sync.protocol import messages as m
from sync.protocol import problems as p
from sync.protocol.codec import frame, sha256
from sync.replica.workstation import Workstation
from tests.unit.sync.replica.conftest import SCOPE

OTHER = "employer:another"


def state(scope: str = SCOPE, head: int = 9) -> m.ScopeState:
    """A scope as a pull names it."""
    return m.ScopeState(scope=scope, head=head, digest=0, rows=0)


def begin(*scopes: m.ScopeState, epoch: str = "epoch-1") -> m.Begin:
    """The first line."""
    return m.Begin(epoch=epoch, digest=1, scopes=list(scopes or [state()]))


def framed(*lines: m.Line) -> list[bytes]:
    """A pull whose frame is right."""
    return list(frame(lines, "cursor-9"))


def raw(*lines: bytes) -> list[bytes]:
    """Any bytes, in a frame that is right."""
    body = [line + b"\n" for line in lines]
    end = m.End(lines=len(body), sha256=sha256(b"".join(body)), cursor="cursor-9")
    return [*body, msgspec.json.encode(end)]


def users(row: bytes, scope: str = SCOPE) -> list[bytes]:
    """A pull of one row of a table with one column."""
    table = m.Table(scope=scope, table="users", columns=["id"])
    return framed(begin(), table, m.Rows(rows=[msgspec.Raw(row)]))


BEGIN = msgspec.json.encode(begin())
HOSTILE: dict[str, tuple[p.Problem, list[bytes]]] = {
    "nothing": (p.TRUNCATED, []),
    "no end": (p.TRUNCATED, framed(begin())[:-1]),
    "half a line": (p.BAD_REQUEST, [framed(begin())[0][:-9]]),
    "a line too many": (p.BAD_HASH, [framed(begin())[0], *framed(begin())]),
    "another byte": (p.BAD_HASH, [framed(begin())[0].replace(b"9", b"8"), framed(begin())[1]]),
    "a head that goes back": (p.CURSOR_AHEAD, framed(begin(state(head=0)))),
    "another epoch": (p.EPOCH_CHANGED, framed(begin(epoch="epoch-2"))),
    "rows of a foreign scope": (p.FOREIGN_SCOPE, users(b'["a"]', scope=OTHER)),
    "rows gone from a foreign scope": (p.FOREIGN_SCOPE, framed(begin(), m.Gone(scope=OTHER, table="users", ids=["a"]))),
    "rows before their scopes": (p.FOREIGN_SCOPE, framed(m.Gone(scope=OTHER, table="users", ids=["a"]), begin())),
    "more scopes than can be told apart": (
        p.TOO_LARGE,
        framed(begin(*(state(f"employer:{number}") for number in range(70)))),
    ),
    "a million nested arrays": (p.TOO_DEEP, raw(BEGIN, b"[" * 1_000_000)),
    "a deep line of no kind": (p.TOO_DEEP, raw(BEGIN, b'{"k":"weather","x":' + b"[" * 100 + b"]" * 100 + b"}")),
    "wrong types": (p.BAD_REQUEST, raw(BEGIN.replace(b'"digest":1', b'"digest":"1"', 1))),
    "text that is none": (p.BAD_REQUEST, raw(BEGIN.replace(b"epoch-1", b"epoch-\xff"))),
    "no json": (p.BAD_REQUEST, raw(BEGIN, b"}{")),
    "an outcome below nothing": (
        p.BAD_REQUEST,
        raw(BEGIN, b'{"k":"outcomes","outcomes":[{"mid":-1,"id":"x","status":"applied"}]}'),
    ),
    "an outcome beyond all columns": (
        p.BAD_REQUEST,
        raw(BEGIN, b'{"k":"outcomes","outcomes":[{"mid":%d,"id":"x","status":"applied"}]}' % (1 << 70)),
    ),
    "a head beyond all columns": (p.BAD_REQUEST, raw(BEGIN.replace(b'"head":9', b'"head":%d' % (1 << 70)))),
    "a row without id": (p.BAD_REQUEST, users(b"[null]")),
    "a number beyond all columns": (p.BAD_REQUEST, users(b"[%d]" % (1 << 70))),
} | {
    f"the row {row!r}": (p.BAD_REQUEST, users(row))
    for row in (b"1", b"null", b"{}", b"[]", b'[["nested"]]', b'[{"a":1}]', b'"text"', b'["\xff"]')
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_pull_may_not_be(workstation: Workstation, name: str) -> None:
    """The numbered problem is raised, and neither a row nor the cursor moved."""
    problem, lines = HOSTILE[name]
    before = workstation.meta()
    with pytest.raises(p.Refused) as caught:
        workstation.apply(lines, is_full=False)
    assert caught.value.problem == problem
    assert workstation.meta() == before
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM users")).scalar_one() == 1


def test_unknown_lines_and_tables_are_no_harm(workstation: Workstation) -> None:
    """A newer server may say more: it is ignored, and the rest is taken."""
    lines = raw(
        BEGIN,
        b'{"k":"weather","sun":true}',
        b'{"k":"table","scope":"%s","table":"later","columns":["id"]}' % SCOPE.encode(),
    )
    workstation.apply(lines, is_full=False)
    assert workstation.meta()["cursor"] == "cursor-9"
