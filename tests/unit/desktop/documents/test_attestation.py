"""What stands on the PASS attestation, for anybody and in any state."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.documents.attestation import GradedDay, Pause, accepted_sentence, render
from desktop.documents.typesetting import PdfStandard
from sync.domain.employers import EmployerKind
from tests.kit.papers import ALICE, GARDENS, STAMP, fonts, page_texts, sealed
from tests.kit.preflight import preflight
from tests.kit.tools import need


def text_of(*people: object) -> str:
    """The text of the file for these people, pages joined."""
    return " ".join(page_texts(render(people, STAMP)))  # type: ignore[arg-type] # tests pass attestations


@pytest.mark.parametrize(
    "item",
    [
        "Les Jardins du Grand Clos",
        "Atelier et chantier d’insertion (ACI)",
        "SIRET 853 471 205 00013",
        "12 chemin des Écluses",
        "Bâtiment B",
        "26000 – Valence",
        "assistance@passerelle.example",
        "PASS IAE n° 99999 21 00001",
        "du 08/02/2021 au 07/02/2023 inclus",
        "Serveur central de la Drôme",
        "0123456A",
        "décision d’agrément",
        "établi le 18/01/2021 par Bob Durand",
        "Mission locale de Valence",
        "MARTIN Alice",
        "promesse d’embauche",
        "L. 5132-1 à L. 5132-17 du code du travail",
        "il reste 724 jours",
        "Acceptée le 08/02/2021 (hors ligne, heure prouvée), reçue le 10/02/2021.",
        "Imprimé le 14/02/2021 à 10:12, heure de Paris",
        "Dernière synchronisation le 14/02/2021 à 09:42",
        "Page 1/1",
    ],
)
def test_the_attestation_carries_every_item(item: str) -> None:
    """Each item of the 2021 attestation is there, and ours beside them."""
    assert item in text_of(ALICE)


def test_the_number_is_found_by_the_usual_tool(tmp_path: Path) -> None:
    """`pdftotext` gives the number as people write it, with plain spaces."""
    need("pdftotext")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(render([ALICE], STAMP))
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    assert "99999 21 00001" in text


@pytest.mark.parametrize("name", ["Çağr\u0131", "Nguyễn", "Łukasz", "Ștefănescu", "Ōshima", "D’Ângelo", "Œuvrard"])
def test_names_keep_their_accents(name: str) -> None:
    """Any Latin letter of the people we serve is printed and copied as typed."""
    assert name in text_of(replace(ALICE, first_name=name))


@pytest.mark.parametrize(
    "name",
    [
        '#import "evil.typ": *',
        '#read("/etc/passwd")',
        "*Alice* _Bob_ = Titre",
        "$x^2$ \\ @ref <label>",
        "<b>Alice</b> &amp;",
        "](http://example.org)",
        '"; #panic()',
        "=1+1",
        "// rien /* rien */",
        "/Name (texte) Tj",
    ],
)
def test_what_was_typed_prints_literally(name: str) -> None:
    """No name is ever taken for markup, code, HTML or PDF."""
    hostile = replace(ALICE, first_name=name, employer=replace(GARDENS, name=name))
    assert text_of(hostile).count(name) >= 3


def test_invisible_controls_do_not_turn_the_line_around() -> None:
    """A direction override in a name leaves the rest of the paper readable."""
    assert "MARTIN Alice" in text_of(replace(ALICE, first_name="\u202eAl\u0007ice\n"))


def test_a_letter_no_font_has_does_not_spoil_the_batch() -> None:
    """An undrawable letter becomes a question mark, and the file is made."""
    assert "MARTIN Ali?e" in text_of(replace(ALICE, first_name="Ali\u5f20e"))


def test_a_requested_pass_never_shows_a_number() -> None:
    """Without a number the paper is provisional and says so, and nothing on it can be taken for a number."""
    text = text_of(replace(ALICE, number=None, accepted=GradedDay(on=date(2021, 2, 8), grade="claimed")))
    assert "PROVISOIRE – PASS demandé" in text
    assert "Attestation de PASS IAE" not in text
    assert "PASS IAE n°" not in text
    assert "99999" not in text
    assert "pas encore reçue par le serveur" in text


@pytest.mark.parametrize("number", ["", None])
def test_no_number_at_all_is_provisional(number: str | None) -> None:
    """An empty number counts as none."""
    assert "PROVISOIRE" in text_of(replace(ALICE, number=number))


def test_the_optional_items_may_be_absent() -> None:
    """A converted agreement has no diagnosis, and some people no identifier."""
    text = text_of(replace(ALICE, diagnosis=None, pole_emploi_id=""))
    assert "diagnostic" not in text
    assert "Identifiant Pôle emploi" not in text


def test_a_pause_shows_its_dates() -> None:
    """A suspension is named as on screen, with both days."""
    pause = Pause(starts_on=date(2021, 2, 10), ends_on=date(2021, 3, 9))
    assert "En pause (suspendu) du 10/02/2021 au 09/03/2021" in text_of(replace(ALICE, pauses=(pause,)))


def test_a_pass_to_come_and_a_pass_that_is_over_say_so() -> None:
    """Days left are told only while the PASS runs."""
    later = replace(ALICE, starts_on=date(2021, 3, 1), ends_on=date(2023, 2, 28), days_left=730)
    over = replace(ALICE, starts_on=date(2019, 1, 2), ends_on=date(2021, 1, 1), days_left=0)
    assert "pas encore commencé" in text_of(later)
    assert "terminé depuis le 01/01/2021" in text_of(over)
    assert "il reste" not in text_of(over)


@pytest.mark.parametrize(
    ("grade", "how"),
    [
        ("online", "en ligne"),
        ("proven", "hors ligne, heure prouvée"),
        ("claimed", "hors ligne, heure déclarée"),
        ("confirmed", "hors ligne, date confirmée par Bob Durand"),
    ],
)
def test_every_grade_has_its_words(grade: str, how: str) -> None:
    """The paper says how sure the day of the acceptance is."""
    accepted = GradedDay(on=date(2020, 11, 27), grade=grade, received_on=date(2020, 11, 29), confirmed_by="Bob Durand")
    assert accepted_sentence(accepted) == f"Acceptée le 27/11/2020 ({how}), reçue le 29/11/2020"


def test_a_day_confirmed_by_its_own_author_says_so() -> None:
    """Nobody vouches for themselves unnoticed (SYNC.md §7)."""
    accepted = GradedDay(
        on=date(2020, 11, 27), grade="confirmed", confirmed_by="Bob Durand", is_confirmed_by_author=True
    )
    assert "confirmée par Bob Durand, qui l’a saisie)" in accepted_sentence(accepted)


@pytest.mark.parametrize("kind", list(EmployerKind))
def test_every_kind_of_employer_has_a_paper(kind: EmployerKind) -> None:
    """No kind is without its words in full."""
    assert f"({kind})" in text_of(replace(ALICE, employer=replace(GARDENS, kind=kind)))


def test_the_same_paper_is_the_same_bytes() -> None:
    """Two prints of the same data at the same instant do not differ."""
    assert render([ALICE], STAMP) == render([ALICE], STAMP)


def test_a_batch_numbers_each_persons_pages() -> None:
    """Everybody's paper starts at page one and counts its own pages, long ones too."""
    long = replace(ALICE, last_name="Bob " * 90)
    pages = page_texts(render([ALICE, long, ALICE], STAMP))
    assert [page.rpartition("Page ")[2][:3] for page in pages] == ["1/1", "1/2", "2/2", "1/1"]
    assert "PASS IAE n° 99999 21 00001" in pages[2]


