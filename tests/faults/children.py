"""What the forked processes run. Loaded once by the fork server, before any fork."""

import ctypes
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn.lifespan.on
import uvicorn.loops.auto
import uvicorn.protocols.http.auto

import sync.engine.http
import sync.server.app
import sync.server.embedded
from sync.server import cli
from tests.faults import planted, workstation
from tests.faults.processes import exit_with, redirect

_NEW_NET = 0x40000000
_SET_PTRACER = 0x59616D61
_ANY = 2**64 - 1

__all__ = ["drive", "serve", "sync", "uvicorn"]


def serve(log: str, arguments: Sequence[str], bug: str) -> None:
    """The central server's command line."""
    redirect(log)
    planted.plant(bug)
    _run(lambda: cli.main(arguments))


def drive(log: str, arguments: Sequence[str], namespace: str, gate: str) -> None:
    """The headless workstation, perhaps in a network namespace of its own, perhaps waiting for a tracer."""
    redirect(log)
    _let_trace()
    while gate and not Path(gate).exists():
        time.sleep(0.002)
    if namespace:
        _enter(namespace)
    _run(lambda: workstation.main(arguments))


def _let_trace() -> None:
    """Any process of this user may trace this one, where the kernel would else allow parents only."""
    ctypes.CDLL(None).prctl(_SET_PTRACER, ctypes.c_ulong(_ANY), 0, 0, 0)


def _enter(namespace: str) -> None:
    with Path("/run/netns", namespace).open(encoding="ascii") as file:
        if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), _NEW_NET):
            raise OSError(ctypes.get_errno(), "setns")


def _run(program: Callable[[], int]) -> None:
    status = 1
    try:
        status = program()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - whatever it is, it belongs in the process's log
        traceback.print_exc(file=sys.stderr)
    exit_with(status)
