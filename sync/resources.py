"""Where the files of `resources/` are: rulebook, texts, templates, fonts, icons, samples.

The folder stands beside the `sync` package in a checkout, in an installed wheel and in a PyInstaller program
alike (there `build.spec` puts it beside the frozen packages), so one rule finds it everywhere.
"""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "resources"


def path(*parts: str) -> Path:
    """The path of a resource, `path("rulebook", "2021-02-08.toml")`; of the folder itself without parts."""
    return _FOLDER.joinpath(*parts)


def read_text(*parts: str) -> str:
    """The text of a UTF-8 resource; FileNotFoundError if it was not shipped, which is a bug of the build."""
    return path(*parts).read_text(encoding="utf-8")
