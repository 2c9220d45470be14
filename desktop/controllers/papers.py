"""Impression: attestations of many people, set, printed or kept as PDF/A away from the GUI thread."""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.attestation import PRINT_DPI, AttestationController, paper_of, stamp_of
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader
from desktop.documents.attestation import Attestation, PrintStamp, render
from desktop.documents.attestation_files import write_each
from desktop.documents.preview import page_count, preview_png
from desktop.models.rows import RowsModel
from desktop.queries import attestation, papers
from desktop.queries.attestation import AttestationFacts
from desktop.queries.lens import Lens
from desktop.queries.papers import PaperRow
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work
from sync.replica.workstation import Workstation

TABLES = ("passes", "job_applications", "job_seekers", "suspensions", "editions")
Pages = Iterator[bytes]
Press = Callable[[Pages], None]


class PaperChip(StrEnum):
    """The chips over the list."""

    PRINTABLE = "printable"
    TOO_EARLY = "too_early"
    ALL = "all"

    def keeps(self, row: PaperRow) -> bool:
        """Whether the chip shows this person."""
        return self is PaperChip.ALL or row.is_printable is (self is PaperChip.PRINTABLE)


def paper_key(row: object) -> str:
    """The id of a row's PASS."""
    return row.pass_id if isinstance(row, PaperRow) else ""


