"""First launch in five steps: server, account, protection of the key, first reception, structure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from desktop import texts
from desktop.controllers.signing import Credentials, SignIn
from desktop.queries.structures import Structure
from desktop.settings import Settings
from desktop.views.doorstep import ACCOUNT, PROTECTION, RECEPTION, SERVER, STRUCTURE, Doorstep, roomy
from desktop.views.filling import show_share
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.form import FormField
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import Run, RunsLabel, bold
from desktop.views.theme.roles import space

_STEP_OF = {"server_url": SERVER, "email": ACCOUNT, "password": ACCOUNT, "passphrase": PROTECTION}
_TOLD = {
    SERVER: ("Bienvenue dans Passerelle", "Connectez ce poste une fois. Ensuite il fonctionne sans réseau."),
    ACCOUNT: ("Votre compte", "Celui que votre structure ou votre réseau vous a ouvert."),
    PROTECTION: ("Protéger ce poste", "Vos dossiers y sont chiffrés. Choisissez ce qui ouvre leur clé."),
}
_KEYRING = "Le trousseau de cet ordinateur"
_BOTH = "Le trousseau et une phrase secrète"


class SignInWindow(Doorstep):
    """Emits `used(server, email)` so that the next launch proposes them, `sandbox_wanted` and `restore_wanted`."""

    used = Signal(str, str)
    sandbox_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, controller: SignIn, settings: Settings) -> None:
        super().__init__(*_TOLD[SERVER], step=SERVER)
        self._controller = controller
        self._step = SERVER
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
        self._keyring, self._both = QRadioButton(_KEYRING), QRadioButton(_BOTH)
        self._warning = Banner("info", "")
        self._fault = Banner("bad", "")
        self._back, self._next = Button("Retour", "arrow-left"), Button("Continuer", look="primary")
        self._sandbox = Button("Essayer avec des données d’exemple", "play")
        self._restore = Button("Restaurer une sauvegarde…", "undo-2")
        self._sandbox_words = RunsLabel("Rien à installer, rien à envoyer\u00a0: tout est inventé.", "caption", "ink-2")
        self._lay_out()
        self._connect()
        self.show_step(SERVER)
        controller.prepare()

    def enter(self, password: str) -> None:
        """Type the password and go through all steps as they are filled in."""
        self.type_password(password)
        self._sign_in()

    def type_password(self, password: str) -> None:
        """Fill in the password."""
        self._password.setText(password)

    def go_on(self) -> None:
        """« Continuer », or « Se connecter » at the last step."""
        if self._step == PROTECTION:
            self._sign_in()
            return
        faults = {name: told for name, told in self._missing().items() if _STEP_OF[name] == self._step}
        self._mark(faults)
        if not any(faults.values()):
            self.show_step(self._step + 1)

    def choose_both(self) -> None:
        """Have a passphrase asked besides the keyring."""
        self._both.click()

    def fault_at(self, field: str) -> str:
        """What is said under a field, "" when nothing is."""
        return self._fields[field].error.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a choice goes on, as in the fields."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(self.focusWidget(), QRadioButton):
            self.go_on()
        else:
            super().keyPressEvent(event)

    # --- making ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._fault.hide()
        self._keyring.setChecked(True)
        parts = (self._fault, *(self._fields[name] for name in ("server_url", "email", "password")))
        for part in (*parts, self._keyring, self._both, self._warning, self._fields["passphrase"]):
            self.column.addWidget(part)
        verbs = QHBoxLayout()
        space(verbs, 8)
        verbs.addWidget(self._back)
        verbs.addStretch(1)
        verbs.addWidget(self._next)
        self.column.addLayout(verbs)
        self.column.addWidget(self._sandbox)
        self.column.addWidget(self._sandbox_words)
        self.column.addWidget(self._restore)

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for radio in (self._keyring, self._both):
            group.addButton(radio)
        group.buttonClicked.connect(self._show_protection)
        self._next.clicked.connect(self.go_on)
        self._back.clicked.connect(self._go_back)
        self._sandbox.clicked.connect(self.sandbox_wanted)
        self._restore.clicked.connect(self.restore_wanted)
        for editor in (self._server, self._email, self._password, self._passphrase):
            editor.returnPressed.connect(self.go_on)
        self._controller.ready.connect(self._show_protection)
        self._controller.failed.connect(self._show_fault)

    # --- showing ---------------------------------------------------------------------------------------------

    def show_step(self, step: int) -> None:
        """Show one of the steps before the reception: SERVER, ACCOUNT or PROTECTION."""
        self._step = step
        self.set_step(step)
        title, sentence = _TOLD[step]
        self.title.setText(title)
        self.sentence.set_words(sentence)
        for name, field in self._fields.items():
            field.setVisible(_STEP_OF[name] == step)
        self._back.setVisible(step != SERVER)
        self._next.setText("Se connecter" if step == PROTECTION else "Continuer")
        self._next.updateGeometry()
        for part in (self._sandbox, self._sandbox_words, self._restore):
            part.setVisible(step == SERVER)
        self._show_protection()
        first = next(each.editor for name, each in self._fields.items() if _STEP_OF[name] == step)
        (first if first.isVisibleTo(self) else self._keyring).setFocus()

    def _show_protection(self) -> None:
        is_here, has_keyring = self._step == PROTECTION, self._controller.has_keyring
        for radio in (self._keyring, self._both):
            radio.setVisible(is_here and has_keyring)
        needs = self._needs_passphrase
        if needs and not self._passphrase.text():
            self._passphrase.setText(self._controller.proposal)
        self._fields["passphrase"].setVisible(is_here and needs)
        self._warning.set_words(self._protection_words())
        self._warning.setVisible(is_here)

    @property
    def _needs_passphrase(self) -> bool:
        return self._both.isChecked() or not self._controller.has_keyring

    def _protection_words(self) -> tuple[str | Run, ...]:
        if not self._controller.has_keyring:
            words = "Ce système n’a pas de trousseau. Elle protège seule vos dossiers, demandée à chaque ouverture."
            return (bold("Notez la phrase secrète. "), words)
        if self._both.isChecked():
            words = "Elle sera demandée à chaque ouverture et après un verrouillage. Perdue, personne ne la retrouve."
            return (bold("Notez la phrase secrète. "), words)
        words = "Verrouiller Passerelle ne demandera rien de plus. Sur un poste partagé, ajoutez une phrase secrète."
        return (bold("Votre session de l’ordinateur ouvre la clé. "), words)

    def _show_fault(self, field: str, sentence: str) -> None:
        self._next.set_blocked("")
        if field in _STEP_OF:
            self.show_step(_STEP_OF[field])
        self._next.setText("Se connecter" if self._step == PROTECTION else "Continuer")
        self._mark({name: sentence if name == field else "" for name in self._fields})
        self._fault.setVisible(field not in self._fields)
        self._fault.set_words(sentence)

    def _mark(self, faults: dict[str, str]) -> None:
        for name, sentence in faults.items():
            self._fields[name].set_error(sentence)

    # --- signing in ------------------------------------------------------------------------------------------

    def _go_back(self) -> None:
        self.show_step(max(SERVER, self._step - 1))

    def _missing(self) -> dict[str, str]:
        return {
            "server_url": "" if self._server.text().strip() else "Indiquez l’adresse du serveur.",
            "email": "" if "@" in self._email.text() else "Indiquez votre adresse électronique.",
            "password": "" if self._password.text() else "Indiquez votre mot de passe.",
        }

    def _sign_in(self) -> None:
        if self._controller.is_busy:
            return
        missing = self._missing()
        self._mark(missing)
        self._fault.hide()
        if any(missing.values()):
            self.show_step(min(_STEP_OF[name] for name, told in missing.items() if told))
            return
        self._next.set_blocked("Connexion en cours…")
        self._next.setText("Connexion…")
        server, email = self._server.text().strip().rstrip("/"), self._email.text().strip()
        self.used.emit(server, email)
        phrase = self._passphrase.text() if self._needs_passphrase else ""
        self._controller.sign_in(
            Credentials(server_url=server, email=email, password=self._password.text(), passphrase=phrase)
        )


class BootstrapWindow(Doorstep):
    """The first reception, with real progress; the window opens as soon as the open applications are there."""

    def __init__(self) -> None:
        super().__init__(
            "Réception de vos dossiers",
            "Une seule fois sur ce poste. La fenêtre s’ouvre dès que les candidatures en cours sont là.",
            step=RECEPTION,
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


class StructureWindow(Doorstep):
    """Where somebody belongs to several structures: which one to begin with. Emits `chosen(employer_id or "")`."""

    chosen = Signal(str)

    def __init__(self, structures: tuple[Structure, ...]) -> None:
        super().__init__(
            "Par quelle structure commencer\u00a0?",
            "Vous en changez quand vous voulez, avec Ctrl+1 à Ctrl+9. Le reste de vos dossiers continue d’arriver.",
            step=STRUCTURE,
        )
        self.choices: list[QWidget] = []
        everything = texts.count(len(structures), "structure ensemble", "structures ensemble")
        self._add("", "Toutes mes structures", everything, "building-2")
        for each in structures:
            siret = f", SIRET {texts.siret(each.employer.siret)}" if each.employer.siret else ""
            self._add(each.employer.id, each.employer.display_name, f"{each.employer.kind}{siret}", "")

    def _add(self, key: str, name: str, under: str, icon: str) -> None:
        button = Button(name, icon)
        button.setObjectName(key)
        button.setAccessibleDescription(under)
        button.clicked.connect(self._choose)
        self.choices.append(button)
        self.column.addWidget(button)
        self.column.addWidget(RunsLabel(under, "caption", "ink-2"))

    def _choose(self) -> None:
        self.chosen.emit(self.sender().objectName())
