"""A cycle that finds nothing to do: its time, its bytes and its round trips.

Bytes are those of HTTP in both directions, headers included, counted by a relay in untimed cycles. The floor posts the
same request to the same server, which answers it without looking.
"""

import statistics

import httpx

from tests.bench.relay import Relay
from tests.bench.report import Report, at_most, seconds
from tests.bench.stage import NotingTransport, Post, staged

ROWS = 10_000
_ASKED_FOR = "\n".join(("x" * 60,) * 6).encode()


def measure(rows: int, cycles: int = 100) -> Report:
    """Run so many empty cycles on a replica of W(rows)."""
    with staged(rows) as stage, stage.post() as post:
        figures = {"noop_ms": noop_ms(post, cycles)}
        with httpx.Client(trust_env=False) as client:
            url = f"{stage.url}/floor/nothing"
            client.post(url, content=_ASKED_FOR)
            floor = {"noop_ms": statistics.median(_ms(lambda: client.post(url, content=_ASKED_FOR), cycles))}
        figures |= _wire(post, stage.url)
    goals = (
        at_most("empty cycle, milliseconds", 1.5, figures["noop_ms"]),
        at_most("round trips", 1, figures["round_trips_count"]),
        at_most("wire in both directions, kilobytes", 0.5, figures["wire_bytes"] / 1000),
    )
    return Report(figures, floor, goals)


def noop_ms(post: Post, cycles: int) -> float:
    """The median of some cycles that find nothing; a first one is not counted."""
    post.sync()
    return statistics.median(_ms(post.sync, cycles))


def _ms(run: object, times: int) -> list[float]:
    return [seconds(run) * 1000 for _ in range(times)]  # type: ignore[arg-type]


def _wire(post: Post, url: str) -> dict[str, float]:
    with Relay(url) as relay:
        token = post.workstation.profile.token
        transport = NotingTransport(relay.url, token)
        post.cycle._transport = transport  # noqa: SLF001 - the same cycle, seen on its way
        try:
            post.sync()
            before = (relay.up, relay.down, relay.turns)
            post.sync()
            up, down, turns = (
                now - then for now, then in zip((relay.up, relay.down, relay.turns), before, strict=True)
            )
        finally:
            transport.close()
    return {"wire_bytes": up + down, "wire_up_bytes": up, "wire_down_bytes": down, "round_trips_count": turns}
