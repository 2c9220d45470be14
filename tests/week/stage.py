"""The stage of a week: a server, five workstations behind lines that can be cut, one time for all, and what is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from typing_extensions import override

from sync.domain.calendar import PARIS
from sync.server.opening import opened
from sync.server.settings import Settings
from tests.faults.wire import Fault, Proxy
from tests.week.cast import PASSWORD, Cast, Counsellor, draw
from tests.week.machines import Machine, Server
from tests.week.moved_time import MovedTime
from tests.week.telling import Story

MONDAY = date(2026, 8, 24)
UNDO_SHARE = 0.06
_LEAST = 2


class Line(Proxy):
    """A workstation's line to the server, which can be cut."""

    is_cut = False

    @override
    def take(self, path: str) -> Fault | None:
        return Fault("cut", "up", 0) if self.is_cut else super().take(path)


@dataclass(slots=True)
class Post:
    """A counsellor's workstation. `sleeps`: closed at night instead of switched off, so its clock goes on counting."""

    counsellor: Counsellor
    machine: Machine
    line: Line
    sleeps: bool
    is_lost: bool = False

    @property
    def name(self) -> str:
        """Who works on it."""
        return self.counsellor.user.display_name


class Week:
    """Everything of one week, drawn by its seed."""

    def __init__(self, folder: Path, out: Path, seed: int, acts: int) -> None:
        self.random = Random(seed)
        self.acts = acts
        self.out = out
        self.story = Story(seed)
        self.moved = MovedTime(folder / "time")
        self.moved.begin_at(_instant(0, 6, 30))
        self.server = Server(folder, self.moved)
        self.cast: Cast = draw(self.random, self.moved.now())
        with opened(Settings(database_url=self.server.database_url), self.moved) as central, central.work() as unit:
            self.cast.settle_in(unit, self.moved.now())
        self.server.start()
        self._folder = folder
        self.posts = {role: self._post(role, counsellor) for role, counsellor in self.cast.counsellors.items()}
        self.retired: list[Post] = []
        self.gone: set[str] = set()

    def _post(self, role: str, counsellor: Counsellor, name: str = "") -> Post:
        machine = Machine(self._folder, name or role, counsellor.employer.id, self.moved)
        machine.seed = self.random.randrange(2**31)
        sleeps = {"garden": True, "interim": False}.get(role, self.random.random() < 1 / 2)
        return Post(counsellor, machine, Line(self.server.port), sleeps)

    def replace_post(self, role: str) -> Post:
        """Give somebody another machine; the former one is nobody's any more."""
        former = self.posts[role]
        self.retired.append(former)
        self.posts[role] = self._post(role, former.counsellor, f"{role}-2")
        return self.posts[role]

    # --- time ------------------------------------------------------------------------------------------------

    def at(self, day: int, hour: int, minute: int = 0) -> str:
        """Let it be that time of the week's day, 0 being Monday; how one says it."""
        self.moved.go_to(_instant(day, hour, minute))
        return f"{hour}\u00a0h\u00a0{minute:02}"

    def day(self, day: int) -> date:
        """The date of a day of the week."""
        return MONDAY + timedelta(days=day)

    def night(self) -> None:
        """Everybody goes home: some close the lid, others switch off."""
        for post in self.posts.values():
            if post.machine.is_running and not post.sleeps:
                post.machine.stop()

    def morning(self) -> None:
        """Everybody comes back."""
        for post in self.posts.values():
            if not (post.is_lost or post.machine.is_running):
                post.machine.start()

    # --- work ------------------------------------------------------------------------------------------------

    def sign_in(self, post: Post) -> bool:
        """Switch a new machine on, sign in and fetch everything; whether the replica is complete."""
        post.machine.start()
        post.machine.ask("enrol", server=post.line.url, email=post.counsellor.user.email, password=PASSWORD)
        post.machine.sync()
        return bool(post.machine.ask("state")["ready"] == "all")

    def work(self, share: float, *roles: str) -> int:
        """Some acts on each of these workstations, in an order and a number that the seed draws; how many."""
        order = list(roles)
        self.random.shuffle(order)
        return sum(
            self.posts[role].machine.ask("work", acts=self._some(share), undo=UNDO_SHARE)["done"] for role in order
        )

    def _some(self, share: float) -> int:
        return max(_LEAST, round(self.acts * share * self.random.uniform(0.8, 1.2)))

    def sync(self, *roles: str) -> dict[str, dict[str, object]]:
        """Cycles of these workstations, in a drawn order; an act held for its undo is waited for."""
        self.moved.go_to(self.moved.now() + timedelta(seconds=40))
        order = list(roles)
        self.random.shuffle(order)
        return {role: self.posts[role].machine.sync() for role in order}

    def kept(self) -> list[str]:
        """Every act that was ever acknowledged as kept, whatever became of its machine."""
        return [act for post in (*self.posts.values(), *self.retired) for act in post.machine.acts]

    def name(self, role: str) -> str:
        """Who plays a part."""
        return self.posts[role].name

    def close(self) -> None:
        """End every process."""
        for post in (*self.posts.values(), *self.retired):
            post.line.close()
            if post.machine.is_running:
                post.machine.kill()
        if self.server.is_running:
            self.server.kill()


@contextmanager
def week(folder: Path, out: Path, seed: int, acts: int) -> Iterator[Week]:
    """A week on its stage; every process ends with the block."""
    made = Week(folder, out, seed, acts)
    try:
        yield made
    finally:
        made.close()


def _instant(day: int, hour: int, minute: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), PARIS)
