"""What the rules stand on: dates, identifiers, permissions, the registry of commands, errors."""

import ast
import statistics
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sync.domain import all_commands
from sync.domain.calendar import (
    add_days,
    add_months,
    add_months_to_instant,
    overlaps,
    paris_date,
    start_of_paris_day,
)
from sync.domain.commands import Policy, all_command_types, command_type, command_type_of, plain
from sync.domain.conflicts import merge
from sync.domain.errors import EnvironmentFault, RuleViolation, refuse_first
from sync.domain.identifiers import check_birth, check_nir, next_pseudo_siret
from sync.domain.ids import derived_id, uuid7
from sync.domain.permissions import PERMISSIONS, Role, permit
from sync.domain.undo import Void
from tests.kit.people import (
    ACI,
    ALICE,
    BOB,
    CAROL,
    EI,
    ERIN,
    MISSION_LOCALE,
    NOON,
    ORIENTEUR,
    RULES_2021,
    actor,
    context,
    prescriber_membership,
    small_world,
)

DOMAIN = Path(__file__).resolve().parents[3] / "sync" / "domain"


def test_the_day_is_paris_s() -> None:
    """Half past eleven at night in UTC is already tomorrow there; the day begins at its midnight."""
    late = datetime(2021, 2, 8, 23, 30, tzinfo=UTC)
    assert paris_date(late) == date(2021, 2, 9)
    assert context(now=late).today == date(2021, 2, 9)
    assert start_of_paris_day(date(2021, 2, 9)) == datetime(2021, 2, 8, 23, tzinfo=UTC)
    assert start_of_paris_day(date(2021, 7, 14)) == datetime(2021, 7, 13, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2021, 1, 31), -1, date(2020, 12, 31)),
        (date(2021, 12, 1), 1, date(2022, 1, 1)),
    ],
)
def test_months_end_where_they_must(start: date, months: int, end: date) -> None:
    """The same day, or the last of a shorter month; instants keep their time."""
    assert add_months(start, months) == end
    instant = datetime(start.year, start.month, start.day, 9, 30, tzinfo=UTC)
    assert add_months_to_instant(instant, months) == datetime(end.year, end.month, end.day, 9, 30, tzinfo=UTC)


def test_days_and_overlaps() -> None:
    """Both ends inclusive."""
    first, second = date(2021, 2, 8), date(2021, 2, 10)
    assert add_days(first, 2) == second
    assert add_days(second, -2) == first
    assert overlaps(first, second, second, second)
    assert overlaps(second, second, first, second)
    assert not overlaps(first, first, second, second)


def test_ids_are_time_ordered_or_derived() -> None:
    """Version 7 sorts by time; version 5 is the same on both sides."""
    early, late = uuid7(NOON, bytes(10)), uuid7(NOON + timedelta(seconds=1), bytes(10))
    assert early < late
    assert (early[14], early[19]) == ("7", "8")
    assert uuid7(NOON, b"\xff" * 12) == "0177814c-5780-7fff-bfff-ffffffffffff"
    assert uuid7(NOON, bytes(range(1, 11))) == "0177814c-5780-7102-8304-05060708090a"
    assert uuid7(NOON.replace(microsecond=999_999), bytes(10)).startswith("0177814c-5b67-7")
    assert derived_id("a", "b") == derived_id("a", "b") != derived_id("ab")
    assert context().new_id("x") == derived_id("command-1", "x")


def test_merging_a_form() -> None:
    """Their untouched fields take mine; what both changed is disputed; a field I never saw is mine."""
    merged = merge({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 2, "c": 2, "d": 2}, {"a": 1, "b": 3, "c": 2, "d": 1})
    assert merged.kept == {"a": 2, "d": 2}
    assert merged.disputed == ("b",)


def test_values_travel_plainly() -> None:
    """As JSON has them."""
    assert plain(date(2021, 2, 8)) == "2021-02-08"
    assert plain(("a", "b")) == ["a", "b"]
    assert plain(3) == 3


def test_violations_and_faults_tell_their_code_and_facts() -> None:
    """Facts cannot be changed afterwards; a form's first fault is the one raised."""
    facts = {"limit": 3}
    violation = RuleViolation("too_many", facts)
    facts["limit"] = 4
    assert (str(violation), dict(violation.facts)) == ("too_many {'limit': 3}", {"limit": 3})
    assert str(RuleViolation("plain")) == "plain"
    fault = EnvironmentFault("disk_full", {"kept": "all"})
    assert (fault.code, dict(fault.facts)) == ("disk_full", {"kept": "all"})
    refuse_first([])
    with pytest.raises(RuleViolation, match="first"):
        refuse_first([RuleViolation("first"), RuleViolation("second")])


