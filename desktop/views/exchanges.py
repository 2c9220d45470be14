"""Import / export: what is written, which filters keep, where it goes, and how far it is."""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.controllers.exchanges import ExchangesController, FileKind
from desktop.controllers.imports import ImportController
from desktop.queries.passes import PassFilter
from desktop.views.filling import Folding, card_of, clear
from desktop.views.imports import ImportPart
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, ReasonedButton
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.date_field import DateField
from desktop.views.parts.form import FormField
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import Text, heading
from desktop.views.theme.current import short_label
from desktop.views.theme.roles import space

_CHIPS = {
    PassFilter.CURRENT: "En cours",
    PassFilter.SUSPENDED: "En pause",
    PassFilter.ENDS_SOON: "Finissent bientôt",
    PassFilter.ENDED: "Terminés",
}


class ExchangesPage(ScrollColumn):
    """Two cards of export, one a file; under them the import."""

    def __init__(self, controller: ExchangesController, imports: ImportController) -> None:
        super().__init__("ground", 16)
        self._controller = controller
        self.imports = ImportPart(imports)
        self._states, self._chips = ChipRow(), ChipRow()
        self._since, self._until = DateField(), DateField()
        self._counts = {kind: RunsLabel("", "body") for kind in FileKind}
        self._buttons = {
            FileKind.APPLICATIONS: ReasonedButton(Button("Exporter les candidatures…", "file-input", look="primary")),
            FileKind.PASSES: ReasonedButton(Button("Exporter les PASS…", "file-input")),
        }
        self._progress, self._told = Progress("Export"), QVBoxLayout()
        self._began = 0.0
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show what was read and chosen."""
        controller = self._controller
        for code, _ in controller.states:
            self._states.chip(code).setChecked(code in controller.filters.states)
        for chip, words in _CHIPS.items():
            self._chips.chip(chip).setText(f"{words} {controller.totals.passes.get(chip, 0)}")
            self._chips.chip(chip).setChecked(chip is controller.chip)
        for kind in FileKind:
            self._counts[kind].set_words((bold(controller.count_words(kind)),))
            self._buttons[kind].set_blocked(controller.why_not(kind))

    def _lay_out(self) -> None:
        sentence = "Des fichiers Excel qui restent sur ce poste. Les dates y sont de vraies dates."
        self.column.addWidget(PageHeader("Import / export", sentence))
        self.column.addWidget(self._progress)
        self._progress.hide()
        self.column.addLayout(self._told)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, part in ((left, self._applications()), (right, self._passes())):
            space(side, 16)
            side.addWidget(part)
            side.addStretch(1)
        self.column.addWidget(Folding(left, right, (3, 2), 860))
        self.column.addWidget(self.imports)
        private = "Ces fichiers ne sont plus chiffrés\u00a0: gardez-les dans un dossier protégé."
        self.column.addWidget(Banner("info", private, icon="shield-check"))
        self.column.addStretch(1)

    def _applications(self) -> QWidget:
        for code, label in self._controller.states:
            chip = self._states.add(code, Chip(short_label(code, label)))
            chip.setAccessibleName(label)
        dates = QWidget()
        across = QHBoxLayout(dates)
        space(across, 12)
        across.addWidget(FormField("Reçues depuis le", self._since, optional=True))
        across.addWidget(FormField("jusqu’au", self._until, optional=True))
        across.addStretch(1)
        columns = "Les 25 colonnes de la plateforme nationale, dans leur ordre et avec leurs intitulés."
        return card_of(
            heading("Candidatures", "section"),
            RunsLabel(columns, "body", "ink-2"),
            Text("États", bold=True),
            self._states,
            dates,
            self._counts[FileKind.APPLICATIONS],
            self._buttons[FileKind.APPLICATIONS],
            gap=12,
        )

    def _passes(self) -> QWidget:
        for chip, words in _CHIPS.items():
            self._chips.add(chip, Chip(words))
        sheets = "Deux feuilles\u00a0: les PASS avec l’embauche qu’ils couvrent, puis leurs suspensions."
        return card_of(
            heading("PASS IAE", "section"),
            RunsLabel(sheets, "body", "ink-2"),
            self._chips,
            self._counts[FileKind.PASSES],
            self._buttons[FileKind.PASSES],
            gap=12,
        )

    def _connect(self) -> None:
        controller = self._controller
        self._states.chip_pressed.connect(controller.toggle_state)
        self._chips.chip_pressed.connect(self._choose_chip)
        for field in (self._since, self._until):
            field.date_changed.connect(self._set_period)
        for kind, button in self._buttons.items():
            button.button.setObjectName(kind)
            button.button.clicked.connect(self._choose_folder)
        self._progress.stop_requested.connect(controller.stop)
        controller.changed.connect(self.refresh)
        controller.progressed.connect(self._advance)
        controller.saved.connect(self._tell_saved)
        controller.stopped.connect(self._tell_stopped)
        controller.failed.connect(self._tell_failed)

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(PassFilter(key))

    def _set_period(self) -> None:
        self._controller.set_period(self._since.value(), self._until.value())

    def _choose_folder(self) -> None:
        kind = FileKind(self.sender().objectName())
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder le fichier Excel", start)
        if folder:
            self._controller.export(kind, Path(folder))

    def _advance(self, done: int, total: int) -> None:
        if done == 0:
            clear(self._told)
            self._began = monotonic()
            self._progress.start()
        left = round((monotonic() - self._began) / done * (total - done)) if done else None
        self._progress.set_progress(done, total, left)

    def _tell_saved(self, path: str) -> None:
        self._tell("ok", "Fichier enregistré. ", path)

    def _tell_stopped(self) -> None:
        self._tell("info", "Export arrêté. ", "Aucun fichier n’a été écrit.")

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        self._progress.finish()
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
