"""Editions of the rules as central data: published by the server, delivered to every workstation."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition; `id` is its date, `source` its TOML text, in force from an instant until the next one's."""

    id: str
    in_force_from: datetime
    source: str
    published_at: datetime
