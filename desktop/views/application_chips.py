"""The chips over the list of Candidatures: reception, department, and what takes all filters away."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop import texts
from desktop.controllers.applications import ApplicationsController
from desktop.queries.filters import Filters
from desktop.views.parts.chips import Chip, ChipRow
from sync.domain.calendar import add_days

_EVER = "ever"
_PERIODS = {"7": "Depuis 7 jours", "30": "Depuis 30 jours", "year": "Depuis le début de l’année", _EVER: "Toutes dates"}


class ApplicationChips(ChipRow):
    """Each opens a short list; one that is on shows its value."""

    def __init__(self, controller: ApplicationsController) -> None:
        super().__init__()
        self._controller = controller
        self._since = self.add("since", Chip("Reçue", opens=True))
        self._department = self.add("department", Chip("Département", opens=True))
        self._clear = self.add("clear", Chip("Tout afficher", "x"))
        for chip in (self._since, self._department):
            chip.setCheckable(True)
        self.chip_pressed.connect(self._press)
        controller.filters_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is on."""
        filters = self._controller.filters
        self._since.setText(f"Depuis le {texts.day(filters.since)}" if filters.since else "Reçue")
        self._since.setChecked(filters.since is not None)
        self._department.setText(f"Département {filters.department}" if filters.department else "Département")
        self._department.setChecked(bool(filters.department))
        self._clear.setVisible(filters != Filters(text=filters.text))

    def _press(self, key: str) -> None:
        if key == "clear":
            self._controller.clear()
            return
        self.refresh()
        menu = QMenu(self)
        self._fill(menu, key)
        menu.triggered.connect(self._choose)
        menu.aboutToHide.connect(menu.deleteLater)
        chip = self.chip(key)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 2)))

    def _fill(self, menu: QMenu, key: str) -> None:
        if key == "since":
            for value, words in _PERIODS.items():
                menu.addAction(words).setData(("since", value))
            return
        menu.addAction("Tous les départements").setData(("department", ""))
        for choice in self._controller.facets.departments:
            menu.addAction(f"{choice.label} ({choice.count})").setData(("department", choice.id))

    def _choose(self, action: QAction) -> None:
        kind, value = action.data()
        if kind == "department":
            self._controller.set_department(value)
            return
        today = self._controller.today
        year = today.replace(month=1, day=1)
        since = {_EVER: None, "year": year}.get(value, add_days(today, -int(value)) if value.isdigit() else None)
        self._controller.set_dates(since, None)
