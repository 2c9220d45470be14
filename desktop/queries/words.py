"""Which applications say the words a person types, asked of the full-text index in the way that touches fewest rows."""

from sqlalchemy import ColumnElement, Connection, Select, bindparam, literal_column, select, text

from sync.domain.job_applications import JobApplication
from sync.replica.search import match_expression
from sync.store.tables import TABLES

_APPLICATIONS = TABLES[JobApplication]
_ROWID: ColumnElement[int] = literal_column("job_applications.rowid")

# Up to so many are looked up one by one; beyond, it is quicker to walk along the index of the list.
_FEW = 300
# A page of what so many say is found among the latest.
_MANY = 5_000
_LATEST = 600


def said(connection: Connection, typed: str) -> list[ColumnElement[bool]]:
    """What an application must satisfy to say all words, each as a prefix; nothing when none was typed."""
    if not typed.strip():
        return []
    match = match_expression(typed)
    found = text("SELECT rowid FROM search WHERE search MATCH :match").bindparams(bindparam("match", match))
    rowid = literal_column("+job_applications.rowid") if _are_more(connection, match, _FEW) else _ROWID
    return [rowid.in_(found.columns(literal_column("rowid")).scalar_subquery())]


def latest_saying(connection: Connection, typed: str, employer_ids: tuple[str, ...], most: int) -> list[str] | None:
    """The ids of the `most` latest received that say the words, newest first; None when that takes a whole search."""
    match = match_expression(typed)
    if not _are_more(connection, match, _MANY):
        return None
    values = {"match": match, "employers": list(employer_ids), "most": most, "latest": _LATEST}
    found = connection.execute(_LATEST_SAYING, values).scalars().all()
    return list(found) if len(found) == most else None


def _are_more(connection: Connection, match: str, most: int) -> bool:
    found: int = connection.execute(_COUNTED, {"match": match, "most": most + 1}).scalar_one()
    return found > most


_COUNTED = text("SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :match LIMIT :most)")


def _latest_saying() -> Select[str]:
    """The plus signs keep the index of texts from being asked for each of the latest in turn."""
    columns = _ROWID.label("place"), _APPLICATIONS.c.created_at, _APPLICATIONS.c.id
    received = select(*columns).where(_APPLICATIONS.c.employer_id.in_(bindparam("employers", expanding=True)))
    received = received.order_by(_APPLICATIONS.c.created_at.desc(), _APPLICATIONS.c.id.desc())
    latest = received.limit(bindparam("latest")).cte("latest").prefix_with("MATERIALIZED")
    found = text("SELECT rowid FROM search WHERE search MATCH :match AND +rowid IN (SELECT place FROM latest)")
    says = latest.c.place.in_(found.columns(literal_column("rowid")).scalar_subquery())
    newest_first = latest.c.created_at.desc(), latest.c.id.desc()
    return select(latest.c.id).where(says).order_by(*newest_first).limit(bindparam("most"))


_LATEST_SAYING = _latest_saying()
