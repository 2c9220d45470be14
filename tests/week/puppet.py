"""A workstation without a window that does what it is told: `python -m tests.week.puppet FOLDER`.

The shipped `Workstation`, `Cycle` and `HttpTransport`, in a process of its own. Reads one JSON request a line,
`{"do": …}`, and answers each with one JSON line; while it draws acts, each one that is acknowledged as kept is a line
of its own first.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import structlog
from sqlalchemy import text
from typing_extensions import override

from sync.domain.calendar import paris_date
from sync.domain.commands import command_type, command_type_of
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.engine.cycle import Cycle
from sync.engine.http import HttpTransport, enrol
from sync.engine.quarantine import Farewell
from sync.protocol.messages import Enrol
from sync.protocol.problems import Refused
from sync.replica.clock import Clock, SystemClock
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.store.types import instant_text
from tests.faults.desk import Desk

_OUT = 1
_KEY_BYTES = 32
_PATIENCE_S = 10.0
_TRIES = 40


class MachineClock(Clock):
    """The machine's clocks; `boot` names the boot this process lives in, where several machines share one kernel."""

    def __init__(self, boot: str) -> None:
        self._real = SystemClock()
        self._boot = boot

    @override
    def now(self) -> datetime:
        return self._real.now()

    @override
    def boot(self) -> tuple[str, int]:
        boot, milliseconds = self._real.boot()
        return self._boot or boot, milliseconds


def say(**what: object) -> None:
    """One line, in one write, that survives the process."""
    os.write(_OUT, (json.dumps(what) + "\n").encode())


def key_file(folder: Path) -> Path:
    """Where a machine keeps the key of its profile: beside it, so that it can be lost."""
    return folder.with_suffix(".key")


def _key(folder: Path) -> bytes:
    """The key of a profile, made for a new one; EnvironmentFault when that of an old one is lost."""
    file = key_file(folder)
    if not folder.exists():
        file.write_bytes(os.urandom(_KEY_BYTES))
    elif not file.exists():
        raise EnvironmentFault("key_lost")
    return file.read_bytes()


