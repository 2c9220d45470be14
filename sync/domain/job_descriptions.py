"""Job descriptions (fiches de poste) and the ROME appellations they are written on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Appellation:
    """A job title of the ROME; `id` is its appellation code."""

    id: str
    label: str
    rome_code: str
    rome_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDescription:
    """A job an employer hires for: open or closed, published or not (DOMAIN.md §4)."""

    id: str
    employer_id: str
    appellation_id: str
    custom_name: str = ""
    description: str = ""
    contract_type: str = ""
    hours_per_week: int | None = None
    open_positions: int = 1
    is_open: bool = True
    is_published: bool = True
    created_at: datetime
    updated_at: datetime
