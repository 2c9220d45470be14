"""What the server signs about a PASS, so that a paper can be checked without network (TRUST.md, « Verifiable »).

A seal is one line of capitals and digits: a prefix, then base32 of the key's id, an Ed25519 signature and the statement
itself. It fits a QR code in its densest mode, survives copying by any scanner, and needs nothing but public keys to be
checked. Server and workstation share this module: one signs, the other prints and checks.
"""

import hashlib
import unicodedata
from base64 import b32decode, b32encode
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PREFIX = "PASSERELLE1:"
LONGEST_TEXT = 3_300
"""What a QR code of medium resilience holds; longer texts are no seal, and nothing of them is decoded."""
_PURPOSE = b"passerelle attestation 1\n"
_REVOKED = b"passerelle revoked 1\n"
_FINGERPRINT_LETTERS = 32
_KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_CODE_BYTES = 10
_CODE_LETTERS = 12


class Verdict(StrEnum):
    """What checking a seal gives; each value names a French sentence."""

    GENUINE = "attestation_genuine"
    UNREADABLE = "attestation_unreadable"
    ALTERED = "attestation_altered"
    UNKNOWN_KEY = "attestation_key_unknown"
    COMPROMISED_KEY = "attestation_key_compromised"
    RETIRED_KEY = "attestation_key_retired"
    REVOKED = "attestation_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the server vouches for: this PASS, its holder, its days (inclusive) and the structure, on a day.

    Texts are compared as `normal` writes them. `sealed_on` is the Paris day on which the server signed.
    """

    number: str
    last_name: str
    first_name: str
    starts_on: date
    ends_on: date
    employer_name: str
    siret: str
    sealed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A signed statement as a paper carries it: the QR code's `text` and the `code` people read out."""

    text: str
    code: str


class PublicKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key papers are checked with.

    After `retired_on` (inclusive) it signed nothing any more; a `compromised` key vouches for nothing at all, since
    whoever holds it can write any day.
    """

    key: bytes
    retired_on: date | None = None
    compromised: bool = False

    @property
    def id(self) -> bytes:
        """What a seal names this key by."""
        return key_id(self.key)


class Trust(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every key the server ever signed with and what it took back, as known at an instant; travels by sync.

    `revoked` holds fingerprints of numbers (see `fingerprint`): the list itself names no PASS.
    """

    keys: tuple[PublicKey, ...] = ()
    revoked: frozenset[str] = frozenset()
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on a seal; the statement and code it carries whenever they could be read, genuine or not."""

    verdict: Verdict
    statement: Statement | None = None
    code: str = ""


class Signer:
    """Signs statements with a 32-byte Ed25519 seed; the same statement always gives the same seal."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @cached_property
    def public_key(self) -> PublicKey:
        """What others need to check what this signs."""
        return PublicKey(key=self._key.public_key().public_bytes_raw())

    def seal(self, statement: Statement) -> Seal:
        """The seal of a statement; ValueError when its names do not fit a QR code."""
        body = _body(statement)
        payload = self.public_key.id + self._key.sign(_PURPOSE + body) + body
        text = PREFIX + _letters(payload)
        if len(text) > LONGEST_TEXT:
            message = "the names of this statement do not fit a QR code"
            raise ValueError(message)
        return Seal(text=text, code=_code(body))


def key_id(key: bytes) -> bytes:
    """The four bytes by which a seal names a public key."""
    return hashlib.sha256(key).digest()[:_KEY_ID_BYTES]


def fingerprint(number: str) -> str:
    """What a revocation list knows a PASS number by."""
    return hashlib.sha256(_REVOKED + number.encode()).hexdigest()[:_FINGERPRINT_LETTERS]


def normal(text: str) -> str:
    """A text as it is signed and compared: composed letters, single spaces, no control characters."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(character for character in composed if unicodedata.category(character) not in {"Cc", "Cf"})


def verify(text: str, trust: Trust) -> Finding:
    """Check a seal's text offline. Spaces, line ends and the case of letters do not matter; never raises."""
    parts = _parts(text)
    if parts is None:
        return Finding(verdict=Verdict.UNREADABLE)
    key, signature, body = parts
    statement = _statement(body)
    if statement is None:
        return Finding(verdict=Verdict.UNREADABLE)
    verdict = _signature_verdict(key, signature, body, trust)
    if verdict is Verdict.GENUINE:
        verdict = _standing(statement, _known(key, trust), trust)
    return Finding(verdict=verdict, statement=statement, code=_code(body))


def read(text: str) -> Statement | None:
    """What a seal says, unchecked; None when it says nothing."""
    parts = _parts(text)
    return None if parts is None else _statement(parts[2])


def signed_by(text: str) -> str:
    """The id (hexadecimal) of the key a seal names; "" for what is no seal."""
    parts = _parts(text)
    return "" if parts is None else parts[0].hex()


def _signature_verdict(key: bytes, signature: bytes, body: bytes, trust: Trust) -> Verdict:
    known = _known(key, trust)
    if known is None:
        return Verdict.UNKNOWN_KEY
    try:
        Ed25519PublicKey.from_public_bytes(known.key).verify(signature, _PURPOSE + body)
    except (InvalidSignature, ValueError):
        return Verdict.ALTERED
    return Verdict.GENUINE


def _standing(statement: Statement, key: PublicKey | None, trust: Trust) -> Verdict:
    if key is None or key.compromised:
        return Verdict.COMPROMISED_KEY
    if key.retired_on is not None and statement.sealed_on > key.retired_on:
        return Verdict.RETIRED_KEY
    return Verdict.REVOKED if fingerprint(statement.number) in trust.revoked else Verdict.GENUINE


def _known(key: bytes, trust: Trust) -> PublicKey | None:
    return next((known for known in trust.keys if known.id == key), None)


def _parts(text: str) -> tuple[bytes, bytes, bytes] | None:
    """Key id, signature and body; None for what is no seal."""
    compact = "".join(text[: LONGEST_TEXT + 1].split()).upper()
    if not compact.startswith(PREFIX) or len(compact) > LONGEST_TEXT:
        return None
    letters = compact.removeprefix(PREFIX)
    try:
        payload = b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        return None
    if _letters(payload) != letters:  # the last letter may hide bits that change nothing
        return None
    signed = payload[_KEY_ID_BYTES:]
    return payload[:_KEY_ID_BYTES], signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]


def _letters(payload: bytes) -> str:
    return b32encode(payload).decode().rstrip("=")


def _body(statement: Statement) -> bytes:
    """The canonical bytes: the fields in order, one a line, days as YYYYMMDD."""
    return "\n".join(_line(value) for value in astuple(statement)).encode()


def _line(value: str | date) -> str:
    return f"{value:%Y%m%d}" if isinstance(value, date) else normal(value)


def _statement(body: bytes) -> Statement | None:
    try:
        lines = body.decode().split("\n")
        values = {field.name: _value(field.type, line) for field, line in zip(fields(Statement), lines, strict=True)}
        statement = Statement(**values)
    except ValueError:
        return None
    return statement if _body(statement) == body else None


def _value(kind: object, line: str) -> Any:  # noqa: ANN401 - the field says which
    return datetime.strptime(line, "%Y%m%d").date() if kind is date else line  # noqa: DTZ007 - a day has no zone


def _code(body: bytes) -> str:
    """Twelve letters and digits in groups of four, the same for the same statement whoever signs it."""
    letters = b32encode(hashlib.sha256(_PURPOSE + body).digest()[:_CODE_BYTES]).decode()[:_CODE_LETTERS]
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LETTERS, 4))
