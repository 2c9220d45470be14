"""Impression: papers of many people, set, printed or kept as PDF/A away from the GUI thread."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.archive import ArchiveFolder
from desktop.controllers.attestation import PRINT_DPI
from desktop.controllers.bundles import Bundle, Saved, gathering
from desktop.controllers.desk import Desk
from desktop.controllers.paper_kinds import Choice, PaperKind, PaperLine, lines
from desktop.controllers.paper_preview import PaperPreview
from desktop.controllers.reader import Reader
from desktop.documents.letters.letter import LetterKind
from desktop.documents.preview import page_count, preview_png
from desktop.models.rows import RowsModel
from desktop.queries.figures import Period
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work
from sync.domain.calendar import add_days, add_months

TABLES = ("passes", "job_applications", "job_seekers", "suspensions", "editions")
Pages = Iterator[bytes]
Press = Callable[[Pages], None]


class PaperChip(StrEnum):
    """The chips over the list."""

    PRINTABLE = "printable"
    TOO_EARLY = "too_early"
    ALL = "all"

    def keeps(self, line: PaperLine) -> bool:
        """Whether the chip shows this line."""
        return self is PaperChip.ALL or line.is_ready is (self is PaperChip.PRINTABLE)


def paper_key(row: object) -> str:
    """The key of a line."""
    return row.key if isinstance(row, PaperLine) else ""


class PapersController(Reader):
    """Emits `progressed(done, total)` during long work, then `printed(pages)` or `saved(Saved)`.

    `previewed(pages as PNG, number of pages)` follows `look`, `unpreviewed(sentence)` where there is nothing to see.
    """

    progressed = Signal(int, int)
    printed = Signal(int)
    saved = Signal(object)
    previewed = Signal(object, int)
    unpreviewed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TABLES)
        self.rows: tuple[PaperLine, ...] = ()
        self.chosen: frozenset[str] = frozenset()
        self.kind, self.letter = PaperKind.ATTESTATION, LetterKind.STILL_INTERESTED
        self.chip, self.text = PaperChip.ALL, ""
        self.since: date | None = None
        self.until: date | None = None
        self.model = RowsModel(paper_key, self)
        self._stop = Event()
        self._then: Callable[[Bundle], None] = self._save
        self._press: Press | None = None
        self._folder = Path()
        self._preview, self.archive = PaperPreview(), ArchiveFolder(desk)
        self._gather, self._look = Lane(desk.store, parent=self), Lane(desk.store, parent=self)
        self._gather.done.connect(self._on_gathered)
        self._look.done.connect(self._on_looked)
        self._errand = Errand(self)
        self._errand.done.connect(self._on_worked)
        self._preview.drawn.connect(self.previewed)
        for source in (self._gather, self._errand, self._look, self._preview):
            source.failed.connect(self.failed)

    @override
    def show(self) -> None:
        super().show()
        self.archive.recall()

    @override
    def request(self) -> Work | None:
        kind, letter = self.kind, self.letter
        return self.desk.look(lambda lens: lines(lens, kind, letter))

    @override
    def take(self, answer: object) -> None:
        self.rows = answer if isinstance(answer, tuple) else ()
        self.chosen &= {row.key for row in self.rows if row.is_ready}
        self._fill()

    # --- choosing --------------------------------------------------------------------------------------------

    def set_kind(self, kind: PaperKind, letter: LetterKind | None = None) -> None:
        """Make other papers, or other letters; what was ticked is for the papers before."""
        if (kind, letter or self.letter) != (self.kind, self.letter):
            self.kind, self.letter = kind, letter or self.letter
            self.rows, self.chosen, self.chip = (), frozenset(), PaperChip.ALL
            self.watch.read_again()
            self._show()

    def set_chip(self, chip: PaperChip) -> None:
        """Show those who can be printed, those who cannot yet, or all."""
        self.chip = chip
        self._show()

    def set_text(self, text: str) -> None:
        """Search names and numbers."""
        self.text = text
        self._show()

    def set_period(self, since: date | None, until: date | None) -> None:
        """Keep hires, or applications, between two days, both inclusive; for the dialogue, what it counts."""
        self.since, self.until = since, until
        self._show()

    def toggle(self, key: str) -> None:
        """Choose a person or no longer; one whose paper cannot be made yet is never chosen."""
        row = self.model.row(key)
        if isinstance(row, PaperLine) and row.is_ready:
            self.chosen ^= {key}
            self._show()

    def choose_shown(self) -> None:
        """Choose everybody on the list whose paper can be made."""
        self.chosen |= {row.key for row in self._shown() if row.is_ready}
        self._show()

    def choose_none(self) -> None:
        """Choose nobody."""
        self.chosen = frozenset()
        self._show()

    def count(self, chip: PaperChip) -> int:
        """How many people a chip shows."""
        return sum(chip.keeps(row) for row in self.rows)

    @property
    def period(self) -> Period:
        """What the dialogue counts: the days typed, else the twelve months up to today."""
        until = self.until or self.desk.today
        return Period(self.since or add_days(add_months(until, -12), 1), until)

    @property
    def summary(self) -> str:
        """« 4 attestations imprimables, 2 pas encore », or what the other papers are about."""
        if self.kind is PaperKind.DIALOGUE:
            since, until = texts.long_day(self.period.since), texts.long_day(self.period.until)
            return f"Toute la structure, du {since} au {until}."
        if self.kind is PaperKind.LETTER:
            return f"{texts.count(len(self.rows), 'personne')} à qui écrire."
        ready, early = self.count(PaperChip.PRINTABLE), self.count(PaperChip.TOO_EARLY)
        words = f"{texts.count(ready, 'attestation imprimable', 'attestations imprimables')} aujourd’hui"
        if self.kind is not PaperKind.ATTESTATION:
            words = f"{texts.count(ready, 'personne')} dont le dossier peut être fait aujourd’hui"
        return f"{words}, {early} pas encore." if early else f"{words}."

    @property
    def why_not(self) -> str:
        """Why nothing can be printed or kept now, "" when it can."""
        if self._errand.is_running:
            return "Un travail est en cours. Arrêtez-le ou attendez sa fin."
        if self.kind in {PaperKind.DIALOGUE, PaperKind.CONTROL} and len(self.desk.employer_ids) != 1:
            return "Choisissez une structure en haut de la fenêtre\u00a0: ce dossier porte sur une seule."
        if self.kind is PaperKind.DIALOGUE:
            return "" if self.period.since <= self.period.until else "Le premier jour est après le dernier."
        return "" if self.chosen else "Cochez au moins une personne."

    # --- working ---------------------------------------------------------------------------------------------

    def look(self, key: str) -> None:
        """Draw the paper of one line as it will be; for packs, that of all those chosen."""
        if self.kind is PaperKind.CONTROL and self.chosen:
            self._look.ask(gathering(self.desk, self._choice()))
            return
        row = self.model.row(key)
        if isinstance(row, PaperLine) and not row.is_ready:
            self.unpreviewed.emit(f"L’attestation pourra être imprimée {row.aside}.")
        elif key or self.kind is PaperKind.DIALOGUE:
            self._look.ask(gathering(self.desk, replace(self._choice(), keys=(key,))))

    def print_on(self, press: Press) -> None:
        """Set the papers of those chosen and hand their pages (PNG) to `press`, called in a thread of its own."""
        self._press = press
        self._begin(self._print)

    def save(self, folder: Path) -> None:
        """Keep the papers in a folder as PDF/A; nothing is overwritten, an unfinished batch is taken up again."""
        self._folder = folder
        self.archive.keep(folder)
        self._begin(self._save)

    def stop(self) -> None:
        """« Arrêter »: what is done stays, the rest is left."""
        self._stop.set()

    def close(self) -> None:
        """Stop and wait for the work under way."""
        self.stop()
        self._preview.close()
        self._errand.wait()

    def _choice(self) -> Choice:
        keys = tuple(row.key for row in self.rows if row.key in self.chosen)
        return Choice(kind=self.kind, keys=keys, letter=self.letter, period=self.period)

    def _begin(self, then: Callable[[Bundle], None]) -> None:
        if not self.why_not:
            self._stop.clear()
            self._then = then
            self._gather.ask(gathering(self.desk, self._choice()))

    @Slot(object)
    def _on_gathered(self, bundle: Bundle | None) -> None:
        if bundle is not None:
            self.progressed.emit(0, bundle.total)
            self._then(bundle)
            self.changed.emit()

    @Slot(object)
    def _on_looked(self, bundle: Bundle | None) -> None:
        if bundle is not None:
            self._preview.draw(bundle)

    def _print(self, bundle: Bundle) -> None:
        press, sheets = self._press, self._sheets(bundle)
        if press is not None:
            self._errand.run(lambda: _counted(press, sheets))

    def _save(self, bundle: Bundle) -> None:
        folder, stop, tell = self._folder, self._stop, self.progressed.emit
        self._errand.run(lambda: bundle.save(folder, tell, stop))

    def _sheets(self, bundle: Bundle) -> Pages:
        """The pages one by one, so that no more than one person's are held."""
        for done, pdf in enumerate(bundle.pdfs()):
            if self._stop.is_set():
                return
            yield from (preview_png(pdf, page, PRINT_DPI) for page in range(page_count(pdf)))
            self.progressed.emit(done + 1, bundle.total)

    @Slot(object)
    def _on_worked(self, result: Saved | int) -> None:
        self.changed.emit()
        if isinstance(result, Saved):
            self.saved.emit(result)
        else:
            self.printed.emit(result)

    def _shown(self) -> list[PaperLine]:
        words = self.text.casefold().split()
        return [row for row in self.rows if self.chip.keeps(row) and self._is_within(row) and _has(row, words)]

    def _is_within(self, row: PaperLine) -> bool:
        return (self.since or date.min) <= row.on <= (self.until or date.max)

    def _show(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        self.model.set_rows(self._shown())


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


def _has(row: PaperLine, words: list[str]) -> bool:
    text = f"{row.last_name} {row.first_name} {row.number}".casefold()
    return all(word in text for word in words)
