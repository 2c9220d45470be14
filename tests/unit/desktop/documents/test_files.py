"""Papers on disk: named predictably, whole or absent, never replaced."""

from datetime import date
from pathlib import Path

import pytest

from desktop.documents.files import paper_name, slug, write_new
from sync.domain.errors import EnvironmentFault
from tests.kit.disks import a_disk_with_room_for

TODAY = date(2021, 2, 9)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("MARTIN Alice", "martin-alice"),
        ("Çağr\u0131 Nguyễn Łukasz", "cagri-nguyen-lukasz"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\con", "c-windows-con"),
        ("a\x00b\n*?\"<>|'", "a-b"),
        ("张", "sans-nom"),
        ("", "sans-nom"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_slug_is_harmless(typed: str, plain: str) -> None:
    """Whatever was typed, the name fits every file system."""
    assert slug(typed) == plain


def test_a_name_tells_who_which_pass_and_when() -> None:
    """The same paper has the same name every time."""
    assert paper_name("MARTIN Alice", "999992100001", TODAY) == "martin-alice_999992100001_2021-02-09.pdf"
    assert paper_name("MARTIN Alice", None, TODAY) == "martin-alice_provisoire_2021-02-09.pdf"


def test_a_paper_is_written_whole(tmp_path: Path) -> None:
    """The folder is made, the bytes are there, and nothing else is."""
    path = write_new(tmp_path / "papers", "alice.pdf", b"paper")
    assert path.read_bytes() == b"paper"
    assert list(path.parent.iterdir()) == [path]


def test_an_earlier_paper_is_never_replaced(tmp_path: Path) -> None:
    """A second paper of the same name stands beside the first."""
    paths = [write_new(tmp_path, "alice.pdf", content) for content in (b"one", b"two", b"three")]
    assert [path.name for path in paths] == ["alice.pdf", "alice (2).pdf", "alice (3).pdf"]
    assert [path.read_bytes() for path in paths] == [b"one", b"two", b"three"]


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    """Even a name that skipped `paper_name` stays inside."""
    assert write_new(tmp_path / "papers", "../alice.pdf", b"paper").parent == tmp_path / "papers"


def test_a_full_disk_leaves_no_partial_file(tmp_path: Path) -> None:
    """The fault names the paper, earlier papers stay, the unfinished one is gone."""
    write_new(tmp_path, "alice.pdf", b"whole")
    with a_disk_with_room_for(100), pytest.raises(EnvironmentFault) as fault:
        write_new(tmp_path, "bob.pdf", b"x" * 1000)
    assert fault.value.code == "paper_not_written"
    assert fault.value.facts["name"] == "bob.pdf"
    assert [path.name for path in tmp_path.iterdir()] == ["alice.pdf"]


def test_a_folder_that_is_a_file_is_a_clear_fault(tmp_path: Path) -> None:
    """What cannot be written to is said, not raised as an accident."""
    (tmp_path / "papers").write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        write_new(tmp_path / "papers", "alice.pdf", b"paper")
