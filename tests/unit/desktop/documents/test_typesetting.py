"""The typesetter's own faults: what is missing is named."""

from pathlib import Path

import pytest

from desktop.documents.typesetting import Typesetter, bundled_typesetter
from sync import resources
from sync.domain.errors import EnvironmentFault
from tests.kit.papers import STAMP


def compile_from(templates: Path, fonts: Path) -> bytes:
    """Set `paper.typ` of a folder with nothing in it."""
    return Typesetter(templates, fonts).compile("paper.typ", {}, STAMP.printed_at)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """The fault says which template the installation lacks."""
    with pytest.raises(EnvironmentFault) as fault:
        compile_from(tmp_path, resources.path("fonts"))
    assert fault.value.code == "paper_template_missing"
    assert fault.value.facts["template"] == "paper.typ"


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    """Without the bundled fonts there is no paper: the machine's own are never used instead."""
    with pytest.raises(EnvironmentFault) as fault:
        compile_from(resources.path("templates"), tmp_path)
    assert fault.value.code == "paper_fonts_missing"
    assert fault.value.facts["families"] == ["Atkinson Hyperlegible", "Noto Sans"]


def test_a_template_that_fails_says_why(tmp_path: Path) -> None:
    """Typst's message reaches the log."""
    (tmp_path / "paper.typ").write_text('#panic("broken")')
    with pytest.raises(EnvironmentFault) as fault:
        compile_from(tmp_path, resources.path("fonts"))
    assert fault.value.code == "paper_typesetting_failed"
    assert "broken" in str(fault.value.facts["reason"])


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    """Typst's root is the templates' folder: a path out of it is refused."""
    (tmp_path / "secret").write_text("secret")
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "paper.typ").write_text('#read("../secret")')
    with pytest.raises(EnvironmentFault):
        compile_from(templates, resources.path("fonts"))


def test_the_bundled_typesetter_is_shared() -> None:
    """Fonts are loaded once a process."""
    assert bundled_typesetter() is bundled_typesetter()
