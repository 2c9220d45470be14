"""A story as it is told: days, scenes, and what each scene had to show beside what it showed."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Check:
    """What was expected, what came, and whether that is it."""

    expected: str
    seen: str
    ok: bool


@dataclass(slots=True)
class Scene:
    """Something that happens at a time of a day; `pictures` are titles and PNG bytes."""

    at: str
    title: str
    text: str
    checks: list[Check] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether all came as expected."""
        return all(check.ok for check in self.checks)


@dataclass(slots=True)
class Day:
    """A day: its name, how the network was, its scenes."""

    title: str
    network: str
    scenes: list[Scene] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """Grows as the week goes. `people` are (name, what they do, where); `figures` a few numbers for the end."""

    seed: int
    people: list[tuple[str, str, str]] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    acts: int = 0

    def day(self, title: str, network: str) -> None:
        """Another day begins."""
        self.days.append(Day(title, network))

    def scene(self, at: str, title: str, text: str) -> None:
        """Something happens."""
        self.days[-1].scenes.append(Scene(at, title, text))

    def check(self, expected: str, seen: str, *, ok: bool) -> bool:
        """What the present scene had to show, and what it showed."""
        self.days[-1].scenes[-1].checks.append(Check(expected, seen, ok))
        return ok

    def equal(self, expected: str, seen: object, wanted: object) -> bool:
        """The same for a value that has to be another."""
        return self.check(expected, f"{seen}" if seen == wanted else f"{seen} au lieu de {wanted}", ok=seen == wanted)

    def picture(self, title: str, png: bytes) -> None:
        """Something to look at in the present scene."""
        self.days[-1].scenes[-1].pictures.append((title, png))

    def checks(self) -> Iterator[Check]:
        """All of them, in order."""
        for day in self.days:
            for scene in day.scenes:
                yield from scene.checks

    @property
    def failed(self) -> int:
        """How many things were not as expected."""
        return sum(not check.ok for check in self.checks())

    @property
    def is_ok(self) -> bool:
        """Whether something was checked, and all of it held."""
        return not self.failed and any(True for _ in self.checks())
