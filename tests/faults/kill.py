"""SIGKILL of workstations and of the server at random points of real work, on SQLite and on PostgreSQL.

A round is one kill. Afterwards every act that was acknowledged is on the server exactly once (TRUST.md, promise 1).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from tests.faults.campaign import Tally
from tests.faults.processes import Child, ServerChild, WorkstationChild
from tests.faults.stage import Stage, stage
from tests.kit.postgres import postgresql

ROUNDS = 300
CI_ROUNDS = 15
_PER_STAGE = 100
_CONTROL_TRIES = 12
_CONTROL_ROUNDS = 25
_LONGEST_LIFE_S = 0.25
_AS_IT_STARTS = 0.2


def run(rounds: int, seed: int) -> Tally:
    """Half of the kills with a server on SQLite, half with one on PostgreSQL."""
    random = Random(seed)
    tally = Tally()
    on_postgresql = rounds // 2
    for some in _portions(rounds - on_postgresql):
        with stage() as place:
            tally.add(_storm(place, some, random))
    with _postgresql_urls(on_postgresql) as urls:
        for number, some in enumerate(_portions(on_postgresql)):
            with stage(database_url=urls[number]) as place:
                tally.add(_storm(place, some, random))
    return tally


def control(seed: int) -> bool:
    """A server that forgets what it has executed must be noticed."""
    random = Random(seed)
    return any(_is_noticed("forgetful_server", random) for _ in range(_CONTROL_TRIES))


def _is_noticed(plant: str, random: Random) -> bool:
    with stage(plant=plant) as place:
        return bool(_storm(place, _CONTROL_ROUNDS, random).doubled)


def _portions(rounds: int) -> list[int]:
    """Stages of moderate length: what a long one would hide, a fresh one shows."""
    return [min(_PER_STAGE, rounds - done) for done in range(0, rounds, _PER_STAGE)]


@contextmanager
def _postgresql_urls(rounds: int) -> Iterator[list[str]]:
    if not rounds:
        yield []
        return
    with postgresql() as cluster:
        yield [cluster.create(f"faults{number}") for number in range(len(_portions(rounds)))]


def _storm(place: Stage, kills: int, random: Random) -> Tally:
    tally = Tally()
    place.server.start()
    place.server.await_listening()
    for station in place.stations:
        station.start("--seed", str(random.randrange(2**31)))
    for _ in range(kills):
        victim = random.choice((place.server, *place.stations))
        if random.random() > _AS_IT_STARTS:
            victim.await_work()
        time.sleep(random.random() * _LONGEST_LIFE_S)
        _strike(victim, random, tally)
    place.rest(tally)
    return tally


def _strike(victim: Child, random: Random, tally: Tally) -> None:
    """Kill it, and start it again."""
    doing = _doing(victim)
    if victim.kill():
        tally.strike(f"{'server' if isinstance(victim, ServerChild) else 'workstation'} killed{doing}")
    else:
        tally.wrong.append(f"{victim.name} had ended by itself: see {victim.log.name}")
    if isinstance(victim, WorkstationChild):
        victim.start("--seed", str(random.randrange(2**31)))
    elif isinstance(victim, ServerChild):
        victim.start()


def _doing(victim: Child) -> str:
    """What a workstation last said it was at."""
    if not isinstance(victim, WorkstationChild):
        return ""
    said = victim.said()
    return " in a cycle" if said and "cycling" in said[-1] else " while recording"
