"""Workstations that act as fast as they are answered, one act a message; prints how many a second, how long each."""

import asyncio
import json
import sys
import time
from itertools import chain
from pathlib import Path

from sync.protocol.codec import encode
from sync.protocol.messages import Push
from tests.bench.acting import Actor, answers
from tests.bench.report import percentile
from tests.bench.wire import Wire, met


class Writer:
    """One acting workstation: its next act leaves when the last was answered."""

    def __init__(self, actor: Actor, wire: Wire, applications: list[str]) -> None:
        self._actor = actor
        self._wire = wire
        self._todo = answers(applications)
        self.milliseconds: list[float] = []

    async def run(self, until: float) -> None:
        """Act until then, or until there is nothing left to do."""
        while time.perf_counter() < until and (args := next(self._todo, None)) is not None:
            body = encode(Push(epoch=self._actor.epoch, entries=[self._actor.entry(args)]))
            begin = time.perf_counter()
            answer = await self._wire.post("/sync/v1/push", body)
            self.milliseconds.append((time.perf_counter() - begin) * 1000)
            check(answer.body)


def check(body: bytes) -> None:
    """RuntimeError unless every act of this answer to a push was applied."""
    outcomes = json.loads(body).get("outcomes", [])
    if not outcomes or any(outcome["status"] != "applied" for outcome in outcomes):
        raise RuntimeError(body)


async def main(url: str, offices: list[dict[str, list[str]]], seconds: int) -> None:
    """Let one workstation of each of these employers act."""
    ready = [await _writer(url, office) for office in offices]
    begin, busy = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one.run(begin + seconds) for one in ready))
    taken = time.perf_counter() - begin
    found = list(chain.from_iterable(one.milliseconds for one in ready))
    figures = {
        "acts_a_second": len(found) / taken,
        "act_p50_ms": percentile(found, 0.5),
        "act_p99_ms": percentile(found, 0.99),
        "acts_count": len(found),
        "load_cpu_ms_an_act": (time.process_time() - busy) * 1000 / len(found),
    }
    print(json.dumps(figures), flush=True)


async def _writer(url: str, office: dict[str, list[str]]) -> Writer:
    wire = await Wire.open(url, office["tokens"][0])
    return Writer(await met(wire), wire, office["fresh"])


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    asyncio.run(main(sys.argv[1], plan[: int(sys.argv[3])], int(sys.argv[4])))
