"""What the other screens read: Accueil, the record, jobs, PASS, À régler, structures."""

from datetime import date

from desktop.queries import home, inbox, job_descriptions, passes, record, structures
from desktop.queries.lens import Lens
from desktop.queries.standing import Verdict
from sync.domain.passes import PassState
from tests.kit import garden


def test_home_counts_what_there_is_to_do(lens: Lens) -> None:
    """Each line gives its number and names the first ones."""
    tasks = {task.code: task for task in home.read(lens).tasks}
    assert {code: task.count for code, task in tasks.items()} == {
        "new": 5,
        "unanswered": 5,
        "long_wait": 1,
        "cancellable": 2,
        "ends_soon": 1,
        "pause_ends": 1,
    }
    assert tasks["unanswered"].first[0].last_name == "Rousselin"
    assert tasks["long_wait"].total == 2


def test_home_tells_the_week_in_order(lens: Lens) -> None:
    """Last days to cancel and returns from a pause, soonest first."""
    week = home.read(lens).week
    assert [(event.code, event.on) for event in week] == [
        ("last_cancel_day", date(2021, 2, 10)),
        ("last_cancel_day", date(2021, 2, 12)),
        ("back_from_pause", date(2021, 2, 15)),
    ]


def test_record_of_a_candidate(lens: Lens) -> None:
    """Person, eligibility with its last day, comments and history newest first."""
    found = record.read(lens, "application-2")
    assert found is not None
    assert found.person.last_name == "Abdellaoui"
    assert found.eligibility.verdict is Verdict.VALID
    assert found.eligibility.last_day == date(2021, 7, 12)
    assert [line.kind for line in found.history] == ["transition", "received"]
    assert len(found.comments) == 1
    assert found.pass_card is None


def test_record_that_is_not_here(lens: Lens) -> None:
    """An application that left the replica has no record."""
    assert record.read(lens, "application-none") is None


def test_jobs_say_why_they_are_not_visible(lens: Lens) -> None:
    """The first job is open but not published."""
    job = job_descriptions.read(lens)[0]
    assert not job.is_visible
    assert dict(job.reasons) == {
        "accepts_applications": True,
        "is_open": True,
        "is_published": False,
        "is_complete": True,
    }


def test_jobs_count_waiting_applications_only(lens: Lens) -> None:
    """Decided applications no longer count."""
    counts = {job.id: job.applications for job in job_descriptions.read(lens)}
    assert counts["job-0"] == 4
    assert counts["job-4"] == 0


def test_passes_with_state_and_days_left(lens: Lens) -> None:
    """By name, with what they are today."""
    rows = passes.rows(lens)
    assert [row.last_name for row in rows] == ["Berthollet", "Chauvet", "Faïk", "Kowalski", "Laborde"]
    assert rows[1].card.ends_soon
    assert rows[4].card.state is PassState.SUSPENDED
    assert rows[4].card.paused_until == date(2021, 2, 14)


def test_one_pass_with_its_pause_and_hire(lens: Lens) -> None:
    """The record of a PASS names the reason of the pause, since this employer wrote it."""
    found = passes.read(lens, "pass-16")
    assert found is not None
    assert found.pauses[0].detail is not None
    assert found.pauses[0].detail.reason == "SICKNESS"
    assert found.hires[0].id == "application-16"
    assert found.standing is not None
    assert found.standing.is_last_hirer


def test_inbox_names_people_and_fields(lens: Lens) -> None:
    """A conflict lists its fields, a rejection leads to its application."""
    conflict, rejected = inbox.read(lens).opened
    assert (conflict.fields[0].name, conflict.fields[0].mine) == ("phone", "0639983346")
    assert conflict.application_id == "application-13"
    assert rejected.last_name == "Lefèvre-Roy"
    assert rejected.events[0].name == "process"


def test_structures_of_the_user(lens: Lens) -> None:
    """Only employers the user is an active member of."""
    assert [structure.employer.id for structure in structures.mine(lens)] == [garden.GARDEN.id]
