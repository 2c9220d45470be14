"""Papers: attestations in one file and one by one, an FSE file of scans, a batch of FSE files and its memory.

Floors, taken in the same run: typst alone on the same words; the same number of such files written and synced; the same
scanned pages put into one file by pikepdf alone. No paper is set twice: typst would remember it.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Event

import pikepdf

from desktop.controllers.bundles import AT_MOST
from desktop.documents.attestation import Attestation, page_data, render, stamp_data
from desktop.documents.attestation_files import write_each
from desktop.documents.files import write_new
from desktop.documents.fse.assembly import assemble
from desktop.documents.fse.job import Job, ProofReader
from desktop.documents.typesetting import bundled_typesetter
from desktop.runtime.press import run_job
from sync.domain.calendar import paris_date
from tests.bench.report import RUNS, Report, at_most, median_seconds
from tests.kit.dossiers import dossier, paper
from tests.kit.papers import ALICE, STAMP, sealed
from tests.kit.proofs import A4, DATA_KEY, attached, proof_store, rsa, scan, scanned_pdf

ROWS = 500
_SCANS = 20
_KIBIBYTES = 1024


def measure(rows: int) -> Report:
    """Time `rows` attestations and weigh `rows` FSE files."""
    render([sealed(ALICE)], STAMP)
    one_file, unsealed = _one_file(rows, is_sealed=True), _one_file(rows, is_sealed=False)
    separate = _separate_files(rows)
    scans = scanned_pdf(_SCANS, A4)
    fse = median_seconds(lambda: assemble(dossier(paper(scans)), STAMP))
    pictures = _pictures(_SCANS)
    redrawn = median_seconds(lambda: assemble(dossier(paper(pictures)), STAMP))
    batch = _batch_in_a_process_of_its_own(rows)
    return Report(
        figures={
            "one_file_seconds": one_file,
            "one_file_unsealed_seconds": unsealed,
            "separate_files_seconds": separate,
            "fse_scans_seconds": fse,
            "fse_redrawn_seconds": redrawn,
            **batch,
        },
        floor={
            "one_file_seconds": _typst_alone(rows),
            "separate_files_seconds": _in_folders(lambda folder: _write_only(rows, folder)),
            "fse_scans_seconds": median_seconds(lambda: _merge_only(scans)),
        },
        goals=(
            at_most(f"seconds for {rows} sealed attestations in one file", 1.0, one_file),
            at_most(f"seconds for {rows} attestation files", 6.0, separate),
            at_most(f"seconds for an FSE file with {_SCANS} scanned pages", 1.5, fse),
            at_most(f"seconds for one with {_SCANS} pages to redraw", 1.5, redrawn),
            at_most(f"megabytes at most during {rows} FSE files", 250, batch["fse_batch_peak_megabytes"]),
        ),
    )


def _people(rows: int, *, is_sealed: bool) -> Iterator[list[Attestation]]:
    """As many batches as there are runs, all different; seals are the server's work and made beforehand."""
    for batch in range(RUNS):
        people = (replace(ALICE, first_name=f"Alice {row}", number=f"9999921{batch:02}{row:03}") for row in range(rows))
        yield [sealed(person) if is_sealed else replace(person, pole_emploi_id=f"{batch}") for person in people]


def _one_file(rows: int, *, is_sealed: bool) -> float:
    batches = iter(list(_people(rows, is_sealed=is_sealed)))
    return median_seconds(lambda: render(next(batches), STAMP))


def _typst_alone(rows: int) -> float:
    """The template and its words, with nothing of ours around it."""
    press = bundled_typesetter()
    today = paris_date(STAMP.printed_at)
    payloads = iter(
        [
            stamp_data(STAMP) | {"people": [page_data(one, today) for one in people], "is_one_page_each": True}
            for people in _people(rows, is_sealed=False)
        ]
    )
    return median_seconds(lambda: press.compile("attestation.typ", next(payloads) | {"floor": True}, STAMP.printed_at))


def _separate_files(rows: int) -> float:
    batches = iter(list(_people(rows, is_sealed=True)))
    return _in_folders(lambda folder: write_each(next(batches), folder, STAMP))


def _write_only(rows: int, folder: Path) -> None:
    content = bytes(45_000)
    for row in range(rows):
        write_new(folder, f"{row}.pdf", content)


def _in_folders(work: Callable[[Path], object]) -> float:
    with tempfile.TemporaryDirectory() as name:
        folders = iter([Path(name) / str(number) for number in range(RUNS)])
        return median_seconds(lambda: work(next(folders)))


def _merge_only(scans: bytes) -> None:
    with pikepdf.open(BytesIO(scans)) as source, pikepdf.new() as merged:
        merged.pages.extend(source.pages)
        merged.save(BytesIO())


def _pictures(pages: int) -> bytes:
    """A scan in a format that cannot go in as it is."""
    content = BytesIO()
    frames = [scan(f"page {number}") for number in range(1, pages + 1)]
    frames[0].save(content, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")
    return content.getvalue()


def _batch_in_a_process_of_its_own(rows: int) -> dict[str, float]:
    """Memory is a process's: this one's would count the other benchmarks too."""
    program = f"from tests.bench.bench_papers import weigh; weigh({rows})"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    figures: dict[str, float] = json.loads(shown.stdout)
    return figures


def weigh(rows: int) -> None:
    """Make `rows` FSE files of three scanned pages each, as « Impression » does; print how long and how much memory.

    The window's process asks, others make the files one after another: the most memory any of them had counts.
    """
    with tempfile.TemporaryDirectory() as name:
        store = proof_store(Path(name))
        proof = attached(store, scanned_pdf(3, A4), rsa())
        one = replace(paper(store.content(proof)), read=ProofReader(store, proof))
        job = Job(
            dossiers=[dossier(one, key=f"{row}", last_name=f"Martin {row}") for row in range(rows)],
            folder=str(Path(name) / "out"),
            stamp=STAMP,
            passphrase="AAAA",
            proofs=str(Path(name) / "proofs"),
            proofs_key=DATA_KEY,
            at_most=AT_MOST,
        )
        start = time.perf_counter()
        ended = run_job(job, lambda _done, _total: None, Event())
        seconds = time.perf_counter() - start
    if ended.finished != rows:
        raise RuntimeError(ended)
    most = max(_peak_kibibytes(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(json.dumps({"fse_batch_seconds": seconds, "fse_batch_peak_megabytes": most / _KIBIBYTES}))


def _peak_kibibytes() -> int:
    """Of this program alone: `ru_maxrss` keeps what its parent had before starting it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
