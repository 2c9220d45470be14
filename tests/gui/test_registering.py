"""Registering a person with their application, correcting a file, sending a candidate elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.controllers.registering import RegisterController
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.orienting import OrientDialog
from desktop.views.registering import EditPersonDialog, RegisterDialog
from desktop.views.window import MainWindow
from sync.domain.employers import Employer, EmployerKind
from sync.domain.job_applications import JobApplication, SentApplication
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.store.world import SqlWorld, Unwatched
from tests.kit import garden
from tests.kit.pulls import HandMadeServer
from tests.kit.wires import no_server

NIR = "287067512345638"
FORGE = Employer(
    id="employer-forge",
    siret="85347120500021",
    kind=EmployerKind.EI,
    name="LA FORGE",
    post_code="38000",
    city="Grenoble",
    department="38",
    created_at=garden.LONG_AGO,
)
WELDER = JobDescription(
    id="job-welder", employer_id=FORGE.id, appellation_id="20001", created_at=garden.LONG_AGO, updated_at=garden.NOW
)


@pytest.fixture
def window(qtbot: QtBot, office: Office, qapp: QApplication) -> MainWindow:
    """Alice's window."""
    theme.apply(qapp)
    made = open_window(office, Settings())
    qtbot.addWidget(made)
    made.show()
    office.settle()
    return made


@pytest.fixture
def linked(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    """Alice's office once it has fetched the directory: another structure and its open job."""
    assert qapp
    workstation, _ = garden.workstation(tmp_path / "linked")
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *garden.entities())
    welding = Appellation(id="20001", label="Soudeur / Soudeuse", rome_code="H2913", rome_label="Soudage")
    server.put("reference", welding)
    server.put("directory", garden.GARDEN, FORGE, WELDER)
    workstation.apply(server.full_pull(), is_full=True)
    made = Office(workstation, no_server, None)
    made.settle()
    yield made
    made.close()


def filled(office: Office, **fields: str) -> RegisterController:
    """The form of a spontaneous application, with these fields."""
    office.register.open()
    for name, value in ({"last_name": "Öztürk", "first_name": "Leïla"} | fields).items():
        office.register.set_field(name, value)
    office.settle()
    return office.register


def test_a_person_and_their_application_are_kept_together(window: MainWindow, office: Office) -> None:
    """Two acts, one press; the record opens."""
    window.dialogs.about_person("register")
    assert isinstance(window.dialog, RegisterDialog)
    form = filled(office, born_on="1987-06-03", nir="2 87 06 75 123 456 38")
    form.toggle_job("job-0", on=True)
    office.settle()
    assert form.can_confirm, form.sentence
    form.confirm()
    office.settle()
    office.settle()
    record = office.record.record
    assert record is not None
    assert (record.person.last_name, record.person.nir) == ("Öztürk", NIR)
    assert [job.id for job in record.jobs] == ["job-0"]
    assert str(record.application.state) == "new"
    assert [item.entry.name for item in office.workstation.pending()] == ["job_seeker.create", "job_application.submit"]
    assert office.desk.drafts.count == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("nir", "287067512345639", "la clé"),
        ("pole_emploi_id", "12", "7 chiffres"),
        ("post_code", "3800", "5"),
    ],
)
def test_a_wrong_number_is_told_at_its_field(office: Office, field: str, value: str, said: str) -> None:
    """While one types, with what to try."""
    form = filled(office, **{field: value})
    assert form.field == field
    assert said in form.sentence
    assert not form.can_confirm


def test_somebody_known_is_offered_instead(office: Office) -> None:
    """The same names, accents aside, and birth date: only an application is made."""
    born_on = garden.person(0).born_on
    form = filled(office, last_name="DIABATE", first_name="aminata", born_on=born_on.isoformat() if born_on else "")
    (known,) = form.known
    assert known.id == "person-0"
    form.choose(known.id)
    office.settle()
    assert form.can_confirm, form.sentence
    form.confirm()
    office.settle()
    assert [item.entry.name for item in office.workstation.pending()] == ["job_application.submit"]


def test_a_form_begun_is_there_again(office: Office) -> None:
    """Closed, or cut off, and opened again; « Vider le formulaire » begins anew."""
    filled(office, city="Saint-Aubry")
    office.register.open()
    assert office.register.person["city"] == "Saint-Aubry"
    office.register.start_over()
    assert office.register.person["city"] == ""


def test_a_file_is_corrected_where_the_rules_allow_it(window: MainWindow, office: Office) -> None:
    """Only what changed is sent; a new application's file is explained instead."""
    window.open_application("application-2")
    office.settle()
    window.dialogs.about_person("edit")
    assert isinstance(window.dialog, EditPersonDialog)
    office.edit_person.set_field("phone", "0639989999")
    office.settle()
    assert office.edit_person.changes == {"phone": "0639989999"}
    office.edit_person.confirm()
    office.settle()
    assert rows_of_person(office, "person-2").phone == "0639989999"
    window.open_application("application-0")
    office.settle()
    window.dialogs.about_person("edit")
    office.edit_person.set_field("phone", "0639989999")
    office.settle()
    assert "Étudiez d’abord" in office.edit_person.sentence


def rows_of_person(office: Office, person_id: str) -> JobSeeker:
    """A person's row."""
    with office.workstation.reading() as connection:
        found = SqlWorld(connection, Unwatched()).get(JobSeeker, person_id)
    assert found is not None
    return found


def test_a_candidate_is_sent_to_another_structure(linked: Office) -> None:
    """Found by a job and a town without accents; the other's application is not ours, what was sent is."""
    linked.record.show()
    linked.record.open("application-2")
    linked.settle()
    assert linked.record.record is not None
    orient = linked.orient
    orient.open(linked.record.record)
    orient.search("soudeur grenoble")
    linked.settle()
    assert [found.id for found in orient.directory.found] == [FORGE.id]
    orient.choose(FORGE.id)
    orient.toggle_job(WELDER.id, on=True)
    orient.set_message("Inès soude depuis deux ans.")
    linked.settle()
    assert orient.can_confirm, orient.sentence
    orient.confirm()
    linked.settle()
    with linked.workstation.reading() as connection:
        world = SqlWorld(connection, Unwatched())
        (made,) = world.find(JobApplication, employer_id=FORGE.id)
        (sent,) = world.find(SentApplication, employer_id=FORGE.id)
    assert (made.sender_employer_id, made.job_description_ids) == (garden.GARDEN.id, (WELDER.id,))
    assert sent.id == made.id
    linked.applications.show()
    linked.settle()
    assert made.id not in linked.applications.model.ids
    orient.open(linked.record.record)
    linked.settle()
    assert [state for _, state in orient.directory.sent] == ["new"]


def test_an_empty_directory_says_when_it_comes(window: MainWindow, office: Office) -> None:
    """Without network nothing is found yet, and nothing can be sent."""
    window.open_application("application-2")
    office.settle()
    window.dialogs.about_person("orient")
    assert isinstance(window.dialog, OrientDialog)
    office.settle()
    assert office.orient.directory.total == 0
    assert window.dialog.confirm.is_blocked
