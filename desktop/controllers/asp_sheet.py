"""Fiche de saisie ASP: an employee's fields in the order of the extranet, each ready to be copied."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.attestation import heading_of, stamp_of
from desktop.controllers.desk import Desk
from desktop.controllers.paper_kinds import PaperKind, PaperLine, lines
from desktop.controllers.reader import Reader
from desktop.documents.asp_entry import AspEntry, EntryLine, entry_lines, entry_report
from desktop.documents.attestation import Heading, PrintStamp
from desktop.documents.files import paper_name, write_new
from desktop.documents.letters.letter import LetterKind
from desktop.documents.report import render_report
from desktop.models.rows import RowsModel
from desktop.queries import asp
from desktop.queries.asp import AspFacts
from desktop.queries.lens import Lens
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work
from sync.replica.workstation import Workstation

TABLES = ("passes", "job_applications", "job_seekers", "eligibility_diagnoses", "editions")
_WITHOUT_JOB = {"DETLD": "24 mois et plus", "DELD": "de 12 à 23 mois"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AspSheet:
    """One employee's sheet."""

    entry: AspEntry
    heading: Heading
    stamp: PrintStamp


class AspController(Reader):
    """`sheet` is None while nobody is chosen; emits `saved(path)`."""

    saved = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TABLES)
        self.rows: tuple[PaperLine, ...] = ()
        self.text, self.chosen = "", ""
        self.sheet: AspSheet | None = None
        self.model = RowsModel(lambda row: row.key if isinstance(row, PaperLine) else "", self)
        self._read = Lane(desk.store, parent=self)
        self._read.done.connect(self._on_read)
        self._errand = Errand(self)
        self._errand.done.connect(self._on_saved)
        for source in (self._read, self._errand):
            source.failed.connect(self.failed)

    @override
    def request(self) -> Work | None:
        return self.desk.look(lambda lens: lines(lens, PaperKind.ATTESTATION, LetterKind.RECEIVED))

    @override
    def take(self, answer: object) -> None:
        self.rows = answer if isinstance(answer, tuple) else ()
        self._fill()
        if self.chosen:
            self.select(self.chosen)

    def set_text(self, text: str) -> None:
        """Search names and numbers."""
        self.text = text
        self._fill()
        self.changed.emit()

    def select(self, pass_id: str) -> None:
        """Open an employee's sheet."""
        self.chosen = pass_id
        desk = self.desk

        def work(workstation: Workstation) -> object:
            def query(lens: Lens) -> object:
                return asp.read(lens, workstation, pass_id)

            return desk.look(query)(workstation)

        self._read.ask(work)

    @property
    def lines(self) -> tuple[EntryLine, ...]:
        """Every field in the extranet's order; none while nobody is chosen."""
        return entry_lines(self.sheet.entry) if self.sheet else ()

    @property
    def summary(self) -> str:
        """« 21 champs prêts à copier, 9 à compléter »."""
        ready = sum(bool(line.value) for line in self.lines)
        missing = sum(line.is_missing for line in self.lines)
        return f"{texts.count(ready, 'champ')} à copier, {missing} à compléter dans l’extranet."

    def save(self, folder: Path) -> None:
        """Keep the sheet as a PDF to type from."""
        sheet = self.sheet
        if sheet is not None:
            entry, day = sheet.entry, self.desk.today
            name = paper_name(texts.person(entry.last_name, entry.first_name), entry.pass_number, day, "_asp.pdf")
            report = entry_report(entry, sheet.heading)
            self._errand.run(lambda: str(write_new(folder, name, render_report(report, sheet.stamp))))

    def close(self) -> None:
        """Wait for the paper under way."""
        self._errand.wait()

    @Slot(object)
    def _on_saved(self, path: str) -> None:
        self.saved.emit(path)

    @Slot(object)
    def _on_read(self, facts: AspFacts | None) -> None:
        self.sheet = _sheet(facts, self.desk.profile.server_url) if facts else None
        self.changed.emit()

    def _fill(self) -> None:
        words = self.text.casefold().split()
        names = {row.key: f"{row.last_name} {row.first_name} {row.number}".casefold() for row in self.rows}
        self.model.set_rows([row for row in self.rows if all(word in names[row.key] for word in words)])


def _sheet(facts: AspFacts, server_url: str) -> AspSheet:
    found = facts.attestation
    return AspSheet(entry=_entry(facts), heading=heading_of(found.record.employer), stamp=stamp_of(found, server_url))


def _entry(facts: AspFacts) -> AspEntry:
    """A criterion that was ticked is known to be met; one that was not says nothing."""
    record, diagnosis = facts.attestation.record, facts.attestation.diagnosis
    person, iae_pass = record.person, record.card.iae_pass
    criteria = diagnosis.criteria if diagnosis else ()
    known = {code: True for code in ("ASS", "AAH") if code in criteria}
    without_job = next((words for code, words in _WITHOUT_JOB.items() if code in criteria), "")
    return AspEntry(
        pass_number=iae_pass.number,
        pass_starts_on=iae_pass.starts_on,
        pass_ends_on=iae_pass.ends_on,
        title=person.title,
        last_name=person.last_name,
        birth_name=person.birth_name,
        first_name=person.first_name,
        born_on=person.born_on,
        nir=person.nir,
        address_line_1=person.address_line_1,
        address_line_2=person.address_line_2,
        post_code=person.post_code,
        oriented_by="Candidature spontanée" if facts.is_spontaneous else facts.oriented_by,
        was_employed=False if without_job else None,
        without_job=without_job,
        is_registered=True if person.pole_emploi_id else None,
        pole_emploi_id=person.pole_emploi_id,
        is_disabled=True if "TH" in criteria else None,
        has_allowance=True if known or "RSA" in criteria else None,
        has_ass=known.get("ASS"),
        has_aah=known.get("AAH"),
    )
