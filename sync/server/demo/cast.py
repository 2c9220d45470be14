"""Who plays: the structures, organisations, jobs and users of the fiction, from the shipped samples or real files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sync import resources
from sync.domain.employers import Employer, EmployerKind, Membership, User
from sync.domain.ids import derived_id
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.prescribers import PrescriberMembership, PrescriberOrganization
from sync.server.demo.fiction import Fiction, Signer
from sync.server.imports import files

E = TypeVar("E")

PASSWORD = "passerelle"  # noqa: S105 - of invented people, told to whoever asks for the fiction
_SAMPLES = resources.path("samples")
_MAIN_SIRET = "85347120500013"
_AGE = timedelta(days=1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The three files to build on; the shipped samples by default."""

    structures: Path = _SAMPLES / "structures.csv"
    rome: Path = _SAMPLES / "rome.csv"
    prescribers: Path = _SAMPLES / "prescribers.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """`main` is the structure the demonstration is about; `places` are the roles users belong to."""

    appellations: tuple[Appellation, ...]
    organizations: tuple[PrescriberOrganization, ...]
    employers: tuple[Employer, ...]
    main: Employer
    others: tuple[Employer, ...]
    towns: tuple[tuple[str, str], ...]
    jobs: tuple[JobDescription, ...]
    places: dict[str, Employer | PrescriberOrganization]
    signers: tuple[tuple[Signer, User], ...]

    def at(self, place: str) -> list[User]:
        """The users who belong to a place."""
        return [user for signer, user in self.signers if signer.place == place]

    def memberships(self, now: datetime) -> Iterable[object]:
        """Where the users belong."""
        for signer, user in self.signers:
            place = self.places[signer.place]
            if isinstance(place, Employer):
                yield _membership(signer, user, place, now)
            else:
                yield PrescriberMembership(
                    id=derived_id("prescriber membership", place.id, user.id),
                    organization_id=place.id,
                    user_id=user.id,
                    is_admin=signer.is_admin,
                    created_at=now - _AGE,
                )


def gather(fiction: Fiction, sources: Sources, now: datetime) -> Cast:
    """The cast; ValueError when the files hold no ACI, no other structure or no organisation to play with."""
    appellations = _of(files.rome(sources.rome).entities.values(), Appellation)
    organizations = _of(files.prescribers(sources.prescribers).entities.values(), PrescriberOrganization)
    employers = _of(files.structures(sources.structures, now - _AGE).entities.values(), Employer)
    main = _main(employers)
    neighbours = [one for one in employers if one.department == main.department and one.siret != main.siret]
    others = tuple(neighbours or [one for one in employers if one is not main])[:8]
    authorized = [one for one in organizations if one.is_authorized]
    orienteurs = [one for one in organizations if not one.is_authorized]
    if not (others and authorized):
        raise ValueError("Les fichiers donnés ne contiennent pas de quoi construire la démonstration.")
    return Cast(
        appellations=appellations,
        organizations=organizations,
        employers=employers,
        main=main,
        others=others,
        towns=tuple(sorted({(one.post_code, one.city) for one in (main, *neighbours)})),
        jobs=tuple(_jobs(fiction, main, {one.id for one in appellations}, now)),
        places={
            "main": main,
            "other": others[0],
            "authorized": authorized[0],
            "authorized_too": authorized[1 % len(authorized)],
            "orienteur": (orienteurs or authorized)[0],
        },
        signers=tuple((signer, _user(signer)) for signer in fiction.users),
    )


def _of(entities: Iterable[object], kind: type[E]) -> tuple[E, ...]:
    return tuple(entity for entity in entities if isinstance(entity, kind))


def _main(employers: tuple[Employer, ...]) -> Employer:
    workshops = [one for one in employers if one.kind is EmployerKind.ACI]
    if not workshops:
        raise ValueError("Le fichier des structures ne contient aucun ACI.")
    return next((one for one in workshops if one.siret == _MAIN_SIRET), workshops[0])


def _jobs(fiction: Fiction, main: Employer, known: set[str], now: datetime) -> Iterable[JobDescription]:
    for number, job in enumerate(fiction.jobs):
        if job.appellation in known:
            yield JobDescription(
                id=derived_id("demo job", main.id, job.appellation),
                employer_id=main.id,
                appellation_id=job.appellation,
                custom_name=job.name,
                description=job.description,
                contract_type="CDDI",
                hours_per_week=26,
                open_positions=1 + number % 3,
                is_open=job.is_open,
                is_published=job.is_published,
                created_at=now - _AGE,
                updated_at=now - timedelta(days=5 + 9 * number),
            )


def _user(signer: Signer) -> User:
    return User(
        id=derived_id("user", signer.email),
        first_name=signer.first_name,
        last_name=signer.last_name,
        email=signer.email,
        phone="06399800" + str(len(signer.email) % 90 + 10),
    )


def _membership(signer: Signer, user: User, employer: Employer, now: datetime) -> Membership:
    return Membership(
        id=derived_id("membership", employer.id, user.id),
        employer_id=employer.id,
        user_id=user.id,
        is_admin=signer.is_admin,
        is_director=signer.is_admin,
        wants_notifications=signer.is_admin,
        created_at=now - _AGE,
    )
