"""Vectors of hires: transitions, dates, acceptance, cancellation, the waiting period."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sync.domain import all_commands
from sync.domain.commands import Context, decide
from sync.domain.contract import (
    can_print,
    contract_faults,
    is_cancellable,
    last_cancellation_day,
    move_faults,
    pass_end_faults,
)
from sync.domain.employers import Employer, EmployerKind
from sync.domain.hiring import Accept, PostponeHire, check_movable
from sync.domain.job_applications import ApplicationState, JobApplication, SenderKind
from sync.domain.passes import Pass, PassStanding, default_end, replay
from sync.domain.rulebook import Rulebook
from sync.domain.standing import check_waiting_period
from sync.domain.suspending import check_may_suspend
from sync.domain.suspensions import Suspension, SuspensionDetail
from tests.kit.conformance.criteria import made_by
from tests.kit.conformance.lives import a_pass, a_suspension, an_agreement, shown
from tests.kit.conformance.words import Given, Mapped, acting, day, errors, instant, maybe_day, text, verdict
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, DAVE, EI, MISSION_LOCALE, ORIENTEUR, application, small_world

assert all_commands
_OTHER_STATES = ("new", "processing", "postponed", "refused", "cancelled", "obsolete", "pool", "prior_to_hire")
_WORDS = {
    "transition_not_allowed": "transition_not_allowed",
    "pole_emploi_id_missing": "pe_status_missing",
    "in_waiting_period": "waiting_period",
    "diagnosis_missing": "diagnosis_missing",
    "hiring_date_missing": "hiring_date_missing",
    "hiring_after_pass_end": "pass_ends_before_hire",
}
_DATE_WORDS = {
    "hiring_date_missing": ("hiring_start_at", "required"),
    "hiring_end_missing": ("hiring_end_at", "required"),
    "hiring_starts_in_past": ("hiring_start_at", "start_in_past"),
    "hiring_starts_too_late": ("hiring_start_at", "start_too_far_ahead"),
    "hiring_after_pass_end": ("hiring_start_at", "start_after_pass_end"),
    "hiring_ends_before_start": ("__all__", "end_before_start"),
    "contract_too_long": ("__all__", "contract_longer_than_2_years"),
    "hiring_moved_too_far": ("hiring_start_at", "postponed_too_far"),
    "hiring_moved_past_pass": ("__all__", "start_not_before_pass_end"),
}
_SENDERS: dict[str, dict[str, Any]] = {
    "job_seeker": {"sender_kind": SenderKind.JOB_SEEKER, "sender_organization_id": None},
    "siae": {"sender_kind": SenderKind.EMPLOYER, "sender_organization_id": None, "sender_employer_id": ACI.id},
    "orienteur": {"sender_kind": SenderKind.PRESCRIBER, "sender_organization_id": ORIENTEUR.id},
    "auth": {"sender_kind": SenderKind.PRESCRIBER, "sender_organization_id": MISSION_LOCALE.id},
}
_DIAGNOSES = {
    "valid": "prescriber",
    "prescriber valid": "prescriber",
    "same SIAE valid": "same_siae",
    "other SIAE valid": "other_siae",
}


def _transition(given: Given, rules: Rulebook) -> dict[str, Any]:
    target = rules.target(given["transition"], given["from"])
    return {"allowed": target is not None, "to": target}


def _hiring_dates(given: Given, rules: Rulebook) -> dict[str, Any]:
    kind = given.get("siae_kind") or given["company_kind"]
    starts_on, ends_on = maybe_day(given["hiring_start_at"]), maybe_day(given["hiring_end_at"])
    until = maybe_day(given.get("existing_valid_pass_end"))
    iae_pass = a_pass(until - timedelta(days=729), until) if until else None
    faults = [
        *contract_faults(starts_on, ends_on, kind, day(given["today"]), rules),
        *pass_end_faults(starts_on, iae_pass, kind, rules),
    ]
    accepted = "accepted" if "siae_kind" in given else "dates_accepted"
    return {accepted: not faults, "errors": errors(faults, _DATE_WORDS)}


def _hired(given: Given, rules: Rulebook) -> tuple[MemoryWorld, Context]:
    """Alice's employer with dave's application in its state, his rights and other applications."""
    employer = replace(ACI, kind=EmployerKind(given["siae_kind"]))
    state = ApplicationState(given["application_state"])
    person = replace(
        DAVE,
        nir="141068078200557" if given.get("has_nir") else "",
        pole_emploi_id=_pole_emploi_id(given),
        lack_of_pole_emploi_id_reason=given["lack_of_pe_id_reason"].lower(),
    )
    world = small_world(employer, person, application(state=state, **_SENDERS[given["sender"]]))
    for other in _OTHER_STATES:
        world.put(application(id=f"other-{other}", employer_id=EI.id, state=ApplicationState(other)))
    _add_rights(given, world)
    return world, acting(rules, given["today"])


def _pole_emploi_id(given: Given) -> str:
    known: str = given.get("pole_emploi_id", "1234567A" if given.get("has_pe_id") else "")
    return known


def _add_rights(given: Given, world: MemoryWorld) -> None:
    today = instant(given["today"])
    if given["diagnosis"] != "none":
        made_at = today - timedelta(days=10)
        world.put(made_by(_DIAGNOSES[given["diagnosis"]], created_at=made_at))
    if "pe_agreement" in given:
        agreement = given["pe_agreement"]
        world.put(an_agreement(agreement, pole_emploi_id="1234567A"))
    if "existing_pass" in given:
        _add_pass(given, world)


def _add_pass(given: Given, world: MemoryWorld) -> None:
    existing = given["existing_pass"]
    ends_on = day(existing["end_at"])
    if "suspension" in given:
        starts, ends, reason = given["suspension"]
        pause = a_suspension(starts, ends)
        world.add(pause, SuspensionDetail(id=pause.id, employer_id=EI.id, reason=reason))
        ends_on -= pause.ends_on - pause.starts_on
    iae_pass = a_pass(day(existing["start_at"]), ends_on, existing.get("number", "999990012345"))
    replay(iae_pass, world)


def _accept(given: Given, rules: Rulebook) -> dict[str, Any]:
    world, context = _hired(given, rules)
    starts_on = maybe_day(given["hiring_start_at"])
    args = Accept(
        job_application_id="application-1",
        hiring_starts_on=starts_on,
        hiring_ends_on=starts_on + timedelta(days=90) if starts_on and rules.hiring.end_is_mandatory else None,
        pass_id="pass-new",
        is_hired_without_pass=given.get("hiring_without_approval", False),
    )
    violation = verdict(lambda: decide(args, context, world))
    if violation is not None:
        return {"outcome": "rejected", "error": _WORDS.get(violation.code, violation.code)}
    return _accepted(given, world)


def _accepted(given: Given, world: MemoryWorld) -> dict[str, Any]:
    accepted = world.get(JobApplication, "application-1")
    assert accepted
    iae_pass = world.get(Pass, accepted.pass_id) if accepted.pass_id else None
    dates = {"reused": iae_pass.id == "pass-1"} | shown(iae_pass) if iae_pass else None
    others = {state: str(_state(world, state)) for state in _OTHER_STATES}
    if "siae_kind" in given and "pole_emploi_id" in given:  # 2021 knows neither `reused` nor the later states
        others = {state: others[state] for state in ("new", "processing", "postponed", "refused", "cancelled")}
        dates = shown(iae_pass) if iae_pass else None
    elif dates:
        del dates["number"]
    return {
        "outcome": "accepted",
        "state": str(accepted.state),
        "pass": dates,
        "delivery_mode": str(accepted.pass_delivery),
        "diagnosis_linked": accepted.diagnosis_id is not None,
        "other_applications": others,
        "suspensions": [[text(one.starts_on), text(one.ends_on)] for one in world.find(Suspension)],
    }


def _state(world: MemoryWorld, before: str) -> ApplicationState:
    other = world.get(JobApplication, f"other-{before}")
    assert other
    return other.state


def _waiting(given: Given, rules: Rulebook) -> dict[str, Any]:
    employer = replace(ACI, kind=EmployerKind(given["company_kind"]))
    last = given["last_pass"]
    world = small_world(employer, a_pass(day(last["start_at"]), day(last["end_at"])))
    author, _, age = given["iae_diagnosis"].partition("_")
    if author != "none":
        made_at = instant(given["today"]) - timedelta(days=400 if age == "expired" else 10)
        world.put(made_by({"siae": "same_siae"}.get(author, author), created_at=made_at))
    is_authorized = given["sender_org"] == "authorized_prescriber"
    context = acting(rules, given["today"])
    violation = verdict(
        lambda: check_waiting_period(DAVE, employer, is_authorized=is_authorized, context=context, world=world)
    )
    return {"blocked": violation is not None}


def _days_since_start(given: Given, rules: Rulebook) -> dict[str, Any]:
    starts_on, today = day(given["hiring_start_at"]), day(given["today"])
    iae_pass = a_pass(starts_on, default_end(starts_on, rules))
    standing = PassStanding(
        id="standing", pass_id=iae_pass.id, employer_id=ACI.id, is_last_hirer=True, hiring_starts_on=starts_on
    )
    world = small_world(iae_pass, standing)
    context = acting(rules, given["today"])
    return {
        "hire_can_be_cancelled": is_cancellable(starts_on, today, rules),
        "cancellation_last_day": text(last_cancellation_day(starts_on, rules)),
        "pass_can_be_suspended_by_this_siae": _may(iae_pass, ACI, context, world),
        "pass_can_be_suspended_by_other_siae": _may(iae_pass, EI, context, world),
        "pass_pdf_downloadable": can_print(starts_on, today, rules),
    }


def _may(iae_pass: Pass, employer: Employer, context: Context, world: MemoryWorld) -> bool:
    return verdict(lambda: check_may_suspend(iae_pass, employer.id, context, world)) is None


def _postpone(given: Given, rules: Rulebook) -> dict[str, Any]:
    context = acting(rules, given["today"])
    starts_on = day(given["pass_start_at"])
    iae_pass = a_pass(starts_on, default_end(starts_on, rules))
    hire = application(
        state=ApplicationState(given["state"]),
        hiring_starts_on=day(given["current_hiring_start_at"]),
        pass_id=iae_pass.id,
    )
    new_start, new_end = day(given["new_hiring_start_at"]), maybe_day(given["new_hiring_end_at"])
    faults = list(move_faults(new_start, new_end, iae_pass, context.today, rules))
    found: dict[str, Any] = {
        "edit_possible": verdict(lambda: check_movable(hire, context)) is None,
        "dates_accepted": not faults,
        "errors": errors(faults, _DATE_WORDS),
    }
    if faults or not found["edit_possible"]:
        return found
    world = small_world(hire, iae_pass)
    args = PostponeHire(job_application_id=hire.id, hiring_starts_on=new_start, hiring_ends_on=new_end)
    decide(args, context, world)
    moved = world.get(Pass, iae_pass.id)
    assert moved
    dates = {"start_at": text(moved.starts_on), "end_at": text(moved.ends_on)}
    return found | {"pass_moved": moved != iae_pass, "pass": dates}


RULES: dict[str, Mapped] = {
    "accept_application": _accept,
    "days_since_hiring_start": _days_since_start,
    "hiring_date_on_accept": _hiring_dates,
    "new_pass_blocked_by_waiting_period": _waiting,
    "postpone_hiring_date": _postpone,
    "transition_allowed": _transition,
}
