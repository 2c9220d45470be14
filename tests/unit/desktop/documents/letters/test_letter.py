"""Letters: the right sentences to the right person, in a window envelope."""

import pytest

from desktop.documents.letters.letter import LetterKind, Recipient, render_letters
from desktop.documents.typesetting import PdfStandard
from tests.kit.letters import letter
from tests.kit.papers import STAMP, fonts, page_texts


def words(kind: LetterKind, **facts: object) -> str:
    """A letter's text."""
    (text,) = page_texts(render_letters([letter(kind, **facts)], STAMP))
    return text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (LetterKind.RECEIVED, "Nous avons bien reçu votre candidature"),
        (LetterKind.WAITING_LIST, "nous la gardons en liste d’attente"),
        (LetterKind.STILL_INTERESTED, "toujours intéressé ?"),
        (LetterKind.REFUSED, "ne pouvons pas lui donner une suite favorable"),
        (LetterKind.ACCEPTED, "Votre contrat commence le 1er mars 2021 et se termine le 31 août 2021 inclus"),
        (LetterKind.PRESCRIBER_ANSWER, "Motif : Pas de poste ouvert en ce moment"),
    ],
)
def test_each_kind_says_its_own(kind: LetterKind, sentence: str) -> None:
    """Every letter has its sentences, its address, its date and its signature."""
    text = words(kind)
    for item in (sentence, "4 rue du Marché", "Valence, le 14 février 2021", "Bob Durand, conseiller", "au printemps"):
        assert item in text


def test_a_candidate_is_never_told_the_prescribers_reason() -> None:
    """The reason of a refusal goes to the sender; the candidate reads the counsellor's own words."""
    assert "Pas de poste ouvert" not in words(LetterKind.REFUSED)


def test_the_waiting_list_letter_has_a_slip() -> None:
    """It can be sent back by who has neither telephone nor mail."""
    text = words(LetterKind.STILL_INTERESTED)
    assert "avant le 7 mars 2021 inclus" in text
    assert "À renvoyer à" in text


def test_a_batch_mixes_kinds_and_recipients() -> None:
    """One file to print, a page a letter, in order."""
    pages = page_texts(render_letters([letter(kind, candidate=f"Alice {kind}") for kind in LetterKind], STAMP))
    assert len(pages) == len(LetterKind)
    assert "Alice prescriber-answer" in pages[-1]


def test_what_is_not_known_is_left_out() -> None:
    """No title, no job, no date makes a shorter letter, not a broken one."""
    text = words(
        LetterKind.PRESCRIBER_ANSWER,
        recipient=Recipient(name="Mission locale de Valence"),
        jobs="",
        reason="",
        outcome="",
        message="",
        hiring_starts_on=None,
    )
    assert "Madame, Monsieur," in text
    assert "Motif" not in text


@pytest.mark.parametrize("typed", ["#panic()", "*gras*", "<b>x</b>", "$x$", '#import "x.typ"', "Nguyễn Łukasz"])
def test_what_was_typed_prints_literally(typed: str) -> None:
    """A message, a name or an address is never markup."""
    text = words(LetterKind.REFUSED, message=typed, recipient=Recipient(name=typed, address_lines=(typed,)), jobs=typed)
    assert text.count(typed) == 4


@pytest.mark.parametrize("standard", list(PdfStandard))
def test_letters_are_archival(standard: PdfStandard) -> None:
    """Every standard on offer takes them, fonts embedded."""
    assert all(font.is_embedded for font in fonts(render_letters([letter(LetterKind.REFUSED)], STAMP, standard)))


def test_a_file_without_letters_is_refused() -> None:
    """There is no empty paper."""
    with pytest.raises(ValueError, match="at least one"):
        render_letters([], STAMP)
