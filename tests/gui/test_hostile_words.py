"""What somebody typed prints as it was typed, and creates no file elsewhere: through the screens, to the disk."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from python_calamine import load_workbook

from desktop.controllers.cabinet import cabinet
from desktop.controllers.exchanges import FileKind
from desktop.controllers.office import Office
from desktop.controllers.paper_kinds import PaperKind
from desktop.documents.letters.letter import LetterKind
from sync.domain.employers import Employer
from sync.domain.job_applications import JobApplication
from sync.domain.job_seekers import JobSeeker
from tests.kit import garden
from tests.kit.papers import page_texts
from tests.kit.proofs import attached, picture, rsa
from tests.kit.pulls import HandMadeServer

NAMES = [
    '#panic("typst") $x^2$ *gras*',
    "<script>alert(1)</script> /Root << /JS (app.alert) >>",
    "../../../etc/passwd ..\\..\\System32",
    "=HYPERLINK(A1)",
]
MESSAGE = '#read("/etc/passwd") <img src=x> =1+1 ../../message'
STRUCTURE = '#eval("1") ../Jardins & <i>Clos</i>'


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """A name that somebody made up to do harm."""
    typed: str = request.param
    return typed


@pytest.fixture
def hostile(office: Office, name: str) -> Office:
    """The office where everybody bears that name, wrote that message, for that structure."""
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *(_renamed(row, name) for row in garden.entities()))
    office.workstation.apply(server.full_pull(), is_full=True)
    office.desk.structure_changed.emit()
    return office


@pytest.fixture
def untouched(tmp_path: Path, hostile: Office) -> Iterator[Path]:
    """A folder to write to; at the end nothing but the profile lies beside it."""
    before = _files(tmp_path)
    kept = tmp_path / "a" / "b" / "kept"
    yield kept
    assert kept in {path.parents[index] for path in _files(kept) for index in range(3)}
    hostile.store.close()
    elsewhere = {path for path in _files(tmp_path) - before if kept not in path.parents}
    assert {path for path in elsewhere if "profile" not in path.parts} == set()


def _renamed(row: object, name: str) -> object:
    if isinstance(row, JobSeeker):
        return replace(row, last_name=name, first_name=name, city=name, address_line_1=name)
    if isinstance(row, JobApplication):
        return replace(row, message=MESSAGE, answer=MESSAGE, answer_to_prescriber=MESSAGE, sender_name=name)
    return replace(row, brand=STRUCTURE) if isinstance(row, Employer) else row


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def _bare(text: str) -> str:
    """Without spaces, places to break and case: long words break anywhere, and names are printed in capitals."""
    return "".join(text.replace("\u200b", "").split()).casefold()


def written(office: Office, qtbot: QtBot, kind: PaperKind, folder: Path) -> str:
    """The words of every PDF made for everybody."""
    office.show_screen("papers")
    controller = office.upkeep.papers
    controller.set_kind(kind, LetterKind.REFUSED)
    assert office.settle()
    controller.choose_shown()
    with qtbot.waitSignal(controller.saved, timeout=60_000) as saved:
        controller.save(folder)
    assert saved.args is not None
    return _bare(" ".join(text for path in folder.rglob("*.pdf") for text in page_texts(path.read_bytes())))


@pytest.mark.parametrize("kind", [PaperKind.ATTESTATION, PaperKind.FSE, PaperKind.CONTROL, PaperKind.LETTER])
def test_papers_print_what_was_typed(
    hostile: Office, qtbot: QtBot, name: str, untouched: Path, kind: PaperKind
) -> None:
    """Names and structure, letter by letter."""
    words = written(hostile, qtbot, kind, untouched)
    assert _bare(name) in words
    assert _bare(STRUCTURE) in words


def test_letters_print_the_message(hostile: Office, qtbot: QtBot, untouched: Path) -> None:
    """What the counsellor wrote is text, whatever it looks like."""
    assert _bare(MESSAGE) in written(hostile, qtbot, PaperKind.LETTER, untouched)


def test_a_person_s_files_stay_in_the_folder(hostile: Office, qtbot: QtBot, name: str, untouched: Path) -> None:
    """Data, papers and inventory; the paper's own name was hostile too."""
    attached(cabinet(hostile.workstation), picture("JPEG"), rsa(job_seeker_id="person-5", title=name))
    hostile.show_screen("exchanges")
    access = hostile.upkeep.person_data
    assert hostile.settle()
    access.select("person-5")
    with qtbot.waitSignal(access.saved, timeout=60_000):
        access.save(untouched)
    assert {path.suffix for path in _files(untouched)} == {".pdf", ".json", ".jpg", ".xlsx"}


def test_no_cell_begins_a_formula(hostile: Office, qtbot: QtBot, untouched: Path) -> None:
    """In the platform's 25 columns, whatever people call themselves."""
    hostile.show_screen("exchanges")
    assert hostile.settle()
    exchanges = hostile.upkeep.exchanges
    with qtbot.waitSignal(exchanges.saved, timeout=60_000) as saved:
        exchanges.export(FileKind.APPLICATIONS, untouched)
    assert saved.args is not None
    rows = load_workbook(BytesIO(Path(saved.args[0]).read_bytes())).get_sheet_by_index(0).to_python()
    assert not [cell for row in rows for cell in row if str(cell).lstrip()[:1] in {"=", "+", "@"}]