def test_a_name_without_a_space_stays_on_the_page() -> None:
    """A run no line can hold is broken instead of leaving the paper."""
    (text,) = page_texts(render([replace(ALICE, first_name="", last_name="X" * 90)], STAMP))
    assert text.count("X") >= 270


def test_a_file_for_nobody_is_refused() -> None:
    """There is no empty paper."""
    with pytest.raises(ValueError, match="at least one person"):
        render([], STAMP)


@pytest.mark.parametrize("standard", list(PdfStandard))
def test_every_font_is_bundled_and_embedded(standard: PdfStandard) -> None:
    """The file carries its fonts, and none came from this machine."""
    used = fonts(render([replace(ALICE, first_name="Nguyễn")], STAMP, standard))
    assert all(font.is_embedded for font in used)
    assert {font.name.partition("+")[2].partition("-")[0] for font in used} == {
        "AtkinsonHyperlegible",
        "NotoSans",
    }


@pytest.mark.parametrize(
    ("standard", "part"), [(PdfStandard.A_2A, b"2"), (PdfStandard.A_2B, b"2"), (PdfStandard.A_1B, b"1")]
)
def test_the_file_claims_its_standard(standard: PdfStandard, part: bytes) -> None:
    """The metadata names the archival profile, the language and the print date."""
    pdf = render([ALICE], STAMP, standard)
    assert b"<pdfaid:part>" + part in pdf
    assert b"(fr-FR)" in pdf
    assert b"(D:20210214091200" in pdf


def test_an_independent_validator_accepts_pdf_a_1b(tmp_path: Path) -> None:
    """PDFBox finds nothing to say against a batch with every state in it."""
    paper = tmp_path / "paper.pdf"
    pause = Pause(starts_on=date(2021, 2, 10), ends_on=date(2021, 3, 9))
    people = [sealed(ALICE), replace(ALICE, number=None, first_name="Nguyễn"), replace(ALICE, pauses=(pause,))]
    paper.write_bytes(render(people, STAMP, PdfStandard.A_1B))
    assert preflight(paper) == "valid"
