"""Three-way merge of a form, field by field (SYNC.md §8)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Merge:
    """`kept` are the fields to write; `disputed` the fields both sides changed differently, left as they stand."""

    kept: dict[str, object]
    disputed: tuple[str, ...]


def merge(base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object]) -> Merge:
    """Merge my changes of some fields into theirs, all three seen on the fields of `mine`.

    A field they left at its base takes my value; one that already has my value needs nothing; any other is disputed.
    """
    kept: dict[str, object] = {}
    disputed: list[str] = []
    for field, wanted in mine.items():
        current = theirs[field]
        if current == wanted:
            continue
        if field not in base or current == base[field]:
            kept[field] = wanted
        else:
            disputed.append(field)
    return Merge(kept, tuple(disputed))
