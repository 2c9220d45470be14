"""Many workstations that come back at the same moment, each with an act to send and news to fetch; prints how it went.

Each does what a cycle does: hello, push, pull. It waits for an answer as long as the program does, and after a refusal
or a broken connection for as long as the program would.
"""

import asyncio
import json
import random
import secrets
import sys
import time
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sync.domain.commenting import AddComment
from sync.domain.ids import uuid7
from sync.engine.schedule import retry_delay
from sync.protocol.codec import decode_line, encode
from sync.protocol.messages import End, Pull, Push
from sync.protocol.problems import BUSY
from sync.protocol.version import DIGEST, SCHEMA
from sync.replica.clock import SystemClock
from tests.bench.processes.load import check
from tests.bench.report import percentile
from tests.bench.wire import Answer, Wire, met

_PATIENCE_S = 30.0
_OK = 200


class _BusyError(Exception):
    """The server asks to come back in so many seconds."""


@dataclass
class Tally:
    """What the workstations met with. `errors` are refusals that a person would be shown."""

    seconds: list[float] = field(default_factory=list)
    busy: int = 0
    broken: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Returning:
    """A workstation that was up to date at a cursor, and has an act to send about an application."""

    url: str
    token: str
    cursor: str
    application: str
    tally: Tally

    async def run(self) -> None:
        """Come back, however often it takes."""
        begin, failures = time.perf_counter(), 0
        while True:
            wait = 0
            try:
                await asyncio.wait_for(self._cycle(), _PATIENCE_S)
            except _BusyError as busy:
                self.tally.busy += 1
                wait = int(str(busy))
            except (TimeoutError, OSError, EOFError):
                self.tally.broken += 1
            else:
                self.tally.seconds.append(time.perf_counter() - begin)
                return
            failures += 1
            await asyncio.sleep(retry_delay(failures, random.random, wait))

    async def _cycle(self) -> None:
        wire = await Wire.open(self.url, self.token)
        try:
            actor = await met(wire)
            note = AddComment(comment_id=_new_id(), job_application_id=self.application, body="De retour.")
            sent = await self._ask(wire, "/sync/v1/push", Push(epoch=actor.epoch, entries=[actor.entry(note)]))
            check(sent.body)
            await self._ask(wire, "/sync/v1/pull", pulling(self.cursor))
        finally:
            wire.close()

    async def _ask(self, wire: Wire, path: str, message: object) -> Answer:
        answer = await wire.post(path, encode(message))
        if answer.status == BUSY.status:
            raise _BusyError(json.loads(answer.body)["facts"].get("retry_after_s", 1))
        self.tally.errors += answer.status != _OK
        return answer


def pulling(cursor: str) -> Pull:
    """What a workstation asks for that stands there."""
    return Pull(epoch="", cursor=cursor, schema=SCHEMA, digest=DIGEST)


def _new_id() -> str:
    return uuid7(SystemClock().now(), secrets.token_bytes(10))


async def _cursor(url: str, token: str) -> str:
    """Where a workstation stands that holds everything."""
    wire = await Wire.open(url, token)
    last = decode_line((await wire.post("/sync/v1/pull", encode(pulling("")))).body.splitlines()[-1])
    wire.close()
    return last.cursor if isinstance(last, End) else ""


async def main(url: str, offices: list[dict[str, Any]], count: int) -> None:
    """Bring so many back at once."""
    tally = Tally()
    ready = []
    for office in offices:
        cursor = await _cursor(url, office["tokens"][0])
        ready += [Returning(url, token, cursor, office["fresh"][0], tally) for token in office["tokens"]]
    begin = time.perf_counter()
    await asyncio.gather(*(one.run() for one in islice(ready, count)))
    figures = {
        "return_seconds": time.perf_counter() - begin,
        "return_p50_seconds": percentile(tally.seconds, 0.5),
        "return_count": len(tally.seconds),
        "return_busy_count": tally.busy,
        "return_broken_count": tally.broken,
        "return_errors_count": tally.errors,
    }
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    asyncio.run(main(sys.argv[1], plan, int(sys.argv[3])))
