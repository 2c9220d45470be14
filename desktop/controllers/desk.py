"""What all controllers share: the store, the news, the clock, the rules in force and the chosen structure."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.controllers.drafts import Drafts
from desktop.queries import structures
from desktop.queries.lens import Lens
from desktop.queries.structures import Structure
from desktop.runtime.change_bus import ChangeBus, Watch
from desktop.runtime.store_worker import Lane, Store, Work
from desktop.texts import Texts
from sync.domain.calendar import paris_date
from sync.domain.ids import uuid7
from sync.domain.rulebook import Rulebook
from sync.replica.clock import Clock
from sync.replica.notes import Notes
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation

ALL_STRUCTURES = ""
_LOOK_AT_CALENDAR_EVERY_MS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known before anything is read: the clock, who is signed in, the rules of the moment, private notes."""

    clock: Clock
    profile: Profile
    rules: Rulebook
    notes: Notes


class Desk(QObject):
    """Emits `structure_changed` when another structure is chosen or the user's structures change."""

    structure_changed = Signal()

    def __init__(self, store: Store, bus: ChangeBus, facts: Facts, texts: Texts) -> None:
        super().__init__()
        self.store = store
        self.bus = bus
        self.texts = texts
        self.clock, self.profile, self.rules, self.notes = facts.clock, facts.profile, facts.rules, facts.notes
        self.drafts = Drafts(facts.notes, store, facts.clock)
        self.structures: tuple[Structure, ...] = ()
        self.chosen = ALL_STRUCTURES
        self._lane = Lane(store, parent=self)
        self._lane.done.connect(self._on_structures)
        self._chores = Lane(store, latest=False, parent=self)
        self._watch = Watch(bus, ("memberships", "employers", "editions"), self)
        self._watch.due.connect(self._read)
        self._watch.show()
        self._day = self.today
        self._calendar = QTimer(self)
        self._calendar.timeout.connect(self.look_at_calendar)
        self._calendar.start(_LOOK_AT_CALENDAR_EVERY_MS)

    def look_at_calendar(self) -> None:
        """Days left, ages and what is due change at midnight though no row does: tell every screen."""
        if self.today != self._day:
            self._day = self.today
            self.bus.day_began.emit()

    @property
    def now(self) -> datetime:
        """The instant, in UTC."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """The day it is in Paris."""
        return paris_date(self.now)

    @property
    def user_id(self) -> str:
        """Who is signed in."""
        return self.profile.user_id

    def new_id(self) -> str:
        """A new time-ordered id, for a row that an act makes."""
        return uuid7(self.now, secrets.token_bytes(10))

    @property
    def employer_ids(self) -> tuple[str, ...]:
        """The employers on screen: the chosen one, or all of the user's."""
        if self.chosen:
            return (self.chosen,)
        return tuple(structure.employer.id for structure in self.structures)

    @property
    def structure(self) -> Structure | None:
        """The chosen structure, None in the combined view."""
        return next((each for each in self.structures if each.employer.id == self.chosen), None)

    def choose(self, employer_id: str) -> None:
        """Show one structure, or all of them (ALL_STRUCTURES)."""
        if employer_id != self.chosen:
            self.chosen = employer_id
            self.structure_changed.emit()

    def sentence(self, told: object) -> str:
        """The French sentence of a RuleViolation or an EnvironmentFault."""
        return self.texts.sentence(told.code, told.facts)  # type: ignore[attr-defined]

    def look(self, query: Callable[[Lens], object]) -> Work:
        """A request that reads through a lens on the structures on screen."""
        employer_ids = self.employer_ids

        def work(workstation: Workstation) -> object:
            return _through_lens(workstation, employer_ids, query)

        return work

    def later(self, work: Callable[[], object]) -> None:
        """Have something done in the store thread whose answer nobody waits for."""
        self._chores.ask(lambda _workstation: work())

    def _read(self) -> None:
        self._lane.ask(_structures_and_rules)

    @Slot(object)
    def _on_structures(self, found: tuple[tuple[Structure, ...], Rulebook]) -> None:
        before = (self.structures, self.rules)
        self.structures, self.rules = found
        known = {structure.employer.id for structure in self.structures}
        if self.chosen not in known:
            self.chosen = self.structures[0].employer.id if self.structures else ALL_STRUCTURES
        if found != before:
            self.structure_changed.emit()


def _through_lens(workstation: Workstation, employer_ids: tuple[str, ...], query: Callable[[Lens], object]) -> object:
    now = workstation.clock.now()
    rules = workstation.rules(now)
    with workstation.reading() as connection:
        return query(
            Lens(
                connection=connection,
                employer_ids=employer_ids,
                user_id=workstation.profile.user_id,
                now=now,
                rules=rules,
            )
        )


def _structures_and_rules(workstation: Workstation) -> object:
    found = _through_lens(workstation, (), structures.mine)
    return found, workstation.rules(workstation.clock.now())
