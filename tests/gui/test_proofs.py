"""Critères et justificatifs: the live verdict, the sworn diagnosis, papers attached, dated, refused and taken away."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop.controllers.cabinet import cabinet
from desktop.controllers.office import Office
from desktop.controllers.proof_shelf import ProofChip
from desktop.controllers.proofs import ProofsController
from desktop.documents.proofs.validity import ProofState
from desktop.views.notices import NoticeBar
from desktop.views.parts.empty import EmptyState
from desktop.views.proof_cards import ProofCard
from desktop.views.proofs import ProofsPage
from sync.domain.eligibility import EligibilityDiagnosis
from sync.store.world import SqlWorld, Unwatched
from tests.kit.drawers import with_own_diagnoses
from tests.kit.proofs import encrypted_pdf, picture, scanned_pdf

MARKER = b"a sentinel nobody writes"


def shown(office: Office, job_seeker_id: str = "") -> ProofsController:
    """The controller with its page in front, and a person's papers open."""
    office.show_screen("proofs")
    assert office.settle()
    controller = office.upkeep.proofs
    controller.select(job_seeker_id)
    assert office.settle()
    return controller


@pytest.fixture
def owing(office: Office) -> Office:
    """The office once the garden owes proofs."""
    with_own_diagnoses(office.workstation)
    return office


def attach(controller: ProofsController, qtbot: QtBot, paths: list[Path], criterion: str) -> list[str]:
    """Attach files as a drop does; what was told."""
    told: list[str] = []
    controller.told.connect(lambda kind, words: told.append(f"{kind}: {words}"))
    controller.attach(paths, criterion)
    qtbot.waitUntil(lambda: not controller.is_busy and bool(told), timeout=10_000)
    return told


def kept(office: Office, job_seeker_id: str) -> int:
    """How many papers lie in a person's drawer."""
    return len(cabinet(office.workstation).of(job_seeker_id))


def state_of(controller: ProofsController, criterion: str) -> ProofState:
    """What the criterion of the chosen person is worth."""
    assert controller.file is not None
    return next(one.state for one in controller.file.standings if one.criterion == criterion)


def file_of(folder: Path, name: str, content: bytes) -> Path:
    """A file to attach."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_who_owes_what(owing: Office) -> None:
    """Four proofs of two hires are missing; prescribers' diagnoses ask for none."""
    controller = shown(owing)
    assert controller.count(ProofChip.MISSING) == 2
    assert controller.summary == "4\u00a0justificatifs manquants pour 2\u00a0personnes."
    controller.set_chip(ProofChip.MISSING)
    assert [controller.model.key_at(row) for row in range(2)] == ["person-14", "person-5"]


def test_a_page_made_after_the_reading_shows_it(owing: Office, qtbot: QtBot) -> None:
    """Pages are made when they are first opened; something else may have asked for their rows before."""
    page = ProofsPage(shown(owing), NoticeBar(owing.acts))
    qtbot.addWidget(page)
    empty = page.findChild(EmptyState)
    assert empty is not None
    assert empty.isHidden()
    assert not page.list.isHidden()


