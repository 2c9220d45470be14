"""« Candidature spontanée »: a person registered with their application, and « Modifier les coordonnées »."""

from typing import Any, ClassVar

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import seen_in
from desktop.controllers.person_fields import FIELDS, PersonDraft, fields_of
from desktop.queries import directory, people
from desktop.queries.directory import OpenJob
from desktop.queries.lens import Lens
from desktop.queries.people import Identity, Known
from desktop.queries.record import Record
from desktop.runtime.store_worker import Lane
from sync.domain.job_applications import SenderKind
from sync.domain.registering import CreateJobSeeker, EditJobSeeker
from sync.domain.sending import Submit

_IDENTITY = ("last_name", "first_name", "born_on", "nir", "pole_emploi_id")
REGISTER, EDIT = "register", "edit_person"


class RegisterController(PersonDraft):
    """Emits `registered(application id)` once person and application are kept.

    `known` are people here who may be the same; with one of them `chosen_id`, only an application is made.
    """

    FORM: ClassVar[str] = REGISTER
    FIELDS: ClassVar[tuple[str, ...]] = ("person", "job_ids", "message", "person_id", "application_id", "chosen_id")
    registered = Signal(str)
    facts_changed = Signal()

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.employer_id = self.message = ""
        self.person_id = self.application_id = self.chosen_id = ""
        self.job_ids: list[str] = []
        self.jobs: tuple[OpenJob, ...] = ()
        self.known: tuple[Known, ...] = ()
        self._facts = Lane(desk.store, delay_ms=200, parent=self)
        self._facts.done.connect(self._on_facts)
        self.done.connect(self._on_done)

    def open(self) -> None:
        """Begin with an empty form for the structure on screen, or take up the one that was being filled in."""
        structures = self.desk.structures
        self.employer_id = self.desk.chosen or (structures[0].employer.id if structures else "")
        self._begin()
        self.take_up()
        self.judge(now=True)

    @property
    @override
    def subject(self) -> str:
        return self.employer_id

    @property
    def structure_name(self) -> str:
        """The structure that takes the application."""
        mine = (each.employer.display_name for each in self.desk.structures if each.employer.id == self.employer_id)
        return next(mine, "")

    def toggle_job(self, job_id: str, *, on: bool) -> None:
        """Ask for a job, or no longer; none is an application without a precise job."""
        self.job_ids = [*self.job_ids, job_id] if on else [key for key in self.job_ids if key != job_id]
        self.judge(now=True)

    def set_message(self, text: str) -> None:
        """What to keep of the meeting; read by the structure."""
        self.message = text
        self.keep()

    def choose(self, person_id: str) -> None:
        """The person is one of those known here, "" when they are not."""
        self.chosen_id = person_id
        self.judge(now=True)

    def start_over(self) -> None:
        """Empty the form."""
        self.desk.drafts.drop(self._key)
        self._begin()
        self.take_up()
        self.judge(now=True)

    @override
    def judge(self, *, now: bool = False) -> None:
        super().judge(now=now)
        typed, employer_id = self.typed, self.employer_id
        who = Identity(**{name: typed[name] for name in _IDENTITY})

        def query(lens: Lens) -> object:
            return directory.jobs_of(lens, employer_id), people.same_as(lens, who)

        self._facts.ask(self.desk.look(query), now=now)

    @override
    def args(self) -> object | None:
        person = self.typed
        if not self.chosen_id and not (person["last_name"] and person["first_name"]):
            return None
        submit = Submit(
            job_application_id=self.application_id,
            job_seeker_id=self.chosen_id or self.person_id,
            employer_id=self.employer_id,
            sender_kind=str(SenderKind.EMPLOYER),
            sender_employer_id=self.employer_id,
            job_description_ids=tuple(self.job_ids),
            message=self.message.strip(),
        )
        if self.chosen_id:
            return submit
        return CreateJobSeeker(job_seeker_id=self.person_id, employer_id=self.employer_id, **person), submit

    @override
    def banner(self) -> str:
        chosen = next((each for each in self.known if each.id == self.chosen_id), None)
        typed = self.typed
        names = (chosen.last_name, chosen.first_name) if chosen else (typed["last_name"], typed["first_name"])
        return f"Candidature de {texts.person(*names)} enregistrée."

    def _begin(self) -> None:
        self.person = dict.fromkeys(FIELDS, "")
        self.job_ids, self.message, self.chosen_id = [], "", ""
        self.person_id, self.application_id = self.desk.new_id(), self.desk.new_id()

    @Slot(object)
    def _on_facts(self, found: tuple[tuple[OpenJob, ...], tuple[Known, ...]]) -> None:
        if found != (self.jobs, self.known):
            self.jobs, self.known = found
            self.facts_changed.emit()

    def _on_done(self) -> None:
        made = self.application_id
        self._begin()
        self.registered.emit(made)


class EditPersonController(PersonDraft):
    """A person's file, where the rules let this structure correct it."""

    FORM: ClassVar[str] = EDIT

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.record: Record | None = None
        self._before: dict[str, Any] = {}

    def open(self, record: Record) -> None:
        """Begin with the file as it stands, and what was being written in it."""
        self.record = record
        self._before = fields_of(record.person)
        self.person = dict(self._before)
        self.take_up()
        self.judge(now=True)

    @property
    @override
    def subject(self) -> str:
        return self.record.person.id if self.record else ""

    @property
    def changes(self) -> dict[str, str | None]:
        """The fields that differ from the file."""
        typed = {name: value for name, value in self.typed.items() if name != "born_on"}
        typed["born_on"] = str(self.person.get("born_on", "")) or None
        before = self._before | {"born_on": self._before.get("born_on") or None}
        return {name: value for name, value in typed.items() if value != before.get(name)}

    @override
    def args(self) -> object | None:
        if self.record is None or not self.changes:
            return None
        return EditJobSeeker(
            job_seeker_id=self.record.person.id, employer_id=self.record.employer.id, changes=self.changes
        )

    @override
    def seen(self) -> dict[str, object] | None:
        """A colleague may change the file while the form is open: what both changed is put before the person."""
        return seen_in(self.record.person, self.changes) if self.record else None

    @override
    def banner(self) -> str:
        return "Coordonnées modifiées."
