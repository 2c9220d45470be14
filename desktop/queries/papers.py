"""Impression: whose attestation can be printed today, and from which day the others can."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from desktop.queries.filters import APPLICATIONS, PEOPLE
from desktop.queries.lens import Lens
from desktop.queries.marks import among, by_name, unsent_ids
from sync.domain.contract import can_print, first_printing_day
from sync.domain.job_applications import ApplicationState
from sync.domain.passes import Pass
from sync.store.tables import TABLES

_PASSES = TABLES[Pass]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A PASS these employers hired under. `prints_from` is None where it can be printed today."""

    pass_id: str
    last_name: str
    first_name: str
    number: str | None
    hired_on: date
    prints_from: date | None
    is_unsent: bool

    @property
    def is_printable(self) -> bool:
        """Whether its attestation can be printed today."""
        return self.prints_from is None


def read(lens: Lens) -> tuple[PaperRow, ...]:
    """The PASS of the people hired, by name, each with its last hire's first day."""
    hired_on = func.max(APPLICATIONS.c.hiring_starts_on, type_=APPLICATIONS.c.hiring_starts_on.type)
    query = (
        select(_PASSES.c.id, _PASSES.c.number, PEOPLE.c.last_name, PEOPLE.c.first_name, hired_on.label("hired_on"))
        .select_from(
            APPLICATIONS.join(_PASSES, _PASSES.c.id == APPLICATIONS.c.pass_id).join(
                PEOPLE, PEOPLE.c.id == _PASSES.c.job_seeker_id
            )
        )
        .where(
            among(APPLICATIONS.c.employer_id, lens.employer_ids, "employers"),
            APPLICATIONS.c.state == ApplicationState.ACCEPTED,
            APPLICATIONS.c.hiring_starts_on.is_not(None),
        )
        .group_by(_PASSES.c.id)
        .order_by(*by_name(PEOPLE), _PASSES.c.id)
    )
    here = unsent_ids(lens.connection, "passes")
    return tuple(
        PaperRow(
            pass_id=row.id,
            last_name=row.last_name,
            first_name=row.first_name,
            number=row.number,
            hired_on=row.hired_on,
            prints_from=_prints_from(lens, row.hired_on),
            is_unsent=row.id in here,
        )
        for row in lens.connection.execute(query)
    )


def _prints_from(lens: Lens, hired_on: date) -> date | None:
    return None if can_print(hired_on, lens.today, lens.rules) else first_printing_day(hired_on, lens.rules)
