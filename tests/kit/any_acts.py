"""Any acts of alice, bob and carol about two people, in any order, with days passing in between."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from sync.domain.answering import AddToPool, Postpone, Refuse, Study
from sync.domain.commands import Context
from sync.domain.diagnosing import Diagnose
from sync.domain.employers import User
from sync.domain.hiring import Accept, CancelHire, PostponeHire
from sync.domain.job_applications import JobApplication
from sync.domain.passes import Pass
from sync.domain.prolongations import ProlongationRequest
from sync.domain.prolonging import DeclareProlongation, GrantProlongation, RequestProlongation
from sync.domain.rulebook import Rulebook
from sync.domain.sending import Submit
from sync.domain.suspending import DeleteSuspension, EditSuspension, LiftSuspension, Suspend
from sync.domain.suspensions import Suspension
from tests.kit.issuance import FakeIssuance
from tests.kit.memory_world import MemoryWorld
from tests.kit.people import ACI, ALICE, BOB, CAROL, DAVE, EI, MISSION_LOCALE, NOON, actor

FAY = replace(DAVE, id="seeker-fay", last_name="Nguyen", first_name="Fay", pole_emploi_id="7654321B")
HOMES = {ALICE.id: ACI.id, BOB.id: EI.id}
SEEKERS = (DAVE.id, FAY.id)
APPLICATIONS = 6
_ON_APPLICATIONS = ("study", "refuse", "postpone", "pool", "accept", "cancel", "move")


@dataclass(frozen=True)
class Step:
    """Somebody does something, some days after the step before; `pick` and `days` choose the details.

    `who` acts at home; on an application, its employer's member does, unless the step `is_stray`.
    """

    who: User
    is_stray: bool
    what: str
    pick: int
    days: int
    passing: int


STEPS = st.builds(
    Step,
    who=st.sampled_from([ALICE, BOB]),
    is_stray=st.integers(0, 9).map(lambda drawn: drawn == 0),
    what=st.sampled_from(
        [
            *("submit", "diagnose", "study", "study", "accept", "accept", "accept", "refuse", "postpone"),
            *("pool", "cancel", "cancel", "move", "suspend", "suspend", "edit", "lift", "delete"),
            *("prolong", "request", "grant"),
        ]
    ),
    pick=st.integers(0, APPLICATIONS - 1),
    days=st.integers(0, 40) | st.integers(-3, 300),
    passing=st.integers(0, 6) | st.integers(0, 250),
)


class Play:
    """The world as the server knows it, on a day that only moves forward."""

    def __init__(self, world: MemoryWorld, rules: Rulebook) -> None:
        self.world = world
        self.now = NOON
        self.count = 0
        self.issuance = FakeIssuance()
        self.rules = rules

    def context(self, step: Step, issuance: FakeIssuance | None) -> Context:
        """What surrounds the step."""
        return Context(
            actor=actor(self.who(step)),
            now=self.now,
            rules=self.rules,
            command_id=f"command-{self.count}",
            issuance=issuance,
        )

    def who(self, step: Step) -> User:
        """Carol sends and grants; the employers' members do the rest."""
        if step.what in ("submit", "grant"):
            return CAROL
        sent = self.world.get(JobApplication, _application(step)) if step.what in _ON_APPLICATIONS else None
        is_bob_s = sent is not None and sent.employer_id == EI.id
        at_home = (BOB if is_bob_s else ALICE) if sent else step.who
        return (ALICE if at_home is BOB else BOB) if step.is_stray else at_home

    def act(self, step: Step) -> object | None:
        """The act of a step on the rows that are there, None where there is nothing to act on."""
        self.now += timedelta(days=step.passing)
        self.count += 1
        return _ACTS[step.what](self, step)

    def day(self, step: Step) -> date:
        """A day near today."""
        return self.now.date() + timedelta(days=step.days)

    def new(self, kind: str) -> str:
        """A new id, sorting in the order of creation."""
        return f"{kind}-{self.count:03d}"


def _application(step: Step) -> str:
    return f"application-{step.pick}"


def _submit(play: Play, step: Step) -> object:
    free = play.world.get(JobApplication, _application(step)) is None
    return Submit(
        job_application_id=_application(step) if free else play.new("application"),
        job_seeker_id=SEEKERS[step.pick % 2],
        employer_id=HOMES[step.who.id],
        sender_kind="prescriber",
        sender_organization_id=MISSION_LOCALE.id,
    )


