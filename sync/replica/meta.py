"""The replica's few facts about itself: epoch, cursor, readiness, how far the journal is applied."""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from sync.replica.tables import META, OUTCOMES


def read_meta(connection: Connection) -> dict[str, str]:
    """All of them; a missing one reads as absent."""
    return {row.name: row.value for row in connection.execute(select(META))}


def write_meta(connection: Connection, **values: str) -> None:
    """Set some of them."""
    statement = insert(META)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    connection.execute(statement, [{"name": name, "value": value} for name, value in values.items()])


def forget_outcomes(connection: Connection) -> None:
    """Drop the outcomes of a former client's entries: their mids will be used again."""
    connection.execute(delete(OUTCOMES))
