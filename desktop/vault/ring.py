"""The system's keyring, which holds a share of the wrapping key. Calls may wait for a prompt."""

from base64 import b64decode, b64encode
from typing import Protocol

import keyring
from keyring.errors import KeyringError
from typing_extensions import override

from sync.domain.errors import EnvironmentFault

SERVICE = "Passerelle"


class Ring(Protocol):
    """Where a share is kept. Every call may raise EnvironmentFault("keyring_failed")."""

    @property
    def backend(self) -> str:
        """The name of the store behind it, "" where there is none."""
        ...

    def read(self, account: str) -> bytes | None:
        """The share kept for an account, None when there is none."""
        ...

    def write(self, account: str, share: bytes) -> None:
        """Keep a share."""
        ...


class SystemRing(Ring):
    """The keyring of the signed-in user of this machine."""

    @property
    @override
    def backend(self) -> str:
        backend = keyring.get_keyring()
        kind = type(backend)
        usable = backend.priority > 0 and not kind.__module__.endswith((".fail", ".null"))
        return f"{kind.__module__}.{kind.__qualname__}" if usable else ""

    @override
    def read(self, account: str) -> bytes | None:
        try:
            text = keyring.get_password(SERVICE, account)
        except KeyringError as error:
            raise EnvironmentFault("keyring_failed", {"detail": type(error).__name__}) from error
        return None if text is None else b64decode(text)

    @override
    def write(self, account: str, share: bytes) -> None:
        try:
            keyring.set_password(SERVICE, account, b64encode(share).decode())
        except KeyringError as error:
            raise EnvironmentFault("keyring_failed", {"detail": type(error).__name__}) from error
