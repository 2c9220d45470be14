"""`python -m tests.property.fuzz_decoders --runs N [--target NAME]`: whatever bytes come, a decoder refuses or answers.

Guided by coverage (atheris, in the dependency group `fuzz`). Anything but `Refused`, and more than 400 MB, is a
failure: atheris then keeps the bytes in a file and the exit status is not 0.
"""

import argparse
import importlib
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sync.engine.http import _lines
from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol.attestations import Trust, verify
from sync.protocol.entries import command_of
from sync.protocol.problems import ProblemMessage, Refused
from sync.server.anchors import Anchors
from sync.server.cursors import read_cursor
from sync.server.entries import receive

MESSAGES = (
    m.Anchor,
    m.DigestAnswer,
    m.DigestAsk,
    m.Enrol,
    m.Enrolled,
    m.Entry,
    m.Hello,
    m.Hint,
    m.Pull,
    m.Push,
    m.Pushed,
    m.RowsAsk,
    m.Welcome,
    ProblemMessage,
)
_anchors = Anchors(bytes(32).hex())


def _message(data: bytes) -> None:
    if data:
        codec.decode(MESSAGES[data[0] % len(MESSAGES)], data[1:])


def _line(data: bytes) -> None:
    codec.decode_line(data)


def _pull(data: bytes) -> None:
    _exhaust(codec.unframe(io.BytesIO(data)))


def _compressed(data: bytes) -> None:
    codec.decompress(data, limit=1 << 20)


def _body(data: bytes) -> None:
    _exhaust(_lines(data, "zstd"))


def _entry(data: bytes) -> None:
    command_of(codec.decode(m.Entry, data))


def _pushed(data: bytes) -> None:
    for pushed in codec.decode(m.Push, data).entries:
        receive(pushed)


def _sealed(data: bytes) -> None:
    text = data.decode(errors="replace")
    _anchors.read(text)
    read_cursor(_anchors, "epoch", text)
    verify(text, Trust())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "message": _message,
    "line": _line,
    "pull": _pull,
    "compressed": _compressed,
    "body": _body,
    "entry": _entry,
    "pushed": _pushed,
    "sealed": _sealed,
}


def feed(target: str, data: bytes) -> bool:
    """Give a decoder some bytes: whether it took them; any exception but Refused passes."""
    try:
        TARGETS[target](data)
    except Refused:
        return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz all decoders by turns, or one; 2 when atheris is not installed. atheris ends the process itself."""
    options = _options(arguments)
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed: uv sync --group fuzz", file=sys.stderr)
        return 2
    names = [options.target] if options.target else sorted(TARGETS)
    atheris.instrument_func(feed)
    for kind in TARGETS.values():
        atheris.instrument_func(kind)

    def once(data: bytes) -> None:
        if data:
            feed(names[data[0] % len(names)], data[1:])

    atheris.Setup(["fuzz_decoders", f"-runs={options.runs}", "-rss_limit_mb=400", "-max_len=4096"], once)
    atheris.Fuzz()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz_decoders", description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000, help="executions (default %(default)s)")
    parser.add_argument("--target", choices=sorted(TARGETS), help="one decoder only")
    return parser.parse_args(arguments)


def _exhaust(items: Iterable[Any]) -> None:
    for _ in items:
        pass


if __name__ == "__main__":
    sys.exit(main())
