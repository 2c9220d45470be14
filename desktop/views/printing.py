"""The attestation before it is printed: the page as it will be, « Imprimer » through the system, or a PDF to keep."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QRectF, QStandardPaths, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.controllers.attestation import AttestationController
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.page_sheet import PageSheet
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import heading

PAGE_WIDTH = 520


class AttestationDialog(DecisionDialog):
    """Emits nothing: printing and keeping are done here, the paper is set by the controller."""

    def __init__(self, host: QWidget, controller: AttestationController, pass_id: str) -> None:
        super().__init__(host, "Attestation de PASS IAE", "Imprimer")
        self._controller = controller
        self.confirm.setProperty("iconName", "printer")
        self._save = Button("Enregistrer le PDF…", "file-input")
        self._save.clicked.connect(self._choose_folder)
        self.back.hide()
        self._waiting = RunsLabel("Mise en page…", "body", "ink-2")
        self.left.column.addWidget(self._waiting)
        right = self.right.column
        right.addWidget(heading("Ce document", "body"))
        points = (
            Point("Il porte la date d’impression et celle de la dernière synchronisation.", "calendar"),
            Point("C’est un PDF/A\u00a0: il se conserve et se relit sans ce logiciel.", "file-input"),
            Point("Gardez-le avec les justificatifs de la personne.", "folder-check"),
        )
        right.addWidget(Points(points))
        right.addWidget(self._save)
        self._told = right
        right.addStretch(1)
        self.confirmed.connect(controller.prepare_print)
        controller.changed.connect(self._show_pages)
        controller.printable.connect(self._print)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)
        self._block("Un instant…")
        controller.open(pass_id)

    def _block(self, reason: str) -> None:
        self.confirm.set_blocked(reason)
        self._save.set_blocked(reason)

    def _show_pages(self) -> None:
        clear(self.left.column)
        for number, png in enumerate(self._controller.pages, start=1):
            self.left.column.addWidget(page_sheet(png, number))
        self._block("")

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder l’attestation", start)
        if folder:
            self._controller.save(Path(folder))

    def _print(self, pages: tuple[bytes, ...]) -> None:
        """Through the system's own dialog: its printer, its tray."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            print_pages(printer, pages)

    def _tell_saved(self, path: str) -> None:
        self._told.insertWidget(self._told.count() - 1, Banner("ok", (bold("PDF enregistré. "), path)))

    def _tell_failed(self, sentence: str) -> None:
        self._waiting.hide()
        self._told.insertWidget(self._told.count() - 1, Banner("bad", sentence))


def print_pages(printer: QPrinter, pages: Iterable[bytes]) -> None:
    """Draw pages (PNG) on a printer, each as large as its paper."""
    painter = QPainter(printer)
    for number, png in enumerate(pages):
        if number:
            printer.newPage()
        image = QImage.fromData(png)
        sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        size = image.size().scaled(sheet.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = -printer.pageLayout().paintRectPixels(printer.resolution()).topLeft()
        painter.drawImage(QRectF(corner.x(), corner.y(), size.width(), size.height()), image)
    painter.end()


def page_sheet(png: bytes, number: int, widest: int = PAGE_WIDTH) -> PageSheet:
    """A page of an attestation as it will be, at most `widest` pixels at 100 %."""
    return PageSheet(png, f"Page {number} de l’attestation", widest)
