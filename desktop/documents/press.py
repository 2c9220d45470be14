"""`passerelle press`: makes a batch of FSE files in a process of its own; a job comes in, progress goes out.

One JSON line a step on standard output. The process ends after a number of files, since the typesetter's memory grows;
who started it starts another one, which goes on where the folder's ledger says.
"""

import sys
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from desktop.documents.fse.batch import Order, Progress, run
from desktop.documents.fse.job import Job, from_bytes


class Step(msgspec.Struct, tag="step", frozen=True):
    """How far the batch is, and whose file comes next."""

    done: int
    total: int
    name: str


class Ended(msgspec.Struct, tag="ended", frozen=True, kw_only=True):
    """The process's last word: `has_more` asks for another one, `code` and `facts` tell what stopped it."""

    finished: int
    has_more: bool = False
    code: str = ""
    facts: dict[str, str] = {}


Line = Step | Ended
_DECODER = msgspec.json.Decoder(Step | Ended)
Status = Literal[0, 1]


def main(source: BinaryIO | None = None, out: BinaryIO | None = None) -> Status:
    """Read a job to the end of `source`, make it, tell `out`; 1 when a fault stopped it."""
    message = (source or sys.stdin.buffer).read()
    lines = out or sys.stdout.buffer
    ended = make(from_bytes(message), lines)
    _tell(lines, ended)
    return 1 if ended.code else 0


def make(job: Job, out: BinaryIO) -> Ended:
    """Make at most `job.at_most` files of a batch that are not there yet."""
    made = 0

    def on_progress(step: Progress) -> None:
        nonlocal made
        made = step.done - step.taken_over
        _tell(out, Step(step.done, step.total, step.name))

    order = Order(folder=Path(job.folder), stamp=job.stamp, passphrase=job.passphrase)
    outcome = run(job.dossiers, order, on_progress, lambda: made >= job.at_most)
    ended = Ended(finished=outcome.finished, has_more=outcome.is_cancelled)
    if outcome.fault is None:
        return ended
    facts = {name: str(value) for name, value in outcome.fault.facts.items()}
    return msgspec.structs.replace(ended, code=outcome.fault.code, facts=facts)


def read(line: bytes) -> Line:
    """A line the process told; msgspec.DecodeError when it is none."""
    told: Line = _DECODER.decode(line)
    return told


def _tell(out: BinaryIO, line: Line) -> None:
    out.write(msgspec.json.encode(line) + b"\n")
    out.flush()
