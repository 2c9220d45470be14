"""Partitions of a real network: the workstations live in a network namespace behind a virtual cable.

A round is one fault whose effect was seen: packets of one direction or both dropped, connections refused, the cable
pulled. Afterwards every acknowledged act is on the server exactly once (TRUST.md, promise 6). Root on Linux only.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from tests.faults.campaign import Skipped, Tally
from tests.faults.processes import Place
from tests.faults.stage import Stage, stage

ROUNDS = 60
CI_ROUNDS = 1
_PATIENCE_S = "0.3"
_LONGEST_WAIT_S = 10.0
_LONGEST_FAULT_S = 0.8
_CONTROL_TRIES = 5
_CONTROL_ROUNDS = 4
_RULES = {
    "answers dropped": ["INPUT", "-j", "DROP"],
    "requests dropped": ["OUTPUT", "-j", "DROP"],
    "refused": ["OUTPUT", "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"],
    "answers dropped late": ["INPUT", "-p", "tcp", "--tcp-flags", "PSH", "PSH", "-j", "DROP"],
}
_PULLED = "cable pulled"


@dataclass(frozen=True, slots=True)
class Cable:
    """A virtual cable from this network to a namespace."""

    namespace: str
    here: str
    there: str
    network: str

    def run(self, *words: str) -> str:
        """A command inside the namespace; its output."""
        return _run("ip", "netns", "exec", self.namespace, *words)


@contextmanager
def cable() -> Iterator[Cable]:
    """Lay a cable; it goes with the namespace."""
    number = os.getpid() % 60_000
    laid = Cable(f"faults-{number}", f"fa{number}", f"fb{number}", f"10.77.{number % 250}")
    try:
        _run("ip", "netns", "add", laid.namespace)
        _run("ip", "link", "add", laid.here, "type", "veth", "peer", "name", laid.there, "netns", laid.namespace)
        _run("ip", "address", "add", f"{laid.network}.1/24", "dev", laid.here)
        _run("ip", "link", "set", laid.here, "up")
        laid.run("ip", "address", "add", f"{laid.network}.2/24", "dev", laid.there)
        laid.run("ip", "link", "set", laid.there, "up")
        laid.run("iptables", "-L", "-n")
    except (OSError, subprocess.CalledProcessError) as error:
        _remove(laid)
        raise Skipped(f"no network namespaces with iptables here: {error}") from error
    try:
        yield laid
    finally:
        _remove(laid)


def _remove(laid: Cable) -> None:
    subprocess.run(["ip", "netns", "delete", laid.namespace], check=False, capture_output=True)
    subprocess.run(["ip", "link", "delete", laid.here], check=False, capture_output=True)


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def run(rounds: int, seed: int) -> Tally:
    """Faults one after another, while two workstations work."""
    return _campaign(rounds, seed)


def control(seed: int) -> bool:
    """A server that forgets what it has executed must be noticed."""
    tries = range(seed, seed + _CONTROL_TRIES)
    return any(_campaign(_CONTROL_ROUNDS, one, plant="forgetful_server").doubled for one in tries)


def _campaign(rounds: int, seed: int, plant: str = "") -> Tally:
    if os.geteuid() or not (shutil.which("ip") and shutil.which("iptables")):
        raise Skipped("partitions need root, ip and iptables")
    random = Random(seed)
    with cable() as laid, stage(place=Place(f"{laid.network}.1", laid.namespace), plant=plant) as place:
        return _storm(place, laid, rounds, random)


def _storm(place: Stage, laid: Cable, rounds: int, random: Random) -> Tally:
    tally = Tally()
    place.server.start()
    place.server.await_listening()
    for station in place.stations:
        station.start("--seed", str(random.randrange(2**31)), "--patience", _PATIENCE_S, "--sync", "0.5")
    time.sleep(1)  # both are at work
    for _ in range(rounds):
        time.sleep(random.random() * 0.2)
        what = random.choice([*_RULES, _PULLED])
        if _strike(place, laid, what, random.random() * _LONGEST_FAULT_S):
            tally.strike(what)
        else:
            tally.wrong.append(f"nobody noticed: {what}")
    place.rest(tally)
    return tally


def _strike(place: Stage, laid: Cable, what: str, seconds: float) -> bool:
    """Bring the fault about, wait for its effect, let it last, and end it. Whether it had an effect."""
    if what == _PULLED:
        before = _offline(place)
        laid.run("ip", "link", "set", laid.there, "down")
        noticed = _await(lambda: _offline(place) > before)
        time.sleep(seconds)
        laid.run("ip", "link", "set", laid.there, "up")
        return noticed
    laid.run("iptables", "-A", *_RULES[what])
    noticed = _await(lambda: _stopped_packets(laid) > 0)
    time.sleep(seconds)
    laid.run("iptables", "-F")
    return noticed


def _await(is_seen: Callable[[], bool]) -> bool:
    end = time.monotonic() + _LONGEST_WAIT_S
    while time.monotonic() < end:
        if is_seen():
            return True
        time.sleep(0.01)
    return False


def _offline(place: Stage) -> int:
    return sum(line.get("cycle") == "offline" for station in place.stations for line in station.said())


def _stopped_packets(laid: Cable) -> int:
    """How many packets the rules in force have stopped, by the kernel's own count."""
    table = laid.run("iptables", "-L", "-n", "-v", "-x").splitlines()
    rows = [line.split() for line in table if " DROP " in line or " REJECT " in line]
    return sum(int(row[0]) for row in rows if row[0].isdigit())
