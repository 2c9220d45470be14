"""Candidatures: filters, list, record, side by side."""

from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.applications import ApplicationsController
from desktop.controllers.batch import BatchController
from desktop.controllers.record import LETTERS, RecordController
from desktop.controllers.resume import ResumeController
from desktop.controllers.saved_views import SavedViews
from desktop.queries.filters import Filters
from desktop.queries.job_applications import ApplicationRow, Sort
from desktop.views.application_chips import ApplicationChips
from desktop.views.application_filters import FilterPane
from desktop.views.application_record import RecordPane
from desktop.views.batch import BatchBar, CheckAll, head_of_list
from desktop.views.notices import NoticeBar
from desktop.views.parts.buttons import Button
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.search import SearchField
from desktop.views.parts.text import Text
from desktop.views.theme.roles import fill_role, space

_SORTS = {
    Sort.NEWEST: "Plus récentes d’abord",
    Sort.OLDEST: "Plus anciennes d’abord",
    Sort.NAME: "Par nom",
    Sort.CHANGED: "Dernier changement",
}


_PREPARING = "La recherche se prépare… Certains mots ne sont pas encore trouvés."


class ListPane(QWidget):
    """The list with its search, chips, ticks and order; emits `batch_wanted(code)`."""

    batch_wanted = Signal(str)

    def __init__(self, controller: ApplicationsController, record: RecordController, batch: BatchController) -> None:
        super().__init__()
        fill_role(self, "surface")
        self._controller, self._record, self._batch = controller, record, batch
        self.search = SearchField("Nom, message, commentaire, poste")
        self.search.textChanged.connect(controller.set_text)
        self._preparing = RunsLabel(_PREPARING, "caption", "ink-2")
        self._chips = ApplicationChips(controller)
        self.count = Text("", "body", bold=True)
        self._sort, self.check_all = QComboBox(), CheckAll(controller)
        self.bar = BatchBar(controller, batch)
        self.rows = RowList("Candidatures", self._describe)
        self.rows.set_rows(controller.model)
        self._stack = QStackedWidget()
        self._asked = Filters()
        self.letter_keys = True
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.rows.current_changed.connect(self._select)
        self.rows.opened.connect(self._select)
        self.rows.letter_typed.connect(self._act)
        self.rows.check_requested.connect(self._controller.toggle_checked)
        self.rows.check_all_requested.connect(self.check_all.toggle_all)
        self.bar.decision_wanted.connect(self.batch_wanted)
        self._controller.list_changed.connect(self._refresh)
        self._controller.selected.connect(self._follow)
        self._controller.filters_changed.connect(self._show_filters)
        self._sort.activated.connect(self._choose_sort)
        self._refresh()

    def _describe(self, value: object) -> Row | None:
        if not isinstance(value, ApplicationRow):
            return None
        more = f" et {texts.count(value.jobs - 1, 'autre')}" if value.jobs > 1 else ""
        job = (value.job or "Sans poste précis") + more
        mark = "local" if value.is_unsent else "danger" if value.has_issue else ""
        return Row(
            title=texts.person(value.last_name, value.first_name),
            caption=f"{job} · {value.sender or 'Candidature spontanée'}",
            state=str(value.state),
            aside="" if mark else texts.day_of(value.created_at),
            mark=mark,
            checked=value.id in self._controller.checked,
        )

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        space(top, 9, (12, 10, 12, 10))
        top.addWidget(self.search)
        top.addWidget(self._preparing)
        top.addWidget(self._chips)
        for sort, words in _SORTS.items():
            self._sort.addItem(words, sort)
        self._sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._sort.setAccessibleName("Ordre de la liste")
        top.addWidget(head_of_list(self.check_all, self.count, self._sort))
        top.addWidget(self.bar)
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._nothing())
        down = QVBoxLayout(self)
        space(down, 0)
        down.addLayout(top)
        down.addWidget(self._stack, 1)
        self._show_filters()

    def _nothing(self) -> QWidget:
        button = Button("Tout afficher", small=True)
        button.clicked.connect(self._clear_filters)
        nothing = QWidget()
        around = QVBoxLayout(nothing)
        space(around, 0, (12, 12, 12, 12))
        empty = EmptyState("Aucune candidature ne correspond.", "Retirez un filtre ou changez les mots.", button)
        soon = "Les dossiers arrivent : les mots seront trouvés dans un instant.".replace(" :", f"{texts.NBSP}:")
        self._building = EmptyState("La recherche se prépare.", soon, icon="search")
        around.addWidget(empty)
        around.addWidget(self._building)
        around.addStretch(1)
        self._empty = empty
        return nothing

    def _refresh(self) -> None:
        """The record on screen stays when only rows changed, even if a decision took it out of the list."""
        controller = self._controller
        words = texts.count(controller.count, "candidature")
        if not controller.is_whole:
            words = f"Plus de {words}"
        self.count.setText(words if controller.is_read else "")
        self._stack.setCurrentIndex(0 if controller.count or not controller.is_read else 1)
        self._preparing.setVisible(not controller.is_searchable)
        is_building = bool(controller.filters.text) and not controller.is_searchable
        self._building.setVisible(is_building)
        self._empty.setVisible(not is_building)
        row = controller.model.row_of(controller.current_id)
        if not controller.is_whole:  # whether the list holds the chosen one, its other pages will tell
            self.rows.choose(row)
            return
        is_same_question = self._asked == controller.filters
        self._asked = controller.filters
        if row < 0 and is_same_question and controller.current_id:
            self.rows.choose(-1)
            return
        self.rows.choose(0 if row < 0 and controller.count else row)
        if not controller.count:
            controller.select("")

    def _show_filters(self) -> None:
        filters = self._controller.filters
        if self.search.text() != filters.text:
            with QSignalBlocker(self.search):
                self.search.setText(filters.text)

    def _clear_filters(self) -> None:
        self._controller.clear()

    def _select(self, row: int) -> None:
        if row >= 0:
            self._controller.select_row(row)

    def _follow(self, application_id: str) -> None:
        """A record opened from elsewhere is chosen in the list too."""
        self.rows.choose(self._controller.model.row_of(application_id))

    def _act(self, letter: str) -> None:
        """E L A D decide on ticked rows, else on the chosen one; only while the list has the keyboard (WCAG 2.1.4)."""
        if not self.letter_keys or letter not in LETTERS:
            return
        if self._controller.checked:
            self.batch_wanted.emit(LETTERS[letter])
        else:
            self._record.do(LETTERS[letter])

    def _choose_sort(self) -> None:
        self._controller.set_sort(Sort(self._sort.currentData()))


