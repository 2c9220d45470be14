"""How proofs are encrypted: one key a person, which ends with that person's folder (TRUST.md, « At rest »)."""

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"passerelle proofs 1"


def folder_name(data_key: bytes, job_seeker_id: str) -> str:
    """The name of a person's folder: it says nothing about the person to who has no key."""
    names_key = _derived(data_key, b"", b"folders")
    return hmac.digest(names_key, job_seeker_id.encode(), "sha256").hex()[:32]


class PersonCipher:
    """Seals what lies in one person's folder. Without the folder's random `salt` nothing opens again, key or not."""

    def __init__(self, data_key: bytes, salt: bytes, folder: str) -> None:
        self._folder = folder.encode()
        self._aes = AESGCM(_derived(data_key, salt, b"content " + self._folder))
        self._address_key = _derived(data_key, salt, b"addresses " + self._folder)

    def address(self, sha256: str) -> str:
        """The file name of a content: the same for the same bytes, and telling nobody which bytes."""
        return hmac.digest(self._address_key, sha256.encode(), "sha256").hex()

    def seal(self, name: str, content: bytes) -> bytes:
        """The encrypted bytes of the file `name`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, content, self._bound(name))

    def open(self, name: str, sealed: bytes) -> bytes | None:
        """What was sealed under `name`; None when it was not here, under this name, or was changed since."""
        try:
            return self._aes.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._bound(name))
        except (InvalidTag, ValueError):
            return None

    def _bound(self, name: str) -> bytes:
        return b"\x1f".join((_VERSION, self._folder, name.encode()))


def _derived(data_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_VERSION + b" " + purpose).derive(data_key)
