"""The server on PostgreSQL, its database and its load generator on the same two cores.

Many employers, each with one acting workstation that sends its next act when the last is answered; then streams of
hints that stay open; then a thousand workstations that come back at once after the server was started anew, each with
an act to send. Nothing is skipped: tokens, rules, audit, feed and wake-up calls are those of every day. The floor
commits as many small transactions through the bare driver from as many threads.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.server.auth.devices import add_client
from sync.server.clock import SystemClock
from sync.server.opening import opened
from sync.server.settings import Settings
from tests.bench.floors import commits_a_second
from tests.bench.processes.watched import running
from tests.bench.report import Report, at_least, at_most
from tests.bench.seed import seeded
from tests.bench.work import Work
from tests.kit.postgres import postgresql

ROWS = 6_000
EMPLOYERS = 30
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Site:
    """A database of many employers, and where a load generator finds their workstations."""

    folder: Path
    settings: Settings
    plan: Path


def measure(rows: int, writers: int = 8, seconds: int = 10, streams: int = 2_000, returning: int = 1_000) -> Report:
    """Load a server whose employers have `rows` applications between them."""
    with _site(rows, max(streams, returning, EMPLOYERS)) as site:
        figures = _acts(site, writers, seconds) | _streams(site, streams) | _return(site, returning)
        floor = {"commits_a_second": commits_a_second(site.settings.database_url, writers, min(seconds, 3))}
    goals = (
        at_least("acts a second", 300, figures["acts_a_second"]),
        at_most("act, p99 milliseconds", 250, figures["act_p99_ms"]),
        at_most(f"server with {streams} streams, megabytes", 150, figures["streams_megabytes"]),
        at_most(f"{returning} workstations back, seconds", 60, figures["return_seconds"]),
        at_most("workstations shown an error", 0, figures["return_errors_count"]),
    )
    return Report(figures, floor, goals)


@contextmanager
def _site(rows: int, devices: int) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="bench-server-") as place, postgresql() as cluster:
        folder = Path(place)
        works = [Work(max(1, rows // EMPLOYERS), number=n, states=("new",)) for n in range(1, EMPLOYERS + 1)]
        settings = seeded(folder, *works, database_url=cluster.create("bench"))
        plan = folder / "plan.json"
        tokens = _tokens(settings, works, devices)
        offices = [
            {"fresh": work.ids("new"), "tokens": tokens[number :: len(works)]} for number, work in enumerate(works)
        ]
        plan.write_text(json.dumps(offices), encoding="utf-8")
        yield Site(folder, settings, plan)


def _tokens(settings: Settings, works: list[Work], count: int) -> list[str]:
    """The tokens of so many workstations, of each employer in turn."""
    with opened(settings) as central, central.work() as unit:
        now = SystemClock().now()
        return [
            add_client(unit.connection, works[number % len(works)].user_id, "bench", now)[1] for number in range(count)
        ]


def _acts(site: Site, writers: int, seconds: int) -> Figures:
    with running("server", str(site.folder), site.settings.database_url) as server:
        begun = server.cpu_seconds()
        with running("load", server.said, str(site.plan), str(writers), str(seconds)) as load:
            figures: Figures = json.loads(load.said)
        busy = (server.cpu_seconds() - begun) * 1000
        return figures | {"server_cpu_ms_an_act": busy / figures["acts_count"], "server_megabytes": server.megabytes()}


def _streams(site: Site, streams: int) -> Figures:
    with running("server", str(site.folder), site.settings.database_url) as server:
        with running("streams", server.said, str(site.plan), str(min(20, streams))):
            before = server.megabytes()
        with running("streams", server.said, str(site.plan), str(streams)) as listening:
            opened_count = int(listening.said)
            megabytes = server.megabytes()
        grown = (megabytes - before) * 1024 / max(1, opened_count)
        return {"streams_count": opened_count, "streams_megabytes": megabytes, "stream_kilobytes": grown}


def _return(site: Site, returning: int) -> Figures:
    with (
        running("server", str(site.folder), site.settings.database_url) as server,
        running("returning", server.said, str(site.plan), str(returning)) as back,
    ):
        figures: Figures = json.loads(back.said)
        return figures
