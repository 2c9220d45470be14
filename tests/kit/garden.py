"""« Les Jardins du Grand Clos », an ACI on Tuesday 9 February 2021: what a counsellor's workstation holds that day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sync.domain.eligibility import AuthorKind, EligibilityDiagnosis
from sync.domain.employers import Employer, EmployerKind, Membership, User
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.job_applications import ApplicationState, Comment, JobApplication, PassDelivery, SenderKind, Transition
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, PassStanding
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.pulls import HandMadeServer
from tests.kit.seals import seals

NOW = datetime(2021, 2, 9, 9, 14, tzinfo=UTC)
LONG_AGO = datetime(2020, 9, 1, 8, tzinfo=UTC)
KEY = bytes(range(32))

ALICE = User(id="user-alice", first_name="Alice", last_name="Martin", email="alice@grandclos.example")
GARDEN = Employer(
    id="employer-garden",
    siret="85347120500013",
    kind=EmployerKind.ACI,
    name="LES JARDINS DU GRAND CLOS",
    brand="Les Jardins du Grand Clos",
    address_line_1="12 chemin des Écluses",
    post_code="38999",
    city="Saint-Aubry",
    department="38",
    phone="0476000000",
    email="contact@grandclos.example",
    created_at=LONG_AGO,
)
MEMBERSHIP = Membership(
    id="membership-alice", employer_id=GARDEN.id, user_id=ALICE.id, is_admin=True, created_at=LONG_AGO
)
MISSION_LOCALE = PrescriberOrganization(
    id="org-ml", kind="ML", name="Mission locale du Val Clair", is_authorized=True, department="38"
)
POLE_EMPLOI = PrescriberOrganization(
    id="org-pe", kind="PE", name="Pôle emploi Valclair", is_authorized=True, department="38"
)
SPIP = PrescriberOrganization(id="org-spip", kind="SPIP", name="SPIP de l’Orvanne", is_authorized=True, department="38")
ORGANIZATIONS = (MISSION_LOCALE, POLE_EMPLOI, SPIP)

# Appellation, ROME code and label, own name, open, published, days since the last change.
_JOBS = (
    ("11987", "A1402", "Aide agricole de production légumière", "Aide maraîcher / Aide maraîchère", True, True, 5),
    ("38450", "A1203", "Aménagement et entretien des espaces verts", "Ouvrier / Ouvrière paysagiste", True, True, 5),
    ("11573", "G1602", "Personnel de cuisine", "Aide de cuisine, repas du chantier", True, False, 0),
    (
        "18004",
        "N1103",
        "Magasinage et préparation de commandes",
        "Préparateur / Préparatrice de commandes",
        True,
        True,
        12,
    ),
    ("10957", "K2204", "Nettoyage de locaux", "Agent / Agente d’entretien", False, True, 25),
    (
        "12504",
        "N4105",
        "Conduite et livraison par tournées",
        "Chauffeur-livreur / Chauffeuse-livreuse",
        False,
        False,
        53,
    ),
    ("20534", "D1106", "Vente en alimentation", "Vendeur / Vendeuse au panier", False, False, 69),
)

# Name, first name, title, state, job, organisation (-1: spontaneous), days since reception.
_PEOPLE = (
    ("Diabaté", "Aminata", "Mme", "new", 0, 0, 8),
    ("Bérard", "Siméon", "M.", "new", 1, 1, 7),
    ("Abdellaoui", "Inès", "Mme", "processing", 0, -1, 4),
    ("Le Goff", "Maëlle", "Mme", "new", 2, 0, 5),
    ("Pereira", "Tomás", "M.", "new", 1, 2, 5),
    ("Faïk", "Noémie", "Mme", "accepted", 0, 1, 20),
    ("Şahin", "Élif", "Mme", "refused", 4, 1, 7),
    ("Morel-Duval", "Cédric", "M.", "obsolete", 1, 2, 8),
    ("Tréguier", "Anaïs", "Mme", "cancelled", 0, 0, 11),
    ("Nguyễn", "Thị Mai", "Mme", "postponed", 0, 0, 13),
    ("Amrani", "Soraya", "Mme", "postponed", 3, 1, 104),
    ("Rousselin", "Hervé", "M.", "new", 3, 1, 13),
    ("Traoré", "Fatoumata", "Mme", "processing", 0, 0, 9),
    ("Kowalski", "Łukasz", "M.", "accepted", 3, 1, 30),
    ("Berthollet", "Émilien", "M.", "accepted", 1, 0, 150),
    ("Chauvet", "Josiane", "Mme", "accepted", 0, 1, 690),
    ("Laborde", "Yannick", "M.", "accepted", 1, 0, 250),
    ("Lefèvre-Roy", "Gaëlle", "Mme", "processing", 1, 1, 10),
)
_MESSAGE = (
    "{title} {name} a travaillé deux saisons en serre. {pronoun} cherche un poste à temps partiel, du mardi au "
    "vendredi, proche de la ligne 4. {pronoun} peut commencer dès la mi-février."
)


def jobs() -> list[object]:
    """The garden's job descriptions and their appellations."""
    rows: list[object] = []
    for number, (appellation, rome, rome_label, name, is_open, is_published, days) in enumerate(_JOBS):
        rows.append(Appellation(id=appellation, label=name, rome_code=rome, rome_label=rome_label))
        rows.append(
            JobDescription(
                id=f"job-{number}",
                employer_id=GARDEN.id,
                appellation_id=appellation,
                description="Travail en équipe de six, 26 heures par semaine.",
                contract_type="CDDI",
                hours_per_week=26,
                is_open=is_open,
                is_published=is_published,
                created_at=LONG_AGO,
                updated_at=NOW - timedelta(days=days),
            )
        )
    return rows


