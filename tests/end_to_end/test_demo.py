"""The program's own demonstration, as a newcomer runs it: the whole story, on real processes and files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.demo.privacy import found_in

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(300)]
SCREENS = {
    *("accueil", "candidatures", "accepter", "decliner-par-lot", "candidature-spontanee", "orienter", "justificatifs"),
    *(
        "pass-iae",
        "impression",
        "echeancier",
        "fiches-de-poste",
        "a-regler",
        "synchronisation",
        "structure",
        "tableaux",
    ),
    *("import-export", "fiche-de-saisie-asp", "conservation", "preferences", "aide", "verrouillage"),
    *("premier-lancement-1-serveur", "premier-lancement-3-protection", "premier-lancement-4-reception"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `passerelle demo --script` wrote what it found."""
    out = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "desktop", "demo", "--script", "--out", str(out)]
    done = subprocess.run(
        [*command, "--keep-profiles", str(out / "profiles")], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_every_check_of_the_story_holds(told: Path) -> None:
    """From the prescriber's word to the paper, with the network cut in between."""
    report = json.loads((told / "report.json").read_text())
    assert [check for check in report["checks"] if not check["ok"]] == []
    assert len(report["checks"]) > 30


def test_the_paper_bears_the_number_the_server_gave(told: Path) -> None:
    """What pdftotext reads is what the report says."""
    number = json.loads((told / "report.json").read_text())["pass_number"]
    text = subprocess.run(
        ["pdftotext", str(told / "pass-iae.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert number.startswith("99999")
    assert number in text


def test_a_picture_of_each_screen_is_kept(told: Path) -> None:
    """The screens are to be looked at."""
    assert {picture.stem for picture in told.glob("*.png")} >= SCREENS


def test_no_name_is_found_in_a_workstations_folder(told: Path) -> None:
    """The names of the story, in UTF-8 or UTF-16; the scan does find a name that is there."""
    names = ["Bâhri", "Sélim", "Kowalčík", "Özgürel"]
    assert found_in(told / "profiles", names) == []
    (told / "control").mkdir()
    (told / "control" / "notes.txt").write_text("vu Bâhri hier", encoding="utf-16-le")
    assert found_in(told / "control", names) == ["Bâhri"]
