"""What the service must have sealed, said again in the plainest way: every PASS, for every employer that hired on it.

The service follows what a transaction wrote; here all papers are looked at after each commit.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sync.domain.calendar import paris_date
from sync.domain.employers import Employer
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass, PassStanding
from sync.domain.seals import PassSeal, RevokedPass
from sync.protocol.attestations import Signer, Statement, fingerprint, read
from tests.property.model import ModelWorld


def seal(world: ModelWorld, passes: Mapping[str, Pass], signer: Signer, now: datetime) -> None:
    """Bring the seals in line with the rows; `passes` are those there were at any moment of the transaction."""
    for gone in (one for one in passes.values() if one.number and world.get(Pass, one.id) is None):
        world.put(RevokedPass(id=fingerprint(str(gone.number)), revoked_at=now))
    standings = {one.id: one for one in world.find(PassStanding)}
    for row in world.find(PassSeal):
        if row.id not in standings or world.get(Pass, row.pass_id) is None:
            world.remove(row)
    for standing in standings.values():
        statement = _statement(world, standing, now)
        before = world.get(PassSeal, standing.id)
        if statement and not (before and _says(before.text, statement)):
            _put(world, standing, statement, signer)


def _statement(world: ModelWorld, standing: PassStanding, now: datetime) -> Statement | None:
    paper, employer = world.get(Pass, standing.pass_id), world.get(Employer, standing.employer_id)
    person = world.get(JobSeeker, paper.job_seeker_id) if paper else None
    if not (paper and paper.number and employer and person):
        return None
    return Statement(
        number=paper.number,
        last_name=person.last_name,
        first_name=person.first_name,
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        employer_name=employer.display_name,
        siret=employer.siret,
        sealed_on=paris_date(now),
    )


def _says(text: str, statement: Statement) -> bool:
    said = read(text)
    return said is not None and replace(said, sealed_on=statement.sealed_on) == statement


def _put(world: ModelWorld, standing: PassStanding, statement: Statement, signer: Signer) -> None:
    revoked = world.get(RevokedPass, fingerprint(statement.number))
    if revoked:
        world.remove(revoked)
    made = signer.seal(statement)
    names = {"id": standing.id, "pass_id": standing.pass_id, "employer_id": standing.employer_id}
    world.put(PassSeal(**names, text=made.text, code=made.code))