class Puppet:
    """The requests a workstation understands, each a method of the same name."""

    def __init__(self, options: argparse.Namespace, workstation: Workstation) -> None:
        self._folder = options.folder
        self._employer = options.employer
        self._random = Random(options.seed)
        self._workstation = workstation
        self._desk = Desk(workstation, options.employer, self._random)
        self._connect()

    def _connect(self) -> None:
        profile = self._workstation.profile
        self._transport = HttpTransport(profile.server_url, profile.token, patience_s=_PATIENCE_S)
        self._cycle = Cycle(self._workstation, self._transport)

    def close(self) -> None:
        """Let the connection go."""
        self._transport.close()

    # --- the network -----------------------------------------------------------------------------------------

    def enrol(self, server: str, email: str, password: str) -> dict[str, object]:
        """Sign in, as at a first launch."""
        answer = enrol(server, Enrol(email=email, password=password, device_name=email))
        known = Profile(
            server_url=server,
            client_id=answer.client_id,
            token=answer.token,
            user_id=answer.user_id,
            user_name=answer.user_name,
            email=email,
        )
        self._workstation.save_profile(known)
        self._connect()
        return {"client": answer.client_id}

    def token(self) -> dict[str, object]:
        """What it signs in with."""
        return {"token": self._workstation.profile.token}

    def deposit(self) -> dict[str, object]:
        """Hand in what a revoked device had not sent; whether the server has it all."""
        return {"kept": self._farewell.deposit()}

    def wipe(self) -> dict[str, object]:
        """Lose the key, then say so; whether the server heard it."""
        return {"heard": self._farewell.wipe()}

    @property
    def _farewell(self) -> Farewell:
        return Farewell(self._workstation, self._transport, key_file(self._folder).unlink)

    def sync(self) -> dict[str, object]:
        """One cycle."""
        outcome = self._cycle.run()
        problem = outcome.problem.code if outcome.problem else ""
        pending = len(self._workstation.pending())
        facts: dict[str, object] = {"sent": outcome.sent, "reissued": outcome.reissued, "forked": outcome.forked}
        facts["must_wipe"] = outcome.must_wipe
        return {"kind": outcome.kind, "problem": problem, "pending": pending, **facts}

    # --- acts ------------------------------------------------------------------------------------------------

    def work(self, acts: int, undo: float = 0.0) -> dict[str, object]:
        """So many acts drawn by the seed that the rules allow, a share of them undone at once."""
        done = tries = undone = 0
        while done < acts and tries < acts + _TRIES:
            tries += 1
            answer = self._keep(self._desk.any())
            if "act" not in answer:
                continue
            done += 1
            say(**answer)
            if self._random.random() < undo and self._workstation.can_undo(str(answer["act"])):
                self._workstation.undo(str(answer["act"]))
                undone += 1
        return {"done": done, "undone": undone}

    def record(self, name: str, args: dict[str, Any]) -> dict[str, object]:
        """The named command; the fields that name a new row are filled in where they are missing."""
        return self._keep(self._args(name, args))

    def check(self, name: str, args: dict[str, Any]) -> dict[str, object]:
        """Whether the rules would allow it here and now."""
        violation = self._workstation.check(self._args(name, args))
        return {"refused": violation.code if violation else ""}

    def _args(self, name: str, args: dict[str, Any]) -> object:
        kind = command_type(name, 1)
        if kind is None:
            raise LookupError(name)
        new = {key: self._workstation.new_id() for key, value in args.items() if value == "new"}
        return msgspec.convert(args | new, kind.args_type)

    def _keep(self, args: object) -> dict[str, object]:
        try:
            done = self._workstation.record(args)
        except RuleViolation as violation:
            return {"refused": violation.code}
        name = command_type_of(args).name
        return {"act": done.entry_id, "mid": done.mid, "name": name, "shown": done.is_shown}

    # --- what one sees ---------------------------------------------------------------------------------------

    def select(self, sql: str, values: dict[str, object] | None = None) -> dict[str, object]:
        """Rows of the replica, as the screens read them."""
        with self._workstation.reading() as rows:
            return {"rows": [list(row) for row in rows.execute(text(sql), values or {})]}

    def journal(self) -> dict[str, object]:
        """Every act the journal holds, oldest first, and how many the server has not confirmed."""
        entries = self._workstation.recent(100_000)[::-1]
        pending = [item.entry.id for item in self._workstation.pending()]
        acts = [
            {
                "id": item.entry.id,
                "name": item.entry.name,
                "state": item.state,
                "status": item.status,
                "code": item.code,
            }
            for item in entries
        ]
        return {"acts": acts, "pending": pending}

    def state(self) -> dict[str, object]:
        """The clocks as this process reads them, the edition in force, and whether the rows agree with the server's."""
        boot, milliseconds = MachineClock("").boot()
        now = self._workstation.clock.now()
        return {
            "now": instant_text(now),
            "boot": boot,
            "boot_ms": milliseconds,
            "edition": self._workstation.rules(now).edition,
            "disagreeing": self._workstation.mender.audit(),
            "ready": self._workstation.meta().get("ready", ""),
            "client": self._workstation.profile.client_id,
        }

    def print(self, application: str, file: str) -> dict[str, object]:
        """Set the attestation of a hire's PASS, as the program does, into a PDF; what it must say."""
        from desktop.controllers.attestation import paper_of, stamp_of  # noqa: PLC0415 - loads Qt
        from desktop.documents.attestation import accepted_sentence, render  # noqa: PLC0415 - with the former
        from desktop.queries.attestation import gather  # noqa: PLC0415 - with the former
        from desktop.queries.lens import Lens  # noqa: PLC0415 - with the former

        station, now = self._workstation, self._workstation.clock.now()
        with station.reading() as rows:
            found = rows.execute(text("SELECT pass_id FROM job_applications WHERE id = :id"), {"id": application})
            lens = Lens(
                connection=rows,
                employer_ids=(self._employer,),
                user_id=station.profile.user_id,
                now=now,
                rules=station.rules(now),
            )
            facts = gather(lens, station, str(found.scalar_one()))
        if facts is None:
            raise LookupError(application)
        paper = paper_of(facts)
        Path(file).write_bytes(render([paper], stamp_of(facts, station.profile.server_url)))
        return {
            "number": paper.number or "",
            "accepted": accepted_sentence(paper.accepted),
            "today": str(paris_date(now)),
        }


def _answer(ask: Callable[..., dict[str, object]], request: dict[str, Any]) -> dict[str, object]:
    try:
        return ask(**request) | {"ok": True}
    except (RuleViolation, EnvironmentFault) as trouble:
        return {"ok": False, "code": trouble.code}
    except Refused as refused:
        return {"ok": False, "code": refused.problem.code}


def parser() -> argparse.ArgumentParser:
    """The options of the process."""
    made = argparse.ArgumentParser(prog="python -m tests.week.puppet")
    made.add_argument("folder", type=Path)
    made.add_argument("--employer", required=True)
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--boot", default="", help="the boot it says it lives in, instead of the kernel's")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer until the requests end."""
    options = parser().parse_args(arguments)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        opened = Workstation.open(options.folder, _key(options.folder), MachineClock(options.boot))
    except EnvironmentFault as fault:
        say(ok=False, code=fault.code)
        return 1
    with closing(opened) as workstation:
        puppet = Puppet(options, workstation)
        with closing(puppet):
            say(ok=True, opened=len(workstation.pending()))
            for line in sys.stdin:
                request = json.loads(line)
                say(**_answer(getattr(puppet, request.pop("do")), request))
    return 0


if __name__ == "__main__":
    sys.exit(main())
