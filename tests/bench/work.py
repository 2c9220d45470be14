"""Work W(n): an employer with n applications, each with its person, job, sender and a 300-character French message.

Rows are made as they are stored, about 1,000 bytes of JSON an application with its person; messages repeat themselves
as counsellors do, so that arrays of W(100,000) weigh about 20 MB under zstd-3, as on the peers' benchmarks.
"""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sync.domain.employers import Employer, EmployerKind, Membership, User
from sync.domain.ids import uuid7
from sync.domain.job_applications import ApplicationState, JobApplication, SenderKind
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.prescribers import PrescriberOrganization
from sync.domain.visibility import Reason, Sight, Visibility
from sync.store.rows import column_names, values_of, wire_value
from sync.store.tables import BY_NAME, TABLES

Rows = dict[str, list[tuple[Any, ...]]]

BEGINS = datetime(2019, 1, 2, 8, tzinfo=UTC)


def _fixed_id(number: int) -> str:
    return f"0195a1d0-0000-7000-8000-{number:012}"


EMPLOYER_ID = _fixed_id(1)
USER_ID = _fixed_id(2)
EMAIL = "alice@aci.example"
PASSWORD = "une phrase de passe assez longue"

_STATES: tuple[str, ...] = ("refused",) * 50 + ("accepted",) * 30 + ("cancelled", "obsolete") * 5
_STATES += ("new",) * 4 + ("processing",) * 4 + ("postponed",) * 2
_PENDING = (ApplicationState.NEW, ApplicationState.PROCESSING, ApplicationState.POSTPONED)
_REASONS = {False: (Reason.APPLICATION,), True: (Reason.APPLICATION, Reason.PENDING)}
_FIRST_NAMES = tuple(
    word
    for line in (
        "Aïcha Alice Bruno Camille Cécile Chloé David Dylan Élodie Émilie Fabien Fatou Gaëlle Hugo Inès Irène Jean",
        "José Karim Kévin Laure Léa Lucas Malik Marie Mohamed Nadia Noël Olivier Paul Sofia Steven Théo Zoé",
    )
    for word in line.split()
)
_SYLLABLES = tuple(
    word
    for line in (
        "ba be bert bon chan court de del dou du far fer fou gar ger gnon lan lard le leroy lin ma mar mi mon",
        "mou nard neau pe per pin ra ri ro rous sal sau ser te tel ter tin tis va veau vi",
    )
    for word in line.split()
)
_STREETS = ("de la Gare", "des Lilas", "du Moulin", "Jean-Jaurès", "de l’Église", "Victor-Hugo", "du Canal")
_TOWNS = (("57000", "Metz"), ("54000", "Nancy"), ("38000", "Grenoble"), ("67000", "Strasbourg"), ("88000", "Épinal"))
_JOBS = (
    "Aide maraîcher",
    "Agent d’entretien",
    "Préparateur de commandes",
    "Maçon",
    "Aide de cuisine",
    "Chauffeur-livreur",
)
_SENTENCES = (
    "Bonjour, je vous adresse la candidature de {first}, que j’accompagne depuis {n} mois.",
    "{first} recherche un poste de {job} à temps {time}.",
    "Son projet professionnel a été validé par une immersion de {n} jours.",
    "Disponible {when}, permis B {licence}.",
    "Il reste à lever un frein de {brake}, une solution est en cours.",
    "{first} a travaillé {n} ans comme {job} et souhaite reprendre une activité.",
    "Très motivé par votre structure, dont le chantier se trouve près de son domicile.",
    "Merci de me tenir au courant de la suite que vous donnerez, par téléphone au {phone}.",
    "Une formation de {job} a été suivie en {year} avec assiduité.",
    "Peut commencer par quelques heures par semaine puis augmenter progressivement.",
    "Nous restons à votre disposition pour un entretien à trois.",
    "Sans emploi depuis {n} mois, {first} vit à {town} et se déplace {by}.",
)


