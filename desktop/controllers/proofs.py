"""Critères et justificatifs: who owes which papers, and the papers of one person, attached, dated, taken away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.cabinet import DRAWERS, PAPERS_CHANGED, PersonFile, cabinet, person_files
from desktop.controllers.desk import Desk
from desktop.controllers.diagnosis import DiagnosisController
from desktop.controllers.proof_shelf import ProofChip, Shelf, counted, file_key
from desktop.controllers.reader import Reader
from desktop.controllers.scanner import ScannerWatch
from desktop.documents.preview import picture_pages
from desktop.documents.proofs.entries import Filing, Incoming, Proof, Source
from desktop.models.rows import RowsModel
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.workstation import Workstation

MOST_SHOWN = 500
TABLES = ("eligibility_diagnoses", "passes", "job_applications", "job_seekers", "editions", DRAWERS)


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking into files: papers that may be kept, and why the others may not."""

    papers: tuple[Incoming, ...]
    refusals: tuple[RuleViolation | EnvironmentFault, ...]


class ProofsController(Reader):
    """`file` is the chosen person's. The list holds `MOST_SHOWN` people at most, `is_cut` when there are more.

    Emits `told(kind, words)` after an act, `seen(proof, pages as PNG)`.
    """

    told = Signal(str, str)
    seen = Signal(object, object)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, TABLES)
        self.shelf = Shelf()
        self.chip, self.text, self.chosen, self.is_cut = ProofChip.ALL, "", "", False
        self.thumbnails: dict[str, bytes] = {}
        self.model = RowsModel(file_key, self)
        self.diagnosis = DiagnosisController(desk, acts)
        self.scanner = ScannerWatch(desk)
        self._filing, self._fresh = Filing(job_seeker_id=""), Path()
        self._examine = Errand(self)
        self._examine.done.connect(self._on_examined)
        self._write, self._pictures, self._see = (
            Lane(desk.store, latest=False, parent=self),
            Lane(desk.store, parent=self),
            Lane(desk.store, parent=self),
        )
        self._write.done.connect(self._on_written)
        self._pictures.done.connect(self._on_pictures)
        self._see.done.connect(self._on_seen)
        for source in (self._write, self._pictures, self._see, self._examine, self.scanner):
            source.failed.connect(self._on_fault)

    @override
    def show(self) -> None:
        super().show()
        self.scanner.show()

    @override
    def hide(self) -> None:
        super().hide()
        self.scanner.hide()

    @override
    def request(self) -> Work | None:
        read = person_files(self.desk)
        return lambda workstation: counted(read(workstation))

    @override
    def take(self, answer: object) -> None:
        self.shelf = answer if isinstance(answer, Shelf) else Shelf()
        self._fill()
        if self.file is None:
            self.chosen = ""
        self._open()

    # --- choosing --------------------------------------------------------------------------------------------

    @property
    def file(self) -> PersonFile | None:
        """The chosen person's papers, None while nobody is chosen."""
        return next((file for file in self.shelf.files if file_key(file) == self.chosen), None)

    def set_chip(self, chip: ProofChip) -> None:
        """Show who misses papers, whose papers end, whose eligibility is to be checked, or all."""
        self.chip = chip
        self._show()

    def set_text(self, text: str) -> None:
        """Search names."""
        self.text = text
        self._show()

    def select(self, job_seeker_id: str) -> None:
        """Open a person's papers."""
        if job_seeker_id != self.chosen:
            self.chosen, self.thumbnails = job_seeker_id, {}
            self._open()
            self.changed.emit()

    def count(self, chip: ProofChip) -> int:
        """How many people a chip shows."""
        return self.shelf.people[chip]

    @property
    def summary(self) -> str:
        """« 3 justificatifs manquants pour 2 personnes, 1 bientôt périmé »."""
        missing, ending = self.shelf.missing, self.shelf.ending
        if not missing and not ending:
            return "Aucun justificatif ne manque. Ils restent chiffrés sur ce poste, jamais envoyés."
        people = texts.count(self.shelf.owing, "personne")
        lacking = texts.count(missing, "justificatif manquant", "justificatifs manquants")
        words = f"{lacking} pour {people}" if missing else "Aucun justificatif manquant"
        return f"{words}, {ending} bientôt périmé{'s' if ending > 1 else ''}." if ending else f"{words}."

    # --- papers ----------------------------------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether files are being looked into."""
        return self._examine.is_running

    def attach(self, paths: Sequence[Path], criterion: str = "", source: Source = Source.DROPPED) -> None:
        """Keep files as papers of the chosen person, for a criterion or "" for another paper."""
        if not self.chosen or self._examine.is_running:
            return
        self._filing = Filing(job_seeker_id=self.chosen, criterion=criterion, source=source)
        self._fresh = paths[0] if source is Source.SCANNER else Path()
        wanted = tuple(paths)
        self._examine.run(lambda: _looked(wanted))
        self.changed.emit()

    def attach_scan(self, path: Path, criterion: str = "") -> None:
        """Keep what the scanner brought; the file itself stays where it is."""
        self.attach([path], criterion, Source.SCANNER)

    def set_dates(self, proof: Proof, issued_on: date | None, ends_on: date | None) -> None:
        """Write the day on a paper and, where it states one, its last day."""
        self._amend(proof, issued_on=issued_on, ends_on=ends_on)

    def set_lasting(self, proof: Proof, *, on: bool) -> None:
        """Say that a paper is a diploma, not a sworn statement."""
        self._amend(proof, is_lasting=on)

    def set_title(self, proof: Proof, title: str) -> None:
        """Name another paper."""
        self._amend(proof, title=title)

    def remove(self, proof: Proof) -> None:
        """Take a paper away for good."""
        self._change(lambda workstation: cabinet(workstation).remove(proof), f"« {proof.name} » retiré.")

    def look_at(self, proof: Proof) -> None:
        """Draw a paper's pages; nothing is written unencrypted."""
        self._see.ask(lambda workstation: (proof, picture_pages(cabinet(workstation).content(proof))))

    def close(self) -> None:
        """Wait for the work under way."""
        self._examine.wait()
        self.scanner.close()

    def _amend(self, proof: Proof, **said: str | bool | date | None) -> None:
        """On what is kept by then: two corrections in a row must not undo each other."""

        def act(workstation: Workstation) -> None:
            store = cabinet(workstation)
            for kept in store.of(proof.filing.job_seeker_id):
                if kept.id == proof.id:
                    store.amend(kept, replace(kept.filing, **said))  # type: ignore[arg-type] # the callers name fields

        self._change(act, "")

    def _change(self, act: Callable[[Workstation], object], words: str) -> None:
        def work(workstation: Workstation) -> object:
            act(workstation)
            return words

        self._write.ask(work)

    @Slot(object)
    def _on_examined(self, looked: Looked) -> None:
        filing, now, who = self._filing, self.desk.now, self.desk.profile.user_name
        for refusal in looked.refusals:
            self.told.emit("bad", self.desk.sentence(refusal))
        if not looked.papers:
            self.changed.emit()
            return
        names = ", ".join(f"«{texts.NBSP}{paper.name}{texts.NBSP}»" for paper in looked.papers)
        fresh = self._fresh

        def act(workstation: Workstation) -> None:
            store = cabinet(workstation)
            for paper in looked.papers:
                store.attach(paper, filing, now, who)

        if fresh != Path():
            self.scanner.forget(fresh)
        self._change(act, f"{names} joint, chiffré sur ce poste.")

    @Slot(object)
    def _on_written(self, words: str) -> None:
        if words:
            self.told.emit("ok", words)
        self.desk.bus.publish(PAPERS_CHANGED)

    @Slot(object)
    def _on_fault(self, fault: object) -> None:
        self.told.emit("bad", self.desk.sentence(fault))
        self.changed.emit()

    @Slot(object)
    def _on_pictures(self, pictures: dict[str, bytes]) -> None:
        self.thumbnails = pictures
        self.changed.emit()

    @Slot(object)
    def _on_seen(self, seen: tuple[Proof, tuple[bytes, ...]]) -> None:
        self.seen.emit(*seen)

    def _open(self) -> None:
        file = self.file
        if file is None:
            return
        if file.person.must_check:
            self.diagnosis.open(file.person)
        if {proof.id for proof in file.proofs} - set(self.thumbnails):
            self._pictures.ask(lambda workstation: _thumbnails(workstation, file.proofs))

    def _show(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        shown = list(islice(self.shelf.fitting(self.chip, self.text), MOST_SHOWN + 1))
        self.is_cut = len(shown) > MOST_SHOWN
        self.model.set_rows(shown[:MOST_SHOWN])


def _looked(paths: Sequence[Path]) -> Looked:
    from desktop.documents.proofs.intake import examine_file  # noqa: PLC0415 - its tools weigh 10 MB

    papers: list[Incoming] = []
    refusals: list[RuleViolation | EnvironmentFault] = []
    for path in paths:
        try:
            papers.append(examine_file(path))
        except (RuleViolation, EnvironmentFault) as refusal:
            refusals.append(refusal)
    return Looked(tuple(papers), tuple(refusals))


def _thumbnails(workstation: Workstation, proofs: Sequence[Proof]) -> dict[str, bytes]:
    """A paper that was lost has no picture; its line says so when it is opened."""
    store, found = cabinet(workstation), {}
    for proof in proofs:
        try:
            found[proof.id] = store.thumbnail(proof)
        except EnvironmentFault:
            found[proof.id] = b""
    return found
