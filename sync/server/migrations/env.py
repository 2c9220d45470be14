"""Run by Alembic for each command: hands it the caller's connection and the schema as the code has it."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from sync.server.tables import ALL_METADATA
from sync.store.types import Choice


def render_type(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """How a column's type is written in a migration: the store's own types by name, a choice as plain text."""
    if kind != "type" or not type(item).__module__.startswith("sync."):
        return False
    if isinstance(item, Choice):
        return "sa.Text()"
    autogen.imports.add("from sync.store import types")
    return f"types.{type(item).__name__}()"


def migrate(connection: Connection) -> None:
    """Bring the schema behind this connection to the revision asked for, in one transaction."""
    context.configure(connection=connection, target_metadata=list(ALL_METADATA), render_item=render_type)
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
