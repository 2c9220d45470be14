"""The scanner's folder: papers are offered once, whole."""

from pathlib import Path

from desktop.documents.proofs.scanner import ScannerFolder


def test_a_paper_is_offered_once_it_stopped_growing(tmp_path: Path) -> None:
    """What lay there before stays; a file still being written waits."""
    (tmp_path / "old.pdf").write_bytes(b"old")
    folder = ScannerFolder(tmp_path)
    assert folder.look() == []
    page = tmp_path / "Scan 1.PDF"
    page.write_bytes(b"half")
    assert folder.look() == []
    page.write_bytes(b"half and the rest")
    assert folder.look() == []
    assert folder.look() == [page]
    assert folder.look() == []


def test_other_files_and_empty_ones_are_left_alone(tmp_path: Path) -> None:
    """A scanner leaves notes and place-holders."""
    folder = ScannerFolder(tmp_path)
    folder.look()
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert folder.look() == folder.look() == []


def test_a_folder_that_went_away_is_no_accident(tmp_path: Path) -> None:
    """A network drive comes back, and nothing is offered twice."""
    place = tmp_path / "scans"
    folder = ScannerFolder(place)
    assert folder.look() == []
    place.mkdir()
    (place / "old.pdf").write_bytes(b"old")
    assert folder.look() == []
    place.rename(tmp_path / "away")
    assert folder.look() == []
    (tmp_path / "away").rename(place)
    assert folder.look() == folder.look() == []
