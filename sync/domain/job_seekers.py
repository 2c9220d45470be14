"""Job seekers: the people far from employment whom the whole work is about."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSeeker:
    """A person. Visible to employers that received an application from, or hired, them (DOMAIN.md §6)."""

    id: str
    title: str = ""
    last_name: str
    first_name: str
    birth_name: str = ""
    born_on: date | None = None
    email: str = ""
    phone: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    post_code: str = ""
    city: str = ""
    pole_emploi_id: str = ""
    lack_of_pole_emploi_id_reason: str = ""
    nir: str = ""
    is_third_party_account: bool = True
    has_signed_in: bool = False
    created_at: datetime
