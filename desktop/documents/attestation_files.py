"""One attestation a file, for an archive folder: several at a time, each whole or absent."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from desktop import texts
from desktop.documents.attestation import Attestation, PrintStamp, render
from desktop.documents.files import paper_name, write_new
from desktop.documents.typesetting import PdfStandard
from sync.domain.calendar import paris_date

_AT_ONCE = 8 * (os.cpu_count() or 1)


def write_each(
    attestations: Sequence[Attestation],
    folder: Path,
    stamp: PrintStamp,
    standard: PdfStandard = PdfStandard.A_2A,
    is_cancelled: Callable[[int], bool] = lambda _: False,
) -> list[Path]:
    """Write « martin-alice_999992100001_2021-02-14.pdf » for each, and say where, in the order given.

    `is_cancelled` is told how many are done and may stop the rest. Raises EnvironmentFault(`paper_not_written`) when
    the disk refuses: the files before are whole.
    """
    day = paris_date(stamp.printed_at)

    def write(paper: Attestation) -> Path:
        name = paper_name(texts.person(paper.last_name, paper.first_name), paper.number, day)
        return write_new(folder, name, render([paper], stamp, standard))

    written: list[Path] = []
    waiting = iter(attestations)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # typst works outside Python's lock
        while not is_cancelled(len(written)) and (batch := list(islice(waiting, _AT_ONCE))):
            written += pool.map(write, batch)
    return written
