"""Later launches and the lock: the passphrase where one is asked, and how much waits, without its content."""

from PySide6.QtWidgets import QLineEdit

from desktop import texts
from desktop.controllers.signing import Unlock
from desktop.views.doorstep import Doorstep, roomy
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.form import FormField


def _told(unsent: int | None) -> str:
    if unsent is None:
        return "Vos dossiers sont chiffrés sur ce poste."
    if not unsent:
        return "Vos dossiers sont chiffrés. Tout est parti au serveur, et ce que vous écriviez est gardé."
    waiting = texts.count(unsent, "décision attend son envoi", "décisions attendent leur envoi")
    return f"Vos dossiers sont chiffrés. {waiting}, gardée{'s' if unsent > 1 else ''} sur ce poste avec vos brouillons."


class UnlockWindow(Doorstep):
    """Asks for the passphrase where one is needed, or says why the profile does not open.

    `unsent` is given where the program was locked: how many acts only this workstation has. Then nothing opens by
    itself, and `asks` says whether a passphrase is asked besides the press of the button.
    """

    def __init__(self, controller: Unlock, unsent: int | None = None, *, asks: bool = True) -> None:
        is_locked = unsent is not None
        super().__init__("Passerelle est verrouillé" if is_locked else "Passerelle", _told(unsent))
        self._controller = controller
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        roomy(self._passphrase)
        self._field = FormField("Phrase secrète", self._passphrase)
        self._fault = Banner("bad", "")
        self.opening = Button("Déverrouiller" if is_locked else "Ouvrir", look="primary")
        for part in (self._fault, self._field, self.opening):
            self.column.addWidget(part)
        self._fault.hide()
        self._field.setVisible(asks)
        self.opening.clicked.connect(self._try)
        self._passphrase.returnPressed.connect(self._try)
        controller.passphrase_wanted.connect(self._ask)
        controller.failed.connect(self._tell)

    def enter(self, passphrase: str) -> None:
        """Type the passphrase and press « Ouvrir »."""
        self._passphrase.setText(passphrase)
        self._try()

    def fault(self) -> str:
        """What is said under the field, "" when nothing is."""
        return self._field.error.text()

    def _try(self) -> None:
        self.opening.set_blocked("Ouverture en cours…")
        self._controller.open(self._passphrase.text())

    def _ask(self, sentence: str) -> None:
        self.opening.set_blocked("")
        self._field.set_error(sentence)
        self._field.show()
        self.show()
        self._passphrase.setFocus()

    def _tell(self, sentence: str) -> None:
        self._field.hide()
        self.opening.hide()
        self._fault.set_words(sentence)
        self._fault.show()
        self.show()
