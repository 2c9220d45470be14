"""What the network tells its counsellors: news and webinars, written by staff, delivered to every workstation."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class NewsKind(StrEnum):
    """A text to read, or an hour to attend."""

    NEWS = "news"
    WEBINAR = "webinar"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """One item of Accueil, shown until `ends_on` inclusive.

    `starts_at` is when a webinar begins, None for news; `link` is "" or an https address.
    """

    id: str
    kind: NewsKind
    title: str
    body: str = ""
    link: str = ""
    published_at: datetime
    starts_at: datetime | None = None
    ends_on: date
