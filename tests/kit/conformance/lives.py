"""Vectors of a PASS's life: its length, its state on a day, what is left of it, agreements and their conversion."""

from datetime import date, timedelta
from typing import Any

from sync.domain.agreements import Agreement
from sync.domain.issuing import converted
from sync.domain.passes import (
    Pass,
    default_end,
    is_in_progress,
    is_in_waiting_period,
    is_valid,
    remainder_ends_on,
    remaining_days,
    replay,
    state_at,
    waiting_period_ends_on,
)
from sync.domain.prolongation_rules import is_in_window
from sync.domain.prolongations import Prolongation
from sync.domain.rulebook import Rulebook
from sync.domain.standing import Standing, standing_of
from sync.domain.suspensions import Suspension
from tests.kit.conformance.words import Given, Mapped, acting, day, text
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, DAVE, LONG_AGO

_NOT_HERS = "9999999Z"


def a_pass(starts_on: date, ends_on: date, number: str = "999990012345") -> Pass:
    """A PASS of dave's without events."""
    return Pass(
        id="pass-1",
        job_seeker_id=DAVE.id,
        number=number,
        starts_on=starts_on,
        initial_ends_on=ends_on,
        ends_on=ends_on,
        created_at=LONG_AGO,
    )


def a_suspension(starts_on: str, ends_on: str, key: str = "s") -> Suspension:
    """A suspension of that PASS by alice's ACI."""
    return Suspension(
        id=f"suspension-{key}",
        pass_id="pass-1",
        job_seeker_id=DAVE.id,
        employer_id=ACI.id,
        starts_on=day(starts_on),
        ends_on=day(ends_on),
        created_at=LONG_AGO,
    )


def a_prolongation(starts_on: date, days: int, key: str = "p") -> Prolongation:
    """A prolongation of that PASS by a number of days."""
    return Prolongation(
        id=f"prolongation-{key}",
        pass_id="pass-1",
        job_seeker_id=DAVE.id,
        employer_id=ACI.id,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days),
        created_at=LONG_AGO,
    )


def an_agreement(given: Given, **fields: Any) -> Agreement:  # noqa: ANN401 - any field of an agreement
    """Dave's Pôle emploi agreement, with a vector's days."""
    assert DAVE.born_on
    defaults: dict[str, Any] = {
        "id": "agreement-1",
        "number": given.get("number", "641112012345"),
        "pole_emploi_id": DAVE.pole_emploi_id,
        "born_on": DAVE.born_on,
        "last_name": DAVE.last_name,
        "first_name": DAVE.first_name,
        "starts_on": day(given["start_at"]),
        "ends_on": day(given["end_at"]),
        "created_at": LONG_AGO,
    }
    return Agreement(**(defaults | fields))


def _default_end(given: Given, rules: Rulebook) -> dict[str, Any]:
    starts_on = day(given["start_at"])
    ends_on = default_end(starts_on, rules)
    return {"end_at": text(ends_on), "duration_days_inclusive": (ends_on - starts_on).days + 1}


def person_status(standing: Standing) -> str:
    """The word for where a person stands."""
    if standing.is_covered:
        return "VALID"
    if standing.waiting_until:
        return "IN_WAITING_PERIOD"
    return "NONE_FOUND" if standing.rules.edition.startswith("2021") else "NONE"


def _status(given: Given, rules: Rulebook) -> dict[str, Any]:
    today = day(given["today"])
    iae_pass = a_pass(day(given["pass"]["start_at"]), day(given["pass"]["end_at"]))
    pauses = [a_suspension(starts, ends, key=starts) for starts, ends in given.get("suspensions", [])]
    until = waiting_period_ends_on(iae_pass.ends_on, rules)
    return {
        "state": state_at(iae_pass, pauses, today).name,
        "is_valid": is_valid(iae_pass, today),
        "is_in_progress": is_in_progress(iae_pass, today),
        "in_waiting_period": is_in_waiting_period(iae_pass.ends_on, today, rules),
        "waiting_period_end": text(until),
        "waiting_period_elapsed": today > until,
        "job_seeker_status": person_status(Standing((iae_pass,), (), today, rules)),
    }


