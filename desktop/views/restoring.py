"""« Restaurer une sauvegarde » at the first launch: which file, and the passphrase noted when it was made."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from desktop.controllers.restoring import Restoring
from desktop.views.doorstep import Doorstep, roomy
from desktop.views.filling import show_share
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.form import FormField
from desktop.views.parts.progress import Progress
from desktop.views.theme.roles import space


class RestoreWindow(Doorstep):
    """Emits `back_wanted`; the controller tells when the profile is there."""

    back_wanted = Signal()

    def __init__(self, controller: Restoring) -> None:
        super().__init__(
            "Restaurer une sauvegarde",
            "Décisions, brouillons, CV et justificatifs reviennent sur ce poste. Le reste arrive ensuite du serveur.",
        )
        self._controller = controller
        self._file, self._passphrase = QLineEdit(), QLineEdit()
        for editor in (self._file, self._passphrase):
            roomy(editor)
            editor.returnPressed.connect(self.go_on)
        name = "«\u00a0passerelle_sauvegarde_….zip\u00a0»"
        self._file_field = FormField("Fichier de la sauvegarde", self._file, name)
        self._phrase_field = FormField("Phrase secrète", self._passphrase, "Notée quand la sauvegarde a été faite.")
        self._fault, self._progress = Banner("bad", ""), Progress("Restauration")
        self._choose, self._back = Button("Choisir le fichier…", "file-input"), Button("Retour", "arrow-left")
        self._next = Button("Restaurer", look="primary")
        self._lay_out()
        self._choose.clicked.connect(self._choose_file)
        self._back.clicked.connect(self.back_wanted)
        self._next.clicked.connect(self.go_on)
        controller.progressed.connect(self._advance)
        controller.failed.connect(self._tell)

    def fill(self, backup: str, passphrase: str) -> None:
        """Type a file's path and a passphrase."""
        self._file.setText(backup)
        self._passphrase.setText(passphrase)

    @property
    def fault(self) -> str:
        """What is said in the banner, "" when nothing is."""
        return "" if self._fault.isHidden() else self._fault.words.text()

    def go_on(self) -> None:
        """« Restaurer »."""
        backup, phrase = self._file.text().strip(), self._passphrase.text()
        self._file_field.set_error("" if backup else "Choisissez le fichier de la sauvegarde.")
        self._phrase_field.set_error("" if phrase else "Indiquez la phrase notée avec la sauvegarde.")
        if backup and phrase:
            self._fault.hide()
            self._next.set_blocked("Restauration en cours…")
            self._progress.start()
            self._controller.restore(Path(backup), phrase)

    def _lay_out(self) -> None:
        self._progress.stop.hide()
        for hidden in (self._fault, self._progress):
            hidden.hide()
        for part in (self._fault, self._file_field, self._choose, self._phrase_field, self._progress):
            self.column.addWidget(part)
        verbs = QHBoxLayout()
        space(verbs, 8)
        verbs.addWidget(self._back)
        verbs.addStretch(1)
        verbs.addWidget(self._next)
        self.column.addLayout(verbs)

    def _choose_file(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getOpenFileName(self, "Fichier de la sauvegarde", start, "Sauvegardes (*.zip)")
        if chosen:
            self._file.setText(chosen)

    def _advance(self, done: float, total: float) -> None:
        show_share(self._progress, int(done), int(total))

    def _tell(self, sentence: str) -> None:
        self._progress.finish()
        self._next.set_blocked("")
        self._fault.set_words(sentence)
        self._fault.show()
