"""Where snapshots lie: a folder a scope with its manifest and its parts, bounded in size, the oldest dropped first."""

import hashlib
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from sync.protocol.codec import encode
from sync.protocol.messages import Manifest
from sync.server.snapshots.parts import part_file, part_files

KEPT_FOR = timedelta(days=1)
"""How long the parts of a replaced snapshot stay, for the workstations that have begun to fetch them."""
_MANIFEST = "manifest.json"


class Shelf:
    """The snapshots of one database. The folder holds personal data: only the server's own user may read it."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def folder(self, scope: str) -> Path:
        """The folder of a scope, made when it is missing."""
        folder = self._place(scope)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def manifest(self, scope: str) -> Manifest | None:
        """The latest snapshot of a scope whose parts are all there."""
        try:
            data = (self._place(scope) / _MANIFEST).read_bytes()
            manifest = msgspec.json.decode(data, type=Manifest)
        except (OSError, msgspec.DecodeError):
            return None
        names = (part.sha256 for part in (*manifest.open, *manifest.history))
        return manifest if all(part_file(self._place(scope), name).exists() for name in names) else None

    def part(self, scope: str, sha256: str) -> Path | None:
        """The file of a part, if this scope has it."""
        file = part_file(self._place(scope), sha256)
        return file if sha256.isalnum() and file.exists() else None

    def keep(self, manifest: Manifest, now: datetime) -> None:
        """Make this the snapshot of its scope, whose parts are in its folder; then make room."""
        folder = self.folder(manifest.scope)
        written = folder / f"{_MANIFEST}.tmp"
        written.write_bytes(encode(manifest))
        written.replace(folder / _MANIFEST)
        for part in (*manifest.open, *manifest.history):
            _touch(part_file(folder, part.sha256), now)
        for file in part_files(folder):
            if now.timestamp() - file.stat().st_mtime > KEPT_FOR.total_seconds():
                file.unlink()
        _touch(folder, now)
        self._make_room(folder)

    def _make_room(self, kept: Path) -> None:
        folders = sorted(self._folder.iterdir(), key=lambda folder: folder.stat().st_mtime)
        sizes = {folder: sum(file.stat().st_size for file in folder.iterdir()) for folder in folders}
        for folder in folders:
            if sum(sizes.values()) <= self._most_bytes:
                return
            if folder != kept:
                del sizes[folder]
                shutil.rmtree(folder)

    def _place(self, scope: str) -> Path:
        return self._folder / hashlib.sha256(scope.encode()).hexdigest()[:32]


def _touch(path: Path, now: datetime) -> None:
    os.utime(path, (now.timestamp(), now.timestamp()))
