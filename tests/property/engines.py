"""Opening a file a thousand times a minute: engines of one kind share a dialect, and so the statements it compiled."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine

from sync.replica import connection as replica
from sync.server import database as server

_first: dict[str, Engine] = {}


def _sharing(url: str, **options: Any) -> Engine:  # noqa: ANN401 - as in create_engine
    """An engine as asked for, with the dialect and the compiled statements of the first one of its kind."""
    kind = url.partition(":")[0] + str("creator" in options)
    first = _first.get(kind)
    if first is None:
        _first[kind] = first = create_engine(url, **options)
        first.connect().close()
        return first
    engine = create_engine(url, **options)
    engine.dialect = engine.pool._dialect = first.dialect  # noqa: SLF001 - what a new engine would make again
    engine._compiled_cache = first._compiled_cache  # noqa: SLF001 - as above
    return engine


@contextmanager
def shared() -> Iterator[None]:
    """Within the block, in this process; afterwards every engine is its own again."""
    for module in (replica, server):
        vars(module)["create_engine"] = _sharing
    try:
        yield
    finally:
        for module in (replica, server):
            vars(module)["create_engine"] = create_engine
