"""The palette of Ctrl+K: places, actions and people, by what one types."""

import unicodedata
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.desk import Desk
from desktop.models.rows import RowsModel
from desktop.queries import job_applications
from desktop.queries.filters import Filters
from desktop.queries.job_applications import ApplicationRow
from desktop.queries.lens import Lens
from desktop.runtime.store_worker import Lane

PEOPLE_SHOWN = 12
PAUSE_MS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to go to or to do: `kind` is page, action or application, `key` its name there."""

    kind: str
    key: str
    title: str
    detail: str
    icon: str


def command_key(row: object) -> str:
    """What names a line of the palette."""
    return f"{row.kind}:{row.key}" if isinstance(row, Command) else ""


class PaletteController(QObject):
    """`commands` are the places and actions the window knows; emits `changed` with each new list."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.commands: tuple[Command, ...] = ()
        self.text = ""
        self._answered = ""
        self._people: tuple[Command, ...] = ()
        self.model = RowsModel(command_key, self)
        self._lane = Lane(desk.store, delay_ms=PAUSE_MS, parent=self)
        self._lane.done.connect(self._on_people)

    @property
    def is_settled(self) -> bool:
        """Whether the people listed are those of the text as it is now."""
        return self._answered == self.text

    def set_text(self, text: str) -> None:
        """Show what fits; people come a moment later, those of the text before stay until then."""
        self.text = text
        if text.strip():
            filters = replace(Filters(), text=text)
            self._lane.ask(self._desk.look(lambda lens: (text, _first(lens, filters))))
        else:
            self._lane.cancel()
            self._answered, self._people = text, ()
        self._fill()

    @Slot(object)
    def _on_people(self, answer: tuple[str, tuple[ApplicationRow, ...]]) -> None:
        self._answered, rows = answer
        self._people = tuple(self._person(row) for row in rows)
        self._fill()

    def _person(self, row: ApplicationRow) -> Command:
        label = self._desk.rules.state_label(row.state)
        return Command(
            kind="application",
            key=row.id,
            title=texts.person(row.last_name, row.first_name),
            detail=f"{label} · {row.job}" if row.job else label,
            icon="user",
        )

    def _fill(self) -> None:
        words = _plain(self.text).split()
        fitting = [each for each in self.commands if all(word in _plain(each.title) for word in words)]
        self.model.set_rows([*fitting, *self._people])
        self.changed.emit()


def _first(lens: Lens, filters: Filters) -> tuple[ApplicationRow, ...]:
    wanted = job_applications.ids(lens, filters, most=PEOPLE_SHOWN)
    rows = job_applications.page(lens, wanted)
    return tuple(rows[key] for key in wanted if key in rows)


def _plain(text: str) -> str:
    """Without accents or case, as the full-text search compares."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
