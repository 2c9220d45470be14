"""The port through which deciders read and write the rows of the world."""

from typing import Any, Protocol, TypeVar

from sync.domain.errors import RuleViolation

E = TypeVar("E")


class World(Protocol):
    """Rows as frozen entities.

    The server's world knows every row, a workstation's only those its scopes show: the same decider therefore
    sees more on the server, and may reach another verdict there.
    """

    def get(self, kind: type[E], id: str) -> E | None:  # noqa: A002 - the field is called id everywhere
        """The entity of that kind and id, or None when it is absent or not visible here."""
        ...

    def find(self, kind: type[E], **equals: Any) -> list[E]:  # noqa: ANN401 - any column value
        """All entities whose fields equal the given values, ordered by id.

        A tuple, list or frozenset of values means "one of"; None means "is absent".
        """
        ...

    def put(self, entity: object) -> None:
        """Insert the entity, or replace the one with its id."""
        ...

    def remove(self, entity: object) -> None:
        """Delete the entity's row; deleting an absent one does nothing."""
        ...


def fetch(world: World, kind: type[E], id: str | None) -> E:  # noqa: A002 - as in the port
    """The entity of that kind and id; `not_found` when it is absent or not visible here (SYNC.md §6)."""
    entity = world.get(kind, id) if id else None
    if entity is None:
        raise RuleViolation("not_found", {"what": kind.__name__})
    return entity
