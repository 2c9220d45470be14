"""Tableaux: bars by period, the table behind each, and the whole on paper."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.figures import FigureBar, FigureCard, FiguresController, Since
from desktop.models.rows import RowsModel
from desktop.views.cells import CellsModel, WholeTable
from desktop.views.filling import Folding, card_of, clear, headed
from desktop.views.parts.banner import Banner
from desktop.views.parts.bars import Bar, BarChart
from desktop.views.parts.buttons import Button, LinkButton
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.date_field import DateField
from desktop.views.parts.form import FormField
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.table import Cell
from desktop.views.printing import print_pages
from desktop.views.theme.roles import space

_SINCE = {
    Since.MONTH: "Un mois",
    Since.QUARTER: "Trois mois",
    Since.YEAR: "Cette année",
    Since.TWELVE_MONTHS: "Douze mois",
}


def bar_key(row: object) -> str:
    """The word of a bar."""
    return row.label if isinstance(row, FigureBar) else ""


class FigureBlock(QWidget):
    """One chart with, behind it, its table."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._total = 0
        self._link = LinkButton("Voir le tableau", name=f"Voir le tableau{texts.NBSP}: {title}")
        self._link.clicked.connect(self._turn)
        self._title = title
        self._lead, self._chart = RunsLabel("", "caption", "ink-2"), BarChart()
        self._rows = RowsModel(bar_key, self)
        self._nothing = RunsLabel("Rien sur cette période.", "body", "ink-2")
        self._table = WholeTable(CellsModel(self._rows, (title, "Nombre", "Part"), self.cells, (1, 2)), title)
        down = QVBoxLayout(self)
        space(down, 8)
        down.addWidget(headed(title, self._link))
        down.addWidget(card_of(self._lead, self._chart, self._table, self._nothing))
        self._is_table = False

    def set_card(self, card: FigureCard) -> None:
        """Show the figures of another period."""
        self._total = sum(bar.value for bar in card.bars)
        self._lead.set_words(card.lead)
        self._lead.setVisible(bool(card.lead))
        self._chart.set_bars(tuple(Bar(bar.label, bar.value, bar.state) for bar in card.bars))
        self._rows.set_rows(card.bars)
        self._table.fit()
        self._show()

    def cells(self, row: object) -> tuple[Cell, ...]:
        """One bar as a row."""
        if not isinstance(row, FigureBar):
            return ()
        share = f"{round(100 * row.value / self._total)}{texts.NBSP}%" if self._total else "—"
        return Cell(row.label), Cell(texts.thousands(row.value), figures=True), Cell(share, figures=True)

    def _turn(self) -> None:
        self._is_table = not self._is_table
        words = "Voir les barres" if self._is_table else "Voir le tableau"
        self._link.setText(words)
        self._link.setAccessibleName(f"{words}{texts.NBSP}: {self._title}")
        self._link.updateGeometry()
        self._show()

    def _show(self) -> None:
        any_bar = self._rows.rowCount() > 0
        self._chart.setVisible(any_bar and not self._is_table)
        self._table.setVisible(any_bar and self._is_table)
        self._nothing.setVisible(not any_bar)
        self._link.setVisible(any_bar)


class FiguresPage(ScrollColumn):
    """The charts in two columns."""

    def __init__(self, controller: FiguresController) -> None:
        super().__init__("ground", 16)
        self._controller = controller
        self._save, self._print = Button("Enregistrer le PDF…", "file-input"), Button("Imprimer…", "printer")
        self._header = PageHeader("Tableaux", "", (self._save, self._print))
        self._chips, self._told = ChipRow(), QVBoxLayout()
        self._since, self._until = DateField(), DateField()
        self._columns = (QVBoxLayout(), QVBoxLayout())
        self._blocks: dict[str, FigureBlock] = {}
        for since, words in _SINCE.items():
            self._chips.add(since, Chip(words))
        for column in self._columns:
            space(column, 16)
            column.addStretch(1)
        self.column.addWidget(self._header)
        self.column.addWidget(self._chips)
        self.column.addLayout(self._days())
        self.column.addLayout(self._told)
        self.column.addWidget(Folding(*self._columns, (1, 1), 900))
        self.column.addStretch(1)
        self._chips.chip_pressed.connect(self._choose)
        self._save.clicked.connect(self._choose_folder)
        self._print.clicked.connect(controller.print_all)
        controller.changed.connect(self.refresh)
        controller.printable.connect(self._send)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)
        self.refresh()

    def _days(self) -> QHBoxLayout:
        across = QHBoxLayout()
        space(across, 12)
        for label, field in (("Du", self._since), ("au", self._until)):
            field.date_changed.connect(self._choose_days)
            across.addWidget(FormField(label, field, optional=True))
        across.addStretch(1)
        return across

    def _choose_days(self) -> None:
        self._controller.set_days(self._since.value(), self._until.value())

    def refresh(self) -> None:
        """Show what was read."""
        controller = self._controller
        self._header.sentence.set_words(controller.subtitle.capitalize())
        for since in _SINCE:
            self._chips.chip(since).setChecked(controller.own is None and since is controller.since)
        for number, card in enumerate(controller.cards):
            if card.key not in self._blocks:
                self._blocks[card.key] = FigureBlock(card.title)
                self._columns[number % 2].insertWidget(number // 2, self._blocks[card.key])
            self._blocks[card.key].set_card(card)

    def _choose(self, key: str) -> None:
        self._controller.set_since(Since(key))

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder les tableaux", start)
        if folder:
            self._controller.save(Path(folder))

    def _send(self, pages: tuple[bytes, ...]) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            print_pages(printer, pages)

    def _tell_saved(self, path: str) -> None:
        self._tell("ok", "PDF enregistré. ", path)

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
