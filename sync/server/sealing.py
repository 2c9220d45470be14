"""The server's seals: whatever a transaction changed of a PASS is signed again before it commits (TRUST.md).

A seal is a row, so that it travels with the PASS and follows it: a longer PASS, another name, another structure's name
give another seal; a PASS taken back takes its seals along, and its number's fingerprint goes to the revocation list.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, select, update

from sync.domain.calendar import paris_date
from sync.domain.employers import Employer
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, PassStanding
from sync.domain.seals import PassSeal, RevokedPass, SealingKey
from sync.protocol.attestations import Signer, Statement, fingerprint, normal, read
from sync.server.feed_index import chunks
from sync.server.tables import CENTRAL
from sync.server.unit_of_work import UnitOfWork
from sync.store.tables import TABLES

_SEED = "sealing_seed"
_SEALED = (Pass, PassStanding, JobSeeker, Employer)
_SEALS = TABLES[PassSeal]


def first_key(unit: UnitOfWork, now: datetime) -> None:
    """The key a new database signs with."""
    seed = secrets.token_hex(32)
    unit.connection.execute(CENTRAL.insert().values(name=_SEED, value=seed))
    unit.world.put(_published(seed, now))


def rotate(unit: UnitOfWork, now: datetime, *, is_compromised: bool) -> None:
    """Sign with another key from now on.

    What the old one signed stays good, unless it is compromised: then everything is signed again with the new one.
    """
    seed = secrets.token_hex(32)
    for key in unit.world.find(SealingKey, retired_on=None):
        unit.world.put(replace(key, retired_on=paris_date(now), is_compromised=is_compromised))
    unit.connection.execute(update(CENTRAL).where(CENTRAL.c.name == _SEED).values(value=seed))
    unit.world.put(_published(seed, now))
    if is_compromised:
        _seal(unit, set(unit.connection.scalars(select(_SEALS.c.pass_id))), now, is_anew=True)


def follow(unit: UnitOfWork, now: datetime) -> None:
    """Bring the seals in line with what the transaction wrote; to be called once, at its end."""
    written = unit.hook.written(_SEALED)
    if not written:
        return
    _take_back(unit, [row for row, is_gone in written if is_gone], now)
    _seal(unit, _passes_behind([row for row, is_gone in written if not is_gone], unit), now)


def _published(seed: str, now: datetime) -> SealingKey:
    public = Signer(bytes.fromhex(seed)).public_key
    return SealingKey(id=public.id.hex(), key=public.key.hex(), created_at=now)


def _take_back(unit: UnitOfWork, gone: Iterable[object], now: datetime) -> None:
    for row in gone:
        if isinstance(row, Pass) and row.number:
            unit.world.put(RevokedPass(id=fingerprint(row.number), revoked_at=now))
        orphans = {Pass: "pass_id", PassStanding: "id"}.get(type(row))
        for seal in unit.world.find(PassSeal, **{orphans: row.id}) if orphans else ():  # type: ignore[attr-defined]
            unit.world.remove(seal)


def _passes_behind(rows: Iterable[object], unit: UnitOfWork) -> set[str]:
    """The PASS whose papers these rows speak on."""
    ids, people = set(), set()
    for row in rows:
        if isinstance(row, Pass):
            ids.add(row.id)
        elif isinstance(row, PassStanding):
            ids.add(row.pass_id)
        elif isinstance(row, JobSeeker):
            people.add(row.id)
        elif isinstance(row, Employer) and _is_renamed(row, unit.connection):
            standing = TABLES[PassStanding]
            ids |= set(unit.connection.scalars(select(standing.c.pass_id).where(standing.c.employer_id == row.id)))
    for chunk in chunks(sorted(people)):
        ids |= {one.id for one in unit.world.find(Pass, job_seeker_id=tuple(chunk))}
    return ids


def _is_renamed(employer: Employer, connection: Connection) -> bool:
    """Whether the seals of an employer name it as it no longer is; one of them tells for all."""
    text = connection.scalar(select(_SEALS.c.text).where(_SEALS.c.employer_id == employer.id).limit(1))
    said = read(text) if text else None
    return said is not None and (said.employer_name, said.siret) != (normal(employer.display_name), employer.siret)


@dataclass(frozen=True, slots=True)
class _Papers:
    """Rows by id, read for many PASS at once."""

    passes: dict[str, Pass]
    people: dict[str, JobSeeker]
    employers: dict[str, Employer]
    seals: dict[str, PassSeal]

    def statement(self, standing: PassStanding, now: datetime) -> Statement | None:
        """What to vouch for; None while the PASS has no number."""
        iae_pass, employer = self.passes.get(standing.pass_id), self.employers.get(standing.employer_id)
        person = self.people.get(iae_pass.job_seeker_id) if iae_pass else None
        if iae_pass is None or iae_pass.number is None or person is None or employer is None:
            return None
        return Statement(
            number=iae_pass.number,
            last_name=normal(person.last_name),
            first_name=normal(person.first_name),
            starts_on=iae_pass.starts_on,
            ends_on=iae_pass.ends_on,
            employer_name=normal(employer.display_name),
            siret=employer.siret,
            sealed_on=paris_date(now),
        )


def _seal(unit: UnitOfWork, pass_ids: Collection[str], now: datetime, *, is_anew: bool = False) -> None:
    """Sign each PASS for each employer that hired under it, where the seal there is says something else."""
    for chunk in chunks(sorted(pass_ids)):
        standings = unit.world.find(PassStanding, pass_id=tuple(chunk))
        papers = _papers(unit, standings)
        due = [
            (standing, said)
            for standing in standings
            if (said := papers.statement(standing, now)) and (is_anew or not _says(papers.seals.get(standing.id), said))
        ]
        if due:
            _restore(unit, [said.number for _, said in due])
            unit.put_all(_signed(due, _signer(unit.connection)))


def _restore(unit: UnitOfWork, numbers: Iterable[str]) -> None:
    """An agreement's number taken back with its PASS may become a PASS's again (DOMAIN.md §4)."""
    for revoked in unit.world.find(RevokedPass, id=_ids(map(fingerprint, numbers))):
        unit.world.remove(revoked)


def _papers(unit: UnitOfWork, standings: Collection[PassStanding]) -> _Papers:
    world = unit.world
    passes = {one.id: one for one in world.find(Pass, id=_ids(standing.pass_id for standing in standings))}
    people = world.find(JobSeeker, id=_ids(one.job_seeker_id for one in passes.values()))
    employers = world.find(Employer, id=_ids(standing.employer_id for standing in standings))
    seals = world.find(PassSeal, id=_ids(standing.id for standing in standings))
    return _Papers(
        passes=passes,
        people={one.id: one for one in people},
        employers={one.id: one for one in employers},
        seals={one.id: one for one in seals},
    )


def _ids(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids)))


def _says(seal: PassSeal | None, statement: Statement) -> bool:
    said = read(seal.text) if seal else None
    return said is not None and replace(said, sealed_on=statement.sealed_on) == statement


def _signed(due: Iterable[tuple[PassStanding, Statement]], signer: Signer) -> list[PassSeal]:
    """A name too long for a QR code leaves its paper without a seal."""
    seals = []
    for standing, statement in due:
        try:
            seal = signer.seal(statement)
        except ValueError:
            continue
        row = PassSeal(
            id=standing.id,
            pass_id=standing.pass_id,
            employer_id=standing.employer_id,
            text=seal.text,
            code=seal.code,
        )
        seals.append(row)
    return seals


def _signer(connection: Connection) -> Signer:
    """Read each time: the operator may rotate the key while the server runs."""
    return _of_seed(connection.scalars(select(CENTRAL.c.value).where(CENTRAL.c.name == _SEED)).one())


@lru_cache(maxsize=2)
def _of_seed(seed: str) -> Signer:
    return Signer(bytes.fromhex(seed))
