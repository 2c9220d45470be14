"""Batches of FSE files: interrupted anywhere, nothing is half done and nothing is done twice."""

import hashlib
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from python_calamine import CalamineWorkbook

from desktop.documents.fse.batch import Order, Outcome, Progress, run
from desktop.documents.fse.dossier import Dossier
from desktop.documents.fse.ledger import NAME, Ledger, Row
from desktop.documents.fse.originals import archive_passphrase
from tests.kit.disks import a_disk_with_room_for
from tests.kit.dossiers import dossier, paper
from tests.kit.papers import STAMP
from tests.kit.proofs import DATA_KEY, picture, scanned_pdf

SMALL, LARGE = paper(picture("JPEG")), paper(scanned_pdf(1, (1654, 2339)))
BROKEN = paper(b"%PDF-1.7 rien", "Contrat signé")
PASSPHRASE = archive_passphrase(DATA_KEY, "batch")
NAMES = ("Martin", "Durand", "Petit")


def order(folder: Path) -> Order:
    """A batch of this test."""
    return Order(folder=folder / "lot", stamp=STAMP, passphrase=PASSPHRASE)


def people(*names: str) -> list[Dossier]:
    """A small file each."""
    return [dossier(SMALL, key=name, last_name=name) for name in names]


def made(folder: Path) -> list[str]:
    """The visible files of the batch."""
    return sorted(path.name for path in (folder / "lot").iterdir() if not path.name.startswith("."))


def after(number: int) -> Callable[[], bool]:
    """Cancel when that many files are done."""
    asked = iter(range(100))
    return lambda: next(asked) >= number


def test_a_batch_leaves_files_manifest_and_index(tmp_path: Path) -> None:
    """Hashes are those of the files; the index names what is missing; progress goes to the end."""
    told: list[Progress] = []
    outcome = run([*people("Martin"), dossier(SMALL, BROKEN, last_name="Durand")], order(tmp_path), told.append)
    assert outcome == Outcome(finished=2, taken_over=0)
    assert [(one.done, one.name) for one in told] == [(0, "MARTIN Alice"), (1, "DURAND Alice"), (2, "")]
    assert made(tmp_path) == [
        "durand-alice_999992100001_2021-02-14_dossier-fse.pdf",
        "durand-alice_999992100001_2021-02-14_originaux.pdf",
        "index.xlsx",
        "inventaire.json",
        "martin-alice_999992100001_2021-02-14_dossier-fse.pdf",
    ]
    lot = tmp_path / "lot"
    lines = json.loads((lot / "inventaire.json").read_text(encoding="utf-8"))["files"]
    for line in lines:
        if line["file"]:
            assert hashlib.sha256((lot / line["file"]).read_bytes()).hexdigest() == line["sha256"]
    assert {line["sha256"] for line in lines if not line["file"]} == {SMALL.sha256, BROKEN.sha256}
    rows = CalamineWorkbook.from_path(lot / "index.xlsx").get_sheet_by_name("Dossiers").to_python()
    assert [row[0] for row in rows] == ["Personne", "MARTIN Alice", "DURAND Alice"]
    assert "Travailleur handicapé\u00a0: manquant" in str(rows[1][-1])
    assert not (lot / NAME).exists()


def test_the_originals_open_with_the_passphrase_only(tmp_path: Path) -> None:
    """Byte for byte, and found again from the profile's key."""
    run([dossier(BROKEN)], order(tmp_path))
    archive = next((tmp_path / "lot").glob("*originaux.pdf")).read_bytes()
    assert b"rien" not in archive
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(archive))
    with pikepdf.open(BytesIO(archive), password=archive_passphrase(DATA_KEY, "batch")) as pdf:
        ((name, attached),) = pdf.attachments.items()
        assert (name, attached.get_file().read_bytes()) == ("01_contrat-signe_scan.pdf", b"%PDF-1.7 rien")
    assert archive_passphrase(DATA_KEY, "other") != PASSPHRASE


def test_a_cancelled_batch_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    """Nothing is made twice, and the end is that of a batch never stopped."""
    first = run(people(*NAMES), order(tmp_path), is_cancelled=after(1))
    assert first == Outcome(finished=1, taken_over=0, is_cancelled=True)
    finished = {path: path.stat().st_mtime_ns for path in (tmp_path / "lot").glob("*.pdf")}
    assert run(people(*NAMES), order(tmp_path)) == Outcome(finished=3, taken_over=1)
    assert all(path.stat().st_mtime_ns == before for path, before in finished.items())
    assert len(made(tmp_path)) == 5


def test_a_full_disk_leaves_finished_files_whole(tmp_path: Path) -> None:
    """The unfinished one is absent, the fault says so, and with room again the batch goes on."""
    batch = [*people("Martin"), dossier(LARGE, last_name="Durand"), *people("Petit")]
    with a_disk_with_room_for(LARGE.size):
        outcome = run(batch, order(tmp_path))
    assert outcome.fault is not None
    assert (outcome.finished, outcome.fault.code) == (1, "paper_not_written")
    (whole,) = made(tmp_path)
    with pikepdf.open(tmp_path / "lot" / whole) as pdf:
        assert len(pdf.pages) == 5
    assert run(batch, order(tmp_path)) == Outcome(finished=3, taken_over=1)


def test_a_changed_dossier_or_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    """Taking over means the same facts and the same bytes."""
    run(people(*NAMES), order(tmp_path), is_cancelled=after(2))
    damaged = next((tmp_path / "lot").glob("durand*.pdf"))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    changed = [dossier(SMALL, BROKEN, last_name="Martin"), *people("Durand")]
    assert run(changed, order(tmp_path)) == Outcome(finished=2, taken_over=0)


def test_what_was_begun_and_never_finished_is_removed(tmp_path: Path) -> None:
    """A power cut between a person's two files leaves neither; other files are not touched."""
    lot = tmp_path / "lot"
    lot.mkdir()
    (lot / "notes.txt").write_text("à garder")
    (lot / "half.pdf").write_bytes(b"half")
    Ledger(lot).append(Row(fingerprint="x", names=["half.pdf", "../notes.txt"]))
    with (lot / NAME).open("ab") as file:
        file.write(b'{"fingerprint": "y", "na')
    run(people("Martin"), order(tmp_path))
    assert "half.pdf" not in made(tmp_path)
    assert "notes.txt" not in made(tmp_path) or (lot / "notes.txt").exists()


def test_names_of_people_stay_in_the_folder(tmp_path: Path) -> None:
    """Separators and devices in a name create nothing elsewhere; two of the same name do not meet."""
    run([dossier(last_name=name) for name in ("../../Martin", "..\\..\\Martin", "con")], order(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["lot"]
    assert [name for name in made(tmp_path) if "dossier" in name] == [
        "con-alice_999992100001_2021-02-14_dossier-fse.pdf",
        "martin-alice_999992100001_2021-02-14 (2)_dossier-fse.pdf",
        "martin-alice_999992100001_2021-02-14_dossier-fse.pdf",
    ]
