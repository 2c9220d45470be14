"""What a bootstrap of W(n) puts on the wire, against the rows as arrays under zstd-3."""

import tempfile
from pathlib import Path

import msgspec
import zstandard

from sync.domain.audience import REFERENCE, employer_scope
from sync.domain.calendar import paris_date
from sync.server.clock import SystemClock
from sync.server.opening import opened
from sync.server.snapshots.parts import build_parts
from tests.bench.report import Report, at_most
from tests.bench.seed import seeded
from tests.bench.work import EMPLOYER_ID, Work

ROWS = 100_000


def measure(rows: int) -> Report:
    """Cut the snapshots of W(n) once; bytes do not vary from run to run."""
    with tempfile.TemporaryDirectory(prefix="bench-wire-") as place:
        folder = Path(place)
        work = Work(rows)
        settings = seeded(folder, work)
        with opened(settings) as central, central.reading() as connection:
            today = paris_date(SystemClock().now())
            cut = [
                part
                for scope in (REFERENCE, employer_scope(EMPLOYER_ID))
                for parts in build_parts(connection, scope, today, folder)
                for part in parts
            ]
    wire = sum(part.size for part in cut) / 1e6
    figures = {"wire_megabytes": wire, "parts_count": len(cut), "hashes_megabytes": 8 * sum(p.rows for p in cut) / 1e6}
    return Report(figures, {"arrays_megabytes": _arrays(work) / 1e6}, (at_most("wire, megabytes", 22, wire),))


def _arrays(work: Work) -> int:
    """The bytes of all rows as JSON arrays, table by table, without hashes."""
    lines = (msgspec.json.encode(row) + b"\n" for rows in work.rows.values() for row in rows)
    return len(zstandard.ZstdCompressor(level=3).compress(b"".join(lines)))
