"""Vectors of suspensions: their dates, who may suspend, the end they move, early return, the hire that ends them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sync.domain.errors import RuleViolation
from sync.domain.passes import Pass, PassStanding, default_end, replay
from sync.domain.rulebook import Rulebook
from sync.domain.suspending import check_may_suspend, end_at_hire
from sync.domain.suspension_rules import (
    Bounds,
    Wish,
    back_to_work_end,
    earliest_start,
    longest_end,
    suspension_faults,
)
from sync.domain.suspensions import Suspension, SuspensionDetail
from tests.kit.conformance.lives import a_pass, a_suspension
from tests.kit.conformance.words import Given, Mapped, acting, day, errors, maybe_day, text, verdict
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, EI

# code → (field, word) as the form of 2021 shows it; 2026 differs in what its database checks.
_WORDS = {
    "suspension_reason_unknown": ("reason", "reason_not_available"),
    "suspension_explanation_missing": ("reason_explanation", "explanation_required"),
    "suspension_in_future": ("start_at", "start_in_future"),
    "suspension_starts_too_early": ("start_at", "start_before_minimum:{earliest}"),
    "suspension_outside_pass": ("start_at", "start_outside_pass:{earliest}"),
    "suspension_ends_before_start": ("end_at", "end_before_start"),
    "suspension_end_missing": ("end_at", "end_missing"),
    "suspension_too_long": ("end_at", "too_long:{latest}"),
    "suspension_overlaps": ("start_at", "overlap"),
}
_WORDS_2026 = _WORDS | {
    "suspension_in_future": ("__all__", "start_in_future"),
    "suspension_overlaps": ("db", "overlap_db"),
}


def _accept_or_reject(given: Given, rules: Rulebook) -> dict[str, Any]:
    world, iae_pass = _world(given, rules)
    bounds = Bounds(
        iae_pass=iae_pass,
        others=tuple(world.find(Suspension)),
        hired_on=maybe_day(given.get("last_hiring_start_at")),
        employer_kind=given.get("siae_kind", "ACI"),
        today=day(given["today"]),
        rules=rules.suspensions,
    )
    shown: dict[str, Any] = {"min_start_at": text(earliest_start(bounds))}
    words = _WORDS if rules.edition.startswith("2021") else _WORDS_2026
    if given["end_at"] is None and not given.get("unknown_end_date"):
        missing = RuleViolation("suspension_end_missing", {"field": "ends_on"})
        return shown | {"accepted": False, "errors": errors([missing], words)}
    ends_on = maybe_day(given["end_at"]) or longest_end(day(given["start_at"]), rules.suspensions)
    asked = replace(a_suspension(given["start_at"], given["start_at"], key="asked"), ends_on=ends_on)
    faults = list(suspension_faults(asked, Wish(given["reason"], given["explanation"]), bounds))
    if faults:
        found: dict[str, Any] = dict(errors(faults, words))
        if "db" in found:  # the vectors write what the database says without a list
            found["db"] = found["db"][0]
        return shown | {"accepted": False, "errors": found}
    world.put(asked)
    replayed = replay(iae_pass, world)
    return shown | {"accepted": True, "end_at": text(ends_on), "pass_end_at": text(replayed.ends_on)}


def _world(given: Given, rules: Rulebook) -> tuple[MemoryWorld, Pass]:
    """The PASS with its suspensions. `end_at_before` is its end with them; else it has its default length."""
    starts_on = day(given["pass"]["start_at"])
    pauses = [a_suspension(starts, ends, key=starts) for starts, ends in given["existing_suspensions"]]
    moved = sum((pause.ends_on - pause.starts_on).days for pause in pauses)
    before = maybe_day(given["pass"].get("end_at_before"))
    initial = before - timedelta(days=moved) if before else default_end(starts_on, rules)
    world = MemoryWorld([*pauses])
    return world, replay(a_pass(starts_on, initial), world)


def _may_suspend(given: Given, rules: Rulebook) -> dict[str, Any]:
    today = day(given["today"])
    case = given["case"]
    days = {"not_started": 10, "expired": -1000}.get(case, -100)
    starts_on = today + timedelta(days=days)
    iae_pass = a_pass(starts_on, default_end(starts_on, rules))
    last = EI if case == "last_hire_elsewhere_siae" else ACI
    world = MemoryWorld([ACI, EI, iae_pass, *_standings(iae_pass, last.id)])
    if case == "already_suspended":
        world.put(a_suspension(text(today) or "", text(today) or ""))
    violation = verdict(lambda: check_may_suspend(iae_pass, ACI.id, acting(rules, given["today"]), world))
    return {"allowed": violation is None}


def _standings(iae_pass: Pass, last_employer_id: str) -> list[PassStanding]:
    """Both employers hired under the PASS from its first day; one of them did last. A GEIQ never does under a PASS."""
    return [
        PassStanding(
            id=f"standing-{employer.id}",
            pass_id=iae_pass.id,
            employer_id=employer.id,
            is_last_hirer=employer.id == last_employer_id,
            hiring_starts_on=iae_pass.starts_on,
        )
        for employer in (ACI, EI)
    ]


def _early_return(given: Given, _rules: Rulebook) -> dict[str, Any]:
    suspension = a_suspension(given["suspension"]["start_at"], given["suspension"]["end_at"])
    back_on = day(given["first_day_back_to_work"])
    if verdict(lambda: back_to_work_end(suspension, back_on)) is not None:
        return {"accepted": False, "new_suspension_end_at": None}
    return {"accepted": True, "new_suspension_end_at": text(back_to_work_end(suspension, back_on))}


def _ends_at_hire(given: Given, rules: Rulebook) -> dict[str, Any]:
    before, suspension = given["pass_before_suspension"], given["suspension"]
    pause = a_suspension(suspension["start_at"], suspension["end_at"])
    detail = SuspensionDetail(id=pause.id, employer_id=ACI.id, reason=suspension["reason"])
    world = MemoryWorld([pause, detail])
    iae_pass = replay(a_pass(day(before["start_at"]), day(before["end_at"])), world)
    end_at_hire(iae_pass, day(given["hiring_start_at"]), acting(rules, given["today"]), world)
    return {
        "suspensions_after": [[text(one.starts_on), text(one.ends_on)] for one in world.find(Suspension)],
        "pass_end_at": text(replay(iae_pass, world).ends_on),
    }


def _moves_end(given: Given, _rules: Rulebook) -> dict[str, Any]:
    iae_pass = a_pass(day(given["pass"]["start_at"]), day(given["pass"]["end_at"]))
    world = MemoryWorld([iae_pass])
    ends = []
    for step in given["steps"]:
        if step["op"] == "delete":
            world.remove(world.get(Suspension, f"suspension-{step['id']}"))
        else:
            world.put(a_suspension(step["start_at"], step["end_at"], key=step["id"]))
        iae_pass = replay(iae_pass, world)
        ends.append(text(iae_pass.ends_on))
    return {"pass_end_at_after_each_step": ends}


RULES: dict[str, Mapped] = {
    "can_be_suspended_by_siae": _may_suspend,
    "early_return_date": _early_return,
    "hire_ends_running_suspension": _ends_at_hire,
    "suspension_accept_reject": _accept_or_reject,
    "suspension_moves_pass_end": _moves_end,
}
