"""Vectors of cancellations: when a hire can be cancelled and what becomes of its PASS."""

from dataclasses import replace
from typing import Any

from sync.domain.commands import decide
from sync.domain.hiring import CancelHire
from sync.domain.job_applications import ApplicationState, EmployeeRecord, JobApplication
from sync.domain.passes import Pass, PassOrigin, default_end
from sync.domain.rulebook import Rulebook
from tests.kit.conformance.lives import a_pass
from tests.kit.conformance.words import Given, Mapped, acting, instant, verdict
from tests.kit.people import ACI, application, small_world


def _cancel(given: Given, rules: Rulebook) -> dict[str, Any]:
    context = acting(rules, "2026-06-15")
    assert context.issuance
    number = context.issuance.pass_number(rules, context.today)
    iae_pass = replace(
        a_pass(context.today, default_end(context.today, rules), number),
        origin=PassOrigin(given.get("origin", "hire")),
    )
    hire = application(state=ApplicationState.ACCEPTED, hiring_starts_on=context.today, pass_id=iae_pass.id)
    world = small_world(hire, iae_pass, *_records(given))
    violation = verdict(lambda: decide(CancelHire(job_application_id=hire.id), context, world))
    if violation is not None:
        return {"can_be_cancelled": False, "error": "refused_by_rule"}
    cancelled = world.get(JobApplication, hire.id)
    assert cancelled
    has_record = given["employee_record_status"] is not None
    return {
        "can_be_cancelled": True,
        "state": str(cancelled.state),
        "pass_deleted": not world.find(Pass),
        "kept_in_cancelled_passes": context.issuance.pass_number(rules, context.today) > number,
        "employee_record_deleted": not world.find(EmployeeRecord) if has_record else None,
    }


def _records(given: Given) -> list[EmployeeRecord]:
    """Whether the ASP was ever told is a matter of the record's history, not of its status."""
    history = given.get("employee_record_history", "no record")
    if given.get("employee_record_status") is None:
        return []
    was_sent = not any(words in history for words in ("never sent", "not yet sent", "created only"))
    return [
        EmployeeRecord(
            id="record-1",
            job_application_id="application-1",
            employer_id=ACI.id,
            was_sent=was_sent,
            created_at=instant("2026-06-01"),
        )
    ]


def _pass_deleted(given: Given, rules: Rulebook) -> dict[str, Any]:
    context = acting(rules, "2026-06-15")
    iae_pass = a_pass(context.today, default_end(context.today, rules))
    hires = [
        application(
            id=f"application-{index}",
            state=ApplicationState.ACCEPTED,
            hiring_starts_on=context.today,
            pass_id=iae_pass.id,
        )
        for index in range(given["accepted_applications_on_pass"])
    ]
    world = small_world(iae_pass, *hires)
    decide(CancelHire(job_application_id="application-0"), context, world)
    return {"pass_deleted": not world.find(Pass)}


RULES: dict[str, Mapped] = {
    "cancel_hire": _cancel,
    "pass_deleted_on_cancel": _pass_deleted,
}
