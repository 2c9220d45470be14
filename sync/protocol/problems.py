"""Every refusal of the protocol, numbered once and for all: support asks for the number, the code names a sentence."""

from dataclasses import dataclass
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of refusal: its number, stable code and HTTP status."""

    number: int
    code: str
    status: int


BAD_REQUEST = Problem(1, "bad_request", 400)
TOO_LARGE = Problem(2, "too_large", 413)
TOO_DEEP = Problem(3, "too_deep", 400)
NOT_SIGNED_IN = Problem(10, "not_signed_in", 401)
WRONG_PASSWORD = Problem(11, "wrong_password", 401)
TOO_MANY_TRIES = Problem(12, "too_many_tries", 429)
REVOKED = Problem(13, "revoked", 403)
FOREIGN_SCOPE = Problem(14, "foreign_scope", 404)
NOT_FOUND = Problem(15, "not_found", 404)
UPGRADE = Problem(20, "upgrade", 426)
EPOCH_CHANGED = Problem(21, "epoch_changed", 409)
GAP = Problem(22, "gap", 409)
CLONED = Problem(23, "cloned", 423)
BROKEN_CHAIN = Problem(24, "broken_chain", 423)
CURSOR_AHEAD = Problem(25, "cursor_ahead", 409)
TRUNCATED = Problem(26, "truncated", 502)
BAD_HASH = Problem(27, "bad_hash", 502)
BUSY = Problem(30, "busy", 503)
UNEXPECTED = Problem(31, "unexpected", 500)
WRONG_OFFSET = Problem(40, "wrong_offset", 409)
WRONG_CONTENT = Problem(41, "wrong_content", 422)
TOO_MANY_UPLOADS = Problem(42, "too_many_uploads", 429)

ALL: tuple[Problem, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Problem))


LONGEST_WAIT_S = 3600
_MOST_DIGITS = 10


class ProblemMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal on the wire (`application/problem+json`)."""

    number: int
    code: str
    status: int
    facts: dict[str, Any] = {}


class Refused(Exception):  # noqa: N818 - it carries a Problem
    """Raised where a refusal is found; the server answers it, the engine raises it again on its side."""

    def __init__(self, problem: Problem, facts: dict[str, Any] | None = None) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.facts: dict[str, Any] = facts or {}

    @property
    def retry_after_s(self) -> int:
        """How long the other end asks to wait: 0 to 3,600 seconds, whatever it wrote there."""
        told = str(self.facts.get("retry_after_s", ""))
        return min(int(told), LONGEST_WAIT_S) if told.isascii() and told.isdecimal() and len(told) < _MOST_DIGITS else 0

    def message(self) -> ProblemMessage:
        """The refusal as it travels."""
        return ProblemMessage(
            number=self.problem.number, code=self.problem.code, status=self.problem.status, facts=self.facts
        )
