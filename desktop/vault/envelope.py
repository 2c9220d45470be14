"""The envelope around the data key: AES-256-GCM under what the keyring's share and a passphrase give."""

import secrets
from base64 import b32encode

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.domain.errors import EnvironmentFault

VERSION = 1
SECRET_BYTES = 32
_PURPOSE = b"passerelle data key"
_PHRASE_BYTES = 15  # 120 bits: a passphrase alone must have 80.


class Argon2(msgspec.Struct, frozen=True, kw_only=True):
    """Cost of one passphrase try: `memory` in KiB. Stored beside the slot so that it can rise later."""

    time: int = 3
    memory: int = 65_536
    lanes: int = 2


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One way to open the data key.

    `backend` names the keyring that holds the share ("" for none); `needs_passphrase` whether one is asked.
    Binary values are base64 on disk. `user_id` and `client_id` are bound in: an envelope moved to another
    profile stays shut.
    """

    version: int = VERSION
    backend: str = ""
    needs_passphrase: bool = False
    user_id: str
    client_id: str
    salt: bytes
    nonce: bytes
    sealed: bytes = b""
    argon2: Argon2 = Argon2()


def new_slot(user_id: str, client_id: str, *, backend: str, needs_passphrase: bool) -> Slot:
    """An empty slot with fresh salt and nonce."""
    return Slot(
        backend=backend,
        needs_passphrase=needs_passphrase,
        user_id=user_id,
        client_id=client_id,
        salt=secrets.token_bytes(16),
        nonce=secrets.token_bytes(12),
    )


def seal(slot: Slot, key: bytes, share: bytes, passphrase: str) -> Slot:
    """The slot with the data key in it."""
    sealed = AESGCM(_wrapping_key(slot, share, passphrase)).encrypt(slot.nonce, key, _bound(slot))
    return msgspec.structs.replace(slot, sealed=sealed)


def unseal(slot: Slot, share: bytes, passphrase: str) -> bytes:
    """The data key; EnvironmentFault when share, passphrase or file is not the one it was sealed with."""
    try:
        return AESGCM(_wrapping_key(slot, share, passphrase)).decrypt(slot.nonce, slot.sealed, _bound(slot))
    except InvalidTag as error:
        code = "wrong_passphrase" if slot.needs_passphrase else "keyring_share_wrong"
        raise EnvironmentFault(code) from error


def new_passphrase() -> str:
    """A passphrase of 120 random bits in six groups of four letters and digits."""
    text = b32encode(secrets.token_bytes(_PHRASE_BYTES)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _wrapping_key(slot: Slot, share: bytes, passphrase: str) -> bytes:
    stretched = _stretched(slot, passphrase) if slot.needs_passphrase else b""
    return HKDF(algorithm=SHA256(), length=32, salt=slot.salt, info=_PURPOSE).derive(share + stretched)


def _stretched(slot: Slot, passphrase: str) -> bytes:
    cost = slot.argon2
    return hash_secret_raw(_typed(passphrase), slot.salt, cost.time, cost.memory, cost.lanes, hash_len=32, type=Type.ID)


def _typed(passphrase: str) -> bytes:
    """As typed, without the differences that copying a passphrase from paper makes."""
    return "".join(passphrase.split()).casefold().encode()


def _bound(slot: Slot) -> bytes:
    return f"{slot.version}\x1f{slot.user_id}\x1f{slot.client_id}\x1f{slot.backend}".encode()
