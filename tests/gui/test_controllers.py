"""What each screen's controller knows and does, on alice's workstation, without network."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.controllers.inbox import MINE, THEIRS
from desktop.controllers.jobs import JobFilter
from desktop.controllers.office import Office
from desktop.queries.filters import View
from desktop.queries.passes import PassFilter
from desktop.queries.record import Record
from desktop.texts import NBSP
from sync.engine.cycle import CycleKind
from sync.engine.status import StatusKind
from tests.kit.clocks import FakeClock


def opened(office: Office, application_id: str) -> Record:
    """The record of an application, on screen."""
    office.record.show()
    office.record.open(application_id)
    office.settle()
    assert office.record.record is not None
    return office.record.record


def studied(office: Office, application_id: str = "application-0") -> Record:
    """A record put under study just now."""
    opened(office, application_id)
    office.record.study()
    office.settle()
    return opened(office, application_id)


def test_the_status_is_computed_from_what_is_there(office: Office) -> None:
    """Without network and with two issues the pill asks to settle, the sentence tells the rest."""
    assert office.sync_once()
    assert office.sync.last is not None
    assert office.sync.last.kind is CycleKind.OFFLINE
    assert office.sync_state.status.kind is StatusKind.TO_SETTLE
    assert office.sync_state.pill_words == "2 à régler"
    assert "Hors ligne" in office.sync_state.sentence


def test_search_narrows_the_list_and_clearing_widens_it(office: Office) -> None:
    """The list follows what is typed."""
    office.applications.show()
    office.applications.set_text("diab")
    office.settle()
    assert list(office.applications.model.ids) == ["application-0"]
    office.applications.clear()
    office.settle()
    assert office.applications.count == 18


def test_a_question_is_answered_by_its_first_page_and_then_by_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a person sees does not wait for what they would have to scroll to."""
    monkeypatch.setattr("desktop.controllers.applications.PAGE_ROWS", 5)
    told = list[tuple[bool, int]]()
    office.applications.list_changed.connect(
        lambda: told.append((office.applications.is_whole, office.applications.count))
    )
    office.applications.show()
    office.settle()
    assert told == [(False, 5), (True, 18)]


def test_nothing_is_ticked_while_only_the_first_page_is_here(office: Office) -> None:
    """« Tout cocher » means all of them, or none."""
    office.applications.show()
    office.settle()
    office.applications.is_whole = False
    office.applications.check_all(on=True)
    assert office.applications.checked == set()


def test_a_hidden_list_reads_nothing(office: Office) -> None:
    """Acts on another screen cost this one nothing until it is shown."""
    office.applications.show()
    office.settle()
    office.applications.set_view(View.UNANSWERED)
    office.settle()
    before = office.applications.count
    office.applications.hide()
    studied(office, "application-11")
    office.applications.set_view(View.ALL)
    office.applications.show()
    office.settle()
    assert office.applications.count != before


def test_study_is_kept_here_and_can_be_undone(office: Office) -> None:
    """The record shows the act at once as unsent; Ctrl+Z within its seconds takes it back."""
    record = studied(office)
    assert (str(record.application.state), record.is_unsent) == ("processing", True)
    assert office.acts.notice is not None
    assert office.acts.notice.kind == "local"
    assert office.record.history[0].what == "Passée à l’étude par vous"
    office.acts.undo()
    office.settle()
    assert office.record.record is not None
    assert str(office.record.record.application.state) == "new"


def test_undo_ends_with_its_seconds(office: Office, clock: FakeClock) -> None:
    """After 30 seconds nothing is taken back."""
    studied(office)
    assert office.acts.undo_seconds == 30
    clock.advance(seconds=31)
    assert not office.acts.can_undo
    office.acts.undo()
    office.settle()
    assert office.record.record is not None
    assert str(office.record.record.application.state) == "processing"


