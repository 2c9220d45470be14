"""What papers and proofs read: criteria owed, a dossier's facts, the dialogue's counts, letters, the ASP sheet."""

from datetime import date

from desktop.queries import asp, dialogue, dossier, letters, person_data, proofs
from desktop.queries.figures import Period
from desktop.queries.lens import Lens
from sync.replica.workstation import Workstation

YEAR = Period(date(2020, 2, 10), date(2021, 2, 9))


def test_people_are_listed_once_with_what_their_eligibility_rests_on(lens: Lens) -> None:
    """A prescriber's criteria are shown and owed by nobody here; who has no ground is to be checked."""
    people = {person.job_seeker_id: person for person in proofs.people(lens)}
    assert people["person-0"].criteria == ("RSA",)
    assert not people["person-0"].is_own
    assert people["person-4"].must_check
    assert people["person-14"].pass_number == "999992001374"
    assert "person-6" not in people


def test_a_dossier_gathers_pauses_contract_and_history(lens: Lens, workstation: Workstation) -> None:
    """Of the PASS and its last hire; another employer's PASS is nobody's business."""
    facts = dossier.read(lens, workstation, "pass-16")
    assert facts is not None
    assert [pause.suspension.starts_on for pause in facts.attestation.record.pauses] == [date(2021, 1, 15)]
    assert (facts.contract_type, facts.weekly_hours) == ("CDDI", 26)
    assert [move.name for move in facts.moves] == ["process", "accept"]
    assert dossier.read(lens, workstation, "pass-unknown") is None


def test_the_dialogue_counts_a_period(lens: Lens, workstation: Workstation) -> None:
    """Entries by month, who is present on the last day, publics, pauses by reason, medians."""
    facts = dialogue.read(lens, workstation, YEAR)
    assert facts.entries_by_month == {"2020-06": 1, "2020-09": 1, "2021-02": 2}
    assert facts.present == 5
    assert (facts.publics["women"], facts.publics["men"]) == (1, 3)
    assert facts.suspensions == {"SICKNESS": 1}
    assert facts.median_delay_days == 2
    assert facts.median_waiting_days == 12


def test_contracts_are_counted_by_length(lens: Lens, workstation: Workstation) -> None:
    """Of those that ended in the period: all five run to the end of August."""
    facts = dialogue.read(lens, workstation, Period(date(2021, 8, 1), date(2021, 8, 31)))
    assert facts.exits_by_month == {"2021-08": 5}
    assert facts.durations == (0, 3, 1, 1)


def test_letters_say_who_sent_the_candidate(lens: Lens) -> None:
    """The organisation's name and the jobs asked for."""
    rows = letters.rows(lens, ["refused"])
    assert [(row.last_name, row.has_sender) for row in rows] == [("Şahin", True)]
    facts = letters.read(lens, rows[0].application_id)
    assert facts is not None
    assert facts.organization == "Pôle emploi Valclair"
    assert facts.jobs == ("Agent / Agente d’entretien",)


def test_the_asp_sheet_says_who_sent_the_employee(lens: Lens, workstation: Workstation) -> None:
    """As the extranet asks."""
    facts = asp.read(lens, workstation, "pass-14")
    assert facts is not None
    assert (facts.oriented_by, facts.is_spontaneous) == ("Mission locale du Val Clair", False)


def test_a_person_is_found_without_accents_and_read_whole(lens: Lens) -> None:
    """Their rows, and nobody else's."""
    found = person_data.people(lens, "faik")
    assert [row.last_name for row in found] == ["Faïk"]
    facts = person_data.read(lens, found[0].job_seeker_id)
    assert facts is not None
    assert {one.application.job_seeker_id for one in facts.applications} == {"person-5"}
    assert [iae_pass.id for iae_pass in facts.passes] == ["pass-5"]
    assert person_data.read(lens, "nobody") is None
