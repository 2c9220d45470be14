"""Rulebooks are data: both editions, a third one, and what is refused of a wrong file."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sync.domain.answering import Refuse
from sync.domain.commands import decide
from sync.domain.contract import can_print, first_printing_day, last_cancellation_day
from sync.domain.hiring import Accept, CancelHire
from sync.domain.job_applications import ApplicationState, JobApplication
from sync.domain.passes import Pass, PassStanding
from sync.domain.records import build
from sync.domain.rule_lists import ReasonRule
from sync.domain.rulebook import Editions, HiringRules, Rulebook, parse
from sync.domain.suspending import Suspend
from sync.resources import path, read_text
from tests.kit.conformance.lives import a_pass
from tests.kit.deciding import refusal, the
from tests.kit.people import ACI, NOON, RULES, RULES_2021, RULES_2026, application, context, diagnosis, small_world

DOMAIN = Path(__file__).resolve().parents[3] / "sync" / "domain"
SOURCE = read_text("rulebook", "2021-02-08.toml")


def test_every_file_is_a_rulebook_named_after_its_edition() -> None:
    """Both ship."""
    names = {file.stem for file in path("rulebook").glob("*.toml")}
    assert {parse(read_text("rulebook", f"{name}.toml")).edition for name in names} == names
    assert set(RULES) == names


@pytest.mark.parametrize(
    ("rules", "counts"),
    [(RULES_2021, (4, 11, 7, 6, 10, 6)), (RULES_2026, (4, 14, 9, 12, 13, 5))],
    ids=lambda value: getattr(value, "edition", ""),
)
def test_the_lists_have_their_lengths(rules: Rulebook, counts: tuple[int, ...]) -> None:
    """Criteria by level, states, transitions, reasons shown to refuse and to suspend (DOMAIN.md §3)."""
    levels = [criterion.level for criterion in rules.criteria]
    refusals = [reason for reason in rules.refusal_reasons if reason.is_offered]
    pauses = [reason for reason in rules.suspensions.reasons if reason.is_offered]
    lengths = (levels.count(1), levels.count(2), len(rules.states), len(rules.transitions), len(refusals), len(pauses))
    assert lengths == counts


@pytest.mark.parametrize("rules", RULES.values(), ids=lambda rules: rules.edition)
def test_a_rulebook_agrees_with_itself(rules: Rulebook) -> None:
    """Codes are unique; arrows join states that exist; pairs and kinds name what exists."""
    states = {state.code for state in rules.states}
    assert all({*arrow.sources, arrow.target} <= states for arrow in rules.transitions)
    assert states <= set(ApplicationState)
    for codes in (
        [one.code for one in rules.states],
        [one.code for one in rules.transitions],
        [one.code for one in rules.refusal_reasons],
        [one.code for one in rules.criteria],
        [one.code for one in rules.suspensions.reasons],
        [one.code for one in rules.prolongations.reasons],
    ):
        assert len(set(codes)) == len(codes)
    for pair in rules.eligibility.exclusive_pairs:
        assert all(rules.criterion(code) for code in pair)
    kinds = [*rules.kinds.with_pass, *rules.kinds.without_pass, *rules.kinds.closed]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("rules", RULES.values(), ids=lambda rules: rules.edition)
def test_the_french_of_a_rulebook_is_well_set(rules: Rulebook) -> None:
    """Typographic apostrophes, no-break spaces before double signs."""
    text = read_text("rulebook", f"{rules.edition}.toml")
    shown = [line for line in text.splitlines() if '"' in line]
    assert not [line for line in shown if "'" in line or re.search(r" [:;?!»]", line)]


def test_labels() -> None:
    """A state or criterion of another edition keeps its code."""
    assert RULES_2021.state_label("processing") == "Candidature à l’étude"
    assert RULES_2021.state_label("pool") == "pool"
    assert RULES_2021.criterion("FLE") is None
    assert RULES_2021.state("pool") is None
    assert RULES_2021.target("add_to_pool", "new") is None
    assert RULES_2021.needs_pass("ACI")
    assert not RULES_2021.needs_pass("GEIQ")


def test_the_edition_in_force_is_the_last_begun() -> None:
    """Inclusive of its first instant; before all, the first."""
    begins = datetime(2026, 8, 21, tzinfo=UTC)
    editions = Editions.of([(begins, RULES_2026), (NOON, RULES_2021)])
    assert editions.at(datetime(2020, 1, 1, tzinfo=UTC)) is RULES_2021
    assert editions.at(datetime(2026, 8, 20, 23, 59, tzinfo=UTC)) is RULES_2021
    assert editions.at(begins) is RULES_2026


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("[hiring]", "[hirings]", "hirings: unknown key"),
        ("max_months = 6", "", "suspensions.max_months: missing key"),
        ("max_months = 6", 'max_months = "6"', "suspensions.max_months: int expected"),
        ("max_months = 6", "max_months = true", "suspensions.max_months: int expected"),
        ("extension_starts_on = 2020-03-17", "extension_starts_on = 2020-03-17T00:00:00Z", "date expected"),
        ('sources = ["new"]', 'sources = "new"', "transitions[0].sources: list expected"),
        ("[kinds]", "kinds = 3\n[other]", "unknown key"),
        ("level_2_needed = 3", "level_2_needed = 3\nlevel_2_needed_by_kind = 2", "dict expected"),
    ],
)
def test_a_wrong_file_names_the_key_at_fault(before: str, after: str, fault: str) -> None:
    """An edition is published as a whole or not at all."""
    assert before in SOURCE
    with pytest.raises(ValueError, match=re.escape(fault)):
        parse(SOURCE.replace(before, after, 1))


def test_nested_tables_must_be_tables() -> None:
    """A number where a table is meant."""
    with pytest.raises(ValueError, match="kinds: dict expected"):
        build(Rulebook, tomllib.loads(SOURCE) | {"kinds": 3})


def test_codes_of_closed_sets_are_checked() -> None:
    """A StrEnum takes its own values only; plain text, numbers and lists go through."""
    assert build(ReasonRule, {"code": "x", "label": "X", "only_kinds": ["ACI"]}).only_kinds == ("ACI",)
    assert build(JobApplication, {**_row(), "state": "new"}).state is ApplicationState.NEW
    with pytest.raises(ValueError, match="lost"):
        build(JobApplication, {**_row(), "state": "lost"})
    assert build(HiringRules, {"end_is_mandatory": True, "identifiers": []}).identifiers == ()


def _row() -> dict[str, object]:
    return {
        "id": "a",
        "job_seeker_id": "s",
        "employer_id": "e",
        "sender_kind": "employer",
        "created_at": NOON,
        "state_changed_at": NOON,
    }


def third_edition() -> Rulebook:
    """An edition nobody wrote code for: other numbers, lists and switches than both others."""
    text = SOURCE
    for before, after in (
        ('edition = "2021-02-08"', 'edition = "2030-01-01"'),
        ("days_after_start = 4", "days_after_start = 9"),
        ("[passes]\nmonths = 24", "[passes]\nmonths = 36"),
        ("max_months = 6", "max_months = 3"),
        ('sources = ["processing", "postponed"]\ntarget = "refused"', 'sources = ["new"]\ntarget = "refused"'),
        ('code = "did_not_come"', 'code = "never_seen"'),
        ("level_2_needed = 3", "level_2_needed = 1"),
        ('number_prefix = "99999"', 'number_prefix = "77777"'),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    return parse(text)


def test_a_third_edition_needs_only_a_file() -> None:
    """Every rule follows it: length and number of a PASS, cancellation, printing, refusal, suspension."""
    here = context(rules=third_edition())
    world = small_world(application(), diagnosis())
    hire = Accept(
        job_application_id="application-1",
        hiring_starts_on=date(2021, 2, 8),
        hiring_ends_on=date(2021, 8, 7),
        pass_id="pass-new",
    )
    decide(hire, here, world)
    assert (the(Pass, world).number, the(Pass, world).ends_on) == ("777772100001", date(2024, 2, 7))
    ninth = replace(here, now=datetime(2021, 2, 17, 9, tzinfo=UTC))
    decide(CancelHire(job_application_id="application-1"), ninth, world)
    assert last_cancellation_day(date(2021, 2, 8), here.rules) == date(2021, 2, 17)
    assert first_printing_day(date(2021, 2, 8), here.rules) == date(2021, 2, 18)
    new = small_world(application(state=ApplicationState.NEW))
    decide(Refuse(job_application_id="application-1", reason="never_seen", answer="Non"), here, new)


def test_a_third_edition_caps_suspensions_its_own_way() -> None:
    """Three months instead of six or thirty-six."""
    standing = PassStanding(
        id="s", pass_id="pass-1", employer_id=ACI.id, is_last_hirer=True, hiring_starts_on=date(2020, 6, 1)
    )
    world = small_world(a_pass(date(2020, 6, 1), date(2022, 5, 31)), standing)
    act = Suspend(
        suspension_id="x",
        pass_id="pass-1",
        employer_id=ACI.id,
        starts_on=date(2021, 2, 1),
        ends_on=date(2021, 5, 1),
        reason="SICKNESS",
    )
    violation = refusal(act, context(rules=third_edition()), world)
    assert (violation.code, violation.facts["latest"]) == ("suspension_too_long", date(2021, 4, 30))


def test_no_rule_asks_which_edition_it_is() -> None:
    """The name of an edition is shown, never compared."""
    sources = {file.name: file.read_text(encoding="utf-8") for file in DOMAIN.glob("*.py")}
    assert not [name for name, source in sources.items() if re.search(r"\.edition\b", source)]
    assert not [name for name, source in sources.items() if re.search(r"[\"']20\d\d-\d\d-\d\d[\"']", source)]


def test_the_attestation_prints_from_the_fifth_day_in_2021_and_at_any_time_in_2026() -> None:
    """The day is told before."""
    start = date(2021, 2, 8)
    assert first_printing_day(start, RULES_2021) == date(2021, 2, 13)
    assert first_printing_day(start, RULES_2026) is None
    assert last_cancellation_day(start, RULES_2026) is None
    assert not can_print(start, date(2021, 2, 12), RULES_2021)
    assert can_print(start, date(2021, 2, 13), RULES_2021)
    assert can_print(start, date(2021, 2, 1), RULES_2026)
    always = replace(RULES_2021, passes=replace(RULES_2021.passes, prints_after_cancellation_window=False))
    assert first_printing_day(start, always) is None