def test_a_long_list_says_that_it_is_cut(owing: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts stay those of everybody, and a name finds who is not among the first."""
    monkeypatch.setattr("desktop.controllers.proofs.MOST_SHOWN", 1)
    controller = shown(owing)
    assert controller.model.rowCount() == 1
    assert controller.is_cut
    assert controller.count(ProofChip.MISSING) == 2
    last = list(controller.shelf.fitting(ProofChip.ALL, ""))[-1]
    controller.set_text(f"{last.person.last_name} {last.person.first_name}")
    assert controller.model.key_at(0) == last.person.job_seeker_id
    assert not controller.is_cut


def test_a_paper_settles_its_criterion_once_dated(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Attached it lacks its day; dated it is in order, encrypted in the profile."""
    controller = shown(owing, "person-5")
    told = attach(controller, qtbot, [file_of(tmp_path, "caf.pdf", scanned_pdf(2))], "RSA")
    assert told == ["ok: «\u00a0caf.pdf\u00a0» joint, chiffré sur ce poste."]
    assert owing.settle()
    assert state_of(controller, "RSA") is ProofState.UNDATED
    assert controller.file is not None
    controller.set_dates(controller.file.proofs[0], date(2021, 1, 15), None)
    assert owing.settle()
    assert state_of(controller, "RSA") is ProofState.GOOD
    assert controller.thumbnails[controller.file.proofs[0].id].startswith(b"\xff\xd8")


def test_accueil_counts_again_once_a_paper_is_there(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Papers are no rows of the replica, and the first page hears of them all the same."""
    owing.show_screen("home")
    assert owing.settle()
    assert sum(len(file.missing) for file in owing.home.files) == 4
    controller = shown(owing, "person-5")
    attach(controller, qtbot, [file_of(tmp_path, "caf.png", picture("PNG"))], "RSA")
    assert owing.settle()
    assert controller.file is not None
    controller.set_dates(controller.file.proofs[0], date(2021, 1, 15), None)
    assert owing.settle()
    owing.show_screen("home")
    assert owing.settle()
    assert sum(len(file.missing) for file in owing.home.files) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "est vide (0 octet)"),
        (encrypted_pdf(), "protégé par un mot de passe"),
        (b"%PDF-1.7\nnothing else", "abîmé ou incomplet"),
        (b"MZ" + bytes(64), "ni un PDF ni une image"),
    ],
)
def test_a_paper_that_cannot_serve_is_refused_with_a_sentence(
    owing: Office, qtbot: QtBot, tmp_path: Path, content: bytes, words: str
) -> None:
    """Nothing is kept of it, and the others of the same drop are."""
    controller = shown(owing, "person-5")
    good = file_of(tmp_path, "caf.png", picture("PNG"))
    told = attach(controller, qtbot, [file_of(tmp_path, "abime.pdf", content), good], "RSA")
    assert words in told[0]
    assert owing.settle()
    assert kept(owing, "person-5") == 1


def test_a_huge_paper_is_refused_without_being_read(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """500 MB that exist only as a size."""
    huge = file_of(tmp_path, "film.pdf", b"%PDF-")
    with huge.open("r+b") as file:
        file.truncate(500 * 1024 * 1024)
    controller = shown(owing, "person-5")
    assert "pèse 500 Mo" in attach(controller, qtbot, [huge], "RSA")[0]
    assert kept(owing, "person-5") == 0


def test_dropping_a_file_on_a_criterion_attaches_it(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """The card under the mouse says for which criterion."""
    controller = shown(owing, "person-14")
    page = ProofsPage(controller, NoticeBar(owing.acts))
    qtbot.addWidget(page)
    page.sheet.refresh()
    card = next(card for card in page.sheet.findChildren(ProofCard) if card.facts.criterion == "QPV")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file_of(tmp_path, "edf.png", picture("PNG"))))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    card.dropEvent(QDropEvent(QPoint(5, 5).toPointF(), Qt.DropAction.CopyAction, mime, buttons, keys))
    qtbot.waitUntil(lambda: kept(owing, "person-14") == 1, timeout=10_000)
    assert cabinet(owing.workstation).of("person-14")[0].filing.criterion == "QPV"


def test_what_the_scanner_writes_is_offered_and_filed(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """A file that stopped growing can be put under a criterion; the folder is known at the next start."""
    controller = shown(owing, "person-5")
    folder = tmp_path / "scans"
    folder.mkdir()
    controller.scanner.choose(folder)
    controller.scanner.close()
    scan = file_of(folder, "scan0001.pdf", scanned_pdf(1))
    controller.scanner.show()
    qtbot.waitUntil(lambda: controller.scanner.arrived == (scan,), timeout=15_000)
    controller.attach_scan(scan, "RSA")
    qtbot.waitUntil(lambda: kept(owing, "person-5") == 1, timeout=10_000)
    assert controller.scanner.arrived == ()
    assert scan.exists()


def test_corrections_in_a_row_do_not_undo_each_other(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Each is made on what was kept by then, not on what the screen still shows."""
    controller = shown(owing, "person-14")
    attach(controller, qtbot, [file_of(tmp_path, "cap.png", picture("PNG"))], "CAP_BEP")
    assert owing.settle()
    assert controller.file is not None
    proof = controller.file.proofs[0]
    controller.set_dates(proof, date(2020, 6, 30), None)
    controller.set_lasting(proof, on=True)
    assert owing.settle()
    filing = cabinet(owing.workstation).of("person-14")[0].filing
    assert (filing.issued_on, filing.is_lasting) == (date(2020, 6, 30), True)
    assert state_of(controller, "CAP_BEP") is ProofState.GOOD


def test_removing_a_paper_forgets_it(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Its criterion is missing again."""
    controller = shown(owing, "person-5")
    attach(controller, qtbot, [file_of(tmp_path, "caf.png", picture("PNG"))], "RSA")
    assert owing.settle()
    assert controller.file is not None
    controller.remove(controller.file.proofs[0])
    assert owing.settle()
    assert state_of(controller, "RSA") is ProofState.MISSING
    assert kept(owing, "person-5") == 0


def test_the_verdict_follows_each_tick(office: Office) -> None:
    """Two of level 2, then three; a criterion excluded by another says by which."""
    controller = shown(office, "person-4")
    draft = controller.diagnosis
    assert draft.verdict.sentence.startswith("Il faut 1\u00a0critère de niveau\u00a01 ou 3\u00a0critères")
    for code in ("QPV", "SENIOR"):
        draft.toggle(code, on=True)
    assert draft.why_not.startswith("Il manque 1\u00a0critère de niveau\u00a02 pour pouvoir embaucher")
    assert draft.excluded_by("JEUNE") == "Senior (+50 ans)"
    draft.toggle("TH", on=True)
    assert draft.verdict.is_enough
    assert draft.why_not == "Cochez l’attestation sur l’honneur."


def test_a_sworn_diagnosis_is_recorded_and_owes_its_proofs(office: Office) -> None:
    """It stands in the replica at once, and its criterion asks for a paper."""
    controller = shown(office, "person-4")
    draft = controller.diagnosis
    draft.toggle("RSA", on=True)
    draft.set_sworn(on=True)
    assert office.settle()
    assert draft.why_not == ""
    draft.confirm()
    assert office.settle()
    with office.workstation.reading() as connection:
        made = SqlWorld(connection, Unwatched()).find(EligibilityDiagnosis, job_seeker_id="person-4")
    assert [one.criteria for one in made] == [("RSA",)]
    assert controller.file is not None
    assert [one.criterion for one in controller.file.owed] == ["RSA"]


def test_the_folder_of_proofs_holds_no_readable_byte(owing: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Neither the paper's words nor its name nor the person's lie in the profile in clear."""
    controller = shown(owing, "person-5")
    paper = scanned_pdf(1) + b"\n% " + MARKER
    attach(controller, qtbot, [file_of(tmp_path, "attestation-noemie.pdf", paper)], "RSA")
    assert owing.settle()
    folder = owing.workstation.beside.folder / "proofs"
    found = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert len(found) > len(paper)
    assert not any(word in found for word in (MARKER, b"noemie", b"person-5", b"%PDF-"))
    assert {oct(path.stat().st_mode & 0o077) for path in folder.rglob("*")} == {"0o0"}