def _accept(play: Play, step: Step) -> object:
    starts_on = play.day(step)
    ends_on = starts_on + timedelta(days=90)
    return Accept(
        job_application_id=_application(step),
        hiring_starts_on=starts_on,
        hiring_ends_on=ends_on,
        pass_id=play.new("pass"),
    )


def _diagnose(play: Play, step: Step) -> object:
    return Diagnose(
        diagnosis_id=play.new("diagnosis"),
        job_seeker_id=SEEKERS[step.pick % 2],
        criteria=("RSA",),
        employer_id=HOMES[step.who.id],
        is_sworn=True,
    )


def _a_pass(play: Play, step: Step) -> Pass | None:
    passes = play.world.find(Pass)
    return passes[step.pick % len(passes)] if passes else None


def _suspend(play: Play, step: Step) -> object | None:
    iae_pass = _a_pass(play, step)
    return iae_pass and Suspend(
        suspension_id=play.new("suspension"),
        pass_id=iae_pass.id,
        employer_id=HOMES[step.who.id],
        starts_on=play.now.date() - timedelta(days=step.pick),
        ends_on=play.day(step),
        reason=next(rule.code for rule in play.rules.suspensions.reasons if rule.is_offered),
    )


def _on_suspension(make: Callable[[str, Play, Step], object]) -> Callable[[Play, Step], object | None]:
    def act(play: Play, step: Step) -> object | None:
        found = play.world.find(Suspension)
        return make(found[step.pick % len(found)].id, play, step) if found else None

    return act


def _edit(suspension_id: str, play: Play, step: Step) -> object:
    return EditSuspension(
        suspension_id=suspension_id,
        starts_on=play.now.date() - timedelta(days=step.pick),
        ends_on=play.day(step),
        reason=next(rule.code for rule in play.rules.suspensions.reasons if rule.is_offered),
    )


def _prolong(play: Play, step: Step) -> object | None:
    iae_pass = _a_pass(play, step)
    return iae_pass and DeclareProlongation(
        prolongation_id=play.new("prolongation"),
        pass_id=iae_pass.id,
        employer_id=HOMES[step.who.id],
        reason="COMPLETE_TRAINING",
        ends_on=iae_pass.ends_on + timedelta(days=step.days),
    )


def _request(play: Play, step: Step) -> object | None:
    iae_pass = _a_pass(play, step)
    return iae_pass and RequestProlongation(
        request_id=play.new("request"),
        pass_id=iae_pass.id,
        employer_id=HOMES[step.who.id],
        organization_id=MISSION_LOCALE.id,
        prescriber_email=CAROL.email,
        reason="RQTH",
        ends_on=iae_pass.ends_on + timedelta(days=step.days),
    )


def _grant(play: Play, step: Step) -> object | None:
    found = play.world.find(ProlongationRequest)
    return (
        GrantProlongation(request_id=found[step.pick % len(found)].id, prolongation_id=play.new("prolongation"))
        if found
        else None
    )


_ACTS: dict[str, Callable[[Play, Step], object | None]] = {
    "submit": _submit,
    "diagnose": _diagnose,
    "study": lambda _, step: Study(job_application_id=_application(step)),
    "refuse": lambda _, step: Refuse(job_application_id=_application(step), reason="other", answer="Non"),
    "postpone": lambda _, step: Postpone(job_application_id=_application(step), answer="Plus tard"),
    "pool": lambda _, step: AddToPool(job_application_id=_application(step)),
    "accept": _accept,
    "cancel": lambda _, step: CancelHire(job_application_id=_application(step)),
    "move": lambda play, step: PostponeHire(job_application_id=_application(step), hiring_starts_on=play.day(step)),
    "suspend": _suspend,
    "edit": _on_suspension(_edit),
    "lift": _on_suspension(lambda key, play, step: LiftSuspension(suspension_id=key, back_on=play.day(step))),
    "delete": _on_suspension(lambda key, _play, _step: DeleteSuspension(suspension_id=key)),
    "prolong": _prolong,
    "request": _request,
    "grant": _grant,
}