def test_a_closed_verb_says_why(office: Office) -> None:
    """D on a new application explains instead of doing nothing."""
    opened(office, "application-0")
    office.record.do("refuse")
    assert office.acts.notice is not None
    assert office.acts.notice.kind == "bad"
    assert "Décliner" in office.acts.notice.strong or "étud" in office.acts.notice.strong


def test_verbs_follow_the_state(office: Office) -> None:
    """A new application offers to study; one under study offers the decisions."""
    opened(office, "application-0")
    assert [verb.code for verb in office.record.verbs] == ["process"]
    opened(office, "application-2")
    assert [verb.code for verb in office.record.verbs] == ["accept", "postpone", "refuse"]


def test_decline_needs_a_reason_and_may_close_the_job(office: Office) -> None:
    """« Pas de poste ouvert » offers to close the job in the same breath."""
    record = opened(office, "application-17")
    office.decline.open(record)
    office.settle()
    assert not office.decline.can_confirm
    office.decline.set_reason("no_position")
    office.settle()
    assert office.decline.may_close_job
    office.decline.closes_job = True
    office.decline.confirm()
    office.settle()
    office.jobs.show()
    office.settle()
    assert str(opened(office, "application-17").application.state) == "refused"
    assert [row.is_open for row in office.jobs.rows if row.id == "job-1"] == [False]


def test_a_draft_survives_its_dialog(office: Office) -> None:
    """Closing the dialog and coming back finds the same words."""
    record = opened(office, "application-17")
    office.decline.open(record)
    office.decline.set_answer("Bonjour, à bientôt.")
    office.settle()
    office.decline.open(record)
    assert office.decline.answer == "Bonjour, à bientôt."


def test_waiting_list(office: Office) -> None:
    """The candidate goes to the waiting list with a message."""
    office.postpone.open(opened(office, "application-17"))
    office.settle()
    office.postpone.confirm()
    office.settle()
    assert str(opened(office, "application-17").application.state) == "postponed"


def test_acceptance_shows_the_pass_before_confirming(office: Office) -> None:
    """The dates of the PASS come from the same rules; no number is ever predicted."""
    office.accept.open(opened(office, "application-2"))
    office.settle()
    hire = office.accept.hire
    assert hire is not None
    assert hire.iae_pass is not None
    assert (hire.iae_pass.starts_on, hire.iae_pass.ends_on) == (date(2021, 2, 9), date(2023, 2, 8))
    assert hire.iae_pass.number is None
    assert (hire.cancel_until, hire.print_from) == (date(2021, 2, 13), date(2021, 2, 14))
    office.accept.confirm()
    office.settle()
    record = opened(office, "application-2")
    assert record.pass_card is not None
    assert record.pass_card.is_requested


def test_acceptance_in_the_past_names_its_field(office: Office) -> None:
    """A hire yesterday is refused at the field of the first day."""
    office.accept.open(opened(office, "application-2"))
    office.accept.set_dates(date(2021, 2, 8), date(2021, 8, 8))
    office.settle()
    assert office.accept.field == "hiring_starts_on"
    assert office.accept.sentence
    assert office.accept.hire is None
    assert not office.accept.can_confirm


def test_acceptance_without_eligibility_says_so(office: Office) -> None:
    """No diagnosis, no PASS: the verb is closed with its reason."""
    studied(office, "application-4")
    assert office.record.reason_against("accept")


def test_cancel_a_hire_within_its_days(office: Office) -> None:
    """Noémie's hire can still be cancelled today."""
    opened(office, "application-5")
    assert office.record.last_cancellation_day_words == "10/02/2021"
    office.record.cancel_hire()
    office.settle()
    assert str(opened(office, "application-5").application.state) == "cancelled"


def test_comments(office: Office) -> None:
    """A comment is kept at once; an empty one is none."""
    opened(office, "application-2")
    office.record.comment("   ")
    office.record.comment("Rappeler jeudi.")
    office.settle()
    assert opened(office, "application-2").comments[0].body == "Rappeler jeudi."


