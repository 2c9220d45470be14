"""The left pane of Candidatures: ready-made views, then filters, each with its count."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox

from desktop.controllers.applications import ApplicationsController
from desktop.controllers.saved_views import SavedViews
from desktop.queries.filters import SPONTANEOUS
from desktop.queries.job_applications import Choice
from desktop.queries.standing import Verdict
from desktop.views.parts.filters import CountedBox, FilterGroup
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.saved_views import ViewsGroup
from desktop.views.theme.current import short_label

_SUSPENDED = "suspended"
_VERDICTS = {
    str(Verdict.VALID): "Diagnostic valide",
    str(Verdict.TO_CHECK): "À vérifier",
    _SUSPENDED: "PASS suspendu",
}


class FilterPane(ScrollColumn):
    """What the list is narrowed by."""

    def __init__(self, controller: ApplicationsController, saved: SavedViews) -> None:
        super().__init__("ground", 16, (14, 14, 14, 14))
        self._controller = controller
        self.views = ViewsGroup(controller, saved)
        self._by_state = FilterGroup("État")
        self._states: dict[str, CountedBox] = {}
        self._verdicts: dict[str, CountedBox] = {}
        self._job, self._sender = QComboBox(), QComboBox()
        self.column.addWidget(self.views)
        self._add_boxes()
        self._add_combos()
        self.column.addStretch(1)
        controller.facets_changed.connect(self.refresh)
        controller.filters_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show counts, and what is on."""
        filters, facets = self._controller.filters, self._controller.facets
        self._follow_edition()
        for state, box in self._states.items():
            box.set_count(facets.states.get(state, 0))
            _check(box, on=state in filters.states)
        for verdict, box in self._verdicts.items():
            if verdict == _SUSPENDED:
                box.set_count(facets.suspended)
                _check(box, on=filters.is_pass_suspended)
            else:
                box.set_count(facets.eligibility.get(Verdict(verdict), 0))
                _check(box, on=verdict in filters.eligibility)
        _fill(self._job, "Tous les postes", facets.jobs, filters.job_description_id)
        _fill(self._sender, "Tous", facets.senders, filters.sender)

    def _follow_edition(self) -> None:
        """A box a state of the rules in force; they may change while the program runs."""
        wanted = self._controller.states
        if [code for code, _ in wanted] == list(self._states):
            return
        for old in self._states.values():
            old.hide()
            old.deleteLater()
        self._states = {}
        for code, label in wanted:
            box = CountedBox(code, short_label(code, label))
            box.toggled.connect(self._toggle_state)
            self._states[code] = box
            self._by_state.column.addWidget(box)

    def _add_boxes(self) -> None:
        eligibility = FilterGroup("Éligibilité")
        for verdict, words in _VERDICTS.items():
            box = CountedBox(verdict, words)
            box.toggled.connect(self._toggle_verdict)
            self._verdicts[verdict] = box
            eligibility.column.addWidget(box)
        self._eligibility = eligibility
        self.column.addWidget(self._by_state)

    def _add_combos(self) -> None:
        for title, combo, slot in (
            ("Poste", self._job, self._choose_job),
            ("Orienté par", self._sender, self._choose_sender),
        ):
            group = FilterGroup(title)
            combo.setAccessibleName(title)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            combo.activated.connect(slot)
            group.column.addWidget(combo)
            self.column.addWidget(group)
        self.column.addWidget(self._eligibility)

    def _toggle_state(self, state: str, on: bool) -> None:
        self._controller.toggle_state(state, on=on)

    def _toggle_verdict(self, verdict: str, on: bool) -> None:
        if verdict == _SUSPENDED:
            self._controller.set_pass_suspended(on=on)
        else:
            self._controller.toggle_eligibility(Verdict(verdict), on=on)

    def _choose_job(self) -> None:
        self._controller.set_job(str(self._job.currentData()))

    def _choose_sender(self) -> None:
        self._controller.set_sender(str(self._sender.currentData()))


def _check(box: CountedBox, *, on: bool) -> None:
    with QSignalBlocker(box.box):
        box.box.setChecked(on)


def _fill(combo: QComboBox, everything: str, choices: tuple[Choice, ...], chosen: str) -> None:
    """The choices with their counts; what is chosen stays so."""
    with QSignalBlocker(combo):
        combo.clear()
        combo.addItem(everything, "")
        for choice in choices:
            label = "Candidature spontanée" if choice.id == SPONTANEOUS else choice.label
            combo.addItem(f"{label} ({choice.count})", choice.id)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
