"""Importing files as people make them, on both databases."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync import resources
from sync.domain.employers import Employer
from sync.domain.job_descriptions import Appellation
from sync.domain.prescribers import PrescriberOrganization
from sync.server.central import Central
from sync.server.imports.importing import Report, import_file
from sync.server.imports.reading import FileRefused
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device
from tests.kit.people import ALICE

ROME = "rome_code,rome_label,appellation_code,appellation_label\n"
KINDS = {"structures": Employer, "rome": Appellation, "prescribers": PrescriberOrganization}


def _import(central: Central, what: str, path: Path) -> Report:
    told: list[tuple[int, int]] = []
    report = import_file(central, what, path, lambda done, total: told.append((done, total)))
    assert all(done <= total for done, total in told)
    return report


def _find(central: Central, kind: type, **equals: Any) -> list[Any]:  # noqa: ANN401 - any column value
    with central.reading() as connection:
        return SqlWorld(connection, Unwatched()).find(kind, **equals)


@pytest.mark.parametrize("what", KINDS)
def test_the_samples_come_in_whole_and_again_without_change(central: Central, what: str) -> None:
    """Importing the same file twice writes nothing the second time."""
    path = resources.path("samples", f"{what}.csv")
    before = len(_find(central, KINDS[what]))
    first, second = _import(central, what, path), _import(central, what, path)
    assert first.bad_lines == second.bad_lines == ()
    assert (second.written, second.unchanged) == (0, first.written)
    assert len(_find(central, KINDS[what])) == before + first.written


def test_bad_lines_are_told_with_number_and_reason_and_good_ones_come_in(central: Central, tmp_path: Path) -> None:
    """Nothing about a good line depends on its neighbours."""
    file = tmp_path / "structures.csv"
    header = resources.path("samples", "structures.csv").read_text(encoding="utf-8").splitlines()[0]
    rest = ",,8899B,,,,38999,Saint-Aubry,38,,,ASP,1"
    file.write_text(
        f"{header}\n123,ACI,COURT{rest}\n12345678900011,XYZ,SORTE{rest}\n12345678900011,ACI,BON{rest}\n"
        f"12345678900011,ACI,ENCORE{rest}\n12345678900029,ACI,{rest}\n",
        encoding="utf-8",
    )
    report = _import(central, "structures", file)
    assert report.written == 1
    assert [line.number for line in report.bad_lines] == [2, 3, 5, 6]
    assert "n’est pas un SIRET" in report.bad_lines[0].reason
    assert "n’est pas un type de structure" in report.bad_lines[1].reason
    assert [one.name for one in _find(central, Employer, siret="12345678900011")] == ["BON"]


@pytest.mark.parametrize(
    "data",
    [
        (ROME + "A1,Légumes,1,Maraîcher\n").encode("utf-8"),
        (ROME + "A1,Légumes,1,Maraîcher\n").encode("utf-8-sig"),
        (ROME + "A1,Légumes,1,Maraîcher\n").encode("cp1252"),
        (ROME + "A1,Légumes,1,Maraîcher\n").replace(",", ";").replace("\n", "\r\n").encode("utf-8"),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-1252", "semicolons"],
)
def test_usual_encodings_and_separators_are_understood(central: Central, tmp_path: Path, data: bytes) -> None:
    """As a spreadsheet of any age writes them."""
    file = tmp_path / "rome.csv"
    file.write_bytes(data)
    _import(central, "rome", file)
    assert [one.label for one in _find(central, Appellation)] == ["Maraîcher"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"rome_code,appellation_code\nA1,1\n", "rome_label, appellation_label"),
        (b"", "est vide"),
        (b"PK\0\0", "n’est pas un fichier texte"),
    ],
    ids=["columns missing", "empty", "not text"],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    central: Central, tmp_path: Path, data: bytes, sentence: str
) -> None:
    """With a sentence that says why."""
    file = tmp_path / "rome.csv"
    file.write_bytes(data)
    with pytest.raises(FileRefused, match=sentence):
        _import(central, "rome", file)


def test_a_new_file_does_not_undo_what_members_wrote(central: Central) -> None:
    """Brand and presentation are the structure's; the registered name is the file's."""
    path = resources.path("samples", "structures.csv")
    _import(central, "structures", path)
    garden = _find(central, Employer, siret="85347120500013")[0]
    with central.work() as unit:
        unit.world.put(replace(garden, name="ANCIEN NOM", brand="Le Clos", description="Légumes bio."))
    _import(central, "structures", path)
    again = _find(central, Employer, siret="85347120500013")[0]
    assert (again.name, again.brand, again.description) == (garden.name, "Le Clos", "Légumes bio.")


def test_what_is_imported_reaches_the_workstations(central: Central) -> None:
    """Appellations travel in the reference scope."""
    alice = Device(central, ALICE)
    alice.pull()
    _import(central, "rome", resources.path("samples", "rome.csv"))
    alice.pull()
    assert "10879" in alice.held("reference", "appellations")
