"""The server's own tables: accounts, clients, the log of commands, the feed's index, what was issued.

The rows of the domain are the shared tables of `sync.store`; together they are the server's schema.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

from sync.store.tables import METADATA
from sync.store.types import Instant, LegalDate

SERVER = MetaData()

CENTRAL = Table(
    "central",
    SERVER,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the database says about itself: its epoch, its signing key."""

ACCOUNTS = Table(
    "accounts",
    SERVER,
    Column("user_id", Text, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("is_staff", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

CLIENTS = Table(
    "clients",
    SERVER,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, nullable=False, index=True),
    Column("device_name", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("last_mid", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("last_effective_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("wipe_asked_at", Instant),
    Column("wiped_at", Instant),
    Column("unsent", Integer),
)
"""Enrolled devices. `chain` is the hash of the last entry taken, `last_effective_at` the instant it counted for.

`unsent` is how many acts the device last said it had kept to itself; of a wiped one, how many died with it.
"""

COMMAND_LOG = Table(
    "command_log",
    SERVER,
    Column("id", Text, primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("mid", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("recorded_edition", Text, nullable=False),
    Column("judged_edition", Text, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("grade", Text, nullable=False),
    Index("ix_command_log_words", "received_at", sqlite_where=text("body <> ''"), postgresql_where=text("body <> ''")),
)
"""Every command once, by its own id, with its one outcome. `body` is the entry as signed into the chain."""

CLIENT_ENTRIES = Table(
    "client_entries",
    SERVER,
    Column("client_id", Text, primary_key=True),
    Column("mid", Integer, primary_key=True),
    Column("command_id", Text, nullable=False, index=True),
    Column("body_hash", Text, nullable=False),
)
"""Which command stands at which mid of which client; a cloned profile may send a known command under a new mid."""

COMMAND_TRIES = Table(
    "command_tries",
    SERVER,
    Column("command_id", Text, primary_key=True),
    Column("client_id", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("error", Text, nullable=False),
)

QUARANTINE = Table(
    "quarantine",
    SERVER,
    Column("command_id", Text, primary_key=True),
    Column("client_id", Text, nullable=False, index=True),
    Column("user_id", Text, nullable=False),
    Column("issue_id", Text, nullable=False, index=True),
    Column("mid", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("effective_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
)
"""Acts that a revoked device deposited: nothing comes of them unless an administrator takes them over."""

WAITING_ACTS = Table(
    "waiting_acts",
    SERVER,
    Column("command_id", Text, primary_key=True),
    Column("client_id", Text, nullable=False, index=True),
    Column("since", Instant, nullable=False),
)
"""Acts that came back to a restored server before those they rest on: they are judged again (SYNC.md §1.9)."""

SCOPE_HEADS = Table(
    "scope_heads",
    SERVER,
    Column("scope", Text, primary_key=True),
    Column("head", BigInteger, nullable=False),
    Column("digest", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
)

SCOPE_FLOORS = Table(
    "scope_floors",
    SERVER,
    Column("scope", Text, primary_key=True),
    Column("floor", BigInteger, nullable=False),
)
"""A cursor below its scope's floor has missed rows that left the scope and are no longer told of (SYNC.md §3)."""

SCOPE_MARKS = Table(
    "scope_marks",
    SERVER,
    Column("scope", Text, primary_key=True),
    Column("noted_on", LegalDate, primary_key=True),
    Column("head", BigInteger, nullable=False),
)
"""Where the heads that had moved stood each night: how old what lies below them is at least."""

SYNC_INDEX = Table(
    "sync_index",
    SERVER,
    Column("scope", Text, primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("is_gone", Boolean, nullable=False),
    Column("hash", BigInteger, nullable=False),
    Index("ix_sync_index_row_id", "row_id"),
    Index("ix_sync_index_scope_seq", "scope", "seq"),
    sqlite_with_rowid=False,
)
"""The feed: at which head of a scope a row last changed there, or left it."""

ISSUED_NUMBERS = Table(
    "issued_numbers",
    SERVER,
    Column("number", Text, primary_key=True),
    Column("series", Text, nullable=False, index=True),
    Column("issued_at", Instant, nullable=False),
)
"""Every number ever issued, of a PASS or a pseudo-SIRET; rows are never removed."""

THROTTLES = Table(
    "throttles",
    SERVER,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Instant, nullable=False),
)

BLOBS = Table(
    "blobs",
    SERVER,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("completed_at", Instant, nullable=False),
)
"""Attachments that are whole, by their content."""

BLOB_UPLOADS = Table(
    "blob_uploads",
    SERVER,
    Column("sha256", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("began_at", Instant, nullable=False),
)
"""Who sends or has sent which attachment, and how many bytes of it came."""

BLOB_PIECES = Table(
    "blob_pieces",
    SERVER,
    Column("sha256", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""The bytes of attachments. `owner` is the user who is sending them, "" once they are whole and checked."""

ALL_METADATA = (METADATA, SERVER)
