"""What the replica holds beside the shared tables, and the journal's own tables."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

from sync.store.tables import TABLES

REPLICA = MetaData()
JOURNAL = MetaData()


def _replicated(table: Table) -> Table:
    """The shared table plus which scopes carry the row (a bit each; 0 for a row only made here) and its hash."""
    copy = table.to_metadata(REPLICA)
    copy.append_column(Column("_scopes", BigInteger, nullable=False, server_default="0"))
    copy.append_column(Column("_hash", BigInteger, nullable=False, server_default="0"))
    _trim_indexes(copy)
    return copy


def _trim_indexes(table: Table) -> None:
    """Leave out what costs and finds nothing: a replica has few employers, and absent values are not looked for."""
    for index in list(table.indexes):
        (column,) = index.columns
        if column.name == "employer_id":
            table.indexes.remove(index)
        elif column.nullable:
            index.dialect_options["sqlite"]["where"] = column.is_not(None)


REPLICATED: dict[str, Table] = {table.name: _replicated(table) for table in TABLES.values()}


def _list_index(table: Table) -> Index:
    """The order of reception with all that a list of ids needs: a tenth of the pages that the rows themselves fill."""
    return Index("ix_job_applications_received", table.c.created_at, table.c.id, table.c.employer_id)


_list_index(REPLICATED["job_applications"])

# The confirmed image of each row that a pending act changed: its columns as JSON, or NULL where it did not exist.
SHADOWS = Table(
    "shadows",
    REPLICA,
    Column("table_name", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("image", Text),
    sqlite_with_rowid=False,
)

PENDING_ROWS = Table(
    "pending_rows",
    REPLICA,
    Column("table_name", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("mid", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# Pending acts that no longer hold on the confirmed rows; they are pushed all the same: the server decides.
DOUBTFUL = Table(
    "doubtful",
    REPLICA,
    Column("mid", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("facts", Text, nullable=False),
)

SCOPES = Table(
    "scopes",
    REPLICA,
    Column("name", Text, primary_key=True),
    Column("bit", Integer, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("digest", BigInteger, nullable=False),
    Column("rows", Integer, nullable=False),
)

OUTCOMES = Table(
    "outcomes",
    REPLICA,
    Column("mid", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("facts", Text, nullable=False),
)

META = Table("meta", REPLICA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

PROFILE = Table("profile", JOURNAL, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

# Entries kept under a former client of the server: a copy of a profile starts a chain of its own.
FORMER_ENTRIES = Table(
    "former_entries",
    JOURNAL,
    Column("client_id", Text, primary_key=True),
    Column("mid", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("closed_at", Text),
)

ENTRIES = Table(
    "entries",
    JOURNAL,
    Column("mid", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("hold_boot", Text, nullable=False, server_default=""),
    Column("hold_until_ms", BigInteger, nullable=False, server_default="0"),
    Column("is_void", Integer, nullable=False, server_default="0"),
    Column("sent_at", Text),
    Column("closed_at", Text),
    Column("status", Text, nullable=False, server_default=""),
    Column("code", Text, nullable=False, server_default=""),
    Column("facts", Text, nullable=False, server_default="{}"),
)
