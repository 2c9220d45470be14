"""Long batches in processes of their own: the window keeps its memory and its threads, whatever a batch needs."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import IO

import msgspec
import structlog

from desktop.documents.fse.job import Job, to_bytes
from desktop.documents.press import Ended, Step, read
from sync.domain.errors import EnvironmentFault

COMMAND = "press"
_PATIENCE_S = 10
_log = structlog.get_logger()

Tell = Callable[[int, int], None]


def command() -> list[str]:
    """How this program starts itself for a batch, built or run from its sources."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND]
    return [sys.executable, "-m", "desktop", COMMAND]


def run_job(job: Job, tell: Tell, stop: Event) -> Ended:
    """Make a batch, process after process, until it is done or `stop` is set; blocks, so call it in a thread.

    `tell(done, total)` follows each file. Stopped, every file in the folder is whole, and the same job goes on from
    there. Raises EnvironmentFault: what stopped the batch, or `batch_process_failed` when a process died.
    """
    message = to_bytes(job)
    while True:
        ended = _one_process(message, tell, stop)
        if ended.code:
            raise EnvironmentFault(ended.code, dict(ended.facts))
        if not ended.has_more or stop.is_set():
            return ended


def _one_process(message: bytes, tell: Tell, stop: Event) -> Ended:
    done = 0
    with _child() as child:
        if child.stdin is None or child.stdout is None:
            raise EnvironmentFault("batch_process_failed", {"detail": "pipes"})
        _feed(child.stdin, message)
        for line in child.stdout:
            if stop.is_set():
                return Ended(finished=done, has_more=True)
            told = _understood(line)
            if isinstance(told, Ended):
                return told
            done = told.done
            tell(told.done, told.total)
    raise EnvironmentFault("batch_process_failed", {"detail": str(child.poll())})


def _understood(line: bytes) -> Step | Ended:
    try:
        return read(line)
    except msgspec.DecodeError as error:
        raise EnvironmentFault("batch_process_failed", {"detail": type(error).__name__}) from error


def _feed(stdin: IO[bytes], message: bytes) -> None:
    try:
        stdin.write(message)
        stdin.close()
    except OSError as error:  # it died before it had read everything: its silence says so too
        _log.warning("press_pipe_closed", exc_info=error)


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that never outlives its use: killed, it leaves whole files and a ledger."""
    pipe, flags = subprocess.PIPE, getattr(subprocess, "CREATE_NO_WINDOW", 0)
    child = subprocess.Popen(  # noqa: S603 - this very program
        command(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=flags
    )
    try:
        yield child
    finally:
        for end in (child.stdin, child.stdout):
            if end is not None:
                with suppress(OSError):
                    end.close()
        child.terminate()
        try:
            child.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
