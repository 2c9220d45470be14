"""The grid of criteria by level: each tick says at once what is still missing; then « j’atteste », then kept."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop.controllers.diagnosis import DiagnosisController
from desktop.views.filling import card_of, clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, ReasonedButton
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import Text, heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import space
from sync.domain.rulebook import Criterion

SWORN = (
    "J’atteste sur l’honneur que les critères cochés sont vérifiés et que leurs justificatifs sont au dossier de la "
    "personne, pour un contrôle a posteriori."
)
COLUMN_ROOM = 300
_LEVELS = {1: "Critères de niveau\u00a01", 2: "Critères de niveau\u00a02"}


class CriterionBox(QWidget):
    """One criterion with its explanation; long words wrap beside the box. Emits `toggled(code, on)`."""

    toggled = Signal(str, bool)

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self._code = criterion.code
        self._told = criterion.description or criterion.proof
        self.box, self._label = QCheckBox(), RunsLabel(criterion.label)
        self.hint = RunsLabel(self._told, "caption", "ink-2")
        self.box.setAccessibleName(criterion.label)
        self.box.setAccessibleDescription(self._told)
        grid = QGridLayout(self)
        space(grid, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.box, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._label, 0, 1)
        grid.addWidget(self.hint, 1, 1)
        grid.setHorizontalSpacing(current().px(8))
        self.box.toggled.connect(self._tell)

    def show_state(self, *, on: bool, excluded_by: str) -> None:
        """Ticked or not; beside a criterion that excludes it, the reason stands under it."""
        _tick(self.box, on=on)
        reason = f"Ne va pas avec «\u00a0{excluded_by}\u00a0»." if excluded_by else self._told
        self.box.setEnabled(on or not excluded_by)
        self._label.set_ink("ink" if self.box.isEnabled() else "ink-off")
        self.hint.set_words(reason)
        self.hint.setVisible(bool(reason))
        self.box.setAccessibleDescription(reason)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """The words tick as the box does."""
        self.box.click()

    def _tell(self, on: bool) -> None:
        self.toggled.emit(self._code, on)


class CriteriaForm(QWidget):
    """The draft of a diagnosis by this employer."""

    def __init__(self, controller: DiagnosisController) -> None:
        super().__init__()
        self._controller = controller
        self._boxes: dict[str, CriterionBox] = {}
        self._grids: list[QGridLayout] = []
        self._told = QVBoxLayout()
        self._sworn = QCheckBox()
        self._sworn.setAccessibleName(SWORN)
        self._confirm = ReasonedButton(Button("Enregistrer l’éligibilité", "circle-check", look="primary"))
        down = QVBoxLayout(self)
        space(down, 12)
        down.addWidget(self._card())
        controller.changed.connect(self.refresh)
        self._sworn.toggled.connect(self._swear)
        self._confirm.button.clicked.connect(controller.confirm)

    def refresh(self) -> None:
        """Show the draft and what it is worth."""
        controller = self._controller
        for code, box in self._boxes.items():
            box.show_state(on=code in controller.criteria, excluded_by=controller.excluded_by(code))
        _tick(self._sworn, on=controller.is_sworn)
        self._show_verdict()
        self._confirm.set_blocked(controller.why_not)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column: the grids fold."""
        return QSize(current().px(COLUMN_ROOM), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as have room."""
        super().resizeEvent(event)
        columns = max(1, min(2, self.width() // current().px(COLUMN_ROOM)))
        for grid in self._grids:
            _arrange(grid, columns)

    def _show_verdict(self) -> None:
        verdict = self._controller.verdict
        clear(self._told)
        self._told.addWidget(Banner("ok" if verdict.is_enough else "info", (bold(verdict.sentence),)))

    def _card(self) -> QWidget:
        words = "Cochez les critères de la personne, puis joignez leurs justificatifs ci-dessous."
        told = QWidget()
        told.setLayout(self._told)
        space(self._told, 0)
        parts: list[QWidget] = [heading("Vérifier l’éligibilité"), RunsLabel(words, "body", "ink-2"), told]
        for level, criteria in self._controller.levels:
            parts += [Text(_LEVELS[level], bold=True), self._level(criteria)]
        return card_of(*parts, self._oath(), self._confirm, gap=12)

    def _level(self, criteria: tuple[Criterion, ...]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        space(grid, 10)
        for number, criterion in enumerate(criteria):
            box = CriterionBox(criterion)
            box.toggled.connect(self._toggle)
            self._boxes[criterion.code] = box
            grid.addWidget(box, number, 0)
        self._grids.append(grid)
        return holder

    def _oath(self) -> QWidget:
        """A check box whose long words wrap beside it."""
        holder = QWidget()
        grid = QGridLayout(holder)
        space(grid, 8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sworn, 0, 0)
        grid.addWidget(RunsLabel(SWORN), 0, 1)
        return holder

    def _toggle(self, code: str, on: bool) -> None:
        self._controller.toggle(code, on=on)

    def _swear(self, on: bool) -> None:
        self._controller.set_sworn(on=on)


def _tick(box: QCheckBox, *, on: bool) -> None:
    """Show a tick that nobody has to be told of."""
    with QSignalBlocker(box):
        box.setChecked(on)


def _arrange(grid: QGridLayout, columns: int) -> None:
    items = [grid.itemAt(at) for at in range(grid.count())]
    boxes = [box for item in items if item is not None and (box := item.widget()) is not None]
    for number, box in enumerate(boxes):
        grid.addWidget(box, number // columns, number % columns, Qt.AlignmentFlag.AlignTop)
    for column in range(2):
        grid.setColumnStretch(column, 1 if column < columns else 0)
