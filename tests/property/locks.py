"""How the service takes its counters: sorted, and last in the transaction (SYNC.md §1.3). Seen from the SQL it runs."""

from typing import Any

from sqlalchemy import Connection, Engine, event

_COUNTERS = "SELECT scope_heads.scope, scope_heads.head"
_MAY_FOLLOW = (
    "UPDATE scope_heads",
    "INSERT INTO sync_index",
    "SELECT scope_heads.scope, scope_heads.head",
    "SAVEPOINT",
)

faults: list[str] = []


@event.listens_for(Engine, "before_cursor_execute")
def _on_statement(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
    """Faults are collected: raised here, the service would take them for its own."""
    info = connection.info
    if statement.startswith("BEGIN"):
        info["counters"], info["writes"] = "", statement == "BEGIN IMMEDIATE"
    if not info.get("writes") or not connection.engine.url.database:
        return
    if info["counters"] and not statement.startswith(_MAY_FOLLOW):
        faults.append(f"after taking counters: {statement[:80]}")
    if statement.startswith(_COUNTERS):
        info["counters"] = "taken"
        if "ORDER BY scope_heads.scope" not in statement:
            faults.append("counters are taken in no order")
