"""First launch and every launch: enrolling this device, opening its vault and its files, off the GUI thread."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from desktop.paths import Paths
from desktop.runtime.errand import Errand
from desktop.texts import Texts
from desktop.vault.envelope import new_passphrase
from desktop.vault.ring import Ring
from desktop.vault.vault import Protection, Vault
from sync.domain.errors import EnvironmentFault
from sync.protocol.messages import Enrol
from sync.replica.clock import Clock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation

_FIELD_OF = {
    "server_unreachable": "server_url",
    "bad_address": "server_url",
    "wrong_password": "password",
    "too_many_tries": "password",
    "wrong_passphrase": "passphrase",
    "passphrase_needed": "passphrase",
    "passphrase_short": "passphrase",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What opening a profile needs: its files, the keyring, the clock, and the name of this device."""

    paths: Paths
    ring: Ring
    clock: Clock
    device_name: str

    @property
    def vault(self) -> Vault:
        """The vault of the profile."""
        return Vault(self.paths.vault, self.ring)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a person types at the first launch. `passphrase` is "" where the keyring protects the key."""

    server_url: str
    email: str
    password: str
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A profile, open; `protection` says what keeps its key."""

    workstation: Workstation
    protection: Protection


class SignIn(QObject):
    """Emits `opened(Opened)`, or `failed(field, sentence)` with the field at fault ("" for none).

    `ready` follows `prepare`: then `has_keyring` says whether this machine has one. `proposal` is a passphrase to take
    where there is none, or where one is wanted besides.
    """

    ready = Signal()
    opened = Signal(object)
    failed = Signal(str, str)

    def __init__(self, around: Surroundings, texts: Texts) -> None:
        super().__init__()
        self._around = around
        self._texts = texts
        self.has_keyring = True
        self.proposal = new_passphrase()
        self._look = Errand(self)
        self._look.done.connect(self._on_backend)
        self._errand = Errand(self)
        self._errand.done.connect(self.opened)
        self._errand.failed.connect(self._on_failed)

    def prepare(self) -> None:
        """Find out whether this machine has a keyring."""
        self._look.run(lambda: self._around.ring.backend)

    @property
    def is_busy(self) -> bool:
        """Whether a sign-in is under way."""
        return self._errand.is_running

    def sign_in(self, typed: Credentials) -> None:
        """Enrol this device and make its profile."""
        around = self._around
        self._errand.run(lambda: enrol_profile(around, typed))

    def close(self) -> None:
        """Wait for what is under way; its answer is dropped."""
        self._look.wait()
        self._errand.wait()

    @Slot(object)
    def _on_backend(self, backend: object) -> None:
        self.has_keyring = bool(backend)
        self.ready.emit()

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.failed.emit(_FIELD_OF.get(fault.code, ""), self._texts.sentence(fault.code, fault.facts))


class Unlock(QObject):
    """Opens an enrolled profile. Emits `opened(Opened)`, `passphrase_wanted(sentence)` or `failed(sentence)`."""

    opened = Signal(object)
    passphrase_wanted = Signal(str)
    failed = Signal(str)

    def __init__(self, around: Surroundings, texts: Texts) -> None:
        super().__init__()
        self._around = around
        self._texts = texts
        self._errand = Errand(self)
        self._errand.done.connect(self.opened)
        self._errand.failed.connect(self._on_failed)

    def open(self, passphrase: str = "") -> None:
        """Try to open the profile."""
        around = self._around
        self._errand.run(lambda: open_profile(around, passphrase))

    def close(self) -> None:
        """Wait for what is under way; its answer is dropped."""
        self._errand.wait()

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        sentence = self._texts.sentence(fault.code, fault.facts)
        if fault.code == "passphrase_needed":
            self.passphrase_wanted.emit("")
        elif fault.code == "wrong_passphrase":
            self.passphrase_wanted.emit(sentence)
        else:
            self.failed.emit(sentence)


def enrol_profile(around: Surroundings, typed: Credentials) -> Opened:
    """Enrol with the server, then make vault and files; nothing is left behind when the server refuses.

    Raises EnvironmentFault or Refused.
    """
    from sync.engine.http import enrol  # noqa: PLC0415 - once in the life of a profile

    if not typed.server_url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise EnvironmentFault("bad_address", {"address": typed.server_url})
    around.paths.create()
    around.vault.check(typed.passphrase)
    enrolled = enrol(
        typed.server_url, Enrol(email=typed.email, password=typed.password, device_name=around.device_name)
    )
    key = new_key()
    protection = around.vault.create(key, enrolled.user_id, enrolled.client_id, typed.passphrase)
    workstation = Workstation.open(around.paths.folder, key, around.clock)
    workstation.save_profile(
        Profile(
            server_url=typed.server_url,
            client_id=enrolled.client_id,
            token=enrolled.token,
            user_id=enrolled.user_id,
            user_name=enrolled.user_name,
            email=typed.email,
        )
    )
    return Opened(workstation, protection)


def open_profile(around: Surroundings, passphrase: str = "") -> Opened:
    """Open vault and files of an enrolled profile; EnvironmentFault tells what stands in the way."""
    key = around.vault.open(passphrase)
    return Opened(Workstation.open(around.paths.folder, key, around.clock), around.vault.protection)
