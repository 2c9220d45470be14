"""What components write and read: dates, numbers, sentences for screen readers."""

from datetime import date

import pytest

from desktop.views.parts.comparison import Difference
from desktop.views.parts.date_field import parse_french_date
from desktop.views.parts.deck import Life, Pause, life_sentence
from desktop.views.parts.formats import french_count, grouped_pass_number, grouped_siret
from desktop.views.parts.progress import progress_words
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import Run, bold, plain
from desktop.views.parts.table import Cell


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("03/02/2021", date(2021, 2, 3)),
        (" 3/2/2021 ", date(2021, 2, 3)),
        ("03.02.2021", date(2021, 2, 3)),
        ("03022021", date(2021, 2, 3)),
        ("29/02/2021", None),
        ("3/2/21", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str, meant: date | None) -> None:
    """Slashes, points or nothing between; a day that does not exist is no date."""
    assert parse_french_date(typed) == meant


def test_numbers_are_grouped_with_spaces_that_never_break() -> None:
    """A SIRET reads 3 3 3 5, a PASS 5 2 5, a count by thousands; anything else is left as it is."""
    assert grouped_siret("85347120500013") == "853\u00a0471\u00a0205\u00a000013"
    assert grouped_siret("853") == "853"
    assert grouped_pass_number("999992100001") == "99999\u00a021\u00a000001"
    assert french_count(1234567) == "1\u00a0234\u00a0567"


def test_a_row_says_its_state_in_full() -> None:
    """The list shows « À l’étude », a screen reader hears the whole label and that nothing was sent yet."""
    row = Row("DIABATÉ Aminata", "Aide maraîchère", "processing", mark="local")
    assert row.sentence == "DIABATÉ Aminata, Candidature à l’étude, en attente d’envoi, Aide maraîchère"


def test_a_row_to_settle_says_so() -> None:
    """The red mark has words."""
    assert "à régler" in Row("KOWALSKI Łukasz", state="accepted", mark="danger").sentence


def test_a_cell_says_both_lines() -> None:
    """The second line of a cell is heard too."""
    assert Cell("Ouverte", "depuis hier").sentence == "Ouverte, depuis hier"


def test_the_deck_says_everything_it_draws() -> None:
    """Dates, the pause that was asked for, and the end it gives."""
    pause = Pause(date(2021, 2, 3), date(2021, 5, 28), unsent=True)
    life = Life(date(2020, 9, 14), date(2022, 9, 13), date(2021, 2, 9), (pause,), date(2023, 1, 5))
    said = life_sentence(life)
    assert "PASS du 14/09/2020 au 13/09/2022" in said
    assert "pause demandée du 03/02/2021 au 28/05/2021" in said
    assert "nouvelle fin le 05/01/2023, 114 jours plus tard" in said


def test_progress_tells_what_remains() -> None:
    """Seconds, then minutes; nothing while no time can be told."""
    assert progress_words(310, 500, 20) == "310 sur 500, encore 20\u00a0s"
    assert progress_words(310, 500, 150) == "310 sur 500, encore 2\u00a0min"
    assert progress_words(310, 500, None) == "310 sur 500"


def test_runs_are_plain_text() -> None:
    """Markup in data is shown, never obeyed."""
    assert plain(("du ", bold("<b>15/02/2021</b>"))) == "du <b>15/02/2021</b>"
    assert bold("x") == Run("x", bold=True)


def test_nothing_is_kept_before_the_person_chose() -> None:
    """A difference without a choice keeps neither side."""
    one = Difference("phone", "Téléphone", "1", "2", "3")
    assert one.kept == ""
    assert Difference("phone", "Téléphone", "1", "2", "3", "mine").kept == "2"