class ApplicationsOffice(Protocol):
    """The controllers of this page."""

    applications: ApplicationsController
    record: RecordController
    batch: BatchController
    saved_views: SavedViews
    resume: ResumeController


class ApplicationsPage(QWidget):
    """The three panes; emits `pass_requested(id)`, `proofs_requested(person's id)`."""

    pass_requested = Signal(str)
    proofs_requested = Signal(str)

    def __init__(self, office: ApplicationsOffice, notices: NoticeBar) -> None:
        super().__init__()
        controller = office.applications
        self.filters = FilterPane(controller, office.saved_views)
        self.list = ListPane(controller, office.record, office.batch)
        self.record = RecordPane(office.record, office.resume, notices)
        self.record.pass_requested.connect(self.pass_requested)
        self.record.proofs_requested.connect(self.proofs_requested)
        whole = QVBoxLayout(self)
        space(whole, 0)
        self.panes = Panes(
            (
                Pane("filters", "Filtres", self.filters, 215, 200),
                Pane("list", "Liste", self.list, 440, 360),
                Pane("record", "Fiche", self.record, 577, 460),
            ),
            ("list", "record", "filters"),
        )
        self.list.rows.opened.connect(self._bring_record)
        whole.addWidget(self.panes)

    def _bring_record(self) -> None:
        """On a narrow window the record takes the place of the filters, then of the list."""
        self.panes.bring("record")
