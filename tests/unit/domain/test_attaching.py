"""Joining a CV to an application."""

import pytest

from sync.domain.attaching import AttachResume
from sync.domain.attachments import MOST_BYTES, Resume, check_content, check_size
from sync.domain.commands import Status, decide
from sync.domain.errors import RuleViolation
from sync.domain.job_applications import JobApplication
from tests.kit.deciding import refusal, the
from tests.kit.people import ALICE, BOB, application, context, small_world

RESUME = Resume(sha256="c0" * 32, size=4_000)
ATTACH = AttachResume(job_application_id="application-1", resume=RESUME)


def test_a_member_attaches_a_resume() -> None:
    """The row names the content and its size; the same again changes nothing."""
    world = small_world(application())
    decide(ATTACH, context(ALICE), world)
    row = the(JobApplication, world, "application-1")
    assert (row.resume_sha256, row.resume_size) == (RESUME.sha256, 4_000)
    assert decide(ATTACH, context(ALICE), world).status is Status.NOOP


def test_a_newer_resume_is_not_replaced_unseen() -> None:
    """The act rests on the CV its author saw."""
    world = small_world(application(resume_sha256="ab"))
    assert refusal(ATTACH, context(ALICE, expect={"resume_sha256": ""}), world).code == "changed_elsewhere"


def test_only_members_attach() -> None:
    """Bob works elsewhere."""
    assert refusal(ATTACH, context(BOB), small_world(application())).code == "not_entitled"


def test_a_resume_has_a_limit() -> None:
    """Inclusive, and the same for the act that names it."""
    check_size(MOST_BYTES)
    too_large = AttachResume(job_application_id="application-1", resume=Resume(sha256="ab", size=MOST_BYTES + 1))
    violation = refusal(too_large, context(ALICE), small_world(application()))
    assert (violation.code, violation.facts["limit"]) == ("resume_too_large", 5)


def test_a_resume_is_a_pdf() -> None:
    """Told by its first bytes, whatever its name."""
    check_content(b"%PDF-1.7 \n")
    with pytest.raises(RuleViolation) as caught:
        check_content(b"MZ")
    assert caught.value.code == "resume_not_pdf"
