"""Wake-up calls: whoever may follow a scope is told when it moves, in this process and in another one."""

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from sync.domain.audience import DIRECTORY
from sync.protocol.problems import REVOKED, Refused
from sync.server.central import Central
from sync.server.events import hints
from sync.server.hub import Hub, Listener
from tests.kit.people import ACI, application
from tests.kit.postgres import ON_POSTGRESQL

SCOPE = f"employer:{ACI.id}"


async def _next(stream: AsyncIterator[bytes]) -> bytes:
    return await asyncio.wait_for(anext(stream), 20)


def _commit(central: Central, number: int = 0) -> None:
    with central.work() as unit:
        unit.world.put(application(message=str(number)))


def test_a_commit_wakes_those_who_follow_its_scopes(central: Central) -> None:
    """And only those: a stranger's stream keeps its heartbeat."""

    async def story() -> None:
        mine = hints(central.hub, lambda: [SCOPE])
        others = hints(central.hub, lambda: ["employer:other"], heartbeat_s=0.2)
        assert [await _next(stream) for stream in (mine, others)] == [b": heartbeat\n\n"] * 2
        await asyncio.to_thread(_commit, central)
        assert await _next(mine) == b'event: hint\ndata: {"scopes":["' + SCOPE.encode() + b'"]}\n\n'
        assert await _next(others) == b": heartbeat\n\n"

    asyncio.run(story())


@pytest.mark.parametrize("database_url", [ON_POSTGRESQL], indirect=True)
def test_a_commit_of_another_process_wakes_too(central: Central) -> None:
    """On PostgreSQL only: one process serves a SQLite file."""
    central.listen()
    other = Central(central.settings, central.clock)

    async def story() -> None:
        stream = hints(central.hub, lambda: [SCOPE], heartbeat_s=0.5)
        await _next(stream)
        for number in itertools.count():  # until it listens
            await asyncio.to_thread(_commit, other, number)
            if SCOPE.encode() in await _next(stream):
                return

    try:
        asyncio.run(story())
    finally:
        other.close()


def test_a_stream_ends_when_its_client_is_revoked(central: Central) -> None:
    """At the next heartbeat at the latest."""

    def scopes_now() -> list[str]:
        if calls:
            raise Refused(REVOKED)
        calls.append(1)
        return [SCOPE]

    calls: list[int] = []

    async def story() -> list[bytes]:
        return [piece async for piece in hints(central.hub, scopes_now, heartbeat_s=0.01)]

    assert asyncio.run(story()) == [b": heartbeat\n\n"] * 2


def test_rights_that_change_move_the_listener() -> None:
    """A scope lost is silent, a scope won is heard; the directory wakes nobody."""

    async def story() -> list[str]:
        hub = Hub()
        listener = Listener(["a", DIRECTORY])
        hub.join(listener)
        hub.move(listener, ["b", DIRECTORY])
        hub.publish(["a", "b", DIRECTORY])
        return await listener.wait(5)

    assert asyncio.run(story()) == ["b"]


def test_closing_the_hub_ends_every_stream() -> None:
    """A server that stops lets go of its clients."""

    async def story() -> list[bytes]:
        hub = Hub()
        stream = hints(hub, lambda: ["a"])
        first = await _next(stream)
        hub.close()
        return [first, *[piece async for piece in stream]]

    assert len(asyncio.run(story())) <= 2
