"""The CV of an application: joined, refused when it is no PDF, read inside the program, copied on demand."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.parts.page_sheet import PageSheet
from desktop.views.resume import ResumeDialog
from sync.replica.resumes import Place


def a_cv(folder: Path) -> Path:
    """A PDF of one page."""
    page = BytesIO()
    Image.new("RGB", (595, 842), "white").save(page, "PDF")
    path = folder / "cv.pdf"
    path.write_bytes(page.getvalue())
    return path


def opened(office: Office) -> None:
    """Inès's record on screen."""
    office.record.show()
    office.record.open("application-2")
    office.settle()


def place_of(office: Office) -> Place:
    """Where the CV of the record on screen is."""
    return office.resume.state.place


def test_a_cv_is_joined_and_waits_to_leave(office: Office, tmp_path: Path) -> None:
    """It can be read at once, and its row says where it is; within 30 seconds it can be taken back."""
    opened(office)
    assert office.resume.words == ""
    office.resume.attach(a_cv(tmp_path))
    office.settle()
    office.settle()
    assert place_of(office) is Place.SENDING
    assert office.resume.words.endswith("Ko, en attente d’envoi")
    office.acts.undo()
    office.settle()
    office.settle()
    assert place_of(office) is Place.NONE


def test_another_file_is_refused_with_what_to_do(office: Office, tmp_path: Path) -> None:
    """No PDF, too large, gone: nothing is joined."""
    opened(office)
    wrong, huge = tmp_path / "cv.odt", tmp_path / "film.pdf"
    wrong.write_bytes(b"PK")
    with huge.open("wb") as file:
        file.truncate(6 << 20)
    for path, said in (
        (wrong, "pas un PDF"),
        (huge, "la limite est de 5"),
        (tmp_path / "absent.pdf", "pas pu être lu"),
    ):
        office.resume.attach(path)
        office.settle()
        assert office.acts.notice is not None
        assert said in office.acts.notice.strong
    assert office.resume.state.place is Place.NONE


def test_a_cv_is_read_here_and_copied_on_demand(
    office: Office, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    """The dialog shows its pages; the copy is the very file."""
    theme.apply(qapp)
    cv = a_cv(tmp_path)
    window = open_window(office, Settings())
    qtbot.addWidget(window)
    window.open_application("application-2")
    office.settle()
    office.resume.attach(cv)
    office.settle()
    with qtbot.waitSignal(office.resume.drawn, timeout=20_000):
        window.dialogs.about_person("resume")
    assert isinstance(window.dialog, ResumeDialog)
    assert [page.accessibleName() for page in window.dialog.findChildren(PageSheet)] == ["Page 1 du CV"]
    with qtbot.waitSignal(office.resume.saved, timeout=20_000) as saved:
        office.resume.save(tmp_path / "copies")
    assert saved.args is not None
    copy = Path(saved.args[0])
    assert (copy.name, copy.read_bytes()) == ("cv-abdellaoui-ines.pdf", cv.read_bytes())
