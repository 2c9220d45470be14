"""The disk of the power cuts: what was synced stays, what was not may go."""

from pathlib import Path
from random import Random

from tests.faults.platter import Platter
from tests.faults.tracing import Step


def images(platter: Platter, folder: Path, count: int = 400) -> list[dict[str, bytes]]:
    """What so many power cuts leave, as file names and contents."""
    random = Random(1)
    left = []
    for number in range(count):
        target = folder / f"image-{number}"
        target.mkdir()
        platter.cut(random, target)
        left.append({path.name: path.read_bytes() for path in target.iterdir()})
    return left


def test_a_synced_write_survives_every_cut(tmp_path: Path) -> None:
    """Fsync is the promise that everything rests on."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a").write_bytes(b"old")
    platter = Platter(tmp_path / "disk")
    platter.take(Step("write", "a", 0, b"new"))
    platter.take(Step("sync", "a"))
    assert {image["a"] for image in images(platter, tmp_path)} == {b"new"}


def test_of_two_unsynced_writes_the_later_may_survive_alone(tmp_path: Path) -> None:
    """A disk writes in what order it likes; and a write may be torn at a sector."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a").write_bytes(bytes(2048))
    platter = Platter(tmp_path / "disk")
    platter.take(Step("write", "a", 0, b"1" * 1024))
    platter.take(Step("write", "a", 1024, b"2" * 1024))
    seen = {image["a"] for image in images(platter, tmp_path)}
    assert bytes(1024) + b"2" * 1024 in seen
    assert bytes(2048) in seen
    assert bytes(1024) + b"2" * 512 + bytes(512) in seen


def test_a_rename_is_safe_only_once_the_folder_is_synced(tmp_path: Path) -> None:
    """A file put in place of another may still be the other one after a cut, until then."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a").write_bytes(b"old")
    (tmp_path / "disk" / "b").write_bytes(b"new")
    platter = Platter(tmp_path / "disk")
    platter.take(Step("rename", "b", other="a"))
    before = {image["a"] for image in images(platter, tmp_path)}
    platter.take(Step("sync_folder"))
    (tmp_path / "later").mkdir()
    assert before == {b"old", b"new"}
    assert {image["a"] for image in images(platter, tmp_path / "later")} == {b"new"}
