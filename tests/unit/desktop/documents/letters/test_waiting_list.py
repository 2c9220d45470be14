"""Who is asked whether still interested."""

from datetime import date

from desktop.documents.letters.letter import LetterKind
from desktop.documents.letters.waiting_list import Asker, Waiting, asking_letters, to_ask
from tests.kit.letters import ALICE_AT_HOME
from tests.kit.papers import GARDENS

TODAY = date(2021, 4, 1)


def waiting(name: str, since: date, asked_on: date | None = None) -> Waiting:
    """Somebody on the list."""
    return Waiting(
        job_application_id=name,
        candidate=name,
        recipient=ALICE_AT_HOME,
        applied_on=since,
        waiting_since=since,
        asked_on=asked_on,
    )


def test_the_longest_wait_comes_first_and_nobody_is_pestered() -> None:
    """Sixty days of silence make a letter: not fifty-nine, nor when a letter just left."""
    listed = [
        waiting("young", date(2021, 2, 1)),
        waiting("sixty", date(2021, 1, 31)),
        waiting("asked", date(2020, 6, 1), asked_on=date(2021, 3, 15)),
        waiting("asked long ago", date(2020, 6, 1), asked_on=date(2021, 1, 31)),
    ]
    assert [one.candidate for one in to_ask(listed, TODAY, 60)] == ["asked long ago", "sixty"]


def test_each_is_asked_by_letter_with_three_weeks_to_answer() -> None:
    """The last day is on the letter."""
    asker = Asker(sender=GARDENS, contact="04 75 00 00 01", signatory="Bob Durand")
    (letter,) = asking_letters([waiting("alice", date(2021, 1, 1))], asker, TODAY)
    assert (letter.kind, letter.answer_before) == (LetterKind.STILL_INTERESTED, date(2021, 4, 22))
