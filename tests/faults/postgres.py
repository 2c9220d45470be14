"""A PostgreSQL that is stopped at once under load and started again, or whose standby takes over.

A round is one stop or one takeover. The standby is synchronous, as a central service must run it: one that lags would
lose commits. Afterwards every acknowledged act is on the server exactly once (TRUST.md, promise 16).
"""

import time
from random import Random

from tests.faults.campaign import Tally
from tests.faults.clusters import Node, nodes, url_of
from tests.faults.processes import PATIENCE_S
from tests.faults.stage import Stage, stage

ROUNDS = 20
CI_ROUNDS = 2
_LONGEST_PEACE_S = 0.5
_TAKEOVER_EVERY = 4
_CONTROL_TRIES = 5
_CONTROL_ROUNDS = 2


def run(rounds: int, seed: int) -> Tally:
    """Stops and takeovers under the load of three workstations."""
    random = Random(seed)
    takeovers = rounds // _TAKEOVER_EVERY
    tally = Tally()
    with nodes(2) as pair:
        primary, standby = pair
        primary.make()
        with stage(names=("alice", "erin", "bob"), database_url=url_of(*pair)) as place:
            _begin(place, random)
            for number in range(rounds - takeovers):
                _stop(place, primary, random, tally)
                if number % (_TAKEOVER_EVERY - 1) == 0 and takeovers:
                    takeovers -= 1
                    _take_over(place, primary, standby, random, tally)
                    primary, standby = standby, primary
            place.rest(tally)
    return tally


def control(seed: int) -> bool:
    """A server that forgets what it has executed must be noticed."""
    random = Random(seed)
    with nodes(1) as (primary,):
        primary.make()
        with stage(database_url=url_of(primary), plant="forgetful_server") as place:
            return any(_is_noticed(place, primary, random) for _ in range(_CONTROL_TRIES))


def _is_noticed(place: Stage, primary: Node, random: Random) -> bool:
    tally = Tally()
    _begin(place, random)
    for _ in range(_CONTROL_ROUNDS):
        _stop(place, primary, random, tally)
    place.rest(tally)
    return bool(tally.doubled)


def _begin(place: Stage, random: Random) -> None:
    if not place.server.is_running:
        place.server.start()
    place.server.await_listening()
    for station in place.stations:
        station.start("--seed", str(random.randrange(2**31)), "--sync", "0.5")


def _stop(place: Stage, primary: Node, random: Random, tally: Tally) -> None:
    """An immediate stop in the midst of work, and a start."""
    _await_work(place, random)
    if primary.stop_at_once():
        tally.strike("stopped at once")
    primary.start()


def _take_over(place: Stage, primary: Node, standby: Node, random: Random, tally: Tally) -> None:
    """A standby catches up, then the primary is gone and the standby takes its place."""
    standby.follow(primary)
    _await_work(place, random)
    if primary.stop_at_once():
        tally.strike("standby took over")
    standby.promote()


def _await_work(place: Stage, random: Random) -> None:
    """Let the load set in again, and go on for a moment."""
    before, end = _taken(place), time.monotonic() + PATIENCE_S
    while _taken(place) == before and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(random.random() * _LONGEST_PEACE_S)


def _taken(place: Stage) -> int:
    """How many acts the server said it took."""
    return sum(line.get("sent", 0) for station in place.stations for line in station.said())
