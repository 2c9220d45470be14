"""Named filters of the list, a set for each structure; kept on this workstation, encrypted, never sent."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.controllers.applications import ApplicationsController
from desktop.controllers.desk import Desk
from desktop.queries.filters import Filters
from desktop.queries.job_applications import Sort
from sync.replica.notes import Notes

NOTE = "view"
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A name for filters and an order, within one structure ("" is the combined view)."""

    id: str
    name: str
    structure: str
    filters: Filters
    sort: Sort


class SavedViews(QObject):
    """Emits `changed` when there are other views, or another one is open."""

    changed = Signal()

    def __init__(self, desk: Desk, applications: ApplicationsController) -> None:
        super().__init__()
        self._desk, self._applications = desk, applications
        self._views = _readable(desk.notes)
        desk.structure_changed.connect(self.changed)
        applications.filters_changed.connect(self.changed)

    @property
    def views(self) -> tuple[SavedView, ...]:
        """Those of the structure on screen, by name."""
        mine = (view for view in self._views.values() if view.structure == self._desk.chosen)
        return tuple(sorted(mine, key=lambda view: (view.name.casefold(), view.id)))

    @property
    def current(self) -> SavedView | None:
        """The view whose filters are on, None when they are no view's."""
        on = (self._applications.filters, self._applications.sort)
        return next((view for view in self.views if (view.filters, view.sort) == on), None)

    @property
    def can_save(self) -> bool:
        """Whether something is filtered that has no name yet."""
        return self._applications.filters != Filters(view=self._applications.filters.view) and self.current is None

    def why_not(self, name: str, view_id: str = "") -> str:
        """Why a name will not do, "" when it will."""
        if not name.strip():
            return "Donnez un nom à cette vue."
        if len(name.strip()) > LONGEST_NAME:
            return f"Un nom compte {LONGEST_NAME} lettres au plus. Raccourcissez-le."
        taken = {view.name.casefold() for view in self.views if view.id != view_id}
        return "Ce nom est déjà pris. Choisissez-en un autre." if name.strip().casefold() in taken else ""

    def save(self, name: str) -> None:
        """Name the filters that are on; nothing when the name will not do."""
        if not self.why_not(name):
            applications = self._applications
            filters, sort = applications.filters, applications.sort
            self._keep(
                SavedView(
                    id=self._desk.new_id(), name=name.strip(), structure=self._desk.chosen, filters=filters, sort=sort
                )
            )

    def rename(self, view_id: str, name: str) -> None:
        """Give a view another name; nothing when the name will not do."""
        view = self._views.get(view_id)
        if view is not None and not self.why_not(name, view_id):
            self._keep(replace(view, name=name.strip()))

    def delete(self, view_id: str) -> None:
        """Forget a view; the filters that are on stay on."""
        if self._views.pop(view_id, None) is not None:
            notes = self._desk.notes
            self._desk.later(lambda: notes.drop(NOTE, view_id))
            self.changed.emit()

    def open(self, view_id: str) -> None:
        """Put the filters of a view on."""
        view = self._views.get(view_id)
        if view is not None:
            self._applications.set_filters(view.filters, view.sort)

    def _keep(self, view: SavedView) -> None:
        self._views[view.id] = view
        notes, value = self._desk.notes, msgspec.to_builtins(view)
        self._desk.later(lambda: notes.put(NOTE, view.id, value))
        self.changed.emit()


def _readable(notes: Notes) -> dict[str, SavedView]:
    """All views; one that another version of this program wrote otherwise is left alone."""
    found: dict[str, SavedView] = {}
    for name, value in notes.all(NOTE).items():
        view = _view(value)
        if view is not None:
            found[name] = view
    return found


def _view(value: Any) -> SavedView | None:  # noqa: ANN401 - what a note holds
    try:
        return msgspec.convert(value, SavedView)
    except msgspec.ValidationError:
        return None
