"""The ASP's fields, in its order, ready to copy."""

from dataclasses import replace

import pytest

from desktop.documents.asp_entry import Address, entry_lines, entry_report, split_address
from desktop.documents.report import render_report
from tests.kit.packs import ENTRY
from tests.kit.papers import GARDENS, STAMP, page_texts


@pytest.mark.parametrize(
    ("line", "address"),
    [
        (
            "12 bis chemin des Écluses",
            Address(number="12", extension="BIS", lane_type="chemin", lane_name="des Écluses"),
        ),
        ("4, rue du Marché", Address(number="4", lane_type="rue", lane_name="du Marché")),
        ("7B avenue de la Gare", Address(number="7", extension="B", lane_type="avenue", lane_name="de la Gare")),
        ("Lieu-dit Les Granges", Address(lane_type="lieu-dit", lane_name="Les Granges")),
        ("Les Granges", Address(lane_name="Les Granges")),
        ("3 Grand’Place", Address(number="3", lane_name="Grand’Place")),
        ("rue", Address(lane_name="rue")),
        ("", Address()),
    ],
)
def test_an_address_is_taken_apart(line: str, address: Address) -> None:
    """What is not recognised stays whole."""
    assert split_address(line) == address


def test_the_fields_follow_the_extranet() -> None:
    """Order, values as the extranet wants them, and what nobody told yet."""
    lines = entry_lines(ENTRY)
    assert [line.label for line in lines][:11] == [
        "Numéro de PASS IAE",
        "Début du PASS IAE",
        "Fin du PASS IAE",
        "Civilité",
        "Nom d’usage",
        "Nom de naissance",
        "Prénom",
        "Date de naissance",
        "Commune de naissance (code INSEE)",
        "NIR",
        "Numéro de voie",
    ]
    values = {line.label: line.value for line in lines}
    assert values["Numéro de PASS IAE"] == "999992100001"
    assert values["Fin du PASS IAE"] == "07/02/2023"
    assert values["Extension"] == "BIS"
    assert [line.label for line in lines if line.is_missing] == [
        "NIR",
        "Niveau de formation",
        "Sans ressources",
        "Reconnaissance de travailleur handicapé (RQTH)",
        "Obligation d’emploi (OETH)",
    ]


def test_pointless_fields_are_left_out() -> None:
    """An answer decides which questions follow, as on the extranet."""
    lines = entry_lines(
        replace(
            ENTRY,
            was_employed=True,
            former_employer_kind="Entreprise adaptée",
            is_registered=False,
            has_allowance=False,
            birth_commune="",
            birth_country="Maroc",
            birth_country_group="Hors Europe",
            pass_number=None,
        )
    )
    labels = {line.label for line in lines}
    assert {"Type d’employeur", "Pays de naissance", "Groupe de pays"} <= labels
    assert not labels & {"Sans emploi depuis", "Inscrit depuis", "RSA", "Commune de naissance (code INSEE)"}
    assert lines[0].is_missing


def test_the_sheet_fits_one_page() -> None:
    """It lies beside the keyboard."""
    (text,) = page_texts(render_report(entry_report(ENTRY, GARDENS), STAMP))
    assert "Nom de naissance Petit" in text
    assert "NIR à compléter" in text
