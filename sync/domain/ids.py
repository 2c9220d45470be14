"""Identifiers: UUIDs as lower-case text, made once when an act is recorded, or derived from that act's own."""

import uuid
from datetime import datetime

_NAMESPACE = uuid.UUID("6f9b1d1e-52c7-5a55-9a0b-6d1f6e7a2c10")


def uuid7(at: datetime, entropy: bytes) -> str:
    """A time-ordered UUID (RFC 9562, version 7) from an aware instant and 10 random bytes.

    The caller brings clock and randomness: nothing in the domain may.
    """
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(entropy[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def derived_id(*parts: str) -> str:
    """The same parts give the same UUID (version 5) on the workstation and on the server.

    For rows that a decider creates beside the one the act names, such as its line of history.
    """
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
