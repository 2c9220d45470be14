"""Search as you type over W(n): every prefix of 200 names, the queries alone: the first rows, in order and whole.

Timed apart: the ids of all that was found, which make the list as long as it is.

The floor asks the full-text index for the same prefix and takes the rowids of one page, in no order.
"""

import statistics
from collections.abc import Callable

from sqlalchemy import Connection, text

from desktop.queries import job_applications
from desktop.queries.filters import PEOPLE, Filters
from desktop.queries.lens import Lens
from sync.replica.search import match_expression
from tests.bench.report import Report, at_most, percentile, seconds
from tests.bench.stage import Post, staged
from tests.bench.work import EMPLOYER_ID, USER_ID

ROWS = 100_000
_PAGE = 60


def measure(rows: int, names: int = 200) -> Report:
    """Ask for every prefix of so many names, those of the people who applied last."""
    with staged(rows) as stage, stage.post() as post, post.workstation.reading() as connection:
        typed = _prefixes(connection, names)
        lens = _lens(post, connection)

        def ask(prefix: str) -> None:
            job_applications.page(lens, job_applications.ids(lens, Filters(text=prefix), most=_PAGE))

        def ask_all(prefix: str) -> None:
            job_applications.ids(lens, Filters(text=prefix))

        def ask_index(prefix: str) -> None:
            connection.execute(_BARE, {"match": match_expression(prefix), "page": _PAGE}).all()

        ask(typed[0])
        taken, whole, floor = ([_ms(run, prefix) for prefix in typed] for run in (ask, ask_all, ask_index))
        figures = _summary(taken) | {"prefixes_count": len(typed), "longest_ms": max(taken)}
        figures |= {"all_ids_p50_ms": statistics.median(whole), "all_ids_p95_ms": percentile(whole, 0.95)}
    goals = (at_most("search, p95 milliseconds", 5, figures["search_p95_ms"]),)
    return Report(figures, _summary(floor), goals)


def _prefixes(connection: Connection, names: int) -> list[str]:
    """Each prefix once for each name that has it, as people would type them."""
    column = PEOPLE.c.last_name
    found = connection.scalars(PEOPLE.select().with_only_columns(column).order_by(PEOPLE.c.id.desc()).limit(names))
    return [name[:length].lower() for name in found for length in range(1, len(name) + 1)]


def _lens(post: Post, connection: Connection) -> Lens:
    now = post.clock.now()
    return Lens(
        connection=connection, employer_ids=(EMPLOYER_ID,), user_id=USER_ID, now=now, rules=post.workstation.rules(now)
    )


def _ms(run: Callable[[str], None], prefix: str) -> float:
    return seconds(lambda: run(prefix)) * 1000


def _summary(taken: list[float]) -> dict[str, float]:
    return {"search_p50_ms": statistics.median(taken), "search_p95_ms": percentile(taken, 0.95)}


_BARE = text("SELECT rowid FROM search WHERE search MATCH :match LIMIT :page")
