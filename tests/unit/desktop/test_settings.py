"""Preferences survive a restart and never stop the program."""

from pathlib import Path

import pytest

from desktop.settings import Settings, load, save


def test_settings_survive_a_restart(tmp_path: Path) -> None:
    """What was saved is read back, quotes included."""
    settings = Settings(server_url='https://exemple.fr/"', zoom_percent=150, letter_keys=False)
    save(tmp_path / "settings.toml", settings)
    assert load(tmp_path / "settings.toml") == settings


@pytest.mark.parametrize("content", [None, "", "zoom_percent = 'big'", "]broken["])
def test_unreadable_settings_are_the_defaults(tmp_path: Path, content: str | None) -> None:
    """Nothing in them is worth refusing to start."""
    if content is not None:
        (tmp_path / "settings.toml").write_text(content, encoding="utf-8")
    assert load(tmp_path / "settings.toml") == Settings()


def test_values_out_of_range_are_mended(tmp_path: Path) -> None:
    """A zoom of 500 % or an unknown palette would leave no usable window, and a lock after hours would be none."""
    written = 'zoom_percent = 500\npalette = "pink"\nlock_minutes = 600\n'
    (tmp_path / "settings.toml").write_text(written, encoding="utf-8")
    assert load(tmp_path / "settings.toml") == Settings(zoom_percent=200, lock_minutes=30)