class Work:
    """W(n), the same for the same n. `rows` maps each table to its rows in the order of its columns.

    Employers may stand beside each other in one database: `number` tells them apart, and only the first brings the
    reference rows. `states` are those that its applications are in, as often as they stand there.
    """

    def __init__(self, applications: int, *, number: int = 1, states: tuple[str, ...] = _STATES) -> None:
        self._random = random.Random(applications * number)
        self._states = states
        self._brings_reference = number == 1
        self.employer_id, self.user_id = _fixed_id(2 * number - 1), _fixed_id(2 * number)
        self.email = EMAIL if number == 1 else EMAIL.replace("@", f"{number}@")
        self.employer = Employer(
            id=self.employer_id,
            siret="26570134200148",
            kind=EmployerKind.ACI,
            name="LES JARDINS DE LA MOSELLE",
            created_at=BEGINS,
        )
        self._jobs = [self._id(BEGINS) for _ in _JOBS]
        self._senders = [(self._id(BEGINS), f"{self._first_name()} {self._last_name().upper()}") for _ in range(200)]
        self._organizations = [self._id(BEGINS) for _ in range(50)]
        self.rows: Rows = {name: [] for name in BY_NAME}
        self._add_surroundings()
        for order in range(applications):
            self._add_application(BEGINS + timedelta(minutes=11 * order, seconds=self._random.random() * 600))

    def ids(self, state: str) -> list[str]:
        """The applications in that state, oldest first."""
        column = column_names(BY_NAME["job_applications"]).index("state")
        return [row[0] for row in self.rows["job_applications"] if row[column] == state]

    # --- the house -------------------------------------------------------------------------------------------

    def _add_surroundings(self) -> None:
        user = User(id=self.user_id, first_name="Alice", last_name="MARTIN", email=self.email)
        place = Membership(
            id=self._id(BEGINS), employer_id=self.employer_id, user_id=self.user_id, is_admin=True, created_at=BEGINS
        )
        self._put(self.employer, user, place)
        for number, (job, label) in enumerate(zip(self._jobs, _JOBS, strict=True)):
            appellation = f"{11_000 + number}"
            if self._brings_reference:
                self._put(Appellation(id=appellation, rome_code="A1402", rome_label="Aide agricole", label=label))
            self._put(
                JobDescription(
                    id=job,
                    employer_id=self.employer_id,
                    appellation_id=appellation,
                    custom_name=label,
                    created_at=BEGINS,
                    updated_at=BEGINS,
                )
            )
        for number, organization in enumerate(self._organizations if self._brings_reference else ()):
            name = f"Mission locale n° {number}"
            self._put(PrescriberOrganization(id=organization, kind="ML", name=name, is_authorized=True))

    def _put(self, *entities: object) -> None:
        for entity in entities:
            values = tuple(wire_value(value) for value in values_of(entity).values())
            self.rows[TABLES[type(entity)].name].append(values)

    def hire(self, count: int) -> None:
        """Besides, so many people hired under a PASS each, a minute after the other."""
        for order in range(count):
            at = BEGINS + timedelta(days=700, minutes=order)
            person, starts_on = self._person(at), at.date() + timedelta(days=7)
            given = Pass(
                id=self._id(at),
                job_seeker_id=person.id,
                number=f"99999{order:07}",
                starts_on=starts_on,
                initial_ends_on=starts_on + timedelta(days=729),
                ends_on=starts_on + timedelta(days=729),
                created_at=at,
            )
            hire = replace(
                self._application(person, ApplicationState.ACCEPTED, at),
                pass_id=given.id,
                hiring_starts_on=starts_on,
                hiring_ends_on=starts_on + timedelta(days=180),
            )
            self._put(person, given, hire, _visibility(person.id, self.employer_id, Reason.APPLICATION, at))

    # --- an application --------------------------------------------------------------------------------------

    def _add_application(self, at: datetime) -> None:
        person = self._person(at)
        state = ApplicationState(self._random.choice(self._states))
        self._put(person, self._application(person, state, at))
        self._put(*(_visibility(person.id, self.employer_id, reason, at) for reason in _REASONS[state in _PENDING]))

    def _person(self, at: datetime) -> JobSeeker:
        choose, number = self._random.choice, self._random.randint
        first, last = self._first_name(), self._last_name()
        post_code, city = choose(_TOWNS)
        return JobSeeker(
            id=self._id(at),
            title=choose(("M.", "Mme")),
            last_name=last,
            first_name=first,
            born_on=date(number(1955, 2003), number(1, 12), number(1, 28)),
            email=f"{first}.{last}{number(1, 99)}@example.org".lower(),
            phone=self._phone(),
            address_line_1=f"{number(1, 99)} rue {choose(_STREETS)}",
            post_code=post_code,
            city=city,
            pole_emploi_id=f"{number(0, 9_999_999):07}{choose('ABCDEFGHJK')}",
            created_at=at,
        )

    def _application(self, person: JobSeeker, state: ApplicationState, at: datetime) -> JobApplication:
        sender = self._random.randrange(len(self._senders))
        is_new = state is ApplicationState.NEW
        moved = at if is_new else at + timedelta(seconds=self._random.random() * 20 * 86_400)
        return JobApplication(
            id=self._id(at),
            job_seeker_id=person.id,
            employer_id=self.employer_id,
            state=state,
            sender_kind=SenderKind.PRESCRIBER,
            sender_user_id=self._senders[sender][0],
            sender_name=self._senders[sender][1],
            sender_organization_id=self._organizations[sender % len(self._organizations)],
            job_description_ids=(self._random.choice(self._jobs),),
            message=self._message(person.first_name),
            refusal_reason="other" if state is ApplicationState.REFUSED else "",
            accepted_at=moved if state is ApplicationState.ACCEPTED else None,
            created_at=at,
            state_changed_at=moved,
        )

    def _message(self, first_name: str) -> str:
        """300 characters, most of them sentences that return with other words in their gaps."""
        choose, text = self._random.choice, ""
        while len(text) < 300:
            sentence = choose(_SENTENCES).format(
                first=first_name,
                n=self._random.randint(2, 24),
                job=choose(_JOBS).lower(),
                time=choose(("plein", "partiel")),
                when=choose(("de suite", "en mars", "en septembre", "le matin", "l’après-midi")),
                licence=choose(("oui", "non", "en cours")),
                brake=choose(("logement", "mobilité", "garde d’enfants", "santé", "langue")),
                phone=self._phone(),
                year=self._random.randint(1998, 2020),
                town=choose(_TOWNS)[1],
                by=choose(("en bus", "à vélo", "à pied", "en train")),
            )
            text += f"{sentence} {self._last_name()} {self._last_name()} "
        return text[:300]

    # --- small things ----------------------------------------------------------------------------------------

    def _id(self, at: datetime) -> str:
        return uuid7(at, self._random.randbytes(10))

    def _first_name(self) -> str:
        return self._random.choice(_FIRST_NAMES)

    def _last_name(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 3))).capitalize()

    def _phone(self) -> str:
        return f"06{self._random.randrange(100_000_000):08}"


def _visibility(person_id: str, employer_id: str, reason: Reason, at: datetime) -> Visibility:
    row_id = Sight(person_id, employer_id).row_id(reason)
    return Visibility(id=row_id, job_seeker_id=person_id, employer_id=employer_id, reason=str(reason), created_at=at)
