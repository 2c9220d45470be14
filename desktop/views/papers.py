"""Impression: choose the papers, tick people or a period, see each page as it will be, print or keep PDF/A."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.bundles import Saved
from desktop.controllers.letter_papers import KINDS
from desktop.controllers.paper_kinds import PaperKind, PaperLine
from desktop.controllers.papers import PaperChip, PapersController
from desktop.documents.letters.letter import LetterKind
from desktop.views.filling import clear
from desktop.views.paper_preview import PreviewPane
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
from desktop.views.parts.runs import bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.printing import print_pages
from desktop.views.theme.roles import space

LIST_HEIGHT = 200
_KINDS = {
    PaperKind.ATTESTATION: ("Attestations de PASS", "attestation", ""),
    PaperKind.FSE: ("Dossiers FSE", "dossier", ""),
    PaperKind.CONTROL: ("Contrôle a posteriori", "", "le dossier de contrôle"),
    PaperKind.DIALOGUE: ("Dialogue de gestion", "", "le dialogue de gestion"),
    PaperKind.LETTER: ("Courriers", "courrier", ""),
}
_SINCE = {PaperKind.LETTER: "Situation depuis le", PaperKind.DIALOGUE: "Du"}
_UNTIL = {PaperKind.DIALOGUE: "au"}
_CHIPS = {PaperChip.ALL: "Toutes", PaperChip.PRINTABLE: "Imprimables", PaperChip.TOO_EARLY: "Pas encore"}


class PapersPage(QWidget):
    """The papers and the list with its boxes at the left, the page at the right."""

    def __init__(self, controller: PapersController) -> None:
        super().__init__()
        self._controller = controller
        self._header = PageHeader("Impression")
        self._kinds, self._letters, self._chips, self._told = ChipRow(), ChipRow(), ChipRow(), QVBoxLayout()
        self._search = SearchField("Nom ou numéro de PASS")
        self._since, self._until = DateField(), DateField()
        self._from, self._to = (
            FormField("Embauches depuis le", self._since, optional=True),
            FormField("jusqu’au", self._until, optional=True),
        )
        self._list, self._ticks = RowList("Personnes", self._row), QWidget()
        self._nothing = EmptyState("Personne ne correspond.", "Retirez un filtre ou élargissez la période.")
        self._print = Button("Imprimer", "printer", look="primary")
        self._save = ReasonedButton(Button("Enregistrer en PDF/A…", "file-input"), beside=True)
        self._progress = Progress("Papiers")
        self._began = 0.0
        self._preview = PreviewPane(controller)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (Pane("list", "Liste", self._left(), 3, 480), Pane("page", "Aperçu", self._preview, 2, 400))
        whole.addWidget(Panes(panes, ("list", "page")))
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show what was read and chosen."""
        controller = self._controller
        self._header.sentence.set_words(controller.summary)
        for kind in _KINDS:
            self._kinds.chip(kind).setChecked(kind is controller.kind)
        for letter in KINDS:
            self._letters.chip(letter).setChecked(letter is controller.letter)
        for chip, words in _CHIPS.items():
            self._chips.chip(chip).setText(f"{words} {controller.count(chip)}")
            self._chips.chip(chip).setChecked(chip is controller.chip)
        self._show_parts()
        self._print.setText(self._verb())
        self._print.updateGeometry()
        self._print.set_blocked(controller.why_not)
        self._save.set_blocked(controller.why_not)
        self._list.viewport().update()

    def _show_parts(self) -> None:
        """Only what this kind of paper needs."""
        kind = self._controller.kind
        is_whole, any_shown = kind is PaperKind.DIALOGUE, self._controller.model.rowCount() > 0
        self._letters.setVisible(kind is PaperKind.LETTER)
        self._chips.setVisible(kind not in {PaperKind.LETTER, PaperKind.DIALOGUE})
        for part in (self._search, self._ticks):
            part.setVisible(not is_whole)
        self._from.label.setText(f"{_SINCE.get(kind, 'Embauches depuis le')} (facultatif)")
        self._to.label.setText(f"{_UNTIL.get(kind, 'jusqu’au')} (facultatif)")
        self._list.setVisible(any_shown)
        self._nothing.setVisible(not any_shown and not is_whole)
        self._stretch.setVisible(not any_shown)

    def _verb(self) -> str:
        _, unit, whole = _KINDS[self._controller.kind]
        chosen = len(self._controller.chosen)
        if whole:
            return f"Imprimer {whole}"
        return f"Imprimer {texts.count(chosen, unit)}" if chosen else "Imprimer"

    def _row(self, row: object) -> Row | None:
        if not isinstance(row, PaperLine):
            return None
        return Row(
            texts.person(row.last_name, row.first_name),
            row.detail,
            aside=row.aside,
            mark="local" if row.is_unsent else "",
            checked=(row.key in self._controller.chosen) if row.is_ready else None,
        )

    def _left(self) -> QWidget:
        choices = ScrollColumn("ground", 12, (22, 18, 22, 12))
        down = choices.column
        for kind, (words, _, _) in _KINDS.items():
            self._kinds.add(kind, Chip(words))
        for letter, made in KINDS.items():
            self._letters.add(letter, Chip(made.title))
        for chip, words in _CHIPS.items():
            self._chips.add(chip, Chip(words))
        dates = QHBoxLayout()
        space(dates, 12)
        dates.addWidget(self._from)
        dates.addWidget(self._to)
        dates.addStretch(1)
        for part in (self._header, self._kinds, self._letters, self._search, self._chips):
            down.addWidget(part)
        down.addLayout(dates)
        down.addWidget(self._boxes())
        self._list.setMinimumHeight(LIST_HEIGHT)
        down.addWidget(self._list, 1)
        down.addWidget(self._nothing)
        self._stretch = QWidget()
        down.addWidget(self._stretch, 1)
        left = QWidget()
        whole = QVBoxLayout(left)
        space(whole, 0)
        whole.addWidget(choices, 1)
        whole.addLayout(self._foot())
        return left

    def _foot(self) -> QVBoxLayout:
        """What is done with those chosen stays in sight, however large the text."""
        foot, verbs = QVBoxLayout(), QHBoxLayout()
        space(foot, 12, (22, 6, 22, 18))
        space(verbs, 10)
        verbs.addWidget(self._print, 0, Qt.AlignmentFlag.AlignTop)
        verbs.addWidget(self._save, 1)
        foot.addWidget(self._progress)
        foot.addLayout(self._told)
        foot.addLayout(verbs)
        self._progress.hide()
        return foot

    def _boxes(self) -> QWidget:
        across = QHBoxLayout(self._ticks)
        space(across, 16)
        every, none = LinkButton("Tout cocher", "caption"), LinkButton("Tout décocher", "caption")
        every.clicked.connect(self._controller.choose_shown)
        none.clicked.connect(self._controller.choose_none)
        across.addWidget(every)
        across.addWidget(none)
        across.addStretch(1)
        return self._ticks

    def _connect(self) -> None:
        controller = self._controller
        self._list.set_rows(controller.model)
        self._list.check_requested.connect(self._toggle)
        self._list.current_changed.connect(self._open)
        self._kinds.chip_pressed.connect(self._choose_kind)
        self._letters.chip_pressed.connect(self._choose_letter)
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
        controller = self._controller
        controller.toggle(controller.model.key_at(row))
        if controller.kind is PaperKind.CONTROL:
            self._preview.open("")

    def _open(self, row: int) -> None:
        key = self._controller.model.key_at(row)
        if key:
            self._preview.open(key)

    def _choose_kind(self, key: str) -> None:
        self._controller.set_kind(PaperKind(key))
        self._preview.forget()
        clear(self._told)
        if self._controller.kind is PaperKind.DIALOGUE:
            self._preview.open("")

    def _choose_letter(self, key: str) -> None:
        self._controller.set_kind(PaperKind.LETTER, LetterKind(key))
        self._preview.forget()

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(PaperChip(key))

    def _set_period(self) -> None:
        self._controller.set_period(self._since.value(), self._until.value())
        if self._controller.kind is PaperKind.DIALOGUE and not self._controller.why_not:
            self._preview.open("")

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
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        start = self._controller.archive.path or documents
        folder = QFileDialog.getExistingDirectory(self, "Où garder ces papiers", start)
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

    def _tell_saved(self, saved: Saved) -> None:
        self._tell("ok", f"{saved.words}. ", saved.folder)
        if saved.note:
            self._told.addWidget(Banner("info", saved.note, icon="shield-check"))

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        self._progress.finish()
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
