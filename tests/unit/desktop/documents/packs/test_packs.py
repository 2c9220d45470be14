"""What authorities are handed: complete, legible, and the same on paper and in Excel."""

from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from desktop.documents.packs.control import control_report
from desktop.documents.packs.dialogue import Figures, dialogue_report
from desktop.documents.report import Report, render_report, report_workbook
from tests.kit.packs import CONTROL, FIGURES
from tests.kit.papers import GARDENS, STAMP, fonts, page_texts


def words(report: Report) -> str:
    """The paper's text."""
    return " ".join(page_texts(render_report(report, STAMP)))


def sheets(report: Report) -> dict[str, list[list[object]]]:
    """The workbook's cells."""
    book = CalamineWorkbook.from_filelike(BytesIO(report_workbook(report, STAMP.printed_at)))
    return {name: list(map(list, book.get_sheet_by_name(name).to_python())) for name in book.sheet_names}


@pytest.mark.parametrize(
    "item",
    [
        "Contrôle a posteriori 2021",
        "Personnes contrôlées 3",
        "Dossiers à compléter 2",
        "MARTIN Alice 99999 21 00001 08/02/2021 3 2 à compléter",
        "Attestation RSA – Datant de moins de 3 mois",
        "daté du 15/01/2021 conforme",
        "DURAND Bob PASS demandé",
        "aucun justificatif n’est à produire par la structure",
        "(hors ligne, heure prouvée), Mission locale de Valence.",
    ],
)
def test_the_control_pack_names_what_is_missing(item: str) -> None:
    """Person by person and criterion by criterion."""
    assert item in words(control_report(CONTROL))


def test_the_control_workbook_has_a_sheet_a_person() -> None:
    """The same states, as words; two people of one name have two sheets."""
    twice = replace(CONTROL, people=(*CONTROL.people, CONTROL.people[0]))
    found = sheets(control_report(twice))
    assert list(found) == ["Résumé", "Échantillon", "MARTIN Alice", "NGUYỄN Łukasz", "DURAND Bob", "MARTIN Alice (2)"]
    assert [row[-1] for row in found["MARTIN Alice"]] == ["État", "conforme", "manquant", "manquant"]


@pytest.mark.parametrize(
    "item",
    [
        "du 1er janvier 2021 au 31 décembre 2021",
        "Entrées 31",
        "Sorties 19",
        "198 sur 212 (93 %)",
        "6 jours",
        "Candidatures en liste d’attente 27",
        "Bénéficiaire du RSA (socle) 18",
        "Pas de poste ouvert en ce moment 64",
        "Arrêt pour longue maladie 2",
        "Plus de 90 jours 7",
        "Origine des candidatures : aucune donnée sur la période.",
    ],
)
def test_the_dialogue_pack_tells_the_period(item: str) -> None:
    """Every figure the dialogue de gestion asks for, with its number beside its bar."""
    assert item in words(dialogue_report(GARDENS, FIGURES))


def test_the_dialogue_workbook_has_the_numbers() -> None:
    """A table stands behind each picture."""
    found = sheets(dialogue_report(GARDENS, FIGURES))
    assert ["Bénéficiaire du RSA (socle)", 18.0] in found["Publics accueillis"]
    assert ["Emploi durable", 7.0] in found["Entrées et sorties 3"]


def test_a_period_without_anything_is_a_paper_too() -> None:
    """Nothing is divided by nothing."""
    empty = Figures(starts_on=FIGURES.starts_on, ends_on=FIGURES.ends_on, present=0, entries=0, exits=0)
    text = words(dialogue_report(GARDENS, empty))
    assert "sans objet" in text
    assert sheets(dialogue_report(GARDENS, empty))["Parcours"] == [["Durée des parcours", "personnes"]]


@pytest.mark.parametrize("name", ["#panic()", "=SUM(A1)", "<b>x</b>", "a/b:c*d?[e]", "X" * 60])
def test_hostile_names_stay_text(name: str) -> None:
    """On paper, in cells and in the names of sheets."""
    report = control_report(replace(CONTROL, people=(replace(CONTROL.people[0], last_name=name, first_name=""),)))
    assert name.upper() in "".join(filter(str.isprintable, words(report).replace(" ", "")))
    assert len(sheets(report)) == 3


def test_fonts_are_embedded() -> None:
    """Reports are archival like every paper."""
    assert all(font.is_embedded for font in fonts(render_report(dialogue_report(GARDENS, FIGURES), STAMP)))
