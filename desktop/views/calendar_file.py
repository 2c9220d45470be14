"""« Calendrier »: every day not to miss as a file that any calendar program takes in."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from desktop.controllers.deadlines import DeadlinesController
from desktop.views.filling import card_of, clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

_WORDS = (
    "Fins de PASS, de pauses, de diagnostics et de délais d’annulation, avec leurs rappels. Importer un fichier plus "
    "récent déplace les dates au lieu de les doubler. Pour n’en garder qu’une partie, filtrez dans Échéancier."
)


class CalendarPage(ScrollColumn):
    """One card."""

    def __init__(self, controller: DeadlinesController) -> None:
        super().__init__("ground", 16, (24, 4, 24, 18))
        self._controller = controller
        self._told, self._count = QVBoxLayout(), RunsLabel("")
        space(self._told, 0)
        self._export = Button("Exporter l’échéancier (.ics)…", "calendar", look="primary")
        parts = (heading("Échéancier", "section"), RunsLabel(_WORDS, "body", "ink-2"), self._count, self._export)
        self.column.addLayout(self._told)
        self.column.addWidget(card_of(*parts, gap=12))
        self.column.addStretch(1)
        self._export.clicked.connect(self._choose_folder)
        controller.changed.connect(self.refresh)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)

    def refresh(self) -> None:
        """Say how many dates there are."""
        self._count.set_words(self._controller.summary)
        self._export.set_blocked("" if self._controller.shown else "Aucune échéance à exporter.")

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder le calendrier", start)
        if folder:
            self._controller.export(Path(folder))

    def _tell_saved(self, path: str) -> None:
        self._tell("ok", "Calendrier enregistré. ", path)

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
