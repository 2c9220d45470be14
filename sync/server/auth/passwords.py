"""Own accounts: argon2id passwords, checked at a cost that does not tell whether the account exists."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, insert, select

from sync.server.tables import ACCOUNTS

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is, the address it is called by, and whether it is of the central service's own people."""

    user_id: str
    email: str
    is_staff: bool = False


def create_account(connection: Connection, account: Account, password: str, now: datetime) -> None:
    """Let a user sign in with a password; the e-mail address is compared without case."""
    connection.execute(
        insert(ACCOUNTS).values(
            user_id=account.user_id,
            email=account.email.strip().lower(),
            password_hash=_hasher.hash(password),
            is_staff=account.is_staff,
            created_at=now,
        )
    )


def password_hash(connection: Connection, email: str) -> tuple[str | None, str]:
    """The user behind an address and what to check the password against; for a stranger None and a hash of nothing."""
    query = select(ACCOUNTS.c.user_id, ACCOUNTS.c.password_hash).where(
        ACCOUNTS.c.email == email.strip().lower(), ACCOUNTS.c.disabled_at.is_(None)
    )
    row = connection.execute(query).first()
    return (row.user_id, row.password_hash) if row else (None, _nobody())


def is_right(hashed: str, password: str) -> bool:
    """Whether this is the password; takes the same time either way."""
    try:
        return _hasher.verify(hashed, password)
    except VerifyMismatchError:
        return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this account")
