"""What goes into one person's FSE file, as plain facts; the papers themselves are read only when their turn comes."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from desktop.documents.attestation import Attestation, GradedDay
from desktop.documents.proofs.entries import Media
from desktop.documents.proofs.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisSheet:
    """The diagnosis of eligibility: who made it, when, until when it held (inclusive), how the criteria stand."""

    author: str
    organization: str
    made: GradedDay
    holds_until: date | None = None
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The contract signed under the PASS, both days inclusive. `kind` is « CDDI » and the like, "" when not told."""

    job: str
    starts_on: date
    ends_on: date | None = None
    kind: str = ""
    weekly_hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A suspension or prolongation, both days inclusive; the PASS ends `moved_days` later for it.

    `reason` is "" where it stays with another employer.
    """

    what: str
    starts_on: date
    ends_on: date
    moved_days: int
    made: GradedDay
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """Something done, by whom, on a day that counts in law."""

    what: str
    who: str
    day: GradedDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A justificatif to put in. `read` gives its bytes, or raises EnvironmentFault: the file is made without it then.

    `pages` is what was counted when it was attached; `sha256` that of the bytes; `name` the file's own.
    """

    title: str
    name: str
    media: Media
    sha256: str
    size: int
    pages: int
    detail: str = ""
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One person's file. `key` tells people apart in a batch (the application's id); it is never printed."""

    key: str
    attestation: Attestation
    born_on: date | None = None
    diagnosis: DiagnosisSheet | None = None
    contract: Contract | None = None
    events: tuple[Event, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same while nothing in the file changed, whoever prints it when."""
        return hashlib.sha256(repr(self).encode()).hexdigest()
