"""Fiches de poste: the table, one job at the right, and why it is not visible."""

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.jobs import JobFilter, JobsController
from desktop.queries.job_descriptions import JobRow
from desktop.views.cells import fit_columns
from desktop.views.filling import clear
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.parts.table import Cell, CellDelegate, dress_table, set_row_height
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

Index = QModelIndex | QPersistentModelIndex
HEADS = ("Poste", "Recrutement", "Visibilité", "En attente", "Modifiée")
_CHIPS = {JobFilter.ALL: "Toutes", JobFilter.OPEN: "Ouvertes", JobFilter.UNPUBLISHED: "Non publiées"}


class JobsTable(QAbstractTableModel):
    """The controller's rows as cells."""

    def __init__(self, controller: JobsController, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = controller.model
        self._rows.modelAboutToBeReset.connect(self.beginResetModel)
        self._rows.modelReset.connect(self.endResetModel)
        self._rows.dataChanged.connect(self._tell)

    def rowCount(self, parent: Index | None = None) -> int:
        """One row a job."""
        return 0 if parent is not None and parent.isValid() else self._rows.rowCount()

    def columnCount(self, parent: Index | None = None) -> int:
        """Five."""
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of the header."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == HEADS.index("En attente"):
            return Qt.AlignmentFlag.AlignRight
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell as UserRole, its words for screen readers."""
        job = self._rows.data(self._rows.index(index.row(), 0), Qt.ItemDataRole.UserRole)
        if not isinstance(job, JobRow):
            return None
        cell = _cells(job)[index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return cell
        return cell.sentence if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(HEADS) - 1))


def _cells(job: JobRow) -> tuple[Cell, ...]:
    rome = f"{job.rome_code} · {job.rome_label}" if job.rome_code else ""
    unsent = "en attente d’envoi" if job.is_unsent else ""
    is_open = Cell("Ouverte", icon="door-open", ink="ok") if job.is_open else _off("Fermée", "door-closed")
    is_published = Cell("Publiée", icon="eye", ink="ok") if job.is_published else _off("Non publiée", "eye-off")
    return (
        Cell(job.name, rome, bold=True, mark="local" if job.is_unsent else ""),
        is_open,
        is_published,
        Cell(str(job.applications), figures=True),
        Cell(texts.day_of(job.updated_at), unsent, under_icon="cloud-upload" if unsent else "", under_ink="local"),
    )


def _off(words: str, icon: str) -> Cell:
    return Cell(words, icon=icon, ink="ink-2")


def _contract(job: JobRow) -> str:
    """Contract and hours, then the description; last what the table may have no room for."""
    hours = f"{job.hours_per_week}{texts.NBSP}h par semaine" if job.hours_per_week else ""
    line = ", ".join(part for part in (job.contract_type, hours) if part)
    waiting = texts.count(job.applications, "candidature en attente", "candidatures en attente")
    kept = f"{waiting}, modifiée le {texts.day_of(job.updated_at)}"
    return ". ".join(part.rstrip(".") for part in (line, job.description, kept) if part)


def as_cell(value: object) -> Cell | None:
    """The table's values are cells already."""
    return value if isinstance(value, Cell) else None


class JobPane(ScrollColumn):
    """One job: its verbs, and why it is not visible."""

    def __init__(self, controller: JobsController) -> None:
        super().__init__("surface", 12, (20, 18, 20, 18))
        self._controller = controller
        self._title, self._line = heading(""), RunsLabel("", "body", "ink-2")
        self._title.setWordWrap(True)
        self._publish, self._open = Button("Publier", "eye", look="primary"), Button("Fermer", "door-closed")
        self._publish.clicked.connect(controller.toggle_published)
        self._open.clicked.connect(controller.toggle_open)
        self._question, self._checks = heading("", "body"), Points(ruled=True)
        self._unsent = QVBoxLayout()
        verbs = QHBoxLayout()
        space(verbs, 8)
        verbs.addWidget(self._publish)
        verbs.addWidget(self._open)
        verbs.addStretch(1)
        self._parts = (self._title, self._line, self._publish, self._open, self._question, self._checks)
        self.column.addWidget(self._title)
        self.column.addWidget(self._line)
        self.column.addLayout(verbs)
        self.column.addWidget(self._question)
        self.column.addWidget(self._checks)
        self.column.addLayout(self._unsent)
        self.column.addStretch(1)
        controller.selected.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the job on screen."""
        job = self._controller.current
        for part in self._parts:
            part.setVisible(job is not None)
        clear(self._unsent)
        if job is None:
            return
        self._title.setText(job.name)
        self._line.set_words(_contract(job))
        self._publish.setText("Dépublier" if job.is_published else "Publier")
        self._publish.set_look("secondary" if job.is_published else "primary")
        self._open.setText("Fermer" if job.is_open else "Ouvrir")
        visible = (
            "Cette fiche est visible" if job.is_visible else f"Pourquoi cette fiche n’est pas visible{texts.NBSP}?"
        )
        self._question.setText(visible)
        self._checks.set_points(
            tuple(
                Point(
                    (bold(what),) if not holds else what, "check" if holds else "x", "ok" if holds else "danger", under
                )
                for holds, what, under in self._controller.checks
            )
        )
        if job.is_unsent:
            words = (
                bold("En attente d’envoi. "),
                "Le changement est gardé sur ce poste et partira au retour du réseau.",
            )
            self._unsent.addWidget(Banner("local", words, icon="cloud-upload"))


class JobsView(QTableView):
    """The table; where it is narrow the job at the right tells what the columns no longer do."""

    def changeEvent(self, event: QEvent) -> None:
        """Measures its rows again after a change of zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            set_row_height(self, two_lines=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps as many columns as there is room for."""
        super().resizeEvent(event)
        fit_columns(self, (4, 3, 2), 220)


class JobsPage(QWidget):
    """Table at the left, one job at the right."""

    def __init__(self, controller: JobsController, notices: NoticeBar) -> None:
        super().__init__()
        self._controller = controller
        self._header = PageHeader("Fiches de poste")
        self._chips, self._table = ChipRow(), JobsView()
        self._search = SearchField("Intitulé ou métier ROME")
        self._search.textChanged.connect(controller.set_text)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (
            Pane("list", "Liste", self._left(notices), 820, 560),
            Pane("record", "Fiche", JobPane(controller), 330, 280),
        )
        whole.addWidget(Panes(panes, ("list", "record")))
        controller.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what was read."""
        controller = self._controller
        self._header.sentence.set_words(controller.summary)
        for chip, words in _CHIPS.items():
            label = words if chip is JobFilter.ALL else f"{words} {controller.count(chip)}"
            self._chips.chip(chip).setText(label)
            self._chips.chip(chip).setChecked(chip is controller.chip)
        row = controller.model.row_of(controller.current_id)
        if row >= 0 and row != self._table.currentIndex().row():
            self._table.selectRow(row)

    def _left(self, notices: NoticeBar) -> QWidget:
        left = QWidget()
        down = QVBoxLayout(left)
        space(down, 14, (22, 18, 22, 18))
        for chip, words in _CHIPS.items():
            self._chips.add(chip, Chip(words))
        self._chips.chip_pressed.connect(self._choose_chip)
        line = QHBoxLayout()
        space(line, 10)
        line.addWidget(self._search, 1)
        line.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._dress()
        down.addWidget(self._header)
        down.addLayout(line)
        down.addWidget(self._table)
        down.addWidget(notices)
        hint = "Fermer une fiche n’efface rien : les candidatures reçues continuent leur chemin."
        down.addWidget(RunsLabel(hint.replace(" :", f"{texts.NBSP}:"), "caption", "ink-2"))
        down.addStretch(1)
        return left

    def _dress(self) -> None:
        dress_table(self._table, "Fiches de poste", two_lines=True)
        self._table.setSizeAdjustPolicy(QTableView.SizeAdjustPolicy.AdjustToContents)
        self._table.setModel(JobsTable(self._controller, self._table))
        self._table.setItemDelegate(CellDelegate(as_cell, self._table))
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.selectionModel().currentRowChanged.connect(self._select)

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(JobFilter(key))

    def _select(self, index: QModelIndex) -> None:
        if index.isValid():
            self._controller.select(self._controller.model.key_at(index.row()))
