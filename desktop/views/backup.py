"""« Sauvegarder ce poste »: what goes into the file, the passphrase that opens it, and where it is written."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.controllers.preferences import PreferencesFacts
from desktop.views.doorstep import roomy
from desktop.views.filling import clear, show_share
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

_HINT = (
    "Décisions qui attendent, brouillons, CV et justificatifs\u00a0: ce qui n’existe que sur ce poste, chiffré, "
    "en un seul fichier. Le reste revient du serveur."
)
_POINTS = (
    Point("Le fichier s’ouvre sur un autre ordinateur, avec cette phrase et rien d’autre.", "info"),
    Point("Ce qui n’était pas encore envoyé partira de là-bas\u00a0: aucune décision n’est perdue.", "check", "ok"),
    Point("Il garde ce qui était là aujourd’hui. Détruisez les anciennes sauvegardes.", "clock-alert"),
)


class BackupPart(QWidget):
    """A button with what it does, the progress, and how it ended."""

    def __init__(self, facts: PreferencesFacts) -> None:
        super().__init__()
        self._facts, self._backup = facts, facts.backup
        self.dialog: DecisionDialog | None = None
        self.start = Button("Sauvegarder ce poste…", "file-input")
        self._progress, self._told = Progress("Sauvegarde"), QVBoxLayout()
        self._progress.hide()
        down = QVBoxLayout(self)
        space(down, 10)
        down.addWidget(RunsLabel(_HINT, "caption", "ink-2"))
        down.addWidget(self.start)
        down.addWidget(self._progress)
        down.addLayout(self._told)
        self.start.clicked.connect(self.open)
        self._progress.stop_requested.connect(self._backup.stop)
        self._backup.progressed.connect(self._advance)
        self._backup.told.connect(self._tell)

    def open(self) -> None:
        """Show the passphrase before anything is written."""
        dialog = DecisionDialog(self.window(), "Sauvegarder ce poste", "Choisir le dossier…")
        dialog.back.hide()
        phrase = QLineEdit(self._backup.passphrase)
        phrase.setReadOnly(True)
        roomy(phrase)
        hint = "Notez-la ailleurs que sur cet ordinateur. Perdue, personne n’ouvre la sauvegarde."
        dialog.left.column.addWidget(FormField("Phrase secrète de cette sauvegarde", phrase, hint))
        dialog.left.column.addStretch(1)
        dialog.right.column.addWidget(heading("Ce qu’il faut savoir", "body"))
        dialog.right.column.addWidget(Points(_POINTS))
        dialog.right.column.addStretch(1)
        dialog.confirmed.connect(self._choose_folder)
        self.dialog = dialog
        dialog.open()

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où enregistrer la sauvegarde", start)
        if folder and self.dialog is not None:
            self.dialog.dismiss()
            self._backup.save(Path(folder), self._facts.protection)

    def _advance(self, done: float, total: float) -> None:
        if done == 0:
            clear(self._told)
            self.start.set_blocked(self._backup.why_not)
            self._progress.start()
        show_share(self._progress, int(done), int(total))

    def _tell(self, kind: str, strong: str, words: str) -> None:
        self._progress.finish()
        self.start.set_blocked("")
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