def test_jobs_open_and_close(office: Office) -> None:
    """Closing a job keeps it in the list, dashed until it is sent."""
    office.jobs.show()
    office.settle()
    office.jobs.select("job-0")
    office.jobs.toggle_open()
    office.settle()
    assert office.jobs.current is not None
    assert (office.jobs.current.is_open, office.jobs.current.is_unsent) == (False, True)
    office.jobs.set_chip(JobFilter.OPEN)
    assert office.jobs.model.row_of("job-0") == -1
    office.jobs.set_chip(JobFilter.ALL)
    office.jobs.set_text("paysag")
    assert office.jobs.model.rowCount() == 1


def test_a_job_explains_why_it_is_not_visible(office: Office) -> None:
    """The unfulfilled condition says what to press."""
    office.jobs.show()
    office.settle()
    office.jobs.select("job-2")
    missing = [under for holds, _, under in office.jobs.checks if not holds]
    assert len(missing) == 1
    assert "Publier" in missing[0]


def test_suspension_shows_the_new_end_while_typing(office: Office) -> None:
    """28 May instead of 3 February: 114 days later; too long a pause is refused at its field."""
    office.passes.show()
    office.passes.select("pass-14")
    office.settle()
    assert office.passes.record is not None
    office.suspend.open(office.passes.record)
    office.suspend.set_dates(date(2021, 2, 3), date(2021, 5, 28))
    office.settle()
    assert office.suspend.new_end is not None
    assert (office.suspend.new_end.after, office.suspend.new_end.days) == (date(2023, 1, 5), 114)
    office.suspend.set_dates(date(2021, 2, 3), date(2021, 9, 28))
    office.settle()
    assert office.suspend.new_end is None
    assert "02/08/2021" in office.suspend.sentence


def test_suspension_is_certified_before_it_is_kept(office: Office) -> None:
    """Without reason and certificate nothing is recorded; with both the PASS is paused."""
    office.passes.show()
    office.passes.select("pass-14")
    office.settle()
    assert office.passes.record is not None
    office.suspend.open(office.passes.record)
    office.suspend.set_dates(date(2021, 2, 3), date(2021, 5, 28))
    office.suspend.confirm()
    office.settle()
    assert not office.passes.record.pauses
    office.suspend.set_reason("SICKNESS")
    office.suspend.set_certified(on=True)
    office.settle()
    office.suspend.confirm()
    office.settle()
    assert office.passes.record.card.iae_pass.ends_on == date(2023, 1, 5)
    assert office.passes.why_not_suspend


def test_lift_and_delete_give_different_ends(office: Office) -> None:
    """Deleting a pause gives the whole end back; lifting keeps the days already passed."""
    office.passes.show()
    office.passes.select("pass-16")
    office.settle()
    assert office.passes.record is not None
    pause = office.passes.record.pauses[0]
    assert office.passes.end_without(pause) == date(2022, 6, 7)
    office.passes.lift_suspension(pause.suspension.id)
    office.settle()
    assert office.passes.record.card.iae_pass.ends_on == date(2022, 7, 1)


def test_passes_by_chip_and_by_number(office: Office) -> None:
    """Chips and search find the same people as their counts say."""
    office.passes.show()
    office.settle()
    assert office.passes.count(PassFilter.SUSPENDED) == 1
    office.passes.set_text("20 01374")
    assert office.passes.model.rowCount() == 1
    office.passes.set_text("emilien")
    assert office.passes.model.rowCount() == 1


