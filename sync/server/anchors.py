"""Signed time anchors, and the server's secrets derived from one key (SYNC.md §7).

An anchor is opaque to the workstation: base64url JSON {"at", "client"}, a dot, its Ed25519 signature.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.messages import Anchor
from sync.store.types import instant_from_text, instant_text


class Anchors:
    """Signs and reads anchors with the database's own key, 32 bytes as hexadecimal text."""

    def __init__(self, key: str) -> None:
        seed = bytes.fromhex(key)
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._private.public_key()
        self._mac_key = hashlib.blake2b(seed, person=b"cursors", digest_size=32).digest()
        self.read = lru_cache(maxsize=10_000)(self._read)

    def sign(self, at: datetime, client_id: str) -> str:
        """An anchor that says: at this instant I told this client the time."""
        payload = msgspec.json.encode(Anchor(at=instant_text(at), client=client_id))
        return f"{_text(payload)}.{_text(self._private.sign(payload))}"

    def _read(self, token: str) -> tuple[datetime, str] | None:
        """The instant and the client of an anchor this database signed; None for anything else."""
        payload, _, signature = token.partition(".")
        try:
            data = _bytes(payload)
            self._public.verify(_bytes(signature), data)
            anchor = msgspec.json.decode(data, type=Anchor)
            return instant_from_text(anchor.at), anchor.client
        except (InvalidSignature, ValueError):
            return None

    def seal(self, payload: bytes) -> str:
        """Text that carries `payload` and that `unseal` takes back; only this database can make it."""
        return _text(payload + self._mac(payload))

    def unseal(self, text: str) -> bytes | None:
        """The payload of a sealed text; None when it was not sealed here."""
        try:
            data = _bytes(text)
        except ValueError:
            return None
        payload, mac = data[:-16], data[-16:]
        return payload if hmac.compare_digest(mac, self._mac(payload)) else None

    def _mac(self, payload: bytes) -> bytes:
        return hashlib.blake2b(payload, key=self._mac_key, digest_size=16).digest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
