"""Which applications say the words a person types, asked of the full-text index in the way that touches fewest rows."""

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, text

from sync.replica.search import match_expression

_ROWID: ColumnElement[int] = literal_column("job_applications.rowid")

# Up to so many are looked up one by one; beyond, it is quicker to walk along the index of the list.
_FEW = 300
# A page of what many say is found among the latest; rows that came together lie together, with gaps of less than this.
_LATEST = 600
_GAP = 1_000
_MOST_SPANS = 8
# Beginnings of up to so many letters have an index of their own; those that say a longer one are gathered first.
_SHORT = 3


def said(connection: Connection, typed: str) -> list[ColumnElement[bool]]:
    """What an application must satisfy to say all words, each as a prefix; nothing when none was typed."""
    if not typed.strip():
        return []
    match = match_expression(typed)
    found = text("SELECT rowid FROM search WHERE search MATCH :match").bindparams(bindparam("match", match))
    rowid = literal_column("+job_applications.rowid") if _are_more(connection, match, _FEW) else _ROWID
    return [rowid.in_(found.columns(literal_column("rowid")).scalar_subquery())]


def newest_saying(connection: Connection, typed: str, employer_ids: tuple[str, ...], most: int) -> list[str]:
    """The ids of the `most` latest received that say all words, newest first."""
    match, employers = match_expression(typed), _json(employer_ids)
    latest = _latest(connection, employers)
    if max(map(len, typed.split())) <= _SHORT:
        found = list(islice(_within(connection, match, latest), most))
        if len(found) == most:
            return found
    places: str = connection.exec_driver_sql(_ALL, (match,)).scalar_one()
    known = msgspec.json.decode(places, type=set[int])
    found = list(islice((row_id for place, row_id in latest.items() if place in known), most))
    if len(found) == most:
        return found
    chosen = _FROM_FEW if len(known) <= _FEW else _FROM_MANY
    listed: str = connection.exec_driver_sql(chosen, (places, employers, most)).scalar_one()
    return msgspec.json.decode(listed, type=list[str])


def _latest(connection: Connection, employers: str) -> dict[int, str]:
    """The ids of the latest received by their places in the table, newest first."""
    places, ids = connection.exec_driver_sql(_NEWEST, (employers, _LATEST)).one()
    return dict(zip(msgspec.json.decode(places, type=list[int]), msgspec.json.decode(ids, type=list[str]), strict=True))


def _within(connection: Connection, match: str, latest: dict[int, str]) -> Iterator[str]:
    """Those of the latest that say it, newest first: only their part of the index is read."""
    said_at: set[int] = set()
    for span in _spans(latest):
        said_at.update(connection.exec_driver_sql(_BETWEEN, (match, *span)).scalars())
    return (row_id for place, row_id in latest.items() if place in said_at)


def _spans(places: Iterable[int]) -> list[tuple[int, int]]:
    """First and last places, both inclusive, of the stretches in which these lie; scattered ones lie in one."""
    ordered = sorted(places)
    if not ordered:
        return []
    cuts = [at for at in range(1, len(ordered)) if ordered[at] - ordered[at - 1] > _GAP]
    if len(cuts) >= _MOST_SPANS:
        cuts = []
    return [(ordered[first], ordered[last - 1]) for first, last in zip([0, *cuts], [*cuts, len(ordered)], strict=True)]


def _are_more(connection: Connection, match: str, most: int) -> bool:
    found: int = connection.execute(_COUNTED, {"match": match, "most": most + 1}).scalar_one()
    return found > most


def _json(values: object) -> str:
    return msgspec.json.encode(values).decode()


_COUNTED = text("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :match LIMIT :most)")
# Lists come and go as one JSON text: a row each would cost more than the search.
_ALL = "SELECT json_group_array(rowid) FROM search WHERE search MATCH ?"
_BETWEEN = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"
_NEWEST = """
    SELECT json_group_array(place), json_group_array(id) FROM (
        SELECT rowid AS place, id FROM job_applications WHERE employer_id IN (SELECT value FROM json_each(?))
        ORDER BY created_at DESC, id DESC LIMIT ?)
"""
_FROM_FEW = """
    SELECT json_group_array(id) FROM (
        SELECT id FROM job_applications
        WHERE rowid IN (SELECT value FROM json_each(?)) AND employer_id IN (SELECT value FROM json_each(?))
        ORDER BY created_at DESC, id DESC LIMIT ?)
"""
# The plus sign keeps the rows from being looked up one by one and sorted.
_FROM_MANY = _FROM_FEW.replace("WHERE rowid", "WHERE +rowid")
