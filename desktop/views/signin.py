"""First launch: server, address, password, then the first reception. Later launches: the passphrase."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.controllers.signing import Credentials, SignIn, Unlock
from desktop.settings import Settings
from desktop.views.filling import show_share
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.form import FormField
from desktop.views.parts.panel import card
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import fill_role, space

WIDTH = 460


def roomy(editor: QLineEdit) -> None:
    """Air between the border and the words, as in the fields of the pages."""
    side = current().px(8)
    editor.setTextMargins(side, 0, side, 0)


class Doorstep(QWidget):
    """A small window with one card in its middle: `column` is the card's."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__()
        self.setWindowTitle("Passerelle")
        fill_role(self, "ground")
        made = card(gap=14, padding=24)
        made.setMaximumWidth(current().px(WIDTH))
        self.column = QVBoxLayout()
        space(self.column, 14)
        layout = made.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(heading(title, "title"))
            layout.addWidget(RunsLabel(sentence, "body", "ink-2"))
            layout.addLayout(self.column)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addWidget(made, 100, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)


class SignInWindow(Doorstep):
    """Emits `used(server, email)` so that the next launch proposes them."""

    used = Signal(str, str)

    def __init__(self, controller: SignIn, settings: Settings) -> None:
        super().__init__("Bienvenue dans Passerelle", "Connectez ce poste une fois. Ensuite il fonctionne sans réseau.")
        self._controller = controller
        self._server, self._email = QLineEdit(settings.server_url), QLineEdit(settings.email)
        self._password, self._passphrase = QLineEdit(), QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        for editor in (self._server, self._email, self._password, self._passphrase):
            roomy(editor)
        self._server.setPlaceholderText("https://")
        self._fields = {
            "server_url": FormField("Adresse du serveur", self._server, "Donnée par votre réseau."),
            "email": FormField("Adresse électronique", self._email),
            "password": FormField("Mot de passe", self._password),
            "passphrase": FormField("Phrase secrète", self._passphrase, "À recopier et à garder à l’abri."),
        }
        warning = (
            "Ce système n’a pas de trousseau. Elle protège seule vos dossiers et sera demandée à chaque ouverture."
        )
        self._warning = Banner("info", (bold("Notez la phrase secrète. "), warning))
        self._fault = Banner("bad", "")
        self._enter = Button("Se connecter", look="primary")
        self._lay_out()
        self._connect()
        controller.prepare()

    def _lay_out(self) -> None:
        self._fault.hide()
        self.column.addWidget(self._fault)
        for name in ("server_url", "email", "password"):
            self.column.addWidget(self._fields[name])
        self.column.addWidget(self._warning)
        self.column.addWidget(self._fields["passphrase"])
        self.column.addWidget(self._enter)
        for part in (self._warning, self._fields["passphrase"]):
            part.hide()

    def _connect(self) -> None:
        self._enter.clicked.connect(self._sign_in)
        for editor in (self._server, self._email, self._password):
            editor.returnPressed.connect(self._sign_in)
        self._controller.ready.connect(self._show_passphrase)
        self._controller.failed.connect(self._show_fault)

    def _show_passphrase(self) -> None:
        needs = bool(self._controller.passphrase)
        self._passphrase.setText(self._controller.passphrase)
        self._warning.setVisible(needs)
        self._fields["passphrase"].setVisible(needs)

    def enter(self, password: str) -> None:
        """Type the password and press « Se connecter »."""
        self._password.setText(password)
        self._sign_in()

    def fault_at(self, field: str) -> str:
        """What is said under a field, "" when nothing is."""
        return self._fields[field].error.text()

    def _sign_in(self) -> None:
        if self._controller.is_busy:
            return
        missing = {
            "server_url": "" if self._server.text().strip() else "Indiquez l’adresse du serveur.",
            "email": "" if "@" in self._email.text() else "Indiquez votre adresse électronique.",
            "password": "" if self._password.text() else "Indiquez votre mot de passe.",
        }
        for name, sentence in missing.items():
            self._fields[name].set_error(sentence)
        self._fault.hide()
        if any(missing.values()):
            return
        self._enter.set_blocked("Connexion en cours…")
        self._enter.setText("Connexion…")
        server, email = self._server.text().strip().rstrip("/"), self._email.text().strip()
        self.used.emit(server, email)
        self._controller.sign_in(
            Credentials(
                server_url=server, email=email, password=self._password.text(), passphrase=self._passphrase.text()
            )
        )

    def _show_fault(self, field: str, sentence: str) -> None:
        self._enter.set_blocked("")
        self._enter.setText("Se connecter")
        for name, part in self._fields.items():
            part.set_error(sentence if name == field else "")
        self._fault.setVisible(field not in self._fields)
        self._fault.set_words(sentence)


class UnlockWindow(Doorstep):
    """Asks for the passphrase where no keyring holds the key, or says why the profile does not open."""

    def __init__(self, controller: Unlock) -> None:
        super().__init__("Passerelle", "Vos dossiers sont chiffrés sur ce poste.")
        self._controller = controller
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        roomy(self._passphrase)
        self._field = FormField("Phrase secrète", self._passphrase)
        self._fault = Banner("bad", "")
        self._open = Button("Ouvrir", look="primary")
        for part in (self._fault, self._field, self._open):
            self.column.addWidget(part)
        self._fault.hide()
        self._open.clicked.connect(self._try)
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
        self._open.set_blocked("Ouverture en cours…")
        self._controller.open(self._passphrase.text())

    def _ask(self, sentence: str) -> None:
        self._open.set_blocked("")
        self._field.set_error(sentence)
        self.show()
        self._passphrase.setFocus()

    def _tell(self, sentence: str) -> None:
        self._field.hide()
        self._open.hide()
        self._fault.set_words(sentence)
        self._fault.show()
        self.show()


class BootstrapWindow(Doorstep):
    """The first reception, with real progress; the window opens as soon as the open applications are there."""

    def __init__(self) -> None:
        super().__init__(
            "Réception de vos dossiers",
            "Une seule fois sur ce poste. La fenêtre s’ouvre dès que les candidatures en cours sont là.",
        )
        self._progress = Progress("Réception")
        self._progress.stop.hide()
        self._words = RunsLabel("Connexion au serveur…", "body", "ink-2")
        self.column.addWidget(self._words)
        self.column.addWidget(self._progress)
        self._progress.hide()

    def show_bytes(self, done: int, total: int) -> None:
        """How far the reception is, in bytes of those announced."""
        self._words.hide()
        show_share(self._progress, done, total)
        self._progress.show()

    def tell(self, sentence: str) -> None:
        """Why it does not go on for now."""
        self._words.set_words(sentence)
        self._words.show()
