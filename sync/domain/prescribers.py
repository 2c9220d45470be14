"""Prescriber organisations and who belongs to them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriberOrganization:
    """An organisation that sends candidates; authorised ones may diagnose (DOMAIN.md §1)."""

    id: str
    siret: str = ""
    kind: str
    name: str
    is_authorized: bool
    safir_code: str = ""
    address_line_1: str = ""
    post_code: str = ""
    city: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriberMembership:
    """A prescriber's place in an organisation; one person may hold several."""

    id: str
    organization_id: str
    user_id: str
    is_admin: bool = False
    is_active: bool = True
    created_at: datetime
