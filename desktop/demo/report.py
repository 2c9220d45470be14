"""What the story found: checks by name, figures, and how long the parts took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that had to hold, and what was seen."""

    name: str
    ok: bool
    detail: str = ""


@dataclass(slots=True)
class Report:
    """Grows as the story goes; written as `report.json` at its end."""

    checks: list[Check] = field(default_factory=list)
    pass_number: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def check(self, name: str, ok: object, detail: object = "") -> bool:
        """Note whether something held; the story goes on either way."""
        self.checks.append(Check(name, bool(ok), str(detail)))
        return bool(ok)

    def equal(self, name: str, seen: object, expected: object) -> bool:
        """Note whether what was seen is what had to be."""
        return self.check(name, seen == expected, seen if seen == expected else f"{seen} au lieu de {expected}")

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Note how long the block took."""
        begins = time.perf_counter()
        yield
        self.seconds[part] = round(time.perf_counter() - begins, 3)

    @property
    def is_ok(self) -> bool:
        """Whether everything held."""
        return bool(self.checks) and all(check.ok for check in self.checks)

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(asdict(self)), indent=2))
