"""What the server signs about each PASS, and what anybody needs to check it: rows only the server writes."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSeal:
    """What the server vouches for on the papers of one employer about one PASS; as old as its standing, same id.

    `text` goes into the QR code, `code` is read out. A seal that says something else than the rows is out of date:
    a suspension just recorded, a name just mended, and the server has not answered yet.
    """

    id: str
    pass_id: str
    employer_id: str
    text: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingKey:
    """A public key (hexadecimal) the server signs or signed with; `id` is how a seal names it.

    After `retired_on` (inclusive) it signed nothing any more; a compromised one vouches for nothing at all.
    """

    id: str
    key: str
    created_at: datetime
    retired_on: date | None = None
    is_compromised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokedPass:
    """A number issued, then taken back with its PASS; `id` is its fingerprint, which names nobody."""

    id: str
    revoked_at: datetime
