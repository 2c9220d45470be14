"""One person's data handed to them, and the justificatifs of all handed over as plain files with their inventory."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.access_chapters import personal_data
from desktop.controllers.attestation import heading_of
from desktop.controllers.cabinet import cabinet
from desktop.controllers.desk import Desk
from desktop.controllers.paper_stamps import stamp_now
from desktop.controllers.reader import Reader
from desktop.documents.access import PersonalData, access_json, access_report
from desktop.documents.attestation import Heading, PrintStamp
from desktop.documents.files import paper_name, write_new
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.handover import hand_over
from desktop.documents.proofs.store import ProofStore
from desktop.documents.report import render_report
from desktop.models.rows import RowsModel
from desktop.queries import person_data, proofs
from desktop.queries.lens import Lens
from desktop.queries.person_data import PersonFacts, PersonRow
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work
from sync.domain.errors import EnvironmentFault
from sync.replica.workstation import Workstation

PAUSE_MS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What one person's data are written from."""

    data: PersonalData
    heading: Heading
    stamp: PrintStamp
    proofs: tuple[Proof, ...]
    store: ProofStore


@dataclass(frozen=True, slots=True, kw_only=True)
class AllProofs:
    """What the handover of all justificatifs is made from."""

    names: dict[str, str]
    proofs: tuple[Proof, ...]
    store: ProofStore


class PersonDataController(Reader):
    """Emits `saved(path)` when files are written."""

    saved = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ("job_applications", "job_seekers"), delay_ms=PAUSE_MS)
        self.rows: tuple[PersonRow, ...] = ()
        self.text, self.chosen = "", ""
        self.model = RowsModel(lambda row: row.job_seeker_id if isinstance(row, PersonRow) else "", self)
        self._folder = Path()
        self._one, self._all = Lane(desk.store, parent=self), Lane(desk.store, parent=self)
        self._one.done.connect(self._on_person)
        self._all.done.connect(self._on_all)
        self._errand = Errand(self)
        self._errand.done.connect(self._on_saved)
        for source in (self._one, self._all, self._errand):
            source.failed.connect(self.failed)

    @override
    def request(self) -> Work | None:
        text = self.text
        return self.desk.look(lambda lens: person_data.people(lens, text))

    @override
    def take(self, answer: object) -> None:
        self.rows = answer if isinstance(answer, tuple) else ()
        self.model.set_rows(self.rows)
        if self.model.row(self.chosen) is None:
            self.chosen = ""

    def set_text(self, text: str) -> None:
        """Look for people."""
        self.text = text
        self.watch.read_again()

    def select(self, job_seeker_id: str) -> None:
        """Choose a person."""
        self.chosen = job_seeker_id
        self.changed.emit()

    @property
    def why_not(self) -> str:
        """Why nothing can be written now, "" when it can."""
        if self._errand.is_running:
            return "Un export est en cours. Attendez sa fin."
        return "" if self.chosen else "Choisissez une personne."

    def save(self, folder: Path) -> None:
        """Write the chosen person's data: PDF, JSON and justificatifs, in a folder of their own."""
        if not self.why_not:
            self._folder, chosen = folder, self.chosen
            self._one.ask(_one_person(self.desk, chosen))

    def hand_over_all(self, folder: Path) -> None:
        """Write every justificatif of the people on screen unencrypted, with an inventory of hashes."""
        if not self._errand.is_running:
            self._folder = folder
            self._all.ask(_everybody(self.desk))

    def close(self) -> None:
        """Wait for the files under way."""
        self._errand.wait()

    @Slot(object)
    def _on_person(self, handed: Handed | None) -> None:
        if handed is not None:
            folder = self._folder
            self._errand.run(lambda: str(_write_person(handed, folder)))
            self.changed.emit()

    @Slot(object)
    def _on_all(self, every: AllProofs) -> None:
        folder, now = self._folder, self.desk.now
        self._errand.run(lambda: str(hand_over(folder, every.proofs, every.store.content, every.names, now)))
        self.changed.emit()

    @Slot(object)
    def _on_saved(self, path: str) -> None:
        self.changed.emit()
        self.saved.emit(path)


def _one_person(desk: Desk, job_seeker_id: str) -> Work:
    def work(workstation: Workstation) -> object:
        def query(lens: Lens) -> object:
            return person_data.read(lens, job_seeker_id)

        facts = desk.look(query)(workstation)
        if not isinstance(facts, PersonFacts):
            raise EnvironmentFault("not_found")
        store = cabinet(workstation)
        kept = store.of(job_seeker_id)
        return Handed(
            data=personal_data(facts, kept, desk.rules),
            heading=heading_of(facts.employer),
            stamp=stamp_now(desk, workstation, facts.employer),
            proofs=kept,
            store=store,
        )

    return work


def _everybody(desk: Desk) -> Work:
    look = desk.look(proofs.people)

    def work(workstation: Workstation) -> object:
        found, store = look(workstation), cabinet(workstation)
        people = found if isinstance(found, tuple) else ()
        return AllProofs(
            names={each.job_seeker_id: texts.person(each.last_name, each.first_name) for each in people},
            proofs=tuple(proof for each in people for proof in store.of(each.job_seeker_id)),
            store=store,
        )

    return work


def _write_person(handed: Handed, folder: Path) -> Path:
    """« martin-alice_donnees_2021-02-14 » with a PDF to read, a JSON for programs, the justificatifs."""
    name = texts.person(handed.data.last_name, handed.data.first_name)
    stem = paper_name(name, "donnees", handed.stamp.printed_at.date(), "")
    place = folder / stem
    write_new(place, f"{stem}.pdf", render_report(access_report(handed.data, handed.heading), handed.stamp))
    write_new(place, f"{stem}.json", access_json(handed.data, handed.stamp))
    if handed.proofs:
        names = {handed.proofs[0].filing.job_seeker_id: name}
        hand_over(place, handed.proofs, handed.store.content, names, handed.stamp.printed_at)
    return place
