"""Who acts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The signed-in user behind a command.

    Rights are not carried here: they are read from the memberships in the world at the moment of deciding
    (rights at receipt, SYNC.md §3). `is_staff` marks the central service's own people, `is_system` its nightly jobs.
    """

    user_id: str
    name: str
    is_staff: bool = False
    is_system: bool = False