def _remaining(given: Given, _rules: Rulebook) -> dict[str, Any]:
    today = day(given["today"])
    iae_pass = a_pass(day(given["pass"]["start_at"]), day(given["pass"]["end_at"]))
    pauses = [a_suspension(starts, ends, key=starts) for starts, ends in given["suspensions"]]
    return {
        "remaining_days": remaining_days(iae_pass, pauses, today),
        "remainder_as_date": text(remainder_ends_on(iae_pass, pauses, today)),
    }


def _life(given: Given, rules: Rulebook) -> dict[str, Any]:
    today = day(given["today"])
    iae_pass = a_pass(day(given["start_at"]), day(given["initial_end_at"]))
    world = MemoryWorld([iae_pass])
    for index, event in enumerate(given["operations"]):
        if event["op"] == "suspension":
            world.put(a_suspension(event["start_at"], event["end_at"], key=str(index)))
        else:
            world.put(a_prolongation(iae_pass.ends_on, event["days"], key=str(index)))
        iae_pass = replay(iae_pass, world)
    pauses = world.find(Suspension)
    return {
        "end_at": text(iae_pass.ends_on),
        "state": state_at(iae_pass, pauses, today).name,
        "remaining_days": remaining_days(iae_pass, pauses, today),
        "remainder_as_date": text(remainder_ends_on(iae_pass, pauses, today)),
        "in_waiting_period": is_in_waiting_period(iae_pass.ends_on, today, rules),
        "waiting_period_end": text(waiting_period_ends_on(iae_pass.ends_on, rules)),
        "open_to_prolongation": is_in_window(iae_pass.ends_on, today, rules.prolongations),
    }


def _agreement_status(given: Given, rules: Rulebook) -> dict[str, Any]:
    world = MemoryWorld([DAVE, an_agreement(given["agreement"])])
    standing = standing_of(DAVE, acting(rules, given["today"]), world)
    return {
        "job_seeker_status": person_status(standing),
        "diagnosis_considered_made_outside": standing.valid_agreement is not None,
    }


def _matching(given: Given, rules: Rulebook) -> dict[str, Any]:
    today = day(given["today"])
    dates = {"start_at": given["today"], "end_at": text(today + timedelta(days=365))}
    others: dict[str, dict[str, Any]] = {
        "pe_id_only": {"born_on": date(1970, 1, 1)},
        "birthdate_only": {"pole_emploi_id": _NOT_HERS},
        "neither": {"born_on": date(1970, 1, 1), "pole_emploi_id": _NOT_HERS},
        "names_only": {"born_on": date(1970, 1, 1), "pole_emploi_id": _NOT_HERS},
        "both": {},
    }
    agreement = an_agreement(dates, **others[given["match_on"]])
    world = MemoryWorld([DAVE, agreement])
    return {"job_seeker_status": person_status(standing_of(DAVE, acting(rules, given["today"]), world))}


def _conversion(given: Given, rules: Rulebook) -> dict[str, Any]:
    agreement = an_agreement(given["agreement"])
    made = converted(agreement, DAVE.id, "pass-1", acting(rules, given["today"]))
    return {
        "pass": shown(made),
        "covid_extension_months": (made.ends_on.year - agreement.ends_on.year) * 12
        + made.ends_on.month
        - agreement.ends_on.month,
    }


def shown(iae_pass: Pass) -> dict[str, Any]:
    """A PASS as vectors show it."""
    return {
        "number": iae_pass.number,
        "start_at": text(iae_pass.starts_on),
        "end_at": text(iae_pass.ends_on),
    }


RULES: dict[str, Mapped] = {
    "pass_default_end_date": _default_end,
    "pass_life": _life,
    "pass_remaining_days": _remaining,
    "pass_status_at": _status,
    "pole_emploi_agreement_matching": _matching,
    "pole_emploi_agreement_status_at": _agreement_status,
    "pole_emploi_agreement_to_pass": _conversion,
}
