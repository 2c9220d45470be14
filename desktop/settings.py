"""Preferences of a workstation: its server and how the window looks. Nothing secret, no person's data."""

import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

PALETTES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`zoom_percent` is 100 to 200 inclusive; `palette` one of PALETTES; `lock_minutes` 1 to 30 inclusive."""

    server_url: str = ""
    email: str = ""
    palette: str = "light"
    zoom_percent: int = 100
    letter_keys: bool = True
    lock_minutes: int = 10
    reminders: bool = True

    def checked(self) -> "Settings":
        """The same, with values this program cannot use replaced by the default."""
        palette = self.palette if self.palette in PALETTES else PALETTES[0]
        zoom, minutes = _within(self.zoom_percent, 100, 200), _within(self.lock_minutes, 1, 30)
        return replace(self, palette=palette, zoom_percent=zoom, lock_minutes=minutes)


def load(path: Path) -> Settings:
    """The settings in a file; the defaults when it is absent or unreadable, never a stop."""
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    try:
        return msgspec.convert(stored, Settings).checked()
    except msgspec.ValidationError:
        return Settings()


def save(path: Path, settings: Settings) -> None:
    """Write the settings whole or not at all; OSError when the disk refuses."""
    lines = [f"{name} = {_toml(value)}" for name, value in asdict(settings).items()]
    draft = path.with_suffix(".new")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(path)


def _within(value: int, least: int, most: int) -> int:
    return min(max(value, least), most)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
