"""The CV of the application on screen: where it is, joining one, reading it here, keeping a copy."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.record import RecordController
from desktop.documents.files import slug, write_new
from desktop.documents.preview import picture_pages
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane
from sync.domain.attachments import check_size
from sync.domain.errors import EnvironmentFault
from sync.replica.recording import Recorded
from sync.replica.resumes import Place, ResumeState, attach_resume, resume_content, resume_state
from sync.replica.workstation import Workstation

_KIB = 1024
_PLACES = {
    Place.HERE: "sur ce poste",
    Place.SENDING: "en attente d’envoi",
    Place.COMING: "arrive avec la prochaine synchronisation",
}


class ResumeController(QObject):
    """Emits `changed` with another `state`, `drawn(pages as PNG)`, `saved(path)`, `failed(sentence)`.

    Reading never leaves the encrypted store; a copy is written only where the person says.
    """

    changed = Signal()
    drawn = Signal(object)
    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: Desk, acts: Acts, record: RecordController) -> None:
        super().__init__()
        self._desk, self._acts, self._record = desk, acts, record
        self.state = ResumeState(place=Place.NONE)
        self._content = b""
        self._look, self._read, self._save = (Lane(desk.store, parent=self) for _ in range(3))
        self._look.done.connect(self._on_state)
        self._read.done.connect(self._on_content)
        self._save.done.connect(self._on_saved)
        self._draw = Errand(self)
        self._draw.done.connect(self.drawn)
        for source in (self._read, self._save, self._draw):
            source.failed.connect(self._on_failed)
        record.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Find where the CV of the record on screen is."""
        application_id = self._record.application_id
        if application_id:
            self._look.ask(lambda workstation: resume_state(workstation, application_id))

    @property
    def is_readable(self) -> bool:
        """Whether it can be opened now."""
        return self.state.place in (Place.HERE, Place.SENDING)

    @property
    def words(self) -> str:
        """« PDF, 240 Ko, sur ce poste »; "" where there is none."""
        if self.state.place is Place.NONE:
            return ""
        size = f"{texts.thousands(max(1, self.state.size // _KIB))}{texts.NBSP}Ko, " if self.state.size else ""
        problem = f" {self._desk.texts.sentence(self.state.problem)}" if self.state.problem else ""
        return f"PDF, {size}{_PLACES[self.state.place]}{problem}"

    def attach(self, path: Path) -> None:
        """« Joindre un CV »: the file, refused at once when it is too large or no PDF."""
        application_id = self._record.application_id

        def attaching(workstation: Workstation) -> Recorded:
            return attach_resume(workstation, application_id, _content_of(path))

        self._acts.record_by(attaching, "CV joint.")

    def open(self) -> None:
        """« Ouvrir le CV »: its pages follow."""
        application_id = self._record.application_id
        self._read.ask(lambda workstation: resume_content(workstation, application_id) or b"")

    def save(self, folder: Path) -> None:
        """Keep a copy in a folder; nothing is overwritten."""
        person = self._record.record.person if self._record.record else None
        name = f"cv-{slug(f'{person.last_name} {person.first_name}')}.pdf" if person else "cv.pdf"
        content = self._content
        self._save.ask(lambda _: str(write_new(folder, name, content)))

    def close(self) -> None:
        """Wait for the page under way."""
        self._draw.wait()

    @Slot(object)
    def _on_state(self, state: ResumeState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    @Slot(object)
    def _on_content(self, content: bytes) -> None:
        self._content = content
        self._draw.run(lambda: picture_pages(content))

    @Slot(object)
    def _on_saved(self, path: str) -> None:
        self.saved.emit(path)

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.failed.emit(self._desk.sentence(fault))


def _content_of(path: Path) -> bytes:
    """The bytes of a file, not read when it is too large."""
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise EnvironmentFault("proof_file_unreadable", {"name": path.name, "reason": type(error).__name__}) from error
