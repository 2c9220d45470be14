"""A pull whose frame is right and whose rows are not: refused whole, whatever a server sends."""

import msgspec
import pytest
from sqlalchemy import text

from sync.protocol import messages as m
from sync.protocol.codec import frame
from sync.protocol.problems import Refused
from sync.replica.workstation import Workstation
from tests.unit.sync.replica.conftest import SCOPE


@pytest.mark.parametrize("row", [b"1", b"null", b"{}", b"[]", b'[["nested"]]', b'[{"a":1}]', b'"text"', b'["\xff"]'])
def test_a_row_that_is_none_is_refused(workstation: Workstation, row: bytes) -> None:
    """Only a list of JSON scalars, as long as the columns, is a row."""
    state = m.ScopeState(scope=SCOPE, head=9, digest=0, rows=0)
    lines: list[m.Line] = [
        m.Begin(epoch="epoch-1", digest=1, scopes=[state]),
        m.Table(scope=SCOPE, table="users", columns=["id"]),
        m.Rows(rows=[msgspec.Raw(row)]),
    ]
    with pytest.raises(Refused, match="bad_request"):
        workstation.apply(list(frame(lines, "cursor-9")), is_full=False)
    with workstation.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM users")).scalar_one() == 1
