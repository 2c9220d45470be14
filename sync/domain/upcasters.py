"""Acts recorded by earlier versions of the program, brought to the present shape of their command (SYNC.md §10).

One explicit table: what a journal holds under an earlier version goes up one step at a time until the present one. An
upcaster is a total function of plain JSON: it refuses nothing, the command's own types judge what comes out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An act as JSON: its args and the field values its author saw, in the shape of `version`."""

    version: int
    args: Mapping[str, Any]
    expect: Mapping[str, Any]


Upcaster = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def _resume_has_a_size(args: Mapping[str, Any]) -> Mapping[str, Any]:
    """A CV was named by its hash alone; its size was not known."""
    kept = {name: value for name, value in args.items() if name != "resume_sha256"}
    sha256 = args.get("resume_sha256", "")
    return kept | {"resume": {"sha256": sha256} if sha256 else None}


UPCASTERS: Mapping[tuple[str, int], Upcaster] = {
    ("job_application.submit", 1): _resume_has_a_size,
}
"""From a command and a version to what brings its args to the next version."""


def upcast(name: str, written: Written) -> Written:
    """The act in the latest shape that can be reached from its own; unchanged when no step leads on from it."""
    while (step := UPCASTERS.get((name, written.version))) is not None:
        written = replace(written, version=written.version + 1, args=step(written.args))
    return written
