"""The replica's few facts about itself: epoch, cursor, readiness, how far the journal is applied."""

from sqlalchemy import Connection, delete

from sync.replica.tables import OUTCOMES


def read_meta(connection: Connection) -> dict[str, str]:
    """All of them; a missing one reads as absent."""
    return {str(row[0]): str(row[1]) for row in connection.exec_driver_sql(_ALL)}


def write_meta(connection: Connection, **values: str) -> None:
    """Set some of them."""
    connection.exec_driver_sql(_SET, list(values.items()))


# Read and written in every cycle: the driver's own words cost half.
_ALL = "SELECT name, value FROM meta"
_SET = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def forget_outcomes(connection: Connection) -> None:
    """Drop the outcomes of a former client's entries: their mids will be used again."""
    connection.execute(delete(OUTCOMES))
