"""The published editions: read from the database, added to it."""

from datetime import date, datetime
from functools import lru_cache

from sync.domain.editions import Edition
from sync.domain.rulebook import Editions, Rulebook, parse
from sync.domain.world import World

_parse = lru_cache(maxsize=32)(parse)


def published(world: World) -> Editions:
    """The editions as they stand in this transaction."""
    return Editions.of((edition.in_force_from, _parse(edition.source)) for edition in world.find(Edition))


class Published:
    """The editions of one server, read again once their version is another: the head of the scope that carries them."""

    def __init__(self) -> None:
        self._last: tuple[object, Editions] | None = None

    def editions(self, version: object, world: World) -> Editions:
        """The editions at that version."""
        last = self._last
        if last is None or last[0] != version:
            self._last = last = (version, published(world))
        return last[1]


def publish(world: World, source: str, in_force_from: datetime, now: datetime) -> Rulebook:
    """Publish an edition, or correct one of the same name; ValueError, with the key at fault, if it is not one."""
    rulebook = _parse(source)
    world.put(Edition(id=rulebook.edition, in_force_from=in_force_from, source=source, published_at=now))
    return rulebook


def first_day(source: str, named: str | None) -> date:
    """The day an edition begins: the one named (AAAA-MM-JJ), else the one it is called after."""
    return date.fromisoformat(named or _parse(source).edition)
