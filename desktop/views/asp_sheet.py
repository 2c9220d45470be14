"""« Fiche de saisie ASP »: people at the left, their fields at the right in the extranet's order, one press copies."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.asp_sheet import AspController
from desktop.controllers.paper_kinds import PaperLine
from desktop.documents.asp_entry import MISSING, EntryLine
from desktop.views.filling import card_of, clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space


class EntryCard(QWidget):
    """The fields of one section; the button of the last one copied says so."""

    def __init__(self, section: str, lines: tuple[EntryLine, ...]) -> None:
        super().__init__()
        fields = QWidget()
        grid = QGridLayout(fields)
        space(grid, 8)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(lines):
            grid.addWidget(RunsLabel(line.label, "body", "ink-2"), row, 0)
            words, ink = (MISSING, "danger") if line.is_missing else (line.value or "—", "ink")
            grid.addWidget(RunsLabel((bold(words),) if line.value else words, "body", ink), row, 1)
            if line.value:
                grid.addWidget(self._button(line), row, 2)
        down = QVBoxLayout(self)
        space(down, 0)
        down.addWidget(card_of(heading(section, "body"), fields, gap=10))

    def _button(self, line: EntryLine) -> Button:
        button = Button("Copier", "file-input", small=True)
        button.setObjectName(line.value)
        button.setAccessibleName(f"Copier\u00a0: {line.label}, {line.value}")
        button.clicked.connect(self._copy)
        return button

    def _copy(self) -> None:
        button = self.sender()
        if not isinstance(button, Button):
            return
        QGuiApplication.clipboard().setText(button.objectName())
        for each in self.findChildren(Button):
            each.setText("Copier")
        button.setText("Copié")


class AspPage(QWidget):
    """The list and the sheet."""

    def __init__(self, controller: AspController) -> None:
        super().__init__()
        self._controller = controller
        self._search, self.list = SearchField("Nom ou numéro de PASS"), RowList("Salariés", self._row)
        self._sheet = ScrollColumn("ground", 12, (24, 4, 24, 18))
        self._cards, self._told = QVBoxLayout(), QVBoxLayout()
        self._title, self._line = heading("", "title"), RunsLabel("", "body", "ink-2")
        self._save = Button("Enregistrer la fiche en PDF…", "file-input")
        self._empty = EmptyState("Choisissez un salarié.", "Ses champs s’affichent ici, dans l’ordre de l’extranet.")
        self._shown: tuple[EntryLine, ...] = ()
        self._lay_out()
        self.list.set_rows(controller.model)
        self.list.current_changed.connect(self._open)
        self.list.opened.connect(self._bring_sheet)
        self._search.textChanged.connect(controller.set_text)
        self._save.clicked.connect(self._choose_folder)
        controller.changed.connect(self.refresh)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)
        self.refresh()

    def refresh(self) -> None:
        """Show the sheet; one that did not change keeps what was just copied."""
        controller = self._controller
        sheet = controller.sheet
        for part in (self._title, self._line, self._save):
            part.setVisible(sheet is not None)
        self._empty.setVisible(sheet is None)
        if sheet is None or controller.lines == self._shown:
            return
        self._shown = controller.lines
        self._title.setText(texts.person(sheet.entry.last_name, sheet.entry.first_name))
        self._line.set_words(controller.summary)
        clear(self._cards)
        clear(self._told)
        for section in dict.fromkeys(line.section for line in self._shown):
            lines = tuple(line for line in self._shown if line.section == section)
            self._cards.addWidget(EntryCard(section, lines))

    def _lay_out(self) -> None:
        left = QWidget()
        down = QVBoxLayout(left)
        space(down, 12, (24, 4, 24, 18))
        down.addWidget(self._search)
        down.addWidget(self.list, 1)
        space(self._cards, 12)
        column = self._sheet.column
        column.addWidget(self._title)
        column.addWidget(self._line)
        column.addLayout(self._told)
        column.addLayout(self._cards)
        column.addWidget(self._save)
        column.addWidget(self._empty)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (Pane("list", "Salariés", left, 2, 340), Pane("sheet", "Fiche", self._sheet, 3, 480))
        self._panes = Panes(panes, ("list", "sheet"))
        whole.addWidget(self._panes)

    def _row(self, row: object) -> Row | None:
        if not isinstance(row, PaperLine):
            return None
        mark = "local" if row.is_unsent else ""
        return Row(texts.person(row.last_name, row.first_name), row.detail, mark=mark)

    def _open(self, row: int) -> None:
        key = self._controller.model.key_at(row)
        if key:
            self._controller.select(key)

    def _bring_sheet(self) -> None:
        """Where there is room for one of them only, Enter and a double press go on to the fields."""
        self._panes.bring("sheet")

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder la fiche", start)
        if folder:
            self._controller.save(Path(folder))

    def _tell_saved(self, path: str) -> None:
        self._tell("ok", "Fiche enregistrée. ", path)

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
