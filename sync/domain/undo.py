"""The void: the entry by which a user takes back an act that was still held (SYNC.md §4)."""

from dataclasses import dataclass

from sync.domain.commands import Context, Policy, command
from sync.domain.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """Take back a held entry. Both entries are pushed and do nothing: the chain stays without gap."""

    entry_id: str


@command("void", Void, policy=Policy.APPEND)
def void(args: Void, context: Context, world: World) -> None:
    """Nothing happens in the world: that is the point (SYNC.md §4)."""
    del args, context, world