def test_the_attestation_waits_for_its_day(office: Office, tmp_path: Path) -> None:
    """Before the fifth day it says from when; afterwards it is set, kept, and never overwritten."""
    told: list[str] = []
    office.attestation.failed.connect(told.append)
    office.attestation.open("pass-5")
    office.settle()
    assert told == ["L’attestation pourra être imprimée dès le 11/02/2021."]
    office.attestation.open("pass-14")
    office.settle()
    assert office.attestation.pdf.startswith(b"%PDF-")
    assert len(office.attestation.pages) == 1
    for _ in range(2):
        office.attestation.save(tmp_path)
    office.settle()
    assert len(list(tmp_path.glob("*.pdf"))) == 2


def test_a_conflict_is_settled_field_by_field(office: Office) -> None:
    """My phone, their address: both choices are kept, and the issue is closed."""
    office.inbox.show()
    office.settle()
    office.inbox.select("issue-1")
    assert not office.inbox.is_complete
    office.inbox.choose("phone", MINE)
    office.inbox.choose("address_line_1", THEIRS)
    office.inbox.keep_choices()
    office.settle()
    assert [issue.issue.id for issue in office.inbox.inbox.opened] == ["issue-2"]
    assert office.inbox.settled_words(office.inbox.inbox.settled[0]).startswith("Votre saisie a été reprise, par vous")
    assert opened(office, "application-13").person.phone == "0639983346"


def test_a_rejected_decision_tells_why_and_is_closed(office: Office) -> None:
    """The sentence explains; keeping the present version closes the issue."""
    office.inbox.show()
    office.settle()
    office.inbox.select("issue-2")
    issue = office.inbox.current
    assert issue is not None
    assert "gardée" in office.inbox.explanation(issue)
    office.inbox.keep_current()
    office.settle()
    assert len(office.inbox.inbox.opened) == 1


def test_what_waits_is_named(office: Office) -> None:
    """Synchronisation lists the act, whom it is about, and where it stands."""
    studied(office)
    waiting = office.sync_state.waiting
    assert [(office.sync_state.act_label(act), act.about) for act in waiting] == [
        ("Candidature passée à l’étude", "DIABATÉ Aminata")
    ]
    assert "Annulable" in office.sync_state.act_outcome(waiting[0])


def test_home_in_words(office: Office) -> None:
    """Numbers agree with their nouns, dates read as people say them."""
    office.home.show()
    office.settle()
    lines = {line.opens: line for line in office.home.tasks}
    assert office.home.title == f"Mardi 9{NBSP}février"
    assert lines[View.UNANSWERED].title == f"candidats sans réponse depuis plus de 7{NBSP}jours"
    assert "jusqu’à demain soir" in lines[View.CANCELLABLE].detail


@pytest.mark.parametrize("chosen", ["employer-garden", ""])
def test_one_structure_is_shown_alone_or_with_all(office: Office, chosen: str) -> None:
    """With a single structure both views hold the same."""
    office.window.choose(chosen)
    office.applications.show()
    office.settle()
    assert office.applications.count == 18


def test_an_issue_names_the_rules_that_changed_meanwhile(office: Office) -> None:
    """Recorded under one edition, judged by another: the explanation gives both days."""
    office.inbox.show()
    office.settle()
    issue = office.inbox.inbox.opened[0] if office.inbox.inbox else None
    assert issue is not None
    changed = replace(issue, issue=replace(issue.issue, recorded_edition="2021-02-08", judged_edition="2026-08-21"))
    assert "08/02/2021" in office.inbox.explanation(changed)
    assert "21/08/2026" in office.inbox.explanation(changed)
    assert "21/08/2026" not in office.inbox.explanation(issue)


def test_an_issue_that_others_settle_says_so(office: Office) -> None:
    """Put to arbitration by its author, it shows why no button of theirs closes it."""
    office.inbox.show()
    office.settle()
    office.inbox.select("issue-2")
    assert office.inbox.why_not_settle == ""
    issue = office.inbox.current
    assert issue is not None
    others = replace(issue, may_settle=False)
    office.inbox.inbox = replace(office.inbox.inbox, opened=(others,))
    assert "administrateur" in office.inbox.why_not_settle
