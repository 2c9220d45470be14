"""Who plays in a week: three structures, five counsellors, and the people who seek a job with them, drawn by a seed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from desktop import texts
from sync.domain.employers import Employer, EmployerKind, User
from sync.domain.job_applications import ApplicationState
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.sending import sent_by
from sync.domain.visibility import Reason, Sight, Visibility
from sync.server.auth.passwords import Account, create_account
from sync.server.demo.fiction import Fiction, load
from sync.server.unit_of_work import UnitOfWork
from tests.faults.desk import FREE_APPELLATIONS, JOBS
from tests.kit import people
from tests.kit.people import ACI, CAROL, DAVE, EI, LONG_AGO, MISSION_LOCALE

PASSWORD = "un mot de passe de démonstration"
APPLICATIONS = 120
WAITING = 4
_NAMES = {
    EmployerKind.ACI: ("Les Jardins de la Seille", "Le Potager des Trois Vallées", "Les Semailles du Pays haut"),
    EmployerKind.EI: ("Bois et Métal insertion", "L’Atelier du réemploi", "Éco-bâtir Lorraine"),
    EmployerKind.ETTI: ("Tremplin intérim", "Coup de main intérim", "Intérim solidaire"),
}
_TRADES = ("maraîchage", "menuiserie", "peinture", "cuisine", "nettoyage", "logistique", "espaces verts", "couture")


@dataclass(frozen=True, slots=True)
class Counsellor:
    """Somebody with a workstation. `role` names the part they play."""

    role: str
    user: User
    employer: Employer
    is_admin: bool

    @property
    def membership_id(self) -> str:
        """The id of their place in the structure."""
        return f"{self.user.id}@{self.employer.id}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, by role; `waiting` are the applications on the waiting list of a structure, `names` whose they are."""

    counsellors: dict[str, Counsellor]
    rows: tuple[object, ...]
    waiting: dict[str, list[str]]
    names: dict[str, str]

    def settle_in(self, unit: UnitOfWork, now: datetime) -> None:
        """Write everybody's rows and accounts."""
        unit.put_all(list(self.rows))
        for counsellor in self.counsellors.values():
            account = Account(counsellor.user.id, counsellor.user.email)
            create_account(unit.connection, account, PASSWORD, now)


class _Drawing:
    def __init__(self, random: Random, now: datetime) -> None:
        self._random = random
        self._fiction: Fiction = load()
        self._families = list(self._fiction.families)
        random.shuffle(self._families)
        self._received = now - timedelta(days=4)
        self.employers = self._employers()

    def _employers(self) -> tuple[Employer, ...]:
        etti = replace(EI, id="employer-etti", siret="41816609600069", kind=EmployerKind.ETTI)
        named = [replace(one, name=self._random.choice(_NAMES[one.kind])) for one in (ACI, EI, etti)]
        return tuple(replace(one, email="accueil@structure.example") for one in named)

    def counsellor(self, role: str, number: int, *, is_admin: bool) -> Counsellor:
        """A counsellor of the number-th structure; no two share a family name."""
        first = self._random.choice(self._fiction.women + self._fiction.men)
        user = User(id=f"user-{role}", first_name=first, last_name=self._families.pop(), email=f"{role}@siae.example")
        return Counsellor(role, user, self.employers[number], is_admin)

    def person(self, number: int) -> JobSeeker:
        """The number-th person who seeks a job; persons of one week have different names."""
        is_woman = self._random.random() < 1 / 2
        first = self._random.choice(self._fiction.women if is_woman else self._fiction.men)
        return replace(
            DAVE,
            id=f"seeker-{number}",
            title="Mme" if is_woman else "M.",
            first_name=first,
            last_name=self._random.choice(self._families),
            email=f"p{number}@courriel.example",
            pole_emploi_id=f"{number:07}B",
            created_at=self._received,
        )

    def case(self, number: int, person: JobSeeker, employer: Employer, state: str) -> list[object]:
        """The person, eligible, and their application to a structure."""
        application = people.application(
            id=f"application-{number}",
            job_seeker_id=person.id,
            employer_id=employer.id,
            state=state,
            created_at=self._received,
            state_changed_at=self._received,
        )
        sight = Sight(person.id, employer.id)
        seen = [
            Visibility(
                id=sight.row_id(reason),
                job_seeker_id=person.id,
                employer_id=employer.id,
                reason=reason,
                created_at=self._received,
            )
            for reason in (Reason.APPLICATION, Reason.PENDING)
        ]
        checked = people.diagnosis(id=f"diagnosis-{number}", job_seeker_id=person.id, created_at=self._received)
        return [person, application, sent_by(application), *seen, checked]


def draw(random: Random, now: datetime) -> Cast:
    """The people of one week."""
    drawing = _Drawing(random, now)
    counsellors = [
        drawing.counsellor("garden", 0, is_admin=True),
        drawing.counsellor("lost", 0, is_admin=False),
        drawing.counsellor("office", 1, is_admin=True),
        drawing.counsellor("leaver", 1, is_admin=False),
        drawing.counsellor("interim", 2, is_admin=True),
    ]
    rows: list[object] = [CAROL, MISSION_LOCALE, people.prescriber_membership(CAROL, MISSION_LOCALE)]
    rows += [*drawing.employers, *(counsellor.user for counsellor in counsellors), *_jobs(drawing.employers, now)]
    rows += [_place(counsellor) for counsellor in counsellors]
    waiting: dict[str, list[str]] = {employer.id: [] for employer in drawing.employers}
    names = {}
    for number in range(APPLICATIONS):
        employer, person = drawing.employers[number % 3], drawing.person(number)
        names[f"application-{number}"] = texts.person(person.last_name, person.first_name)
        is_waiting = number // 3 < WAITING
        if is_waiting:
            waiting[employer.id].append(f"application-{number}")
        states = (ApplicationState.NEW, ApplicationState.PROCESSING)
        state = ApplicationState.POSTPONED if is_waiting else states[number // 3 % 2]
        rows += drawing.case(number, person, employer, state)
    return Cast({one.role: one for one in counsellors}, tuple(rows), waiting, names)


def _place(counsellor: Counsellor) -> object:
    is_admin = counsellor.is_admin
    return people.membership(counsellor.user, counsellor.employer, is_admin=is_admin, is_director=is_admin)


def _jobs(employers: tuple[Employer, ...], now: datetime) -> list[object]:
    titles: list[object] = [
        Appellation(id=f"{n}", label=f"Aide en {_TRADES[n % len(_TRADES)]}", rome_code="A1101", rome_label="Insertion")
        for n in range(JOBS + FREE_APPELLATIONS)
    ]
    jobs = [
        JobDescription(
            id=f"job-{n}", employer_id=employers[n % 3].id, appellation_id=f"{n}", created_at=LONG_AGO, updated_at=now
        )
        for n in range(JOBS)
    ]
    return [*titles, *jobs]
