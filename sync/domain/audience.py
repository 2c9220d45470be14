"""From a row to the scopes that carry it: DOMAIN.md §6 as one table.

A scope is text: `employer:<id>`, `user:<id>`, `reference` or `directory`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sync.domain.agreements import Agreement
from sync.domain.editions import Edition
from sync.domain.eligibility import EligibilityDiagnosis
from sync.domain.employers import Employer, Invitation, Membership, User
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import Comment, EmployeeRecord, JobApplication, SentApplication, Transition
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.news import NewsItem
from sync.domain.passes import Pass, PassStanding
from sync.domain.prescribers import PrescriberMembership, PrescriberOrganization
from sync.domain.prolongations import Prolongation, ProlongationDetail, ProlongationRequest
from sync.domain.seals import PassSeal, RevokedPass, SealingKey
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.domain.visibility import FOLLOWS, KNOWS, Reason, Visibility
from sync.domain.world import World

REFERENCE = "reference"
DIRECTORY = "directory"

Audience = Callable[[Any, World], Iterable[str]]


def employer_scope(employer_id: str) -> str:
    """The scope of an employer's members."""
    return f"employer:{employer_id}"


def user_scope(user_id: str) -> str:
    """The scope of one user."""
    return f"user:{user_id}"


def _everyone(_row: object, _world: World) -> Iterable[str]:
    return (REFERENCE,)


def _its_employer(row: Any, _world: World) -> Iterable[str]:  # noqa: ANN401 - any row with an employer_id
    return (employer_scope(row.employer_id),) if row.employer_id else ()


def _employers_seeing(job_seeker_id: str | None, reasons: tuple[Reason, ...], world: World) -> Iterable[str]:
    if job_seeker_id is not None:
        for seen in world.find(Visibility, job_seeker_id=job_seeker_id, reason=reasons):
            yield employer_scope(seen.employer_id)


def _of_job_seeker(row: JobSeeker, world: World) -> Iterable[str]:
    yield from _employers_seeing(row.id, KNOWS, world)
    for sent in world.find(SentApplication, job_seeker_id=row.id, sender_employer_id=None):
        if sent.sender_user_id:
            yield user_scope(sent.sender_user_id)


def _of_agreement(row: Agreement, world: World) -> Iterable[str]:
    return _employers_seeing(row.job_seeker_id, (Reason.PENDING,), world)


def _of_diagnosis(row: EligibilityDiagnosis, world: World) -> Iterable[str]:
    if row.author_employer_id is None:
        return _employers_seeing(row.job_seeker_id, FOLLOWS, world)
    shared = _employers_seeing(row.job_seeker_id, (Reason.VALID_PASS,), world)
    return {employer_scope(row.author_employer_id), *shared}


def _of_pass(row: Pass, world: World) -> Iterable[str]:
    yield from _employers_seeing(row.job_seeker_id, (Reason.PENDING,), world)
    yield from (employer_scope(one.employer_id) for one in world.find(PassStanding, pass_id=row.id))


def _of_pass_event(row: Suspension | Prolongation, world: World) -> Iterable[str]:
    iae_pass = world.get(Pass, row.pass_id)
    return _of_pass(iae_pass, world) if iae_pass else ()


def _of_request(row: ProlongationRequest, world: World) -> Iterable[str]:
    yield employer_scope(row.employer_id)
    for place in world.find(PrescriberMembership, organization_id=row.organization_id, is_active=True):
        yield user_scope(place.user_id)


def _of_employer(row: Employer, _world: World) -> Iterable[str]:
    return (employer_scope(row.id), DIRECTORY)


def _of_user(row: User, world: World) -> Iterable[str]:
    yield user_scope(row.id)
    for membership in world.find(Membership, user_id=row.id):
        yield employer_scope(membership.employer_id)


def _of_membership(row: Membership, _world: World) -> Iterable[str]:
    return (employer_scope(row.employer_id), user_scope(row.user_id))


def _of_prescriber_membership(row: PrescriberMembership, _world: World) -> Iterable[str]:
    return (user_scope(row.user_id),)


def _of_invitation(row: Invitation, world: World) -> Iterable[str]:
    yield employer_scope(row.employer_id)
    for invited in world.find(User, email=row.email):
        yield user_scope(invited.id)


