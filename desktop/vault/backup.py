"""A backup of a workstation: one file with what exists nowhere else, encrypted as it lies in the profile.

It opens on any machine with the passphrase it was made with. The rows of the server are not in it: they come back after
the first contact, where the restored profile goes on under a name of its own (SYNC.md §6), with all its acts.
"""

import hashlib
import hmac
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from desktop.paths import PROOFS
from desktop.vault.envelope import Slot, new_slot, seal
from desktop.vault.vault import Protection
from sync.domain.errors import EnvironmentFault
from sync.replica.copying import copy_databases
from sync.replica.files import Beside
from sync.replica.profile import Profile

FORMAT = 1
MANIFEST, MAC = "manifest.json", "manifest.mac"
_PIECE = 1 << 20
_DRAWER_FIRST = ("salt", "index")

Tell = Callable[[int, int], bool]
"""Is told how many bytes of how many are done; False stops the work, which leaves nothing behind."""

_Conclude = Callable[[zipfile.ZipFile, "list[Item]"], None]


class Item(msgspec.Struct, frozen=True):
    """A file of the profile: its place in it, with « / », its bytes and their SHA-256."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, and the envelope of its data key. `protection` is what opened the profile."""

    format: int = FORMAT
    made_at: datetime
    protection: Protection
    slot: Slot
    items: list[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The profile to back up: its folder with its key, who it is to the server, and what opens it."""

    beside: Beside
    profile: Profile
    protection: Protection


def save(source: Source, folder: Path, passphrase: str, made_at: datetime, tell: Tell = lambda *_: True) -> Path | None:
    """Write « passerelle_sauvegarde_2021-02-14_091200.zip » into `folder`, whole or not at all; None when stopped.

    The profile may be in use. EnvironmentFault: `backup_not_written` when the disk refuses, `disk_fault`.
    """
    target = folder / f"passerelle_sauvegarde_{made_at:%Y-%m-%d_%H%M%S}.zip"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".passerelle-", dir=folder) as place:
            copy_databases(source.beside, Path(place))
            draft = Path(place) / "draft.zip"
            files = list(_files(source, Path(place)))
            if not _write(draft, files, _concluding(source, passphrase, made_at), tell):
                return None
            draft.replace(target)
    except OSError as error:
        facts = {"folder": str(folder), "reason": error.strerror or str(error)}
        raise EnvironmentFault("backup_not_written", facts) from error
    return target


def mac(beside: Beside, manifest: bytes) -> bytes:
    """What proves that a manifest was written by who held the data key."""
    return hmac.digest(beside.key("backup"), manifest, "sha256")


def _files(source: Source, copies: Path) -> Iterator[tuple[str, Path]]:
    """Each file's name in the profile and where to read it; a drawer's index before the papers it mentions."""
    yield from ((path.name, path) for path in sorted(copies.glob("*.db")))
    proofs = source.beside.folder / PROOFS
    for drawer in sorted(proofs.iterdir()) if proofs.is_dir() else ():
        papers = sorted(drawer.iterdir(), key=lambda path: (path.name not in _DRAWER_FIRST, path.name))
        yield from ((f"{PROOFS}/{drawer.name}/{paper.name}", paper) for paper in papers if _is_kept(paper))


def _is_kept(paper: Path) -> bool:
    return paper.is_file() and not paper.name.startswith(".")


def _write(draft: Path, files: Sequence[tuple[str, Path]], conclude: _Conclude, tell: Tell) -> bool:
    """False when stopped."""
    items: list[Item] = []
    total = sum(path.stat().st_size for _, path in files if path.exists())
    draft.touch(mode=0o600)
    with draft.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, path in files:
                if not tell(sum(item.size for item in items), total):
                    return False
                items += _put(archive, name, path)
            conclude(archive, items)
        file.flush()
        os.fsync(file.fileno())
    return True


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> list[Item]:
    """Copy a file into the archive; nothing of a paper that was removed meanwhile."""
    digest, size = hashlib.sha256(), 0
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return []
    with file, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            entry.write(piece)
    return [Item(name, size, digest.hexdigest())]


def _concluding(source: Source, passphrase: str, made_at: datetime) -> _Conclude:
    """What writes the manifest, once all files are in."""

    def conclude(archive: zipfile.ZipFile, items: list[Item]) -> None:
        profile, key = source.profile, source.beside.data_key
        slot = new_slot(profile.user_id, profile.client_id, backend="", needs_passphrase=True)
        sealed = seal(slot, key, b"", passphrase)
        told = Manifest(made_at=made_at, protection=source.protection, slot=sealed, items=items)
        manifest = msgspec.json.encode(told)
        archive.writestr(MANIFEST, manifest)
        archive.writestr(MAC, mac(source.beside, manifest))

    return conclude
