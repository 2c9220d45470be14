"""Excel in: tried out line by line, recorded only on demand, cut short without harm."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.controllers.import_trial import Fate
from desktop.controllers.imports import RECORDED_AT_ONCE, ImportController
from desktop.controllers.office import Office
from desktop.documents.exports import APPLICATION_HEADERS
from desktop.documents.workbook import Column, Sheet, workbook
from desktop.runtime.store_worker import wait_for
from desktop.views import theme
from desktop.views.imports import ImportPart
from sync.domain.job_applications import JobApplication
from sync.replica.workstation import Workstation
from sync.store.world import SqlWorld, Unwatched
from tests.gui.killed import imports as killed
from tests.kit import garden
from tests.kit.clocks import FakeClock
from tests.kit.wires import no_server

Cells = dict[str, str | date | None]


def file_of(folder: Path, *lines: Cells, headers: Sequence[str] = APPLICATION_HEADERS) -> Path:
    """An Excel file with these headers and lines."""
    rows = [[line.get(header) for header in headers] for line in lines]
    path = folder / "candidatures.xlsx"
    path.write_bytes(workbook([Sheet("Candidatures", [Column(h, 12) for h in headers], rows)], garden.NOW))
    return path


def line(last: str, first: str = "Zoé", **cells: str | date | None) -> Cells:
    """A line with names, and other cells by header."""
    named = {
        "born_on": "Date de naissance candidat",
        "state": "Statut de la candidature",
        "jobs": "Métiers",
        "structure": "Nom structure employeur",
        "title": "Civilité candidat",
    }
    return {"Nom candidat": last, "Prénom candidat": first} | {named[key]: value for key, value in cells.items()}


def tried(office: Office, path: Path) -> ImportController:
    """The file after its dry run."""
    imports = office.upkeep.imports
    imports.open(path)
    assert wait_for(lambda: imports.is_ready)
    return imports


def recorded(office: Office) -> None:
    """The file recorded to its end."""
    ended: list[str] = []
    office.upkeep.imports.ended.connect(ended.append)
    office.upkeep.imports.confirm()
    assert wait_for(lambda: bool(ended))
    assert office.settle()


def fates(imports: ImportController) -> dict[int, str]:
    """The fate of each line, by its number in Excel."""
    return {each.line.number: str(each.fate) for each in imports.judged}


def test_a_dry_run_tells_the_fate_of_each_line_and_keeps_nothing(office: Office, tmp_path: Path) -> None:
    """Errors name their line and what to do; nothing is recorded before the person confirms."""
    path = file_of(
        tmp_path,
        line("Ba", title="Mme", born_on=date(1990, 5, 1), state="Candidature en liste d’attente"),
        line("", born_on=date(1990, 5, 1)),
        line("Cano", born_on="31/02/1990"),
        line("Ba", born_on=date(1990, 5, 1)),
        line("Diop", state="Candidature acceptée"),
        line("Evrard", structure="Une autre"),
        line("DIABATE", "aminata", born_on=garden.person(0).born_on),
        line("Fall", jobs="Dompteur"),
        line("Gil", state="Inconnue"),
        line("Haas", born_on=date(2021, 2, 10)),
    )
    imports = tried(office, path)
    wrong = {3: "name_missing", 4: "import_day_unreadable", 7: "import_foreign_structure", 10: "import_state_unknown"}
    skipped = {5: "import_twice", 6: "import_state_decided", 8: "import_already_here"}
    told = {each.line.number: each.told.code for each in imports.judged if each.told and each.fate is not Fate.READY}
    assert told == wrong | skipped | {11: "born_in_future"}
    assert {number for number, fate in fates(imports).items() if fate == "ready"} == {2, 9}
    assert imports.model.rowCount() == 5
    assert "31/02/1990" in imports.words(imports.judged[2])
    assert office.workstation.pending() == []


def test_a_confirmed_import_goes_through_the_domain(office: Office, tmp_path: Path) -> None:
    """A person, an application, and the moves to the state of the line; an export comes back whole."""
    path = file_of(
        tmp_path,
        line(
            "Ba",
            title="Mme",
            born_on=date(1990, 5, 1),
            state="Candidature en liste d’attente",
            jobs="Aide de cuisine, repas du chantier",
        ),
        line("Faïk", "Noémie", born_on=garden.person(5).born_on),
    )
    imports = tried(office, path)
    assert [bool(each.person_id) for each in imports.judged] == [False, True]
    recorded(office)
    names = [item.entry.name.partition(".")[2] for item in office.workstation.pending()]
    assert names == ["create", "submit", "study", "postpone", "submit"]
    with office.workstation.reading() as connection:
        waiting = SqlWorld(connection, Unwatched()).find(JobApplication, state="postponed")
    made = [one for one in waiting if one.sender_employer_id == garden.GARDEN.id]
    assert [one.job_description_ids for one in made] == [("job-2",)]
    again = tried(office, path)
    assert set(fates(again).values()) == {"skipped"}


def test_stopping_keeps_what_is_recorded(office: Office, tmp_path: Path) -> None:
    """« Arrêter » leaves the other lines as they were, and says how many."""
    path = file_of(tmp_path, *(line(f"Ba{number}") for number in range(RECORDED_AT_ONCE + 8)))
    tried(office, path)
    office.upkeep.imports.progressed.connect(
        lambda done, _, phase: office.upkeep.imports.stop() if phase == "Enregistrement" and done else None
    )
    ended: list[str] = []
    office.upkeep.imports.ended.connect(ended.append)
    office.upkeep.imports.confirm()
    assert wait_for(lambda: bool(ended))
    assert f"{RECORDED_AT_ONCE}\u00a0candidatures enregistrées. 8\u00a0lignes laissées" in ended[0]
    assert office.desk.notes.all("import") == {} or office.settle()


@pytest.mark.parametrize(
    ("headers", "code"), [(("Nom", "Prénom"), "import_columns_missing"), ((), "import_unreadable")]
)
def test_a_file_that_cannot_be_read_is_told(
    office: Office, tmp_path: Path, headers: tuple[str, ...], code: str
) -> None:
    """Which columns are missing, or that it is no workbook."""
    path = file_of(tmp_path, headers=headers) if headers else tmp_path / "photo.xlsx"
    if not headers:
        path.write_bytes(b"GIF89a")
    told: list[str] = []
    office.upkeep.imports.failed.connect(lambda fault: told.append(fault.code))
    office.upkeep.imports.open(path)
    assert wait_for(lambda: bool(told))
    assert told == [code]
    assert not office.upkeep.imports.is_working


def test_headers_may_come_in_any_order(office: Office, tmp_path: Path) -> None:
    """Capitals, accents and unknown columns do not matter."""
    path = tmp_path / "a.xlsx"
    columns = [Column(name, 12) for name in ("Remarque", "PRENOM CANDIDAT", "nom candidat")]
    path.write_bytes(workbook([Sheet("x", columns, [["", "Zoé", "Ba"]])], garden.NOW))
    imports = tried(office, path)
    assert imports.judged[0].line.texts["last_name"] == "Ba"


def test_a_killed_import_says_how_far_it_came_and_goes_on(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    """SIGKILL between two lines: the same file again records the rest, nothing twice, and no line is half there."""
    theme.apply(qapp)
    path = file_of(tmp_path, *(line(f"Ba{number}") for number in range(5)))
    child = subprocess.run(
        [sys.executable, "-m", killed.__name__, str(tmp_path / "profile"), str(path), "5"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
        timeout=60,
    )
    assert child.returncode == -signal.SIGKILL
    workstation = Workstation.open(tmp_path / "profile", garden.KEY, FakeClock(garden.NOW))
    office = Office(workstation, no_server, None)
    office.settle()
    part = ImportPart(office.upkeep.imports)
    qtbot.addWidget(part)
    office.settle()
    found = office.upkeep.imports.unfinished
    assert found is not None
    assert (found.recorded, found.total) == (2, 5)
    imports = tried(office, path)
    assert list(fates(imports).values()) == ["skipped", "skipped", "ready", "ready", "ready"]
    recorded(office)
    created = [item for item in workstation.pending() if item.entry.name == "job_seeker.create"]
    assert len(created) == 5
    office.close()
