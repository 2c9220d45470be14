"""Papers on disk: predictable names, whole files or none, nothing ever overwritten."""

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from sync.domain.errors import EnvironmentFault

_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
# Letters that Unicode does not take apart into a base and an accent.
_WHOLE_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "\u0131": "i", "œ": "oe", "æ": "ae", "þ": "th"})
_LONGEST_SLUG = 60


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens, at most 60 characters; « sans-nom » when none.

    No separator and no dot can come out of it; Windows' device names (« con ») are harmless once `paper_name`
    has put something after them.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE_LETTERS))
    ascii_only = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_A_SLUG.sub("-", ascii_only).strip("-")[:_LONGEST_SLUG].rstrip("-") or "sans-nom"


def paper_name(subject: str, number: str | None, day: date, suffix: str = ".pdf") -> str:
    """Who a paper is about, which PASS, when: « martin-alice_999992100001_2021-02-09.pdf ».

    A PASS without a number yet is « provisoire ». `suffix` comes from the program, never from the user.
    """
    return f"{slug(subject)}_{slug(number) if number else 'provisoire'}_{day.isoformat()}{suffix}"


def write_new(folder: Path, name: str, content: bytes) -> Path:
    """Write `content` under `name` in `folder` (created if needed) and say where it went.

    When the name is taken, « name (2) » and so on is used: an earlier paper is never replaced. The file
    appears whole or not at all. Raises EnvironmentFault when the disk is full or the folder is not writable.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _written(folder, Path(name).name, content)
    except OSError as error:
        facts = {"folder": str(folder), "name": name, "reason": error.strerror or str(error)}
        raise EnvironmentFault("paper_not_written", facts) from error


def put_private(path: Path, content: bytes) -> None:
    """Write or replace a file only this user may read, whole or not at all; OSError when the disk refuses."""
    draft = _draft(path.parent, content)
    try:
        draft.replace(path)
        _settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _draft(folder: Path, content: bytes) -> Path:
    """A finished, synced file under a passing name; removed again when the disk refuses."""
    descriptor, name = tempfile.mkstemp(prefix=".passerelle-", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _written(folder: Path, name: str, content: bytes) -> Path:
    draft = _draft(folder, content)
    try:
        return _named(draft, folder, name)
    finally:
        draft.unlink(missing_ok=True)


def _named(draft: Path, folder: Path, name: str) -> Path:
    """Give the finished draft the first free name."""
    for target in _candidates(folder, name):
        try:
            _move_without_replacing(draft, target)
        except FileExistsError:
            continue
        _settle(folder)
        return target
    raise AssertionError  # pragma: no cover - the candidates never end


def _candidates(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    stem, suffix = Path(name).stem, Path(name).suffix
    yield from (folder / f"{stem} ({number}){suffix}" for number in count(2))


def _move_without_replacing(draft: Path, target: Path) -> None:
    """Rename, or FileExistsError: Windows' own rename refuses to replace; elsewhere a hard link does."""
    if os.name == "nt":
        draft.rename(target)
        return
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network folders know no hard links: claim the name, then fill it
        target.touch(exist_ok=False)
        draft.replace(target)


def _settle(folder: Path) -> None:
    """Make the new name survive a power cut, where folders can be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
