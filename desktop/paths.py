"""Where a profile lives on this machine: folders of the user, private to them."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

PROOFS = "proofs"
"""The folder of encrypted justificatifs in a profile's; a backup without it is none."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one profile (one user on one server)."""

    folder: Path

    @property
    def vault(self) -> Path:
        """The wrapped data key; without it the rest cannot be read."""
        return self.folder / "vault.json"

    @property
    def settings(self) -> Path:
        """Preferences that are nobody's secret: server address, zoom, palette."""
        return self.folder / "settings.toml"

    @property
    def logs(self) -> Path:
        """Folder of the program's logs."""
        return self.folder / "logs"

    def create(self) -> None:
        """Make the folder, readable by its user alone; OSError when the disk refuses."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.logs.mkdir(mode=0o700, exist_ok=True)


def default() -> Paths:
    """The profile of the signed-in user of this machine."""
    return Paths(Path(platformdirs.user_data_dir("passerelle", appauthor=False)))
