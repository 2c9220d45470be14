"""A workstation without a window, as a process of its own: `python -m tests.faults.workstation FOLDER [options]`.

The shipped `Workstation`, `Cycle` and `HttpTransport`, driven by a seed. It prints one JSON line for each thing that is
certain: {"act": id} once an act is acknowledged as kept, {"cycle": kind}, {"refused": code}, {"fault": code},
{"drained": mid} when everything is confirmed.
"""

import argparse
import json
import os
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random

import structlog
from sqlalchemy import exc
from typing_extensions import override

from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.engine.cycle import Cycle, CycleKind, CycleOutcome
from sync.engine.http import HttpTransport
from sync.replica.clock import Clock, SystemClock
from sync.replica.recording import Recorded
from sync.replica.workstation import Workstation
from tests.faults.desk import Desk
from tests.faults.planted import BUGS, plant
from tests.faults.world import KEY

CLEAR_FAULT = 2
OTHER_FAULT = 3
_OUT = 1
_HASTE = 1000
_DONE = -1


class HurriedClock(Clock):
    """The machine's wall clock; the clock that counts sleep runs a thousand times faster, so no undo lasts 30 s."""

    def __init__(self) -> None:
        self._real = SystemClock()

    @override
    def now(self) -> datetime:
        return self._real.now()

    @override
    def boot(self) -> tuple[str, int]:
        boot, milliseconds = self._real.boot()
        return boot, milliseconds * _HASTE


def say(**what: object) -> None:
    """One line, in one write, that survives the process."""
    os.write(_OUT, (json.dumps(what) + "\n").encode())


def one_less(options: argparse.Namespace) -> None:
    """An act was tried, or could not even be."""
    if options.acts:
        options.acts = options.acts - 1 or _DONE


class Driver:
    """One process's work on a profile folder."""

    def __init__(self, options: argparse.Namespace, workstation: Workstation) -> None:
        self.options = options
        self.random = Random(options.seed)
        self.workstation = workstation
        profile = self.workstation.profile
        self.transport = HttpTransport(options.server or profile.server_url, profile.token, patience_s=options.patience)
        self.cycle = Cycle(self.workstation, self.transport)
        self.desk = Desk(self.workstation, options.employer, self.random)
        say(opened=len(self.workstation.pending()), set_aside=bool(self.workstation.set_aside))

    def sync(self) -> CycleOutcome:
        """One cycle, and what came of it."""
        say(cycling=len(self.workstation.pending()))
        outcome = self.cycle.run()
        say(cycle=outcome.kind, sent=outcome.sent, problem=outcome.problem.code if outcome.problem else "")
        if outcome.forked:
            say(wrong="forked")
        return outcome

    def record(self, name: str = "") -> None:
        """One act, drawn or named; acknowledged by a line."""
        args = self.desk.act(name) if name else self.desk.any()
        if args is None:
            say(nothing=name)
            return
        try:
            done = self.workstation.record(args)
        except RuleViolation as violation:
            say(refused=violation.code)
            return
        except EnvironmentFault as fault:
            say(fault=fault.code)
            return
        except (exc.DatabaseError, OSError) as error:
            say(wrong=f"an act ended with {type(error).__name__}", at=_where(error))
            return
        say(act=done.entry_id, mid=done.mid, name=type(args).__name__, shown=done.is_shown)
        if done.undo_until and self.random.random() < self.options.undo:
            self._undo(done)

    def _undo(self, done: Recorded) -> None:
        try:
            self.workstation.undo(done.entry_id)
            say(undone=done.mid)
        except RuleViolation as violation:
            say(refused=violation.code)
        except EnvironmentFault as fault:
            say(fault=fault.code)
        except (exc.DatabaseError, OSError) as error:
            say(wrong=f"an undo ended with {type(error).__name__}", at=_where(error))

    def work(self) -> None:
        """Act and sync as the seed says, as often as the options still have it; for ever when they have 0."""
        while self.options.acts != _DONE:
            if self.random.random() < self.options.sync:
                self.sync()
            else:
                one_less(self.options)
                self.record()

    def drain(self, deadline_s: float) -> bool:
        """Sync until nothing is pending."""
        end = time.monotonic() + deadline_s
        while time.monotonic() < end:
            if self.sync().kind is CycleKind.DONE and not self.workstation.pending():
                say(drained=self.workstation.outbox.last_mid())
                return True
            time.sleep(0.02)
        say(wrong="not drained", pending=len(self.workstation.pending()))
        return False


def parser() -> argparse.ArgumentParser:
    """The options of the process."""
    made = argparse.ArgumentParser(prog="python -m tests.faults.workstation")
    made.add_argument("folder", type=Path)
    made.add_argument("--employer", required=True)
    made.add_argument("--server", default="", help="instead of the profile's")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--acts", type=int, default=0, help="how many, 0 for ever")
    made.add_argument("--script", nargs="*", default=[], help="these acts, in order, or sync, instead of drawn ones")
    made.add_argument("--sync", type=float, default=0.3, help="chance that a step is a cycle")
    made.add_argument("--undo", type=float, default=0.3, help="chance that an act that can be undone is")
    made.add_argument("--patience", type=float, default=5.0, help="seconds of silence before the server is away")
    made.add_argument("--drain", type=float, default=0.0, help="at the end sync until all is confirmed, so long")
    made.add_argument("--only-drain", action="store_true")
    made.add_argument("--plant", default="", choices=["", *BUGS])
    made.add_argument("--tough", action="store_true", help="open again after a fault of the machine, as a user would")
    return made


def _session(options: argparse.Namespace) -> int:
    with closing(Workstation.open(options.folder, KEY, HurriedClock())) as workstation:
        driver = Driver(options, workstation)
        with closing(driver.transport):
            return _play(driver)


def _play(driver: Driver) -> int:
    options = driver.options
    for name in options.script:
        driver.sync() if name == "sync" else driver.record(name)
    if not options.script and not options.only_drain:
        driver.work()
    return 0 if not options.drain or driver.drain(options.drain) else 1


def _quiet() -> None:
    """Warnings go to standard error, so that a campaign can look for false alarms there."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def main(arguments: Sequence[str] | None = None) -> int:
    """Work until done, or until killed."""
    options = parser().parse_args(arguments)
    _quiet()
    plant(options.plant)
    while True:
        try:
            return _session(options)
        except EnvironmentFault as fault:
            say(fault=fault.code)
            status = CLEAR_FAULT
        except Exception as error:
            # Under read faults SQLCipher now and then hands out a page of zeros: any decoder may stumble over it.
            if not (options.tough or isinstance(error, exc.DatabaseError | OSError)):
                raise
            say(broke=type(error).__name__, at=_where(error))
            status = OTHER_FAULT
        if not options.tough or options.acts == _DONE:
            return status
        one_less(options)
        options.seed += 1


def _where(error: BaseException) -> str:
    """The shipped function it came through last."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/sync/" in frame.filename]
    return f"{Path(frames[-1].filename).stem}.{frames[-1].name}" if frames else ""


if __name__ == "__main__":
    sys.exit(main())
