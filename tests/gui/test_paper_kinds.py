"""Impression beyond attestations: FSE files by another process, packs, letters; stopped, disk full, taken up again."""

import hashlib
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers.bundles import AT_MOST, Saved
from desktop.controllers.cabinet import cabinet
from desktop.controllers.office import Office
from desktop.controllers.paper_kinds import PaperKind
from desktop.controllers.papers import PapersController
from desktop.documents.fse.job import Job, ProofReader, from_bytes, to_bytes
from desktop.documents.letters.letter import LetterKind
from desktop.runtime.press import run_job
from desktop.views.papers import PapersPage
from tests.kit.disks import a_disk_with_room_for
from tests.kit.dossiers import dossier, paper
from tests.kit.drawers import with_own_diagnoses
from tests.kit.papers import STAMP, page_texts
from tests.kit.proofs import A4, DATA_KEY, attached, picture, proof_store, rsa, scanned_pdf

ROOM = 400_000
"""Bytes: more than a file of facts, less than one with four scanned pages."""


def making(office: Office, kind: PaperKind, letter: LetterKind | None = None) -> PapersController:
    """The page in front, everybody ticked for that paper."""
    office.show_screen("papers")
    controller = office.upkeep.papers
    controller.set_kind(kind, letter)
    assert office.settle()
    controller.choose_shown()
    return controller


def saved(controller: PapersController, qtbot: QtBot, folder: Path) -> Saved:
    """What was told once the papers lie in the folder."""
    with qtbot.waitSignal(controller.saved, timeout=60_000) as signal:
        controller.save(folder)
    assert signal.args is not None
    told: Saved = signal.args[0]
    return told


def add_proof(office: Office, number: int, content: bytes) -> None:
    """A paper of the number-th candidate."""
    filing = rsa(job_seeker_id=f"person-{number}", criterion="QPV")
    attached(cabinet(office.workstation), content, filing)


def digests(folder: Path) -> dict[str, str]:
    """Every finished PDF by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.pdf")}


def test_fse_files_of_everybody_with_their_proofs(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """A folder with a file a person, index and inventory; the proofs are pages of the file."""
    with_own_diagnoses(office.workstation)
    add_proof(office, 14, scanned_pdf(2))
    told = saved(making(office, PaperKind.FSE), qtbot, tmp_path)
    place = tmp_path / "dossiers-fse_2021-02-09"
    assert (told.words, told.folder) == ("3\u00a0dossiers enregistrés", str(place))
    assert {path.suffix for path in place.iterdir()} == {".pdf", ".xlsx", ".json"}
    whole = page_texts((place / "berthollet-emilien_999992001374_2021-02-09_dossier-fse.pdf").read_bytes())
    assert len(whole) == 6
    assert "Justificatif 1" in whole[3]


def test_originals_are_locked_and_their_passphrase_is_told(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """A picture that had to be drawn again lies beside, encrypted."""
    add_proof(office, 14, picture("TIFF"))
    told = saved(making(office, PaperKind.FSE), qtbot, tmp_path)
    assert told.note.startswith("Mot de passe des originaux\u00a0: ")
    again = saved(office.upkeep.papers, qtbot, tmp_path)
    assert again.note == told.note


def test_a_paper_damaged_on_disk_never_breaks_the_file(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Its page says that it is lost, the others' files are as ever."""
    add_proof(office, 14, scanned_pdf(1))
    folder = office.workstation.beside.folder / "proofs"
    largest = max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[100] ^= 1
    largest.write_bytes(content)
    assert saved(making(office, PaperKind.FSE), qtbot, tmp_path).words == "3\u00a0dossiers enregistrés"
    place = tmp_path / "dossiers-fse_2021-02-09"
    pages = page_texts(next(place.glob("berthollet*")).read_bytes())
    assert any("manque ou a été modifié en dehors de Passerelle" in page for page in pages)