def person(number: int) -> JobSeeker:
    """The number-th candidate."""
    last_name, first_name, title, *_ = _PEOPLE[number]
    return JobSeeker(
        id=f"person-{number}",
        title=title,
        last_name=last_name,
        first_name=first_name,
        born_on=date(1986 + number % 12, 6, 3 + number),
        email=f"candidat{number}@exemple.fr",
        phone=f"0639981{number:03}",
        address_line_1="4 rue des Tanneurs",
        post_code="38999",
        city="Saint-Aubry",
        pole_emploi_id=f"00000{number:02}K",
        created_at=LONG_AGO,
    )


def application(number: int, **changes: Any) -> JobApplication:  # noqa: ANN401 - any field of an application
    """The number-th candidate's application."""
    last_name, _, title, state, job, organization, days = _PEOPLE[number]
    received = NOW - timedelta(days=days, hours=number % 5)
    sender = ORGANIZATIONS[organization] if organization >= 0 else None
    made = JobApplication(
        id=f"application-{number}",
        job_seeker_id=f"person-{number}",
        employer_id=GARDEN.id,
        state=ApplicationState(state),
        sender_kind=SenderKind.PRESCRIBER if sender else SenderKind.JOB_SEEKER,
        sender_name="Solène Barathon" if sender else "",
        sender_organization_id=sender.id if sender else None,
        job_description_ids=(f"job-{job}",),
        message=_MESSAGE.format(title=title, name=last_name, pronoun="Elle" if title == "Mme" else "Il"),
        created_at=received,
        state_changed_at=received + timedelta(days=min(days, 2) / 2),
    )
    return replace(made, **changes)


def diagnosis(number: int) -> EligibilityDiagnosis:
    """A prescriber's diagnosis of the number-th candidate, a month old."""
    return EligibilityDiagnosis(
        id=f"diagnosis-{number}",
        job_seeker_id=f"person-{number}",
        author_kind=AuthorKind.PRESCRIBER,
        author_user_id="user-solene",
        author_name="Solène Barathon",
        author_organization_id=MISSION_LOCALE.id,
        criteria=("RSA",),
        created_at=NOW - timedelta(days=28),
    )


def moves(number: int) -> list[object]:
    """The history of the number-th application."""
    made = application(number)
    if made.state is ApplicationState.NEW:
        return []
    steps = ["processing"] if made.state is ApplicationState.PROCESSING else ["processing", str(made.state)]
    names = {"processing": "process", "postponed": "postpone", "accepted": "accept", "refused": "refuse"}
    names |= {"cancelled": "cancel", "obsolete": "render_obsolete"}
    return [
        Transition(
            id=f"transition-{number}-{step}",
            job_application_id=made.id,
            employer_id=GARDEN.id,
            name=names[state],
            from_state="new",
            to_state=state,
            user_id="user-marc",
            user_name="Marc-Antoine Féraud",
            at=made.created_at + timedelta(days=2, hours=step),
            received_at=made.created_at + timedelta(days=2, hours=step),
            grade="online",
        )
        for step, state in enumerate(steps)
    ]


# Candidate, number, first day, last day, first day of the last hire.
_PASSES = (
    (5, "999992100068", date(2021, 2, 6), date(2023, 2, 5), date(2021, 2, 6)),
    (13, "999992100071", date(2021, 2, 8), date(2023, 2, 7), date(2021, 2, 8)),
    (14, "999992001374", date(2020, 9, 14), date(2022, 9, 13), date(2020, 9, 14)),
    (15, "999991900212", date(2019, 3, 23), date(2021, 3, 22), date(2019, 3, 23)),
    (16, "999992000418", date(2020, 6, 8), date(2022, 7, 7), date(2020, 6, 8)),
)


