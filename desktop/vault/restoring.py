"""Put a backup back: every file is checked in a place apart before any of them counts; the key's file comes last."""

import hashlib
import hmac
import os
import re
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from desktop.paths import PROOFS
from desktop.vault.backup import FORMAT, MAC, MANIFEST, Item, Manifest, Tell, mac
from desktop.vault.envelope import unseal
from desktop.vault.ring import Ring
from desktop.vault.vault import Protection, Vault
from sync.domain.errors import EnvironmentFault
from sync.replica.copying import COPIED
from sync.replica.files import REPLICA_FILE, Beside, remove_database

VAULT = "vault.json"
_STAGE, _FILES = "restoring", "files"
_PIECE = 1 << 20
_LARGEST_MANIFEST = 64 << 20
_PAPER = re.compile(rf"{PROOFS}/[0-9a-z]{{1,128}}/[0-9a-z]{{1,128}}(\.picture)?")


def restore(backup: Path, folder: Path, passphrase: str, ring: Ring, tell: Tell = lambda *_: True) -> Manifest | None:
    """Make a profile in `folder` of a backup, and say what was in it; None when stopped.

    The key is protected as it was: by the keyring alone where it was so and there is one, else by the passphrase too.
    EnvironmentFault: `profile_exists`, `backup_unreadable`, `wrong_passphrase`, `keyring_failed`, `disk_fault`; no
    profile is there then, and the backup may be restored again.
    """
    try:
        with _stage(folder) as stage, zipfile.ZipFile(backup) as archive:
            manifest, key = _opened(archive, folder, passphrase)
            if not _unpack(archive, manifest, stage, tell):
                return None
            _seal_anew(manifest, key, stage, passphrase, ring)
            _take_place(stage, folder)
    except _NO_BACKUP as error:
        raise EnvironmentFault("backup_unreadable", {"detail": type(error).__name__}) from error
    except OSError as error:
        raise EnvironmentFault("disk_fault", {"detail": error.strerror or type(error).__name__}) from error
    return manifest


_NO_BACKUP = (zipfile.BadZipFile, msgspec.DecodeError, KeyError, RuntimeError, EOFError)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A place apart inside the folder. It stays only beside files that have no key yet: the mark of a try cut short."""
    stage = folder / _STAGE
    _make_room(folder, stage)
    try:
        yield stage
    finally:
        if not any((folder / name).exists() for name in COPIED) or (folder / VAULT).exists():
            shutil.rmtree(stage, ignore_errors=True)


def _make_room(folder: Path, stage: Path) -> None:
    """Refuse where a profile is; what an earlier try left is cleared: it never got its key's file."""
    is_taken = any((folder / name).exists() for name in (*COPIED, REPLICA_FILE))
    if (folder / VAULT).exists() or (is_taken and not stage.exists()):
        raise EnvironmentFault("profile_exists")
    for name in COPIED:
        remove_database(folder / name)
    if stage.exists():
        shutil.rmtree(stage)
        shutil.rmtree(folder / PROOFS, ignore_errors=True)
    stage.mkdir(mode=0o700, parents=True)


def _opened(archive: zipfile.ZipFile, folder: Path, passphrase: str) -> tuple[Manifest, bytes]:
    """The manifest, proved genuine, and the data key."""
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise zipfile.BadZipFile
    written = archive.read(MANIFEST)
    manifest = msgspec.json.decode(written, type=Manifest)
    key = unseal(manifest.slot, b"", passphrase)
    is_genuine = hmac.compare_digest(mac(Beside(folder, key), written), archive.read(MAC))
    if not is_genuine or manifest.format != FORMAT or not all(map(_is_ours, manifest.items)):
        raise zipfile.BadZipFile
    return manifest, key


def _is_ours(item: Item) -> bool:
    """Whether a name may be written: nothing else of a profile, and nothing outside it."""
    return item.name in COPIED or _PAPER.fullmatch(item.name) is not None


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, stage: Path, tell: Tell) -> bool:
    """Write every file with exactly the bytes the manifest tells; False when stopped."""
    done, total = 0, sum(item.size for item in manifest.items)
    for item in manifest.items:
        if not tell(done, total):
            return False
        _unpack_one(archive, item, stage / _FILES / item.name)
        done += item.size
    return True


def _unpack_one(archive: zipfile.ZipFile, item: Item, target: Path) -> None:
    digest, left = hashlib.sha256(), item.size
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    with archive.open(item.name) as source, target.open("wb") as file:
        while piece := source.read(min(_PIECE, left + 1)):
            digest.update(piece)
            left -= len(piece)
            if left < 0:
                raise zipfile.BadZipFile
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if left or digest.hexdigest() != item.sha256:
        raise zipfile.BadZipFile


def _seal_anew(manifest: Manifest, key: bytes, stage: Path, passphrase: str, ring: Ring) -> None:
    """A share of its own in the ring: the profile that was backed up may still be in use here."""
    is_ring_enough = manifest.protection is Protection.KEYRING and bool(ring.backend)
    slot = manifest.slot
    client_id = f"{slot.client_id}/{secrets.token_hex(8)}"
    Vault(stage / VAULT, ring).create(key, slot.user_id, client_id, "" if is_ring_enough else passphrase)


def _take_place(stage: Path, folder: Path) -> None:
    """The key's file last: without it there is no profile, and the next try begins anew."""
    for part in sorted((stage / _FILES).iterdir()):
        part.replace(folder / part.name)
    (stage / VAULT).replace(folder / VAULT)
