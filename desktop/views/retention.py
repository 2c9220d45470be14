"""Conservation des données: until when and why each person is kept, what may be erased here, and their data in hand."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.retention import KeepingChip, KeptLine, RetentionController
from desktop.texts import NBSP
from desktop.views.cells import CellsModel, CellTable
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, ReasonedButton
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.date_field import DateField
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.table import Cell
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

HEADS = ("Personne", "À garder, et pourquoi")
_CHIPS = {KeepingChip.DUE: "À effacer", KeepingChip.SOON: f"Dans les 90{NBSP}jours", KeepingChip.ALL: "Toutes"}
_SHARED = (
    "Passerelle n’efface rien d’elle-même. Les justificatifs ne sont que sur ce poste\u00a0: vous les effacez ici. "
    "Candidatures et PASS IAE sont partagés\u00a0: leur effacement se demande à votre réseau."
)
_FSE_HINT = "Pour les personnes embauchées. Laissez vide si votre structure n’a pas d’aide du FSE."


class PersonPane(ScrollColumn):
    """One person: the reason, the papers of this workstation, their data; then the day of the FSE."""

    def __init__(self, controller: RetentionController) -> None:
        super().__init__("surface", 12, (20, 18, 20, 18))
        self._controller = controller
        self._name, self._facts = heading("", "section"), Definitions()
        self._name.setWordWrap(True)
        self.erase = ReasonedButton(Button("Effacer les justificatifs…", "x", look="danger"))
        self.export = Button("Exporter ses données…", "file-input")
        self.fse = DateField()
        self._fse_field = FormField("Dernier jour notifié par le FSE", self.fse, _FSE_HINT, optional=True)
        told = "Droit d’accès\u00a0: un PDF à remettre, les mêmes données en JSON, et les justificatifs."
        self._parts = (self._name, self._facts, self.erase, self.export, RunsLabel(told, "caption", "ink-2"))
        for part in self._parts:
            self.column.addWidget(part)
        self.column.addSpacing(12)
        self.column.addWidget(self._fse_field)
        self.column.addStretch(1)
        self.fse.set_date(controller.fse_until)
        self.fse.date_changed.connect(controller.set_fse_until)
        controller.selected.connect(self.refresh)

    def refresh(self) -> None:
        """Show the person on screen."""
        controller, line = self._controller, self._controller.current
        for part in self._parts:
            part.setVisible(line is not None)
        self.erase.set_blocked(controller.why_not_erase)
        self.export.set_blocked("" if line else "Choisissez une personne dans la liste.")
        if line is None:
            return
        person = line.person
        self._name.setText(texts.person(person.last_name, person.first_name))
        ends = texts.day(person.pass_ends_on) if person.pass_ends_on else "aucun PASS IAE"
        papers = "" if controller.papers is None else texts.count(controller.papers, "justificatif")
        self._facts.set_facts(
            (
                Fact("until", "À garder", controller.until_words(line)),
                Fact("why", "Pourquoi", controller.why(line)),
                Fact("contact", "Dernier contact", texts.day(person.last_contact_on)),
                Fact("pass", "Fin du PASS IAE", ends),
                Fact("papers", "Sur ce poste", papers),
            )
        )


class RetentionPage(QWidget):
    """People at the left, one of them at the right."""

    def __init__(self, controller: RetentionController) -> None:
        super().__init__()
        self._controller = controller
        self.dialog: DecisionDialog | None = None
        self._header, self._chips = PageHeader("Conservation des données"), ChipRow()
        self._told = QVBoxLayout()
        model = CellsModel(controller.model, HEADS, self.cells)
        self._table = CellTable(model, "Personnes et durées de conservation", stretched=1, two_lines=True)
        self._table.selectionModel().currentRowChanged.connect(self._select)
        words = "Quand une durée s’achève, la personne apparaît ici. Rien ne s’efface tout seul."
        self._nothing = EmptyState("Rien à effacer.", words, icon="shield-check")
        self.pane = PersonPane(controller)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (Pane("list", "Personnes", self._left(), 5, 520), Pane("one", "Fiche", self.pane, 3, 340))
        whole.addWidget(Panes(panes, ("list", "one")))
        self.pane.erase.button.clicked.connect(self.open_erasure)
        self.pane.export.clicked.connect(self._choose_folder)
        controller.changed.connect(self.refresh)
        controller.told.connect(self._tell)
        self.refresh()

    def refresh(self) -> None:
        """Show what was read."""
        controller = self._controller
        self._header.sentence.set_words(controller.summary)
        for key, words in _CHIPS.items():
            self._chips.chip(key).setText(f"{words} {controller.count(key)}")
            self._chips.chip(key).setChecked(key is controller.chip)
        any_shown = controller.model.rowCount() > 0
        self._table.setVisible(any_shown)
        self._nothing.setVisible(not any_shown)
        row = controller.model.row_of(controller.chosen)
        if row >= 0 and row != self._table.currentIndex().row():
            self._table.selectRow(row)

    def cells(self, row: object) -> tuple[Cell, ...]:
        """One person."""
        if not isinstance(row, KeptLine):
            return ()
        is_due = row.is_in(KeepingChip.DUE, self._controller.desk.today)
        until = self._controller.until_words(row)
        icon = "clock-alert" if is_due else ""
        return (
            Cell(texts.person(row.person.last_name, row.person.first_name), bold=True),
            Cell(until, self._controller.why(row), icon=icon, ink="danger" if is_due else "ink"),
        )

    def open_erasure(self) -> None:
        """Say what goes and what stays before it goes."""
        line = self._controller.current
        if line is None or self._controller.why_not_erase:
            return
        name = texts.person(line.person.last_name, line.person.first_name)
        dialog = DecisionDialog(self.window(), f"Effacer les justificatifs de {name}", "Effacer définitivement")
        dialog.back.hide()
        dialog.confirm.set_look("danger-filled")
        papers = texts.count(self._controller.papers or 0, "justificatif")
        dialog.left.column.addWidget(RunsLabel(f"{papers}, à garder {self._controller.until_words(line)}."))
        dialog.left.column.addStretch(1)
        dialog.right.column.addWidget(heading("Ce qui va se passer", "body"))
        points = (
            Point("Les fichiers chiffrés et leur clé sont détruits sur ce poste.", "x", "danger"),
            Point("Aucune copie n’existe sur le serveur\u00a0: on ne revient pas en arrière.", "info"),
            Point("La candidature et le PASS IAE restent.", "check", "ok"),
        )
        dialog.right.column.addWidget(Points(points))
        dialog.right.column.addStretch(1)
        dialog.confirmed.connect(self._controller.erase_papers)
        dialog.confirmed.connect(dialog.dismiss)
        self.dialog = dialog
        dialog.open()

    def _left(self) -> QWidget:
        left = QWidget()
        down = QVBoxLayout(left)
        space(down, 12, (22, 18, 22, 18))
        for key, words in _CHIPS.items():
            self._chips.add(key, Chip(words))
        self._chips.chip_pressed.connect(self._choose_chip)
        down.addWidget(self._header)
        down.addWidget(Banner("info", _SHARED))
        down.addLayout(self._told)
        down.addWidget(self._chips)
        down.addWidget(self._table, 1)
        down.addWidget(self._nothing)
        down.addStretch(0)
        return left

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(KeepingChip(key))

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder ces données", start)
        if folder:
            self._controller.export(Path(folder))

    def _select(self) -> None:
        row = self._table.currentIndex().row()
        if row >= 0:
            self._controller.select(self._controller.model.key_at(row))

    def _tell(self, kind: str, sentence: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(kind, sentence))
