"""Workstations that listen for hints, all at once; prints how many streams stand, and keeps them until ended."""

import asyncio
import json
import sys
from itertools import chain, islice
from pathlib import Path

from tests.bench.wire import Wire

_AT_ONCE = 50


async def main(url: str, offices: list[dict[str, list[str]]], count: int) -> None:
    """Open so many streams, wait for the first heartbeat of each, and stay."""
    tokens = chain.from_iterable(office["tokens"] for office in offices)
    gate = asyncio.Semaphore(_AT_ONCE)
    wires = [await Wire.open(url, token) for token in islice(tokens, count)]
    heartbeats = await asyncio.gather(*(_listen(wire, gate) for wire in wires))
    print(sum(map(bool, heartbeats)), flush=True)
    await asyncio.Event().wait()


async def _listen(wire: Wire, gate: asyncio.Semaphore) -> bytes:
    async with gate:
        return await wire.listen("/sync/v1/events")


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    asyncio.run(main(sys.argv[1], plan, int(sys.argv[3])))
