"""Préférences: what is told of this workstation beside the choices themselves."""

from desktop.controllers.backup import BackupController
from desktop.controllers.desk import Desk

_PROTECTIONS = {
    "keyring": (
        "Le trousseau de cet ordinateur",
        "Vos données sont chiffrées. Votre session de l’ordinateur ouvre la clé.",
    ),
    "passphrase": (
        "Votre phrase de passe",
        "Vos données sont chiffrées. Sans la phrase, personne ne peut les lire, pas même nous.",
    ),
    "both": (
        "Le trousseau et votre phrase de passe",
        "Vos données sont chiffrées. Il faut les deux pour les lire.",
    ),
}
_UNKNOWN = ("Clé donnée à l’ouverture", "Vos données sont chiffrées sur ce poste.")


class PreferencesFacts:
    """`protection` is what opens the data key, as the vault names it; "" where the profile was opened otherwise."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.protection = ""
        self.backup = BackupController(desk)

    @property
    def protection_words(self) -> tuple[str, str]:
        """What protects the data, and what that means."""
        return _PROTECTIONS.get(self.protection, _UNKNOWN)

    @property
    def server(self) -> str:
        """The address of the central server."""
        return self._desk.profile.server_url

    @property
    def user(self) -> str:
        """Who is signed in."""
        return self._desk.profile.user_name

    @property
    def rules(self) -> str:
        """The edition of the rules in force."""
        return self._desk.rules.title
