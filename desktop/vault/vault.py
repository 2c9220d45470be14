"""A profile's vault: made once when the device enrols, opened at each start, never downgraded silently."""

import os
import secrets
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import msgspec

from desktop.vault.envelope import SECRET_BYTES, Slot, new_slot, seal, unseal
from desktop.vault.ring import Ring
from sync.domain.errors import EnvironmentFault

SHORTEST_PASSPHRASE = 16
_DATABASES = ("journal.db", "replica.db")


class Protection(StrEnum):
    """What opens the data key; the status bar says so where it is a passphrase alone."""

    KEYRING = "keyring"
    BOTH = "both"
    PASSPHRASE = "passphrase"  # noqa: S105 - a way, not a secret


class Vault:
    """The envelope file of one profile, and the ring that holds its share."""

    def __init__(self, path: Path, ring: Ring) -> None:
        self._path = path
        self._ring = ring

    @property
    def exists(self) -> bool:
        """Whether this profile was enrolled before."""
        return self._path.exists()

    @property
    def protection(self) -> Protection:
        """What opens this vault; EnvironmentFault("vault_damaged") when the file cannot be read."""
        slot = self._slot()
        if not slot.backend:
            return Protection.PASSPHRASE
        return Protection.BOTH if slot.needs_passphrase else Protection.KEYRING

    def create(self, key: bytes, user_id: str, client_id: str, passphrase: str = "") -> Protection:
        """Seal a data key: with the ring's share where there is one, with the passphrase where one is given.

        Raises EnvironmentFault: `profile_exists` when databases or a vault are already there (they would
        become unreadable), `passphrase_needed` without a ring, `passphrase_short` under 16 characters.
        """
        self.check(passphrase)
        backend = self._ring.backend
        slot = new_slot(user_id, client_id, backend=backend, needs_passphrase=bool(passphrase))
        share = secrets.token_bytes(SECRET_BYTES) if backend else b""
        if backend:
            self._keep_share(_account(slot), share)
        self._write(seal(slot, key, share, passphrase))
        return self.protection

    def check(self, passphrase: str = "") -> None:
        """Whether `create` could go on: to be asked before a server is told of a new device. Raises as `create`."""
        self._refuse_to_overwrite()
        self._check_passphrase(passphrase)

    def open(self, passphrase: str = "") -> bytes:
        """The data key.

        Raises EnvironmentFault: `passphrase_needed`, `wrong_passphrase`, `keyring_changed`, `keyring_failed`,
        `keyring_item_missing`, `keyring_share_wrong`, `vault_damaged`. Nothing is ever created here.
        """
        slot = self._slot()
        if slot.needs_passphrase and not passphrase:
            raise EnvironmentFault("passphrase_needed")
        return unseal(slot, self._share(slot), passphrase)

    def lose(self) -> None:
        """Make the data key unrecoverable, as the server asked for (SYNC.md §6).

        First on disk, which is enough; then in the ring, which may be locked.
        """
        account = _account(self._slot())
        with self._path.open("rb+") as file:
            file.write(bytes(self._path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        self._path.unlink()
        with suppress(EnvironmentFault):
            if self._ring.backend:
                self._ring.write(account, secrets.token_bytes(SECRET_BYTES))

    def _share(self, slot: Slot) -> bytes:
        if not slot.backend:
            return b""
        if self._ring.backend != slot.backend:
            raise EnvironmentFault("keyring_changed", {"before": slot.backend, "now": self._ring.backend})
        share = self._ring.read(_account(slot))
        if share is None:
            raise EnvironmentFault("keyring_item_missing")
        return share

    def _keep_share(self, account: str, share: bytes) -> None:
        """Some keyrings accept a secret and lose it: read it back before anything depends on it."""
        self._ring.write(account, share)
        if self._ring.read(account) != share:
            raise EnvironmentFault("keyring_failed", {"detail": "read back"})

    def _refuse_to_overwrite(self) -> None:
        present = [name for name in _DATABASES if (self._path.parent / name).exists()]
        if self.exists or present:
            raise EnvironmentFault("profile_exists")

    def _check_passphrase(self, passphrase: str) -> None:
        if not passphrase and not self._ring.backend:
            raise EnvironmentFault("passphrase_needed")
        if passphrase and len("".join(passphrase.split())) < SHORTEST_PASSPHRASE:
            raise EnvironmentFault("passphrase_short", {"shortest": SHORTEST_PASSPHRASE})

    def _slot(self) -> Slot:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Slot)
        except (OSError, msgspec.DecodeError) as error:
            raise EnvironmentFault("vault_damaged", {"detail": type(error).__name__}) from error

    def _write(self, slot: Slot) -> None:
        draft = self._path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_bytes(msgspec.json.encode(slot))
        draft.replace(self._path)


def _account(slot: Slot) -> str:
    return f"{slot.user_id}/{slot.client_id}"
