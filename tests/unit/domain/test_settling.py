"""Settling the inbox: who may, and how an issue closes."""

from dataclasses import replace

import pytest

from sync.domain.commands import decide
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.settling import Settle
from tests.kit.deciding import ALREADY, refusal, the
from tests.kit.people import ACI, ALICE, BOB, ERIN, NOON, actor, context, small_world

SETTLE = Settle(issue_id="issue", how="mine")
ISSUE = InboxIssue(
    id="issue",
    kind=IssueKind.REJECTED,
    user_id=ERIN.id,
    employer_id=ACI.id,
    command_id="c",
    command_name="job_application.study",
    code="changed_elsewhere",
    acted_at=NOON,
    created_at=NOON,
)


def test_its_author_settles_an_issue_once() -> None:
    """When, how and by whom is kept; again is a noop."""
    world = small_world(ISSUE)
    assert refusal(SETTLE, context(ALICE), world).facts["act"] == "settle"
    decide(SETTLE, context(ERIN), world)
    closed = replace(ISSUE, closed_at=NOON, closed_how="mine", closed_by=ERIN.id)
    assert the(InboxIssue, world) == closed
    assert decide(replace(SETTLE, how="current"), context(ERIN), world) == ALREADY
    assert the(InboxIssue, world) == closed


@pytest.mark.parametrize("kind", [IssueKind.CONFIRMATION, IssueKind.ARBITRATION])
def test_administrators_settle_confirmations_and_arbitrations(kind: IssueKind) -> None:
    """Not their author as such, and no administrator of another employer."""
    world = small_world(replace(ISSUE, kind=kind))
    assert refusal(SETTLE, context(ERIN), world).code == "not_entitled"
    assert refusal(SETTLE, context(BOB), world).code == "not_entitled"
    decide(SETTLE, context(ALICE), world)
    orphan = small_world(replace(ISSUE, kind=kind, employer_id=None))
    assert refusal(SETTLE, context(ALICE), orphan).code == "not_entitled"


@pytest.mark.parametrize("kind", [IssueKind.REJECTED, IssueKind.ARBITRATION])
@pytest.mark.parametrize("right", ["is_staff", "is_system"])
def test_the_central_service_settles_all(kind: IssueKind, right: str) -> None:
    """Staff, and the system when the wanted state is reached elsewhere."""
    act = replace(SETTLE, how="reached")
    decide(act, context(actor=actor(BOB, **{right: True})), small_world(replace(ISSUE, kind=kind)))


def test_an_unknown_way_is_refused() -> None:
    """Of a newer program."""
    assert refusal(replace(SETTLE, how="coin"), context(ERIN), small_world(ISSUE)).code == "settlement_unknown"


@pytest.mark.parametrize("kind", [IssueKind.REJECTED, IssueKind.PARKED])
def test_asking_for_an_arbitration_hands_the_issue_over(kind: IssueKind) -> None:
    """It stays open, and its author no longer settles it alone."""
    world = small_world(replace(ISSUE, kind=kind))
    decide(replace(SETTLE, how="arbitration"), context(ERIN), world)
    assert the(InboxIssue, world) == replace(ISSUE, kind=IssueKind.ARBITRATION)
    assert refusal(SETTLE, context(ERIN), world).code == "not_entitled"
    decide(replace(SETTLE, how="current"), context(ALICE), world)
    assert the(InboxIssue, world).closed_by == ALICE.id


@pytest.mark.parametrize("kind", [IssueKind.CONFLICT, IssueKind.CONFIRMATION, IssueKind.ARBITRATION])
def test_what_others_settle_already_is_not_put_to_arbitration(kind: IssueKind) -> None:
    """Nor is a form, whose fields its author chooses."""
    issue = replace(ISSUE, kind=kind, user_id=ALICE.id)
    arbitration = replace(SETTLE, how="arbitration")
    assert refusal(arbitration, context(ALICE), small_world(issue)).code == "settlement_unknown"


def test_nobody_says_that_an_issue_settled_itself() -> None:
    """Only the rules do."""
    for how in ("reached", "expired"):
        assert refusal(replace(SETTLE, how=how), context(ERIN), small_world(ISSUE)).code == "settlement_unknown"


def test_an_author_confirms_what_concerns_no_employer() -> None:
    """What a device of theirs left behind."""
    world = small_world(replace(ISSUE, kind=IssueKind.CONFIRMATION, employer_id=None))
    decide(replace(SETTLE, how="confirmed"), context(ERIN), world)
    assert the(InboxIssue, world).closed_how == "confirmed"
