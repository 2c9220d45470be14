"""What a server would have signed about some PASS, as rows a workstation holds."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from sync.domain.employers import Employer
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.domain.seals import PassSeal, SealingKey
from sync.protocol.attestations import Statement
from tests.kit.papers import SERVER_KEY

KEY = SealingKey(
    id=SERVER_KEY.public_key.id.hex(),
    key=SERVER_KEY.public_key.key.hex(),
    created_at=datetime(2021, 1, 1, tzinfo=UTC),
)


def seals(rows: Sequence[object], people: Sequence[JobSeeker], employer: Employer) -> Iterator[object]:
    """The key, and the employer's seal of each PASS among `rows` that has a number."""
    yield KEY
    named = {person.id: person for person in people}
    for one in rows:
        if isinstance(one, Pass) and one.number:
            person = named[one.job_seeker_id]
            seal = SERVER_KEY.seal(
                Statement(
                    number=one.number,
                    last_name=person.last_name,
                    first_name=person.first_name,
                    starts_on=one.starts_on,
                    ends_on=one.ends_on,
                    employer_name=employer.display_name,
                    siret=employer.siret,
                    sealed_on=date(2021, 2, 10),
                )
            )
            yield PassSeal(id=f"seal-{one.id}", pass_id=one.id, employer_id=employer.id, text=seal.text, code=seal.code)
