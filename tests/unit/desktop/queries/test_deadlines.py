"""Échéancier: each kind of day, in order, of the structures on screen only."""

from dataclasses import replace
from datetime import date

from desktop.queries import deadlines
from desktop.queries.deadlines import DueKind
from desktop.queries.lens import Lens


def test_each_kind_falls_due_on_its_last_day(lens: Lens) -> None:
    """Ends of PASS, of a pause, of a diagnosis and of the days in which a hire can be cancelled."""
    found = {(due.kind, due.last_name): due.on for due in deadlines.read(lens)}
    assert found[DueKind.PASS_ENDS, "Chauvet"] == date(2021, 3, 22)
    assert found[DueKind.PAUSE_ENDS, "Laborde"] == date(2021, 2, 14)
    assert found[DueKind.DIAGNOSIS_ENDS, "Abdellaoui"] == date(2021, 7, 12)
    assert found[DueKind.CANCELLATION_ENDS, "Faïk"] == date(2021, 2, 10)


def test_the_soonest_comes_first(lens: Lens) -> None:
    """Nothing of the past, and in the order of the calendar."""
    days = [due.on for due in deadlines.read(lens)]
    assert days == sorted(days)
    assert days[0] >= lens.today


def test_another_structure_has_no_deadline(lens: Lens) -> None:
    """The list holds the people of the chosen employers."""
    assert deadlines.read(replace(lens, employer_ids=("employer-other",))) == ()
