"""Publishing news and webinars: one TOML file is the whole of what is told; what it no longer names is withdrawn."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sync.domain.calendar import PARIS, paris_date
from sync.domain.news import NewsItem, NewsKind
from sync.domain.world import World


def publish(world: World, source: str, now: datetime) -> int:
    """Replace what is told by a file's `[[items]]`; how many there are. ValueError names what is wrong.

    An item that stays as it was keeps its day of publication.
    """
    items = read(source, now)
    before = {item.id: item for item in world.find(NewsItem)}
    for item in items:
        if not _is_told(item, before.pop(item.id, None)):
            world.put(item)
    for withdrawn in before.values():
        world.remove(withdrawn)
    return len(items)


def read(source: str, now: datetime) -> Sequence[NewsItem]:
    """The items of a file, published now; local hours are those of Paris."""
    try:
        told: list[dict[str, Any]] = tomllib.loads(source).get("items", [])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"Le fichier n’est pas du TOML\u00a0: {error}") from error
    items = [_item(fields, now) for fields in told]
    if len({item.id for item in items}) < len(items):
        raise ValueError("Deux informations portent le même « id ».")
    return items


def _is_told(item: NewsItem, before: NewsItem | None) -> bool:
    """Whether it says what it said before, whenever that was published."""
    return before is not None and replace(item, published_at=before.published_at) == before


def _item(fields: dict[str, Any], now: datetime) -> NewsItem:
    name = str(fields.get("id", ""))
    try:
        kind = NewsKind(fields.get("kind", NewsKind.NEWS))
        starts_at = _instant(fields["starts_at"]) if kind is NewsKind.WEBINAR else None
        title, ends_on = str(fields["title"]), fields.get("ends_on") or (paris_date(starts_at) if starts_at else None)
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(f"Information «\u00a0{name}\u00a0»\u00a0: {error} est absent ou inconnu.") from error
    link = str(fields.get("link", ""))
    if not name or not isinstance(ends_on, date) or (link and not link.startswith("https://")):
        raise ValueError(
            f"Information «\u00a0{name}\u00a0»\u00a0: id, ends_on (AAAA-MM-JJ) et un lien https sont attendus."
        )
    return NewsItem(
        id=name,
        kind=kind,
        title=title,
        body=str(fields.get("body", "")),
        link=link,
        published_at=now,
        starts_at=starts_at,
        ends_on=ends_on,
    )


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("starts_at")
    return (value if value.tzinfo else value.replace(tzinfo=PARIS)).astimezone(UTC)