def _of_job_description(row: JobDescription, _world: World) -> Iterable[str]:
    yield employer_scope(row.employer_id)
    if row.is_open and row.is_published:
        yield DIRECTORY


def _of_sent_application(row: SentApplication, _world: World) -> Iterable[str]:
    if row.sender_employer_id:
        return (employer_scope(row.sender_employer_id),)
    return (user_scope(row.sender_user_id),) if row.sender_user_id else ()


def _of_inbox_issue(row: InboxIssue, world: World) -> Iterable[str]:
    yield user_scope(row.user_id)
    if row.kind in (IssueKind.CONFIRMATION, IssueKind.ARBITRATION) and row.employer_id:
        for admin in world.find(Membership, employer_id=row.employer_id, is_admin=True, is_active=True):
            yield user_scope(admin.user_id)


AUDIENCES: dict[type, Audience] = {
    Agreement: _of_agreement,
    Appellation: _everyone,
    Comment: _its_employer,
    Edition: _everyone,
    EligibilityDiagnosis: _of_diagnosis,
    EmployeeRecord: _its_employer,
    Employer: _of_employer,
    InboxIssue: _of_inbox_issue,
    Invitation: _of_invitation,
    JobApplication: _its_employer,
    JobDescription: _of_job_description,
    JobSeeker: _of_job_seeker,
    Membership: _of_membership,
    NewsItem: _everyone,
    Pass: _of_pass,
    PassSeal: _its_employer,
    PassStanding: _its_employer,
    PrescriberMembership: _of_prescriber_membership,
    PrescriberOrganization: _everyone,
    Prolongation: _of_pass_event,
    ProlongationDetail: _its_employer,
    ProlongationRequest: _of_request,
    RevokedPass: _everyone,
    SealingKey: _everyone,
    SentApplication: _of_sent_application,
    Suspension: _of_pass_event,
    SuspensionDetail: _its_employer,
    Transition: _its_employer,
    User: _of_user,
    Visibility: _its_employer,
}

# Rows whose audience follows who sees the person: what a visibility row touches besides itself.
PERSON_CLOSURE: tuple[type, ...] = (Agreement, EligibilityDiagnosis, Pass, Prolongation, Suspension)
# Rows whose audience follows who was hired under the PASS.
PASS_CLOSURE: tuple[type, ...] = (Prolongation, Suspension)


def audience(row: object, world: World) -> frozenset[str]:
    """The scopes that carry this row, in the world as it stands."""
    return frozenset(AUDIENCES[type(row)](row, world))


def followers(row: object, world: World) -> Iterable[object]:
    """Other rows whose audience may change because this one was written or removed."""
    follow = _FOLLOWERS.get(type(row))
    return follow(row, world) if follow else ()


def _person(job_seeker_id: str, world: World) -> Iterable[object]:
    person = world.get(JobSeeker, job_seeker_id)
    return [person] if person else []


def _after_visibility(row: Visibility, world: World) -> Iterable[object]:
    yield from _person(row.job_seeker_id, world)
    for kind in PERSON_CLOSURE:
        yield from world.find(kind, job_seeker_id=row.job_seeker_id)


def _after_standing(row: PassStanding, world: World) -> Iterable[object]:
    yield from world.find(Pass, id=row.pass_id)
    for kind in PASS_CLOSURE:
        yield from world.find(kind, pass_id=row.pass_id)


def _after_sending(row: SentApplication, world: World) -> Iterable[object]:
    return _person(row.job_seeker_id, world)


def _after_membership(row: Membership, world: World) -> Iterable[object]:
    yield from world.find(User, id=row.user_id)
    yield from world.find(InboxIssue, employer_id=row.employer_id)


def _after_prescriber_membership(row: PrescriberMembership, world: World) -> Iterable[object]:
    return world.find(ProlongationRequest, organization_id=row.organization_id)


def _after_user(row: User, world: World) -> Iterable[object]:
    return world.find(Invitation, email=row.email)


_FOLLOWERS: dict[type, Callable[[Any, World], Iterable[object]]] = {
    Membership: _after_membership,
    PassStanding: _after_standing,
    PrescriberMembership: _after_prescriber_membership,
    SentApplication: _after_sending,
    User: _after_user,
    Visibility: _after_visibility,
}
