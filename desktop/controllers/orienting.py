"""« Orienter un candidat »: another structure of the directory, its open jobs, a message; sent in one's own name."""

from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import Draft
from desktop.models.rows import RowsModel
from desktop.queries import directory
from desktop.queries.directory import Directory, Found
from desktop.queries.record import Record
from desktop.runtime.store_worker import Lane
from desktop.runtime.sync_worker import Sync
from sync.domain.job_applications import SenderKind
from sync.domain.sending import Submit

ORIENT = "orient"
TYPING_PAUSE_MS = 80


def found_key(row: object) -> str:
    """The id of a structure's row."""
    return row.id if isinstance(row, Found) else ""


class OrientController(Draft):
    """Emits `found_changed` when other structures are listed."""

    FORM: ClassVar[str] = ORIENT
    FIELDS: ClassVar[tuple[str, ...]] = ("employer_id", "job_ids", "message", "application_id")
    found_changed = Signal()

    def __init__(self, desk: Desk, acts: Acts, sync: Sync) -> None:
        super().__init__(desk, acts)
        self._sync = sync
        self.record: Record | None = None
        self.employer_id = self.message = self.application_id = self.text = ""
        self.job_ids: list[str] = []
        self.directory = Directory(found=(), total=0, sent=())
        self.chosen: Found | None = None
        self.model = RowsModel(found_key, self)
        self._search = Lane(desk.store, delay_ms=TYPING_PAUSE_MS, parent=self)
        self._search.done.connect(self._on_found)
        desk.bus.changed.connect(self._on_rows)

    def open(self, record: Record) -> None:
        """Begin, or take up the draft about this person; the directory is fetched if the network allows."""
        self.record = record
        self.employer_id = self.text = ""
        self.job_ids, self.chosen = [], None
        self.message = record.application.message
        self.application_id = self.desk.new_id()
        self.take_up()
        self._sync.fetch_directory()
        self.search("")
        self.judge(now=True)

    @property
    @override
    def subject(self) -> str:
        return self.record.person.id if self.record else ""

    def search(self, typed: str) -> None:
        """Structures and jobs that hold every word typed."""
        self.text = typed
        own, person = (self.record.employer.id, self.record.person.id) if self.record else ("", "")
        self._search.ask(self.desk.look(lambda lens: directory.search(lens, typed, own, person)), now=not typed)

    def choose(self, employer_id: str) -> None:
        """Send to that structure."""
        if employer_id != self.employer_id:
            self.employer_id, self.job_ids = employer_id, []
            self._follow_choice()
            self.judge(now=True)
            self.found_changed.emit()

    def toggle_job(self, job_id: str, *, on: bool) -> None:
        """Send for a job, or no longer; none is an application without a precise job."""
        self.job_ids = [*self.job_ids, job_id] if on else [key for key in self.job_ids if key != job_id]
        self.judge(now=True)

    def set_message(self, text: str) -> None:
        """What the other structure reads."""
        self.message = text
        self.keep()

    @property
    def is_offline(self) -> bool:
        """Whether the directory may be old."""
        return self.acts.is_offline

    def state_label(self, state: str) -> str:
        """The label of a state."""
        return self.desk.rules.state_label(state)

    @override
    def args(self) -> object | None:
        if self.record is None or not self.employer_id:
            return None
        return Submit(
            job_application_id=self.application_id,
            job_seeker_id=self.record.person.id,
            employer_id=self.employer_id,
            sender_kind=str(SenderKind.EMPLOYER),
            sender_employer_id=self.record.employer.id,
            job_description_ids=tuple(self.job_ids),
            message=self.message.strip(),
        )

    @override
    def banner(self) -> str:
        person = self.record.person if self.record else None
        name = texts.person(person.last_name, person.first_name) if person else ""
        return f"{name} est orienté vers {self.chosen.name if self.chosen else 'la structure'}."

    @Slot(object)
    def _on_found(self, found: Directory) -> None:
        self.directory = found
        self.model.set_rows(found.found)
        self._follow_choice()
        self.found_changed.emit()

    def _follow_choice(self) -> None:
        """What is chosen stays so when another search no longer lists it."""
        listed = next((each for each in self.directory.found if each.id == self.employer_id), None)
        if listed is not None or not self.employer_id:
            self.chosen = listed

    def _on_rows(self, changes: object) -> None:
        if self.record is not None and changes.touches("employers", "job_descriptions"):  # type: ignore[attr-defined]
            self.search(self.text)
