"""The people of the tests: alice works at an ACI, bob at another employer, carol prescribes, dave seeks a job."""

from datetime import UTC, date, datetime
from typing import Any

from sync.domain.actor import Actor
from sync.domain.commands import Context
from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis
from sync.domain.employers import Employer, EmployerKind, Membership, User
from sync.domain.job_applications import ApplicationState, JobApplication, SenderKind
from sync.domain.job_seekers import JobSeeker
from sync.domain.prescribers import PrescriberMembership, PrescriberOrganization
from sync.domain.rulebook import Rulebook, parse
from sync.resources import read_text
from tests.kit.issuance import FakeIssuance
from tests.kit.memory_world import MemoryWorld

RULES_2021: Rulebook = parse(read_text("rulebook", "2021-02-08.toml"))
RULES_2026: Rulebook = parse(read_text("rulebook", "2026-08-21.toml"))
RULES = {rules.edition: rules for rules in (RULES_2021, RULES_2026)}
LONG_AGO = datetime(2021, 1, 4, 9, tzinfo=UTC)
NOON = datetime(2021, 2, 8, 11, tzinfo=UTC)

ALICE = User(id="user-alice", first_name="Alice", last_name="MARTIN", email="alice@aci.example")
BOB = User(id="user-bob", first_name="Bob", last_name="PETIT", email="bob@ei.example")
CAROL = User(id="user-carol", first_name="Carol", last_name="DURAND", email="carol@ml.example")
ERIN = User(id="user-erin", first_name="Erin", last_name="LEROY", email="erin@aci.example")

ACI = Employer(
    id="employer-aci",
    siret="26570134200148",
    kind=EmployerKind.ACI,
    name="LES JARDINS DE LA MOSELLE",
    post_code="57000",
    city="Metz",
    department="57",
    created_at=LONG_AGO,
)
EI = Employer(
    id="employer-ei",
    siret="33055039301440",
    kind=EmployerKind.EI,
    name="EI CONSTRUIRE",
    post_code="57000",
    city="Metz",
    department="57",
    created_at=LONG_AGO,
)
MISSION_LOCALE = PrescriberOrganization(
    id="organization-ml", siret="77995483500022", kind="ML", name="Mission locale de Metz", is_authorized=True
)
ORIENTEUR = PrescriberOrganization(
    id="organization-orienteur", siret="11111111111111", kind="OTHER", name="Association d’aide", is_authorized=False
)
DAVE = JobSeeker(
    id="seeker-dave",
    title="M.",
    last_name="Bernard",
    first_name="Dave",
    born_on=date(1990, 5, 17),
    email="dave@example.org",
    phone="0612345678",
    address_line_1="1 rue de la Gare",
    post_code="57000",
    city="Metz",
    pole_emploi_id="1234567A",
    created_at=LONG_AGO,
)


def membership(user: User, employer: Employer, **fields: Any) -> Membership:  # noqa: ANN401 - any field of a membership
    """A user's place in an employer."""
    defaults: dict[str, Any] = {"id": f"{user.id}@{employer.id}", "created_at": LONG_AGO}
    return Membership(employer_id=employer.id, user_id=user.id, **(defaults | fields))


def prescriber_membership(user: User, organization: PrescriberOrganization) -> PrescriberMembership:
    """A prescriber's place in an organisation."""
    return PrescriberMembership(
        id=f"{user.id}@{organization.id}",
        organization_id=organization.id,
        user_id=user.id,
        created_at=LONG_AGO,
    )


def application(**fields: Any) -> JobApplication:  # noqa: ANN401 - any field of an application
    """Dave's application to alice's ACI, sent by carol, unless said otherwise."""
    defaults: dict[str, Any] = {
        "id": "application-1",
        "job_seeker_id": DAVE.id,
        "employer_id": ACI.id,
        "state": ApplicationState.PROCESSING,
        "sender_kind": SenderKind.PRESCRIBER,
        "sender_user_id": CAROL.id,
        "sender_name": CAROL.display_name,
        "sender_organization_id": MISSION_LOCALE.id,
        "message": "Dave cherche un poste de manœuvre.",
        "created_at": LONG_AGO,
        "state_changed_at": LONG_AGO,
    }
    return JobApplication(**(defaults | fields))


def diagnosis(**fields: Any) -> EligibilityDiagnosis:  # noqa: ANN401 - any field of a diagnosis
    """Carol's diagnosis of dave, made before everything, unless said otherwise."""
    defaults: dict[str, Any] = {
        "id": "diagnosis-1",
        "job_seeker_id": DAVE.id,
        "author_kind": AuthorKind.PRESCRIBER,
        "author_user_id": CAROL.id,
        "author_name": CAROL.display_name,
        "author_organization_id": MISSION_LOCALE.id,
        "created_at": LONG_AGO,
    }
    return EligibilityDiagnosis(**(defaults | fields))


def actor(user: User = ALICE, **fields: bool) -> Actor:
    """The user as the one who acts."""
    return Actor(user_id=user.id, name=user.display_name, **fields)


def context(user: User = ALICE, **fields: Any) -> Context:  # noqa: ANN401 - any field of a context
    """The user acting on 8 February 2021 at noon in Paris, on the server unless `issuance` is None."""
    defaults: dict[str, Any] = {
        "actor": actor(user),
        "now": NOON,
        "rules": RULES_2021,
        "command_id": "command-1",
        "issuance": FakeIssuance(),
    }
    return Context(**(defaults | fields))


def small_world(*more: object) -> MemoryWorld:
    """Everybody at their place, dave not applying anywhere yet, and `more`."""
    return MemoryWorld(
        [
            *(ALICE, BOB, CAROL, ERIN, ACI, EI, MISSION_LOCALE, ORIENTEUR, DAVE),
            membership(ALICE, ACI, is_admin=True, is_director=True),
            membership(ERIN, ACI),
            membership(BOB, EI, is_admin=True),
            prescriber_membership(CAROL, MISSION_LOCALE),
            *more,
        ]
    )
