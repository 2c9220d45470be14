"""Events: a stream of hints that some scopes have news, with a heartbeat (SYNC.md §2)."""

import asyncio
from collections.abc import AsyncIterator, Callable

from sync.protocol.codec import encode
from sync.protocol.messages import Hint
from sync.protocol.problems import Refused
from sync.server.hub import Hub, Listener

HEARTBEAT_S = 25.0
_HEARTBEAT = b": heartbeat\n\n"


async def hints(
    hub: Hub, scopes_now: Callable[[], list[str]], heartbeat_s: float = HEARTBEAT_S
) -> AsyncIterator[bytes]:
    """The stream of one client. `scopes_now` gives its scopes, or raises Refused when it has no right to them any more.

    Rights are read again at each heartbeat and each time the client's own scopes move.
    """
    listener = Listener(await asyncio.to_thread(scopes_now))
    hub.join(listener)
    try:
        yield _HEARTBEAT
        while not listener.is_closed:
            news = await listener.wait(heartbeat_s)
            yield _event(news) if news else _HEARTBEAT
            hub.move(listener, await asyncio.to_thread(scopes_now))
    except Refused:
        return
    finally:
        hub.leave(listener)


def _event(scopes: list[str]) -> bytes:
    return b"event: hint\ndata: " + encode(Hint(scopes=scopes)) + b"\n\n"
