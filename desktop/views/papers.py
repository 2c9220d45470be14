"""Impression: tick people, see each page as it will be, print or keep PDF/A."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.papers import PaperChip, PapersController
from desktop.queries.papers import PaperRow
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, LinkButton, ReasonedButton
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.date_field import DateField
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.form import FormField
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.progress import Progress
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.parts.text import heading
from desktop.views.printing import page_label, print_pages
from desktop.views.theme.roles import space

_CHIPS = {PaperChip.ALL: "Toutes", PaperChip.PRINTABLE: "Imprimables", PaperChip.TOO_EARLY: "Pas encore"}


class PreviewPane(ScrollColumn):
    """The attestation of the person chosen in the list, or the day from which it can be printed."""

    def __init__(self, controller: PapersController) -> None:
        super().__init__("surface", 12, (20, 18, 20, 18))
        self._preview = controller.preview
        self._pages = QVBoxLayout()
        space(self._pages, 12)
        self.column.addWidget(heading("Aperçu", "section"))
        self._line = RunsLabel("Choisissez une personne dans la liste pour voir sa page.", "body", "ink-2")
        self.column.addWidget(self._line)
        self.column.addLayout(self._pages)
        self.column.addStretch(1)
        self._preview.changed.connect(self._show_pages)
        self._preview.failed.connect(self._tell)

    def open(self, row: PaperRow) -> None:
        """Set the page of another person."""
        clear(self._pages)
        self._line.set_words("Mise en page…")
        self._line.show()
        self._preview.open(row.pass_id)

    def _show_pages(self) -> None:
        clear(self._pages)
        self._line.hide()
        for number, png in enumerate(self._preview.pages, start=1):
            self._pages.addWidget(page_label(png, number, 420), 0, Qt.AlignmentFlag.AlignHCenter)

    def _tell(self, sentence: str) -> None:
        clear(self._pages)
        self._line.hide()
        self._pages.addWidget(Banner("info", sentence, icon="clock"))


class PapersPage(QWidget):
    """The list with its boxes at the left, the page at the right."""

    def __init__(self, controller: PapersController) -> None:
        super().__init__()
        self._controller = controller
        self._header = PageHeader("Impression")
        self._chips, self._told = ChipRow(), QVBoxLayout()
        self._search = SearchField("Nom ou numéro de PASS")
        self._since, self._until = DateField(), DateField()
        self._list = RowList("Attestations", self._row)
        self._nothing = EmptyState("Personne ne correspond.", "Retirez un filtre ou élargissez la période.")
        self._print = Button("Imprimer", "printer", look="primary")
        self._save = ReasonedButton(Button("Enregistrer en PDF/A…", "file-input"), beside=True)
        self._progress = Progress("Attestations")
        self._began = 0.0
        self._preview = PreviewPane(controller)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (Pane("list", "Liste", self._left(), 3, 480), Pane("page", "Aperçu", self._preview, 2, 400))
        whole.addWidget(Panes(panes, ("list", "page")))
        self._connect()

    def refresh(self) -> None:
        """Show what was read and chosen."""
        controller = self._controller
        self._header.sentence.set_words(controller.summary)
        for chip, words in _CHIPS.items():
            self._chips.chip(chip).setText(f"{words} {controller.count(chip)}")
            self._chips.chip(chip).setChecked(chip is controller.chip)
        chosen = len(controller.chosen)
        self._print.setText(f"Imprimer {texts.count(chosen, 'attestation')}" if chosen else "Imprimer")
        self._print.updateGeometry()
        self._print.set_blocked(controller.why_not)
        self._save.set_blocked(controller.why_not)
        any_shown = controller.model.rowCount() > 0
        self._list.setVisible(any_shown)
        self._nothing.setVisible(not any_shown)
        self._list.viewport().update()

    def _row(self, row: object) -> Row | None:
        if not isinstance(row, PaperRow):
            return None
        number = f"PASS {texts.pass_number(row.number)}" if row.number else "PASS demandé"
        return Row(
            texts.person(row.last_name, row.first_name),
            f"{number} · embauche du {texts.day(row.hired_on)}",
            aside=f"dès le {texts.day(row.prints_from)}" if row.prints_from else "",
            mark="local" if row.is_unsent else "",
            checked=(row.pass_id in self._controller.chosen) if row.is_printable else None,
        )

    def _left(self) -> QWidget:
        left = QWidget()
        down = QVBoxLayout(left)
        space(down, 12, (22, 18, 22, 18))
        for chip, words in _CHIPS.items():
            self._chips.add(chip, Chip(words))
        dates, verbs = QHBoxLayout(), QHBoxLayout()
        space(dates, 12)
        space(verbs, 10)
        dates.addWidget(FormField("Embauches depuis le", self._since, optional=True))
        dates.addWidget(FormField("jusqu’au", self._until, optional=True))
        dates.addStretch(1)
        verbs.addWidget(self._print, 0, Qt.AlignmentFlag.AlignTop)
        verbs.addWidget(self._save, 1)
        for part in (self._header, self._search, self._chips):
            down.addWidget(part)
        down.addLayout(dates)
        down.addLayout(self._boxes())
        down.addWidget(self._list, 1)
        down.addWidget(self._nothing)
        down.addWidget(self._progress)
        down.addLayout(self._told)
        down.addLayout(verbs)
        self._progress.hide()
        return left

    def _boxes(self) -> QHBoxLayout:
        across = QHBoxLayout()
        space(across, 16)
        every, none = LinkButton("Tout cocher", "caption"), LinkButton("Tout décocher", "caption")
        every.clicked.connect(self._controller.choose_shown)
        none.clicked.connect(self._controller.choose_none)
        across.addWidget(every)
        across.addWidget(none)
        across.addStretch(1)
        return across

    def _connect(self) -> None:
        controller = self._controller
        self._list.set_rows(controller.model)
        self._list.check_requested.connect(self._toggle)
        self._list.current_changed.connect(self._open)
        self._chips.chip_pressed.connect(self._choose_chip)
        self._search.textChanged.connect(controller.set_text)
        for field in (self._since, self._until):
            field.date_changed.connect(self._set_period)
        self._print.clicked.connect(self._choose_printer)
        self._save.button.clicked.connect(self._choose_folder)
        self._progress.stop_requested.connect(controller.stop)
        controller.changed.connect(self.refresh)
        controller.progressed.connect(self._advance)
        controller.printed.connect(self._tell_printed)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)

    def _toggle(self, row: int) -> None:
        self._controller.toggle(self._controller.model.key_at(row))

    def _open(self, row: int) -> None:
        shown = self._controller.model.row(self._controller.model.key_at(row))
        if isinstance(shown, PaperRow):
            self._preview.open(shown)

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(PaperChip(key))

    def _set_period(self) -> None:
        self._controller.set_period(self._since.value(), self._until.value())

    def _choose_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print those chosen on a printer, its dialog answered."""

        def press(pages: Iterator[bytes]) -> None:
            print_pages(printer, pages)

        self._controller.print_on(press)

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder les attestations", start)
        if folder:
            self._controller.save(Path(folder))

    def _advance(self, done: int, total: int) -> None:
        if done == 0:
            clear(self._told)
            self._began = monotonic()
            self._progress.start()
        left = round((monotonic() - self._began) / done * (total - done)) if done else None
        self._progress.set_progress(done, total, left)

    def _tell_printed(self, pages: int) -> None:
        self._tell("ok", f"{texts.count(pages, 'page')} à l’imprimante.", "")

    def _tell_saved(self, count: int, folder: str) -> None:
        self._tell("ok", f"{texts.count(count, 'attestation enregistrée', 'attestations enregistrées')}. ", folder)

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        self._progress.finish()
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
