"""Watch the folder a scanner writes to: a file is offered once, when it stopped growing."""

from pathlib import Path

SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})


class ScannerFolder:
    """Looks into a folder from time to time. What lay there before the first look is not offered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offered: set[Path] | None = None
        self._growing: dict[Path, tuple[int, int]] = {}

    def look(self) -> list[Path]:
        """Papers whose size and time are what they were at the last look, oldest name first; never raises."""
        try:
            sizes = self._sizes()
        except OSError:  # a network drive that went away for a while
            return []
        if self._offered is None:
            self._offered = set(sizes)
        fresh = {path: size for path, size in sizes.items() if path not in self._offered}
        ready = sorted(path for path, size in fresh.items() if self._growing.get(path) == size and size[0])
        self._offered = (self._offered & set(sizes)) | set(ready)
        self._growing = fresh
        return ready

    def _sizes(self) -> dict[Path, tuple[int, int]]:
        papers = (path for path in self._folder.iterdir() if path.suffix.casefold() in SUFFIXES and path.is_file())
        states = ((path, path.stat()) for path in papers)
        return {path: (state.st_size, state.st_mtime_ns) for path, state in states}
