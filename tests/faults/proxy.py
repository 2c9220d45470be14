"""A seeded fault proxy between workstation and server: cut at byte N in either direction, reset, black hole, slow.

A round is one fault that is known to have happened, in hello, push or pull, or the server killed there. Afterwards
every acknowledged act is on the server exactly once (TRUST.md, promise 6).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import get_args

from tests.faults.campaign import Tally
from tests.faults.stage import Stage, stage
from tests.faults.wire import Direction, Fault, Kind, Proxy

ROUNDS = 500
CI_ROUNDS = 8
_PER_STAGE = 100
_PATHS = ("/sync/v1/hello", "/sync/v1/push", "/sync/v1/push", "/sync/v1/pull")
_PATIENCE_S = "1"
_LONGEST_WAIT_S = 30.0
_CONTROL_TRIES = 5
_CONTROL_ROUNDS = 10
_REACH = 900
_REACH_OF_HELLO = 250  # no hello is shorter, and the next one would be minutes away


def run(rounds: int, seed: int) -> Tally:
    """Faults one after another, while two workstations work."""
    random = Random(seed)
    tally = Tally()
    for done in range(0, rounds, _PER_STAGE):
        with proxied() as (place, proxy):
            tally.add(_storm(place, proxy, min(_PER_STAGE, rounds - done), random))
    return tally


def control(seed: int) -> bool:
    """A server that forgets what it has executed must be noticed."""
    random = Random(seed)
    return any(_is_noticed("forgetful_server", random) for _ in range(_CONTROL_TRIES))


def _is_noticed(plant: str, random: Random) -> bool:
    with proxied(plant=plant) as (place, proxy):
        return bool(_storm(place, proxy, _CONTROL_ROUNDS, random).doubled)


@contextmanager
def proxied(plant: str = "", names: tuple[str, ...] = ("alice", "erin")) -> Iterator[tuple[Stage, Proxy]]:
    """A stage whose workstations reach the server through a proxy."""
    with stage(plant=plant, names=names) as place:
        proxy = Proxy(place.server.port)
        try:
            yield place, proxy
        finally:
            proxy.close()


def _storm(place: Stage, proxy: Proxy, rounds: int, random: Random) -> Tally:
    tally = Tally()
    place.server.start()
    place.server.await_listening()
    for station in place.stations:
        options = ("--server", proxy.url, "--patience", _PATIENCE_S, "--sync", "0.5")
        station.start("--seed", str(random.randrange(2**31)), *options)
    for _ in range(rounds):
        _strike(place, proxy, _draw(random, place), tally)
    place.rest(tally)
    tally.note("requests through the proxy", proxy.requests)
    return tally


def _draw(random: Random, place: Stage) -> Fault:
    """A fault: where it strikes is spread over the heads and the bodies of the messages."""
    kind: Kind = random.choice(get_args(Kind))
    direction: Direction = random.choice(get_args(Direction))
    path = random.choice(_PATHS)
    at_byte = int(random.random() ** 2 * (_REACH_OF_HELLO if "hello" in path else _REACH))
    return Fault(kind, direction, at_byte, path, call=lambda: _kill(place) if kind == "call" else None)


def _kill(place: Stage) -> None:
    place.server.kill()
    place.server.start()


def _strike(place: Stage, proxy: Proxy, fault: Fault, tally: Tally) -> None:
    """Arm the fault and wait until it happens; a hello comes by only after a cut."""
    proxy.arm(*([Fault("cut", "up", 0)] if "hello" in fault.path else []), fault)
    if not fault.happened.wait(_LONGEST_WAIT_S):
        proxy.disarm()
        running = [station.is_running for station in place.stations]
        tally.wrong.append(f"no {fault.path} came by; workstations running: {running}")
        return
    tally.strike(_told(fault))


def _told(fault: Fault) -> str:
    return f"{fault.kind} {fault.direction} {fault.path.rsplit('/', 1)[-1]}"