def test_a_full_disk_leaves_whole_files_and_the_batch_resumes(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """The first two stay as they are, the third is absent until there is room."""
    add_proof(office, 16, scanned_pdf(4, A4))
    controller = making(office, PaperKind.FSE)
    with a_disk_with_room_for(ROOM), qtbot.waitSignal(controller.failed, timeout=60_000) as failed:
        controller.save(tmp_path)
    assert failed.args is not None
    assert failed.args[0].code == "paper_not_written"
    place = tmp_path / "dossiers-fse_2021-02-09"
    before = digests(place)
    assert sorted(name.partition("_")[0] for name in before) == ["berthollet-emilien", "chauvet-josiane"]
    assert not list(place.glob("*.tmp"))
    assert saved(controller, qtbot, tmp_path).words == "3\u00a0dossiers enregistrés"
    after = digests(place)
    assert len(after) == 3
    assert before.items() <= after.items()


def test_stopping_a_batch_leaves_whole_files(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """« Arrêter » after the first step; what was asked for is finished at the next try."""
    controller = making(office, PaperKind.FSE)
    controller.progressed.connect(lambda done, _total: controller.stop() if done else None)
    told = saved(controller, qtbot, tmp_path)
    place = tmp_path / "dossiers-fse_2021-02-09"
    assert told.words != "3\u00a0dossiers enregistrés"
    assert not (place / "index.xlsx").exists()
    controller.progressed.disconnect()
    assert saved(controller, qtbot, tmp_path).words == "3\u00a0dossiers enregistrés"
    assert len(digests(place)) == 3


def test_a_batch_goes_on_in_another_process(tmp_path: Path) -> None:
    """Each makes one file, and the folder holds all of them at the end."""
    store = proof_store(tmp_path)
    proof = attached(store, scanned_pdf(1), rsa())
    shown = replace(paper(scanned_pdf(1)), read=ProofReader(store, proof))
    job = Job(
        dossiers=[dossier(shown, key=name, last_name=name) for name in ("Alpha", "Beta", "Gamma")],
        folder=str(tmp_path / "out"),
        stamp=STAMP,
        passphrase="AAAA",
        proofs=str(tmp_path / "proofs"),
        proofs_key=DATA_KEY,
        at_most=1,
    )
    steps: list[tuple[int, int]] = []
    ended = run_job(job, lambda done, total: steps.append((done, total)), Event())
    assert (ended.finished, ended.has_more) == (3, False)
    assert len(list((tmp_path / "out").glob("*_dossier-fse.pdf"))) == 3
    assert (3, 3) in steps


def test_a_job_says_the_same_on_the_other_side(tmp_path: Path) -> None:
    """Facts are equal, fingerprints too, and papers are read from the store."""
    store = proof_store(tmp_path)
    content = scanned_pdf(1)
    proof = attached(store, content, rsa())
    before = dossier(replace(paper(content), read=ProofReader(store, proof)))
    job = Job(
        dossiers=[before],
        folder="out",
        stamp=STAMP,
        passphrase="",
        proofs=str(tmp_path / "proofs"),
        proofs_key=DATA_KEY,
        at_most=AT_MOST,
    )
    after = from_bytes(to_bytes(job)).dossiers[0]
    assert after.fingerprint == before.fingerprint
    assert after.papers[0].read() == content
    assert content not in to_bytes(job)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (PaperKind.CONTROL, "BERTHOLLET Émilien"),
        (PaperKind.DIALOGUE, "Personnes en poste en fin de période 5"),
    ],
)
def test_packs_are_a_pdf_and_a_workbook(
    office: Office, qtbot: QtBot, tmp_path: Path, kind: PaperKind, words: str
) -> None:
    """Under a name that says what and when."""
    with_own_diagnoses(office.workstation)
    stem = {PaperKind.CONTROL: "controle-a-posteriori", PaperKind.DIALOGUE: "dialogue-de-gestion"}[kind]
    told = saved(making(office, kind), qtbot, tmp_path / "kept")
    assert told.words == "PDF et Excel enregistrés"
    names = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert names == [f"{stem}_2021-02-09.pdf", f"{stem}_2021-02-09.xlsx"]
    assert words in " ".join(page_texts((tmp_path / "kept" / names[0]).read_bytes()))


def test_who_waits_is_asked_by_letter(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Two people on the waiting list, two letters with an answering slip."""
    told = saved(making(office, PaperKind.LETTER, LetterKind.STILL_INTERESTED), qtbot, tmp_path)
    assert told.words == "2\u00a0courriers enregistrés"
    pages = page_texts((tmp_path / "soraya-amrani_courrier-still-interested_2021-02-09.pdf").read_bytes())
    assert "2 mars 2021" in pages[0]


def test_a_spontaneous_candidate_has_no_prescriber_to_write_to(office: Office) -> None:
    """Each kind of letter lists only those whom it can reach."""
    making(office, PaperKind.LETTER, LetterKind.PRESCRIBER_ANSWER)
    assert {row.key for row in office.upkeep.papers.rows} >= {"application-6", "application-9"}
    making(office, PaperKind.LETTER, LetterKind.RECEIVED)
    keys = {row.key for row in office.upkeep.papers.rows}
    assert "application-2" in keys
    assert "application-6" not in keys


def test_the_preview_follows_the_line(office: Office, qtbot: QtBot) -> None:
    """The paper as it will be, and the day from which there is one."""
    controller = making(office, PaperKind.FSE)
    page = PapersPage(controller)
    qtbot.addWidget(page)
    with qtbot.waitSignal(controller.previewed, timeout=30_000) as seen:
        controller.look("pass-14")
    assert seen.args is not None
    assert seen.args[0][0].startswith(b"\x89PNG")
    with qtbot.waitSignal(controller.unpreviewed) as refused:
        controller.look("pass-5")
    assert refused.args == ["L’attestation pourra être imprimée dès le 11/02/2021."]
