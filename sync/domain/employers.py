"""Employers (SIAE and others), their members and their invitations."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EmployerKind(StrEnum):
    """Kinds of employer; which of them need a PASS is the rulebook's to say."""

    ACI = "ACI"
    AI = "AI"
    EI = "EI"
    EITI = "EITI"
    ETTI = "ETTI"
    GEIQ = "GEIQ"
    EA = "EA"
    EATT = "EATT"
    OPCS = "OPCS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """A structure, identified by (SIRET, kind)."""

    id: str
    siret: str
    kind: EmployerKind
    name: str
    brand: str = ""
    naf: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    post_code: str = ""
    city: str = ""
    department: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    description: str = ""
    activities: str = ""
    services: str = ""
    offers: str = ""
    source: str = "ASP"
    convention_id: str = ""
    convention_ended_on: date | None = None
    applications_blocked_at: datetime | None = None
    created_at: datetime

    @property
    def display_name(self) -> str:
        """The brand when there is one, else the registered name."""
        return self.brand or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A signed-in person as colleagues see them; secrets live with the server's accounts."""

    id: str
    first_name: str
    last_name: str
    email: str
    phone: str = ""

    @property
    def display_name(self) -> str:
        """« Prénom NOM », as history shows who acted."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A user's place in an employer. `is_director` marks the ASP contact's membership."""

    id: str
    employer_id: str
    user_id: str
    is_admin: bool = False
    is_director: bool = False
    is_active: bool = True
    wants_notifications: bool = False
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A colleague asked to join; `ends_on` is the last day the invitation can be used."""

    id: str
    employer_id: str
    email: str
    first_name: str
    last_name: str
    invited_by: str
    ends_on: date
    accepted_at: datetime | None = None
    created_at: datetime
