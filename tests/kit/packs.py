"""A sample for a control, a year's figures, an employee for the ASP, one person's data."""

from datetime import UTC, date, datetime

from desktop.documents.access import Chapter, PersonalData, Record
from desktop.documents.asp_entry import AspEntry
from desktop.documents.packs.control import Control, Sampled
from desktop.documents.packs.dialogue import Count, Figures
from desktop.documents.proofs.standing import Person, standings
from tests.kit.dossiers import ONLINE, PROVEN, RULES, dossier, paper
from tests.kit.papers import GARDENS
from tests.kit.proofs import picture

_ALICE = dossier(paper(picture("JPEG"))).diagnosis

CONTROL = Control(
    employer=GARDENS,
    title="Contrôle a posteriori 2021",
    people=(
        Sampled(
            last_name="Martin",
            first_name="Alice",
            number="999992100001",
            hired_on=date(2021, 2, 8),
            diagnosed_by="Bob Durand",
            diagnosed=ONLINE,
            standings=_ALICE.standings if _ALICE else (),
        ),
        Sampled(
            last_name="Nguyễn",
            first_name="Łukasz",
            number="999992100002",
            hired_on=date(2021, 3, 1),
            diagnosed_by="Mission locale de Valence",
            diagnosed=PROVEN,
            standings=(),
        ),
        Sampled(
            last_name="Durand",
            first_name="Bob",
            number=None,
            hired_on=date(2021, 2, 15),
            diagnosed_by="Carole Petit",
            diagnosed=PROVEN,
            standings=tuple(
                standings(
                    Person(job_seeker_id="bob", last_name="Durand", first_name="Bob", criteria=("DETLD",)),
                    (),
                    RULES,
                    date(2021, 2, 14),
                )
            ),
        ),
    ),
)

FIGURES = Figures(
    starts_on=date(2021, 1, 1),
    ends_on=date(2021, 12, 31),
    present=24,
    entries=31,
    exits=19,
    entries_by_month=tuple(
        Count(month, number)
        for month, number in (("Janvier", 2), ("Février", 5), ("Mars", 4), ("Avril", 0), ("Mai", 9))
    ),
    exits_by_month=(Count("Janvier", 1), Count("Février", 3)),
    exits_by_kind=(Count("Emploi durable", 7), Count("Emploi de transition", 5), Count("Sans nouvelle", 2)),
    criteria=(Count("Bénéficiaire du RSA (socle)", 18), Count("Résident QPV", 11), Count("Travailleur handicapé", 4)),
    publics=(Count("Femmes", 16), Count("Hommes", 15), Count("Moins de 26 ans", 6), Count("50 ans et plus", 7)),
    durations=(Count("Moins de 6 mois", 6), Count("6 à 12 mois", 11), Count("Plus de 12 mois", 14)),
    suspensions=(Count("Arrêt pour longue maladie", 2), Count("Congé de maternité", 1)),
    applications=212,
    answered=198,
    refusals=(
        Count("Pas de poste ouvert en ce moment", 64),
        Count("Candidat non venu ou non joignable", 31),
        Count("Un des freins à l’emploi du candidat est incompatible avec le poste proposé", 12),
    ),
    median_delay_days=6,
    delays=(Count("Moins de 8 jours", 120), Count("8 à 30 jours", 60), Count("Plus de 30 jours", 18)),
    waiting=27,
    median_waiting_days=74,
    waiting_ages=(Count("Moins de 60 jours", 11), Count("60 à 90 jours", 9), Count("Plus de 90 jours", 7)),
)

ENTRY = AspEntry(
    pass_number="999992100001",
    pass_starts_on=date(2021, 2, 8),
    pass_ends_on=date(2023, 2, 7),
    title="Mme",
    last_name="Martin",
    birth_name="Petit",
    first_name="Alice",
    born_on=date(1985, 4, 12),
    birth_commune="26362",
    address_line_1="12 bis chemin des Écluses",
    commune="26362",
    post_code="26000",
    oriented_by="Mission locale",
    was_employed=False,
    without_job="24 mois et plus",
    is_registered=True,
    registered_since="24 mois et plus",
    pole_emploi_id="0123456A",
    has_allowance=True,
    rsa="oui, sans majoration",
    rsa_since="12 à 23 mois",
    has_ass=False,
    has_aah=False,
    has_ata=False,
)

DATA = PersonalData(
    last_name="Martin",
    first_name="Alice",
    chapters=(
        Chapter(
            title="Identité",
            purpose="étudier vos candidatures.",
            kept="deux ans après la fin de votre PASS IAE.",
            records=(
                Record(
                    title="État civil",
                    values=(("Nom", "Martin"), ("Prénom", "Alice"), ("Née le", date(1985, 4, 12)), ("Courriel", "")),
                ),
            ),
        ),
        Chapter(
            title="Candidatures",
            purpose="répondre à vos candidatures.",
            kept="deux ans après le dernier contact.",
            records=(
                Record(
                    title="Candidature du 18/01/2021",
                    values=(
                        ("Reçue le", datetime(2021, 1, 18, 9, 30, tzinfo=UTC)),
                        ("Message", "=Bonjour, je *cherche* un poste."),
                        ("Embauche sans PASS", False),
                    ),
                ),
                Record(title="Candidature du 02/02/2021", values=(("État", "Candidature déclinée"),)),
            ),
        ),
        Chapter(title="Justificatifs", purpose="prouver votre éligibilité.", kept="deux ans.", records=()),
    ),
    waiting=("Votre embauche a été acceptée le 08/02/2021 sur ce poste.",),
)
