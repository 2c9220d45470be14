"""`python -m tests.property.fuzz_decoders --runs N [--target NAME]`: whatever bytes come, a decoder refuses or answers.

Guided by coverage (atheris, in the dependency group `fuzz`). Anything but `Refused`, and more than 400 MB, is a
failure: atheris then keeps the bytes in a file and the exit status is not 0.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_INSTRUMENTED = ["sync.protocol", "sync.server", "sync.engine", "sync.replica.load", "tests.property.decoders"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz all decoders by turns, or one; 2 when atheris is not installed. atheris ends the process itself."""
    options = _options(arguments)
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed: uv sync --group fuzz", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=_INSTRUMENTED):
        decoders = importlib.import_module("tests.property.decoders")
    names = [options.target] if options.target else sorted(decoders.TARGETS)

    def once(data: bytes) -> None:
        if data:
            decoders.feed(names[data[0] % len(names)], data[1:])

    with TemporaryDirectory() as folder:
        _write_examples(Path(folder), names, decoders)
        limits = [f"-runs={options.runs}", "-rss_limit_mb=400", "-max_len=4096"]
        atheris.Setup(["fuzz_decoders", *limits, folder], once)
        atheris.Fuzz()
    return 0


def _write_examples(folder: Path, names: list[str], decoders: Any) -> None:  # noqa: ANN401 - a module
    for number, (name, data) in enumerate(decoders.examples()):
        if name in names:
            (folder / str(number)).write_bytes(bytes([names.index(name)]) + data)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz_decoders", description=__doc__)
    parser.add_argument("--runs", type=int, default=100_000, help="executions (default %(default)s)")
    parser.add_argument("--target", metavar="NAME", help="one decoder only")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
