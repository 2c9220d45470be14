"""The views over the filters: ready-made ones, and those a person named; named, renamed and deleted in place."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.controllers.applications import ApplicationsController
from desktop.controllers.saved_views import LONGEST_NAME, SavedView, SavedViews
from desktop.queries.filters import View
from desktop.views.filling import clear
from desktop.views.parts.buttons import Button, icon_button
from desktop.views.parts.filters import FilterGroup, SideItem
from desktop.views.parts.form import FormField
from desktop.views.theme.roles import space

_READY_MADE = {
    View.ALL: "Toutes",
    View.UNANSWERED: "Sans réponse",
    View.LONG_WAIT: "Longue attente",
    View.CANCELLABLE: "Annulables",
}


class ViewsGroup(FilterGroup):
    """Each view is one press; the one that is open can be renamed or deleted."""

    def __init__(self, applications: ApplicationsController, saved: SavedViews) -> None:
        super().__init__("Vues", 4)
        self._applications, self._saved = applications, saved
        self._shown: tuple[SavedView, ...] = ()
        self._ready: dict[View, SideItem] = {}
        self._items: dict[str, SideItem] = {}
        self._own = QVBoxLayout()
        space(self._own, 4)
        self._naming = _Naming(saved)
        self._tools = QWidget()
        self.save = Button("Garder cette vue…", "bookmark", small=True)
        self._lay_out()
        saved.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show which views there are and which one is open."""
        if self._saved.views != self._shown:
            self._fill()
        current = self._saved.current
        filters = self._applications.filters
        for key, item in self._items.items():
            _check(item, on=current is not None and key == current.id)
        for view, item in self._ready.items():
            _check(item, on=current is None and view is filters.view)
        self._tools.setVisible(current is not None and not self._naming.is_open)
        self.save.setVisible(self._saved.can_save and not self._naming.is_open)

    def _lay_out(self) -> None:
        for view, words in _READY_MADE.items():
            item = SideItem(words)
            item.setAutoExclusive(False)
            item.setObjectName(view)
            item.clicked.connect(self._choose_ready)
            self._ready[view] = item
            self.column.addWidget(item)
        self.column.addLayout(self._own)
        across = QHBoxLayout(self._tools)
        space(across, 6)
        for icon, words, slot in (
            ("pencil", "Renommer la vue", self._rename),
            ("x", "Supprimer la vue", self._delete),
        ):
            tool = icon_button(icon, words)
            tool.clicked.connect(slot)
            across.addWidget(tool)
        across.addStretch(1)
        for part in (self._tools, self.save, self._naming):
            self.column.addWidget(part)
        self.save.clicked.connect(self._name)

    def _fill(self) -> None:
        self._shown = self._saved.views
        clear(self._own)
        self._items = {}
        for view in self._shown:
            item = SideItem(view.name)
            item.setAutoExclusive(False)
            item.setObjectName(view.id)
            item.clicked.connect(self._choose)
            self._items[view.id] = item
            self._own.addWidget(item)

    def _choose_ready(self) -> None:
        self._applications.set_view(View(self.sender().objectName()))
        self.refresh()

    def _choose(self) -> None:
        self._saved.open(self.sender().objectName())

    def _name(self) -> None:
        self._naming.begin(None)
        self.refresh()

    def _rename(self) -> None:
        self._naming.begin(self._saved.current)
        self.refresh()

    def _delete(self) -> None:
        if self._saved.current is not None:
            self._saved.delete(self._saved.current.id)


class _Naming(QWidget):
    """The field of a name, in place; Enter keeps it."""

    def __init__(self, saved: SavedViews) -> None:
        super().__init__()
        self._saved = saved
        self._view: SavedView | None = None
        self.edit = QLineEdit()
        self.edit.setMaxLength(LONGEST_NAME)
        self._field = FormField("Nom de la vue", self.edit)
        keep, leave = Button("Garder", "check", small=True), Button("Annuler", small=True)
        keep.clicked.connect(self._keep)
        leave.clicked.connect(self._leave)
        self.edit.returnPressed.connect(self._keep)
        across = QHBoxLayout()
        space(across, 6)
        across.addWidget(keep)
        across.addWidget(leave)
        across.addStretch(1)
        down = QVBoxLayout(self)
        space(down, 6)
        down.addWidget(self._field)
        down.addLayout(across)
        self.is_open = False
        self.hide()

    def begin(self, view: SavedView | None) -> None:
        """Ask the name of a view, None for the filters that are on."""
        self._view, self.is_open = view, True
        self.edit.setText(view.name if view else "")
        self._field.set_error("")
        self.show()
        self.edit.setFocus()

    def _keep(self) -> None:
        name = self.edit.text()
        why_not = self._saved.why_not(name, self._view.id if self._view else "")
        self._field.set_error(why_not)
        if why_not:
            return
        self._leave()
        if self._view is None:
            self._saved.save(name)
        else:
            self._saved.rename(self._view.id, name)

    def _leave(self) -> None:
        self.is_open = False
        self.hide()
        self._saved.changed.emit()


def _check(item: SideItem, *, on: bool) -> None:
    with QSignalBlocker(item):
        item.setChecked(on)
