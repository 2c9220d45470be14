"""The CV, read inside the program: its pages, and a copy only where the person says."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.controllers.resume import ResumeController
from desktop.queries.record import Record
from desktop.views.decisions import name_of
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.page_sheet import PageSheet
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import heading
from desktop.views.printing import PAGE_WIDTH


class ResumeDialog(DecisionDialog):
    """The pages at the left; what it is, and a copy, at the right."""

    def __init__(self, host: QWidget, controller: ResumeController, record: Record) -> None:
        super().__init__(host, f"CV de {name_of(record)}", "Enregistrer une copie…")
        self._controller = controller
        self.back.hide()
        self.left.column.addWidget(RunsLabel("Ouverture…", "body", "ink-2"))
        right = self.right.column
        right.addWidget(heading("Ce document", "body"))
        points = (
            Point(controller.words, "paperclip"),
            Point("Il est gardé chiffré sur ce poste et lu ici, sans autre logiciel.", "shield-check"),
            Point("Une copie enregistrée n’est plus chiffrée. Gardez-la dans un dossier protégé.", "info"),
        )
        right.addWidget(Points(points))
        right.addStretch(1)
        self.confirm.set_blocked("Un instant…")
        controller.drawn.connect(self._show)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)
        self.confirmed.connect(self._choose_folder)
        controller.open()

    def _show(self, pages: tuple[bytes, ...]) -> None:
        clear(self.left.column)
        for number, png in enumerate(pages, start=1):
            self.left.column.addWidget(PageSheet(png, f"Page {number} du CV", PAGE_WIDTH))
        self.left.column.addStretch(1)
        self.confirm.set_blocked("")

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder la copie", start)
        if folder:
            self._controller.save(Path(folder))

    def _tell_saved(self, path: str) -> None:
        self._tell(Banner("ok", (bold("Copie enregistrée. "), path)))

    def _tell_failed(self, sentence: str) -> None:
        self._tell(Banner("bad", sentence))

    def _tell(self, banner: Banner) -> None:
        self.right.column.insertWidget(self.right.column.count() - 1, banner)