def passes() -> list[object]:
    """The PASS of those hired, one of them paused until Sunday."""
    rows: list[object] = []
    for number, pass_number, starts_on, ends_on, hired_on in _PASSES:
        iae_pass = Pass(
            id=f"pass-{number}",
            job_seeker_id=f"person-{number}",
            number=pass_number,
            starts_on=starts_on,
            initial_ends_on=ends_on if number != 16 else date(2022, 6, 7),
            ends_on=ends_on,
            created_at=datetime.combine(starts_on, datetime.min.time(), tzinfo=UTC),
        )
        standing = PassStanding(
            id=f"standing-{number}",
            pass_id=iae_pass.id,
            employer_id=GARDEN.id,
            is_last_hirer=True,
            hiring_starts_on=hired_on,
        )
        hire = application(
            number,
            pass_id=iae_pass.id,
            pass_delivery=PassDelivery.AUTOMATIC,
            hiring_starts_on=hired_on,
            hiring_ends_on=date(2021, 8, 31),
            hired_job_description_id=application(number).job_description_ids[0],
            accepted_at=iae_pass.created_at,
        )
        rows += [iae_pass, standing, hire]
    return [*rows, *_pause()]


def _pause() -> list[object]:
    """Until Sunday."""
    pause = Suspension(
        id="suspension-1",
        pass_id="pass-16",
        job_seeker_id="person-16",
        employer_id=GARDEN.id,
        starts_on=date(2021, 1, 15),
        ends_on=date(2021, 2, 14),
        created_at=datetime(2021, 1, 15, 9, tzinfo=UTC),
    )
    detail = SuspensionDetail(id=pause.id, employer_id=GARDEN.id, reason="SICKNESS", user_name="Marc-Antoine Féraud")
    return [pause, detail]


def issues() -> list[object]:
    """One conflict on a candidate's address and phone, and one acceptance that no longer held."""
    conflict = InboxIssue(
        id="issue-1",
        kind=IssueKind.CONFLICT,
        command_id="command-1",
        command_name="job_seeker.edit",
        subject_kind="job_seekers",
        subject_id="person-13",
        code="fields_disputed",
        base='{"phone":"0639981020","address_line_1":"4 rue des Tanneurs"}',
        mine='{"phone":"0639983346","address_line_1":"Foyer L’Escale, 12 quai des Mariniers"}',
        theirs='{"phone":"0639983364","address_line_1":"12 quai des Mariniers, bâtiment B"}',
        acted_at=NOW - timedelta(hours=19),
        user_id=ALICE.id,
        employer_id=GARDEN.id,
        created_at=NOW - timedelta(hours=17),
    )
    rejected = InboxIssue(
        id="issue-2",
        kind=IssueKind.REJECTED,
        command_id="command-2",
        command_name="job_application.accept",
        subject_kind="job_applications",
        subject_id="application-17",
        code="changed_elsewhere",
        facts='{"field":"state","seen":"processing","current":"obsolete"}',
        acted_at=NOW - timedelta(days=1),
        user_id=ALICE.id,
        employer_id=GARDEN.id,
        created_at=NOW - timedelta(hours=17),
    )
    return [conflict, rejected]


def entities(*, with_issues: bool = False) -> list[object]:
    """All rows of the workstation."""
    hired = {number for number, *_ in _PASSES}
    people = [person(number) for number in range(len(_PEOPLE))]
    sent = [application(number) for number in range(len(_PEOPLE)) if number not in hired]
    history = [move for number in range(len(_PEOPLE)) for move in moves(number)]
    comment = Comment(
        id="comment-1",
        job_application_id="application-2",
        employer_id=GARDEN.id,
        user_id="user-marc",
        user_name="Marc-Antoine Féraud",
        body="Vue en entretien : très motivée, permis en cours.",
        created_at=NOW - timedelta(days=2),
    )
    checked = [diagnosis(number) for number in (0, 1, 2, 3, 9, 12, 17)]
    return [
        *(ALICE, GARDEN, MEMBERSHIP, *ORGANIZATIONS),
        *jobs(),
        *people,
        *sent,
        *history,
        *checked,
        *passes(),
        *seals(passes(), people, GARDEN),
        comment,
        *(issues() if with_issues else []),
    ]


def workstation(folder: Path, *, with_issues: bool = False) -> tuple[Workstation, FakeClock]:
    """Alice's workstation in a folder, filled as by its first pull, on Tuesday morning."""
    clock = FakeClock(NOW)
    opened = Workstation.open(folder, KEY, clock)
    opened.save_profile(
        Profile(
            server_url="https://serveur.exemple",
            client_id="client-alice",
            token="token-alice",
            user_id=ALICE.id,
            user_name=ALICE.display_name,
            email=ALICE.email,
        )
    )
    server = HandMadeServer()
    server.put(f"employer:{GARDEN.id}", *entities(with_issues=with_issues))
    opened.apply(server.full_pull(), is_full=True)
    return opened, clock