class PapersController(Reader):
    """Emits `progressed(done, total)` during long work, then `printed(count)` or `saved(count, folder)`."""

    progressed = Signal(int, int)
    printed = Signal(int)
    saved = Signal(int, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TABLES)
        self.rows: tuple[PaperRow, ...] = ()
        self.chosen: frozenset[str] = frozenset()
        self.chip = PaperChip.ALL
        self.text = ""
        self.since: date | None = None
        self.until: date | None = None
        self.model = RowsModel(paper_key, self)
        self.preview = AttestationController(desk)
        self._stop = Event()
        self._then: Callable[[list[AttestationFacts]], None] = self._print
        self._press: Press | None = None
        self._folder = Path()
        self._gather = Lane(desk.store, parent=self)
        self._gather.done.connect(self._on_gathered)
        self._errand = Errand(self)
        self._errand.done.connect(self._on_worked)
        for source in (self._gather, self._errand):
            source.failed.connect(self.failed)

    @override
    def request(self) -> Work | None:
        return self.desk.look(papers.read)

    @override
    def take(self, answer: object) -> None:
        self.rows = answer if isinstance(answer, tuple) else ()
        known = {row.pass_id for row in self.rows if row.is_printable}
        self.chosen &= known
        self._fill()

    # --- choosing --------------------------------------------------------------------------------------------

    def set_chip(self, chip: PaperChip) -> None:
        """Show those who can be printed, those who cannot yet, or all."""
        self.chip = chip
        self._show()

    def set_text(self, text: str) -> None:
        """Search names and numbers."""
        self.text = text
        self._show()

    def set_period(self, since: date | None, until: date | None) -> None:
        """Show those hired between two days, both inclusive; None is without limit."""
        self.since, self.until = since, until
        self._show()

    def toggle(self, pass_id: str) -> None:
        """Choose a person or no longer; one whose paper cannot be printed yet is never chosen."""
        row = self.model.row(pass_id)
        if isinstance(row, PaperRow) and row.is_printable:
            self.chosen ^= {pass_id}
            self._show()

    def choose_shown(self) -> None:
        """Choose everybody on the list who can be printed."""
        self.chosen |= {row.pass_id for row in self._shown() if row.is_printable}
        self._show()

    def choose_none(self) -> None:
        """Choose nobody."""
        self.chosen = frozenset()
        self._show()

    def count(self, chip: PaperChip) -> int:
        """How many people a chip shows."""
        return sum(chip.keeps(row) for row in self.rows)

    @property
    def summary(self) -> str:
        """« 4 attestations imprimables, 2 pas encore »."""
        ready, early = self.count(PaperChip.PRINTABLE), self.count(PaperChip.TOO_EARLY)
        words = f"{texts.count(ready, 'attestation imprimable', 'attestations imprimables')} aujourd’hui"
        return f"{words}, {early} pas encore." if early else f"{words}."

    @property
    def why_not(self) -> str:
        """Why nothing can be printed or kept now, "" when it can."""
        if self._errand.is_running:
            return "Un travail est en cours. Arrêtez-le ou attendez sa fin."
        return "" if self.chosen else "Cochez au moins une personne."

    # --- working ---------------------------------------------------------------------------------------------

    def print_on(self, press: Press) -> None:
        """Set the papers of those chosen and hand their pages (PNG) to `press`, called in a thread of its own."""
        self._press = press
        self._begin(self._print)

    def save(self, folder: Path) -> None:
        """Keep one PDF/A a person in a folder; nothing is overwritten."""
        self._folder = folder
        self._begin(self._save)

    def stop(self) -> None:
        """« Arrêter »: what is done stays, the rest is left."""
        self._stop.set()

    def close(self) -> None:
        """Stop and wait for the work under way."""
        self.stop()
        self._errand.wait()

    def _begin(self, then: Callable[[list[AttestationFacts]], None]) -> None:
        if self.why_not:
            return
        self._stop.clear()
        self._then = then
        order = [row.pass_id for row in self.rows if row.pass_id in self.chosen]
        self._gather.ask(_gathering(self.desk, order))

    @Slot(object)
    def _on_gathered(self, facts: list[AttestationFacts]) -> None:
        if facts:
            self.progressed.emit(0, len(facts))
            self._then(facts)
            self.changed.emit()

    def _print(self, facts: list[AttestationFacts]) -> None:
        press, sheets = self._press, self._sheets(facts)
        if press is not None:
            self._errand.run(lambda: ("printed", _counted(press, sheets)))

    def _save(self, facts: list[AttestationFacts]) -> None:
        papers_of, folder, stamp = [paper_of(one) for one in facts], self._folder, self._stamp(facts)

        def work() -> object:
            def is_cancelled(done: int) -> bool:
                self.progressed.emit(done, len(papers_of))
                return self._stop.is_set()

            return "saved", len(write_each(papers_of, folder, stamp, is_cancelled=is_cancelled))

        self._errand.run(work)

    def _sheets(self, facts: list[AttestationFacts]) -> Pages:
        """The pages one by one, so that no more than one person's are held."""
        stamp = self._stamp(facts)
        for done, one in enumerate(facts):
            if self._stop.is_set():
                return
            yield from _drawn(paper_of(one), stamp)
            self.progressed.emit(done + 1, len(facts))

    def _stamp(self, facts: list[AttestationFacts]) -> PrintStamp:
        return stamp_of(facts[0], self.desk.profile.server_url)

    @Slot(object)
    def _on_worked(self, result: tuple[str, int]) -> None:
        what, count = result
        self.changed.emit()
        if what == "saved":
            self.saved.emit(count, str(self._folder))
        else:
            self.printed.emit(count)

    def _shown(self) -> list[PaperRow]:
        words = self.text.casefold().split()
        return [row for row in self.rows if self.chip.keeps(row) and self._is_within(row) and _has(row, words)]

    def _is_within(self, row: PaperRow) -> bool:
        return (self.since or date.min) <= row.hired_on <= (self.until or date.max)

    def _show(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        self.model.set_rows(self._shown())


def _gathering(desk: Desk, pass_ids: list[str]) -> Work:
    def work(workstation: Workstation) -> object:
        def query(lens: Lens) -> object:
            found = (attestation.gather(lens, workstation, pass_id) for pass_id in pass_ids)
            return [facts for facts in found if facts is not None]

        return desk.look(query)(workstation)

    return work


def _drawn(paper: Attestation, stamp: PrintStamp) -> Pages:
    pdf = render([paper], stamp)
    yield from (preview_png(pdf, page, PRINT_DPI) for page in range(page_count(pdf)))


def _counted(press: Press, sheets: Pages) -> int:
    """Print, and tell how many pages went through."""
    done = 0

    def counting() -> Pages:
        nonlocal done
        for sheet in sheets:
            done += 1
            yield sheet

    press(counting())
    return done


def _has(row: PaperRow, words: list[str]) -> bool:
    text = f"{row.last_name} {row.first_name} {row.number or ''}".casefold()
    return all(word in text for word in words)
