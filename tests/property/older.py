"""A replica as an earlier version of the program would have left it: some columns and a table are not there yet."""

from collections.abc import Iterable
from random import Random

from sqlalchemy import Connection

from sync.replica.workstation import Workstation

Column = tuple[str, str]

# What earlier versions did not know: plain columns that no index, trigger or rule looks at.
NEWER: tuple[Column, ...] = (
    ("employers", "phone"),
    ("eligibility_diagnoses", "author_name"),
    ("job_applications", "other_department_agreed"),
    ("job_descriptions", "contract_type"),
    ("transitions", "received_at"),
)
_NEWER_TABLE = "employee_records"


def make_older(workstation: Workstation, random: Random) -> frozenset[Column]:
    """Take columns away from the file of an open workstation, which is to be started again; which they were."""
    missing = random.sample(NEWER, k=random.choice((1, 2, 3)))
    with workstation._replica.writing() as connection:  # noqa: SLF001 - no shipped code leads back
        _take_away(connection, missing)
        if not connection.exec_driver_sql(f"SELECT count(*) FROM {_NEWER_TABLE}").scalar_one():  # noqa: S608 - own name
            connection.exec_driver_sql(f"DROP TABLE {_NEWER_TABLE}")
        connection.exec_driver_sql("UPDATE meta SET value = 'older' WHERE name = 'schema'")
    return frozenset(missing)


def _take_away(connection: Connection, columns: Iterable[Column]) -> None:
    for table, column in columns:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.exec_driver_sql(
            f"UPDATE shadows SET image = json_remove(image, '$.{column}') WHERE table_name = ?",  # noqa: S608 - own names
            (table,),
        )