def test_the_registry_is_complete_and_consistent() -> None:
    """Every name has frozen args; subjects and expectations name fields that exist."""
    kinds = all_command_types()
    assert [(kind.name, kind.version) for kind in kinds] == sorted((kind.name, kind.version) for kind in kinds)
    assert len({kind.name for kind in kinds}) == len(kinds) >= 46
    for kind in kinds:
        assert command_type(kind.name, kind.version) is kind
        assert is_dataclass(kind.args_type)
        if kind.subject is not None:
            assert kind.subject_field in kind.args_type.__annotations__
            named = {*kind.expects, *kind.wanted}
            assert named <= set(kind.subject.__annotations__)
        assert kind.decide.__doc__
    assert command_type("unheard.of", 1) is None
    assert command_type_of(Void(entry_id="1")).name == "void"
    assert {kind.policy for kind in kinds} == set(Policy)
    assert all_commands.ACTS


# The rows of DOMAIN.md §5, in order: member, admin, authorised prescriber, orienteur, staff.
_TABLE = {
    "decide": "xx...",
    "suspend": "xx...",
    "diagnose": "xx...",
    "edit_job_descriptions": "xx...",
    "block_applications": "xx...",
    "edit_job_seeker": "xx...",
    "invite": "xx...",
    "declare_prolongation": "xx...",
    "manage_members": ".x...",
    "create_sister": ".x...",
    "edit_employer": ".x...",
    "send_application": "xxxx.",
    "diagnose_when_sending": "..x..",
    "validate_prolongation": "..x..",
    "send_for_job_seeker": "....x",
    "reset_application": "....x",
    "issue_pass_manually": "....x",
    "import_agreements": "....x",
    "authorize_organization": "....x",
}


@pytest.mark.parametrize("act", _TABLE)
def test_permissions(act: str) -> None:
    """Each cell of the table, decided for a person in that role; the system may all."""
    world = small_world(prescriber_membership(BOB, ORIENTEUR))
    people = [
        context(ERIN),
        context(ALICE),
        context(CAROL),
        context(BOB),
        context(actor=actor(BOB, is_staff=True)),
    ]
    places = [ACI.id, ACI.id, None, None, None]
    organizations = [None, None, MISSION_LOCALE.id, ORIENTEUR.id, None]
    allowed = ""
    for who, employer_id, organization_id in zip(people, places, organizations, strict=True):
        try:
            permit(act, who, world, employer_id=employer_id, organization_id=organization_id)
        except RuleViolation as violation:
            allowed += "." if (violation.code, violation.facts["act"]) == ("not_entitled", act) else "?"
        else:
            allowed += "x"
    assert allowed == _TABLE[act]
    permit(act, context(actor=actor(BOB, is_system=True)), world)


def test_the_table_of_permissions_is_whole() -> None:
    """No act beside it, and roles nobody left behind."""
    assert set(PERMISSIONS) == set(_TABLE)
    assert frozenset().union(*PERMISSIONS.values()) == set(Role)


def test_rights_belong_to_a_place() -> None:
    """An organisation one is no member of, one that is not known, another employer."""
    world = small_world()
    for place in ({"organization_id": MISSION_LOCALE.id}, {"organization_id": "unknown"}, {"employer_id": EI.id}):
        with pytest.raises(RuleViolation, match="not_entitled"):
            permit("send_application", context(ALICE), world, **place)


def test_pseudo_sirets_count_down() -> None:
    """From 00999; when all are taken, that is said."""
    assert next_pseudo_siret("265701342", []) == "26570134200999"
    assert next_pseudo_siret("265701342", ["26570134200999", "26570134200998"]) == "26570134200997"
    everything = [f"265701342{nic:05d}" for nic in range(1, 1000)]
    assert next_pseudo_siret("265701342", everything[1:]) == "26570134200001"
    with pytest.raises(RuleViolation, match="pseudo_sirets_exhausted"):
        next_pseudo_siret("265701342", everything)
    with pytest.raises(RuleViolation, match="siren_invalid"):
        next_pseudo_siret("1", [])


def test_social_security_numbers_of_corsica() -> None:
    """2A and 2B count as digits in the key; a wrong key or month is refused."""
    key = 97 - int("2930119004005") % 97
    assert check_nir(f"293012a004005{key:02d}") == f"293012A004005{key:02d}"
    for wrong in ("141068078200556", "141138078200557"):
        with pytest.raises(RuleViolation, match="nir_invalid"):
            check_nir(wrong)


def test_ages() -> None:
    """None in 2021, but nobody is born tomorrow."""
    assert check_birth(date(2021, 2, 8), date(2021, 2, 8), RULES_2021.job_seekers) == date(2021, 2, 8)
    with pytest.raises(RuleViolation, match="born_in_future"):
        check_birth(date(2021, 2, 9), date(2021, 2, 8), RULES_2021.job_seekers)


def functions() -> list[ast.FunctionDef]:
    """Every function of the domain."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in DOMAIN.glob("*.py")]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _length(function: ast.FunctionDef) -> int:
    """Lines of the body, docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_the_domain_reads_like_a_regulation() -> None:
    """Half of its functions have eight lines or fewer, none more than forty; no file exceeds three hundred."""
    lengths = [_length(function) for function in functions()]
    assert statistics.median(lengths) <= 8
    assert max(lengths) <= 40
    assert max(len(file.read_text(encoding="utf-8").splitlines()) for file in DOMAIN.glob("*.py")) <= 300
