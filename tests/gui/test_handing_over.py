"""Import / export beyond Excel: the ASP sheet copied field by field, one person's data, justificatifs, the calendar."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.controllers.asp_sheet import AspController
from desktop.controllers.cabinet import cabinet
from desktop.controllers.office import Office
from desktop.controllers.person_data import PersonDataController
from desktop.views.asp_sheet import AspPage, EntryCard
from desktop.views.exchange_tabs import ExchangeTabs
from desktop.views.parts.buttons import Button
from sync.domain.job_applications import JobApplication, SenderKind
from tests.kit import garden
from tests.kit.papers import page_texts
from tests.kit.proofs import attached, picture, rsa
from tests.kit.pulls import HandMadeServer


@pytest.fixture
def asp(office: Office) -> AspController:
    """The sheet of an employee hired on a diagnosis."""
    office.show_screen("exchanges")
    assert office.settle()
    office.upkeep.asp.select("pass-14")
    assert office.settle()
    return office.upkeep.asp


@pytest.fixture
def access(office: Office) -> PersonDataController:
    """Noémie chosen, with one paper kept about her."""
    attached(cabinet(office.workstation), picture("JPEG"), rsa(job_seeker_id="person-5"))
    office.show_screen("exchanges")
    controller = office.upkeep.person_data
    controller.set_text("faik")
    assert office.settle()
    controller.select(controller.model.key_at(0))
    return controller


def test_the_sheet_follows_the_extranet(asp: AspController) -> None:
    """Its fields one after the other, what is known, and what nobody told yet."""
    assert [line.label for line in asp.lines] == [
        *("Numéro de PASS IAE", "Début du PASS IAE", "Fin du PASS IAE", "Civilité", "Nom d’usage"),
        *("Nom de naissance", "Prénom", "Date de naissance", "Commune de naissance (code INSEE)", "NIR"),
        *("Numéro de voie", "Extension", "Type de voie", "Nom de la voie", "Complément d’adresse"),
        *("Commune (code INSEE)", "Code postal", "Orienteur", "Niveau de formation", "En emploi avant l’embauche"),
        *("Sans emploi depuis", "Sans ressources", "Inscrit à Pôle emploi", "Inscrit depuis"),
        *("Identifiant Pôle emploi", "Reconnaissance de travailleur handicapé (RQTH)", "Obligation d’emploi (OETH)"),
        "Bénéficiaire d’une allocation",
    ]
    values = {line.label: line for line in asp.lines}
    assert values["Numéro de PASS IAE"].value == "999992001374"
    assert values["Type de voie"].value == "rue"
    assert values["NIR"].is_missing


def test_who_came_unsent_is_said_so(office: Office) -> None:
    """Nobody oriented them: that is an answer, not a field to complete."""
    alone = {"sender_kind": SenderKind.JOB_SEEKER, "sender_organization_id": None}
    rows = (
        replace(row, **alone) if isinstance(row, JobApplication) and row.id == "application-14" else row  # type: ignore[arg-type] # fields of an application
        for row in garden.entities()
    )
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *rows)
    office.workstation.apply(server.full_pull(), is_full=True)
    office.show_screen("exchanges")
    office.upkeep.asp.select("pass-14")
    assert office.settle()
    line = next(line for line in office.upkeep.asp.lines if line.label == "Orienteur")
    assert (line.value, line.is_missing) == ("Candidature spontanée", False)


def test_a_narrow_page_begins_with_its_list(asp: AspController, qtbot: QtBot) -> None:
    """Enter goes on to the fields, and a button brings the list back."""
    page = AspPage(asp)
    qtbot.addWidget(page)
    page.resize(500, 600)
    page.show()
    assert page.list.isVisible()
    page.list.opened.emit(0)
    assert not page.list.isVisible()
    assert any(each.isVisible() for each in page.findChildren(EntryCard))


def test_one_press_copies_a_field(asp: AspController, qtbot: QtBot) -> None:
    """The clipboard holds the bare value, and the button says so."""
    page = AspPage(asp)
    qtbot.addWidget(page)
    button = next(each for each in page.findChildren(Button) if "Numéro de PASS" in each.accessibleName())
    button.click()
    assert QGuiApplication.clipboard().text() == "999992001374"
    assert button.text() == "Copié"


def test_the_sheet_is_kept_as_a_paper(asp: AspController, qtbot: QtBot, tmp_path: Path) -> None:
    """A PDF with the same fields."""
    with qtbot.waitSignal(asp.saved, timeout=30_000) as saved:
        asp.save(tmp_path / "kept")
    assert saved.args == [str(tmp_path / "kept" / "berthollet-emilien_999992001374_2021-02-09_asp.pdf")]
    assert "Fiche de saisie ASP" in page_texts(Path(saved.args[0]).read_bytes())[0]


def test_a_person_gets_everything_kept_about_them(access: PersonDataController, qtbot: QtBot, tmp_path: Path) -> None:
    """PDF, JSON and the paper itself with its inventory; nobody else's name."""
    with qtbot.waitSignal(access.saved, timeout=30_000) as saved:
        access.save(tmp_path / "kept")
    assert saved.args is not None
    place = Path(saved.args[0])
    told = json.loads((place / f"{place.name}.json").read_bytes())
    assert (told["nom"], told["prenom"]) == ("Faïk", "Noémie")
    assert [chapter["titre"] for chapter in told["chapitres"]][-1] == "Justificatifs"
    pages = " ".join(page_texts((place / f"{place.name}.pdf").read_bytes()))
    assert "attestation.pdf" in pages
    assert "Kowalski" not in pages
    papers = sorted(path.name for path in (place / "justificatifs_2021-02-09").iterdir())
    assert papers == ["faik-noemie_rsa_2021-01-15.jpg", "inventaire.json", "inventaire.xlsx"]


def test_all_papers_are_handed_over_with_their_hashes(
    access: PersonDataController, qtbot: QtBot, tmp_path: Path
) -> None:
    """The inventory names the file and the person."""
    with qtbot.waitSignal(access.saved, timeout=30_000):
        access.hand_over_all(tmp_path / "kept")
    place = tmp_path / "kept" / "justificatifs_2021-02-09"
    files = json.loads((place / "inventaire.json").read_bytes())["files"]
    assert [(line["person"], line["file"]) for line in files] == [("FAÏK Noémie", "faik-noemie_rsa_2021-01-15.jpg")]


def test_every_export_is_on_the_page(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Excel, ASP, a person, the calendar; the last one writes its file."""
    page = ExchangeTabs(office.upkeep)
    qtbot.addWidget(page)
    office.show_screen("exchanges")
    assert office.settle()
    titles = [page.tabs.bar.tabText(at) for at in range(page.tabs.bar.count())]
    assert titles == ["Fichiers Excel", "Fiche de saisie ASP", "Données d’une personne", "Calendrier"]
    calendar = office.upkeep.calendar
    with qtbot.waitSignal(calendar.saved, timeout=10_000) as saved:
        calendar.export(tmp_path / "kept")
    assert saved.args is not None
    assert Path(saved.args[0]).read_bytes().startswith(b"BEGIN:VCALENDAR")
