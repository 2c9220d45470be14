"""Vectors of prolongations: reasons, caps, window, what forbids them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sync.domain.passes import replay
from sync.domain.prolongation_rules import ProlongationWish, is_in_window, prolongation_faults
from sync.domain.prolongations import ProlongationRequest
from sync.domain.prolonging import refuse_if_closed, used_days
from sync.domain.rulebook import Rulebook
from tests.kit.conformance.lives import a_pass, a_prolongation, a_suspension
from tests.kit.conformance.words import Given, Mapped, acting, day, errors, text, verdict
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, DAVE, LONG_AGO, MISSION_LOCALE

_WORDS = {
    "prolongation_reason_unknown": ("reason", "reason_not_available"),
    "prolongation_starts_elsewhere": ("__all__", "start_must_be_pass_end"),
    "prolongation_too_short": ("end_at", "too_short"),
    "prolongation_too_long": ("end_at", "too_long:{latest}"),
}


def _length(given: Given, rules: Rulebook) -> dict[str, Any]:
    world = MemoryWorld()
    iae_pass = a_pass(day(given["pass"]["start_at"]), day(given["pass"]["initial_end_at"]))
    for index, earlier in enumerate(given["prior_prolongations"]):
        world.put(a_prolongation(iae_pass.ends_on, earlier["days"], key=str(index)))
        iae_pass = replay(iae_pass, world)
    wish = ProlongationWish(day(given["start_at"]), day(given["end_at"]), given["reason"])
    used = used_days(iae_pass, world)
    faults = list(prolongation_faults(wish, used, iae_pass, given["siae_kind"], rules.prolongations))
    needing = [rule.code for rule in rules.prolongations.reasons if rule.needs_prescriber]
    shown: dict[str, Any] = {"needs_prescriber_validation": given["reason"] in needing}
    if faults:
        found = errors(faults, _WORDS)
        return shown | {
            "form_accepted": False,
            "form_errors": found,
            "record_accepted": False,
            "record_error": found,
        }
    world.put(a_prolongation(iae_pass.ends_on, (wish.ends_on - wish.starts_on).days, key="asked"))
    return shown | {
        "form_accepted": True,
        "record_accepted": True,
        "pass_end_at": text(replay(iae_pass, world).ends_on),
    }


def _window(given: Given, rules: Rulebook) -> dict[str, Any]:
    is_open = is_in_window(day(given["pass_end_at"]), day(given["today"]), rules.prolongations)
    return {"is_open_to_prolongation": is_open}


def _can_be_prolonged(given: Given, rules: Rulebook) -> dict[str, Any]:
    today = day(given["today"])
    iae_pass = a_pass(day(given["pass"]["start_at"]), day(given["pass"]["end_at"]))
    world = MemoryWorld([ACI, DAVE, iae_pass])
    if given["case"] == "pending_request":
        world.put(
            ProlongationRequest(
                id="request-1",
                pass_id=iae_pass.id,
                job_seeker_id=DAVE.id,
                employer_id=ACI.id,
                organization_id=MISSION_LOCALE.id,
                prescriber_email="carol@ml.example",
                reason="RQTH",
                starts_on=iae_pass.ends_on,
                ends_on=iae_pass.ends_on + timedelta(days=30),
                created_at=LONG_AGO,
            )
        )
    elif given["case"] == "newer_pass_exists":
        newer = replace(a_pass(today, today + timedelta(days=729)), id="pass-2")
        world.put(newer)
    elif given["case"] == "suspended":
        world.put(a_suspension(text(today) or "", text(today) or ""))
    closed = verdict(lambda: refuse_if_closed(iae_pass, acting(rules, given["today"]), world))
    return {"can_be_prolonged": closed is None}


RULES: dict[str, Mapped] = {
    "can_be_prolonged": _can_be_prolonged,
    "prolongation_length_and_new_end": _length,
    "prolongation_window": _window,
}
