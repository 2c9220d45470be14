"""Repair: what a client's scope should hold, bucket by bucket, and the rows it is missing (SYNC.md §1.8)."""

from collections.abc import Iterator

from sqlalchemy import BindParameter, Connection, bindparam, select

from sync.protocol import messages as m
from sync.protocol.codec import frame
from sync.protocol.problems import BAD_REQUEST, EPOCH_CHANGED, FOREIGN_SCOPE, Refused
from sync.protocol.version import DIGEST
from sync.server.central import Central
from sync.server.clients import Client
from sync.server.feed_rows import named_rows
from sync.server.people import scopes_of
from sync.server.tables import SCOPE_HEADS, SYNC_INDEX
from sync.store.rows import BUCKETS, add_hashes, bucket_of
from sync.store.tables import BY_NAME

_MOST_ROWS = 5_000


def digest(central: Central, client: Client, ask: m.DigestAsk) -> m.DigestAnswer:
    """The buckets in which the client differs, and the rows they hold here; nothing when it stands at another head."""
    if len(ask.sums) != BUCKETS:
        raise Refused(BAD_REQUEST, {"why": "buckets"})
    with central.reading() as connection:
        _check(central, connection, client, ask.epoch, ask.scope)
        head = connection.scalar(_HEAD, {"scope": ask.scope}) or 0
        if head != ask.head:
            return m.DigestAnswer(head=head)
        rows = [m.RowHash(*row) for row in connection.execute(_ROWS, {"scope": ask.scope})]
    ours = [0] * BUCKETS
    for row in rows:
        bucket = bucket_of(row.id)
        ours[bucket] = add_hashes(ours[bucket], row.hash)
    differing = {bucket for bucket in range(BUCKETS) if ours[bucket] != ask.sums[bucket]}
    told = [row for row in rows if bucket_of(row.id) in differing]
    return m.DigestAnswer(head=head, buckets=sorted(differing), rows=told)


def rows(central: Central, client: Client, ask: m.RowsAsk) -> Iterator[bytes]:
    """The named rows that the scope holds, as lines; those it does not hold are passed over."""
    if sum(len(ids) for ids in ask.ids.values()) > _MOST_ROWS:
        raise Refused(BAD_REQUEST, {"why": "too many rows", "limit": _MOST_ROWS})
    with central.reading() as connection:
        _check(central, connection, client, ask.epoch, ask.scope)
        head = connection.execute(_STATE, {"scope": ask.scope}).one()
        state = m.ScopeState(scope=ask.scope, head=head.head, digest=head.digest, rows=head.rows)
        lines: list[m.Line] = [m.Begin(epoch=central.epoch, digest=DIGEST, scopes=[state])]
        for name, ids in ask.ids.items():
            if name in BY_NAME:
                lines += named_rows(connection, ask.scope, BY_NAME[name], ids)
    return frame(lines, cursor="")


def _check(central: Central, connection: Connection, client: Client, epoch: str, scope: str) -> None:
    if epoch != central.epoch:
        raise Refused(EPOCH_CHANGED, {"epoch": central.epoch})
    if scope not in scopes_of(connection, client.user_id):
        raise Refused(FOREIGN_SCOPE)


_OF_SCOPE: BindParameter[str] = bindparam("scope")
_HEAD = select(SCOPE_HEADS.c.head).where(SCOPE_HEADS.c.scope == _OF_SCOPE)
_STATE = select(SCOPE_HEADS).where(SCOPE_HEADS.c.scope == _OF_SCOPE)
_ROWS = select(SYNC_INDEX.c.table_name, SYNC_INDEX.c.row_id, SYNC_INDEX.c.hash).where(
    SYNC_INDEX.c.scope == _OF_SCOPE, SYNC_INDEX.c.is_gone.is_(False)
)
