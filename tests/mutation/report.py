"""What mutmut found: how many mutants each module had, how many survived, and which."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_SURVIVED = 0


@dataclass
class Figures:
    """Mutants tried and survived, by module; the names of the survivors."""

    tried: Counter[str] = field(default_factory=Counter)
    survived: Counter[str] = field(default_factory=Counter)
    survivors: list[str] = field(default_factory=list)

    @property
    def killed(self) -> float:
        """The share of the mutants tried that a test killed."""
        return 1 - self.survived.total() / max(1, self.tried.total())


def figures(folder: Path) -> Figures:
    """Read what mutmut keeps in `mutants/` of the copy; mutants not tried do not count."""
    found = Figures()
    for path in sorted((folder / "mutants" / "sync" / "domain").glob("*.meta")):
        for name, code in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            if code is not None:
                module = path.name.removesuffix(".py.meta")
                found.tried[module] += 1
                if code == _SURVIVED:
                    found.survived[module] += 1
                    found.survivors.append(name)
    return found


def lines(found: Figures) -> Iterator[str]:
    """The report, worst module first."""
    for module, tried in sorted(found.tried.items(), key=lambda item: -found.survived[item[0]]):
        yield f"{module:20} {tried:5} mutants {found.survived[module]:4} survived"
    yield f"{found.killed:.1%} of {found.tried.total()} mutants killed"
