"""The Excel files other people's tools read."""

import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from desktop.documents.exports import (
    ApplicationLine,
    PassLine,
    Source,
    SuspensionLine,
    applications_workbook,
    passes_workbook,
)

NOW = datetime(2021, 2, 9, 9, 12, tzinfo=UTC)

ALICE = ApplicationLine(
    title="Mme",
    last_name="Martin",
    first_name="Alice",
    email="alice@example.org",
    phone="0639981234",
    born_on=date(1985, 4, 12),
    city="Valence",
    department="26000",
    employer_name="Les Jardins du Grand Clos",
    employer_kind="ACI",
    jobs="Manœuvre bâtiment",
    source=Source.AUTHORIZED_PRESCRIBER,
    prescriber_organization="Mission locale de Valence",
    prescriber_user="Bob Durand",
    applied_on=date(2021, 1, 18),
    state="Candidature acceptée",
    hiring_starts_on=date(2021, 2, 8),
    hiring_ends_on=None,
    refusal_reason="",
    is_eligible=True,
    is_open_to_control=False,
    pass_number="999992100001",
    pass_starts_on=date(2021, 2, 8),
    pass_ends_on=date(2023, 2, 7),
    pass_state="Valide",
)
ALICES_PASS = PassLine(
    pole_emploi_id="0123456A",
    last_name="Martin",
    first_name="Alice",
    born_on=date(1985, 4, 12),
    number="999992100001",
    starts_on=date(2021, 2, 8),
    ends_on=date(2023, 2, 7),
    post_code="07000",
    city="Privas",
    employer_post_code="26000",
    siret="85347120500013",
    employer_name="Les Jardins du Grand Clos",
    employer_kind="ACI",
    hiring_starts_on=date(2021, 2, 8),
    hiring_ends_on=date(2021, 8, 7),
)
ALICES_PAUSE = SuspensionLine(
    number="999992100001",
    starts_on=date(2021, 3, 1),
    ends_on=date(2021, 3, 31),
    reason="Congé de maternité",
    siret="85347120500013",
    employer_name="Les Jardins du Grand Clos",
)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """What an independent reader finds: the cells of each sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: list(map(list, book.get_sheet_by_name(name).to_python())) for name in book.sheet_names}


def parts(content: bytes) -> Iterator[str]:
    """The XML of each sheet and of the shared texts."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        yield from (archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_the_applications_have_the_platforms_25_columns() -> None:
    """Names and order are those of the national platform's file."""
    (header,) = sheets(applications_workbook([], NOW))["Candidatures"]
    assert ",".join(header) == (
        "Civilité candidat,Nom candidat,Prénom candidat,Email candidat,Téléphone candidat,"
        "Date de naissance candidat,Ville candidat,Département candidat,Nom structure employeur,"
        "Type employeur,Métiers,Source de la candidature,Nom organisation prescripteur,"
        "Nom utilisateur prescripteur,"
        "Date de la candidature,Statut de la candidature,Dates de début d’embauche,Dates de fin d’embauche,"
        "Motifs de refus,Éligibilité IAE validée,Eligible au contrôle,Numéro PASS IAE,Début PASS IAE,"
        "Fin PASS IAE,Statut PASS IAE"
    )
    assert len(header) == len(fields(ApplicationLine)) == 25


def test_an_application_lies_under_its_headers() -> None:
    """Texts are texts, days real days, yes and no are words, what is absent is empty."""
    header, row = sheets(applications_workbook([ALICE], NOW))["Candidatures"]
    cells = dict(zip(header, row, strict=True))
    assert cells["Date de naissance candidat"] == date(1985, 4, 12)
    assert cells["Téléphone candidat"] == "0639981234"
    assert cells["Source de la candidature"] == "Prescripteur habilité"
    assert cells["Éligibilité IAE validée"] == "oui"
    assert cells["Eligible au contrôle"] == "non"
    assert cells["Dates de fin d’embauche"] == ""
    assert cells["Numéro PASS IAE"] == "999992100001"
    assert cells["Fin PASS IAE"] == date(2023, 2, 7)


def test_the_pass_file_has_both_sheets() -> None:
    """PASS and suspensions, with Pôle emploi's column names; post codes keep their zero."""
    found = sheets(passes_workbook([ALICES_PASS], [ALICES_PAUSE], NOW))
    header, row = found["PASS IAE"]
    assert ",".join(header) == (
        "id_pole_emploi,nom,prenom,date_naissance,numero_pass_iae,date_debut_pass_iae,date_fin_pass_iae,"
        "code_postal,ville,code_postal_employeur,numero_siret,raison_sociale,type_siae,date_debut_embauche,"
        "date_fin_embauche"
    )
    assert row[7] == "07000"
    assert row[10] == "85347120500013"
    header, row = found["Suspensions"]
    assert ",".join(header) == (
        "numero_pass_iae,date_debut_suspension,date_fin_suspension,raison,numero_siret,raison_sociale"
    )
    assert row[:4] == ["999992100001", date(2021, 3, 1), date(2021, 3, 31), "Congé de maternité"]


@pytest.mark.parametrize(
    "typed",
    ["=1+1", '=HYPERLINK("http://example.org")', "+33639981234", "-1", "@SUM(A1)", " =1", "\t=1", "\uff1d1"],
)
def test_no_cell_begins_a_formula(typed: str) -> None:
    """What looks like a formula is a text with an apostrophe before it, here and in a CSV made from it."""
    content = applications_workbook([replace(ALICE, last_name=typed)], NOW)
    assert sheets(content)["Candidatures"][1][1] == f"'{typed.replace(chr(9), '')}"
    assert not any("<f>" in part or "<hyperlink" in part for part in parts(content))


@pytest.mark.parametrize("typed", ["http://example.org", "0012", "TRUE", "Ça\nva", "{=1}", "</t>&<b>"])
def test_any_other_text_stays_as_typed(typed: str) -> None:
    """Nothing becomes a link, a number or markup."""
    assert sheets(applications_workbook([replace(ALICE, jobs=typed)], NOW))["Candidatures"][1][10] == typed


def test_what_excel_cannot_hold_is_cut_or_dropped() -> None:
    """Control and broken characters go, an endless text ends with an ellipsis, an old day is a text."""
    line = replace(ALICE, jobs="a\x00b\ud800c\uffff", refusal_reason="é" * 40_000, born_on=date(1899, 12, 31))
    row = sheets(applications_workbook([line], NOW))["Candidatures"][1]
    assert row[10] == "abc"
    assert str(row[18]).endswith("é…")
    assert row[5] == "31/12/1899"


def test_the_same_lines_are_the_same_bytes() -> None:
    """An export can be compared with an earlier one."""
    assert applications_workbook([ALICE], NOW) == applications_workbook([ALICE], NOW)
