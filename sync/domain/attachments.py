"""Attachments: the CVs that go with applications, as acts name them and as they may be (SYNC.md §9)."""

from dataclasses import dataclass

from sync.domain.errors import RuleViolation

MOST_BYTES = 5 * 1024 * 1024
"""The largest CV, inclusive: the national platform's own limit."""
_PDF = b"%PDF-"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """A CV by its content: lower-case hex SHA-256, and its size in bytes (0: recorded before sizes were)."""

    sha256: str
    size: int = 0


def check_size(size: int) -> None:
    """SYNC.md §9: a CV of at most 5 Mo, refused when it is attached, long before it is sent."""
    if size > MOST_BYTES:
        facts = {"field": "resume", "size": f"{size / _MIB:.1f}".replace(".", ","), "limit": MOST_BYTES // _MIB}
        raise RuleViolation("resume_too_large", facts)


def check_content(content: bytes) -> None:
    """SYNC.md §9: a CV is a PDF file of at most 5 Mo."""
    check_size(len(content))
    if not content.startswith(_PDF):
        raise RuleViolation("resume_not_pdf", {"field": "resume"})
