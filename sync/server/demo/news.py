"""The news of the fiction: dated from the day it is written, from `resources/samples/news.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sync.domain.calendar import PARIS, add_days, paris_date
from sync.domain.news import NewsItem, NewsKind
from sync.resources import read_text


def told(now: datetime) -> Iterator[NewsItem]:
    """News of some days ago, webinars of some days to come; hours are those of Paris."""
    today = paris_date(now)
    for item in tomllib.loads(read_text("samples", "news.toml"))["items"]:
        day = add_days(today, item["in_days"])
        is_webinar = "at" in item
        yield NewsItem(
            id=item["id"],
            kind=NewsKind.WEBINAR if is_webinar else NewsKind.NEWS,
            title=item["title"],
            body=item["body"],
            link=item.get("link", ""),
            published_at=now - timedelta(days=abs(item["in_days"])),
            starts_at=_at(day, item["at"]) if is_webinar else None,
            ends_on=day if is_webinar else add_days(today, 30),
        )


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), PARIS).astimezone(UTC)
