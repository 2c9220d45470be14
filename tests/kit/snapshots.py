"""Snapshots made by hand: what a server would cut of some entities."""

from collections.abc import Sequence
from itertools import groupby

import msgspec
import zstandard

from sync.protocol.codec import encode, sha256
from sync.protocol.messages import Batch, Manifest, Part
from sync.store.rows import add_hashes, column_names, row_hash, values_of, wire_row, wire_value
from sync.store.tables import TABLES


def batch_of(entities: Sequence[object]) -> Batch:
    """Entities of one kind as a batch; what they share is told once."""
    table = TABLES[type(entities[0])]
    rows = [[wire_value(value) for value in values_of(entity).values()] for entity in entities]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return Batch(
        table=str(table.name),
        columns=list(column_names(table)),
        rows=len(rows),
        values=[column[:1] if len({repr(value) for value in column}) == 1 else column for column in columns],
        hashes=[_hash(entity) for entity in entities],
    )


def part_of(*entities: object) -> tuple[Part, bytes]:
    """A part that holds these, one batch for each run of a kind."""
    lines = [encode(batch_of(list(run))) + b"\n" for _, run in groupby(entities, type)]
    content = zstandard.ZstdCompressor().compress(b"".join(lines))
    return Part(sha256=sha256(content), size=len(content), rows=len(entities)), content


def batches_of(content: bytes) -> list[Batch]:
    """What a part holds, as a server wrote it."""
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(content)
    return [msgspec.json.decode(line, type=Batch) for line in plain.splitlines()]


def snapshot_of(scope: str, *entities: object, head: int = 1) -> tuple[Manifest, bytes]:
    """A snapshot of one open part, and that part."""
    part, content = part_of(*entities)
    digest = 0
    for entity in entities:
        digest = add_hashes(digest, _hash(entity))
    manifest = Manifest(
        epoch="epoch-1",
        scope=scope,
        head=head,
        digest=digest,
        rows=len(entities),
        schema=1,
        digest_version=1,
        cursor=f"cursor-of-{scope}",
        open=[part],
        history=[],
    )
    return manifest, content


def _hash(entity: object) -> int:
    return row_hash(TABLES[type(entity)].name, wire_row(values_of(entity).values()))
