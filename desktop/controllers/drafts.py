"""What a person is writing, kept as they write: a crash, a lock or another screen costs them no word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.runtime.store_worker import Lane, Store
from sync.replica.clock import Clock
from sync.replica.notes import Notes
from sync.replica.workstation import Workstation
from sync.store.types import instant_from_text, instant_text

NOTE = "draft"
# Long enough not to write at each letter, short enough that a power cut costs a word.
PAUSE_MS = 300


@dataclass(frozen=True, slots=True)
class DraftKey:
    """What is being written (`refuse`, `comment`, …) and about which row, "" for none."""

    form: str
    subject: str

    @property
    def name(self) -> str:
        """As the notes name it."""
        return f"{self.form}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it stands: the fields by name, and when the last one changed."""

    values: Mapping[str, object]
    at: datetime


class Drafts(QObject):
    """All drafts of this workstation: read at once, written to disk behind one's back.

    Emits `changed`, and `failed(EnvironmentFault)` when the disk refuses: what is on screen is then only there.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, notes: Notes, store: Store, clock: Clock) -> None:
        super().__init__()
        self._notes, self._clock = notes, clock
        self._kept = {name: _kept(value) for name, value in notes.all(NOTE).items()}
        self._unwritten: set[str] = set()
        self._lane = Lane(store, latest=False, parent=self)
        self._lane.done.connect(self._on_written)
        self._lane.failed.connect(self.failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._write)

    def get(self, key: DraftKey) -> Mapping[str, object]:
        """The fields of a draft, none when there is no draft."""
        kept = self._kept.get(key.name)
        return kept.values if kept else {}

    def when(self, key: DraftKey) -> datetime | None:
        """When a draft last changed, None when there is none."""
        kept = self._kept.get(key.name)
        return kept.at if kept else None

    def keep(self, key: DraftKey, values: Mapping[str, object]) -> None:
        """Keep the fields as they stand."""
        is_new = key.name not in self._kept
        self._kept[key.name] = Kept(dict(values), self._clock.now())
        self._touch(key.name)
        if is_new:
            self.changed.emit()

    def drop(self, key: DraftKey) -> None:
        """The act was made, or the person no longer wants it."""
        if self._kept.pop(key.name, None) is not None:
            self._touch(key.name)
            self.changed.emit()

    def about(self, subject: str) -> tuple[DraftKey, ...]:
        """The drafts about a row, in the order of their forms."""
        found = (DraftKey(*name.split(":", 1)) for name in sorted(self._kept))
        return tuple(key for key in found if key.subject == subject)

    @property
    def count(self) -> int:
        """How many drafts there are."""
        return len(self._kept)

    def flush(self) -> None:
        """Write what is not on disk yet before returning: the program closes or locks."""
        self._pause.stop()
        for name in sorted(self._unwritten):
            _put(self._notes, name, self._kept.get(name))
        self._unwritten.clear()

    def _touch(self, name: str) -> None:
        self._unwritten.add(name)
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _write(self) -> None:
        notes, batch = self._notes, {name: self._kept.get(name) for name in self._unwritten}

        def work(_workstation: Workstation) -> object:
            for name, kept in batch.items():
                _put(notes, name, kept)
            return batch

        self._lane.ask(work)

    @Slot(object)
    def _on_written(self, batch: dict[str, Kept | None]) -> None:
        """What changed while it was being written is written again."""
        self._unwritten -= {name for name, kept in batch.items() if self._kept.get(name) is kept}
        if self._unwritten:
            self._pause.start()


def _kept(value: object) -> Kept:
    """A note of another version of this program, without what is expected, is an empty draft."""
    note = value if isinstance(value, dict) else {}
    return Kept(dict(note.get("values", {})), instant_from_text(str(note.get("at", "1970-01-01T00:00:00.000000Z"))))


def _put(notes: Notes, name: str, kept: Kept | None) -> None:
    if kept is None:
        notes.drop(NOTE, name)
    else:
        notes.put(NOTE, name, {"values": dict(kept.values), "at": instant_text(kept.at)})
