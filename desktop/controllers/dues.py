"""What falls due: the days that the rows tell, and the last useful days of the papers kept beside them."""

from collections.abc import Iterable
from datetime import date

from desktop.controllers.cabinet import PersonFile, person_files
from desktop.controllers.desk import Desk
from desktop.documents.proofs.standing import Standing
from desktop.queries import deadlines
from desktop.queries.deadlines import Due, DueKind, in_order
from desktop.runtime.store_worker import Work
from sync.domain.calendar import paris_date
from sync.replica.workstation import Workstation


def all_due(desk: Desk) -> Work:
    """Reads every day not to miss, soonest first."""
    look, files, today = desk.look(deadlines.read), person_files(desk), desk.today

    def work(workstation: Workstation) -> object:
        rows, kept = look(workstation), files(workstation)
        dues = rows if isinstance(rows, tuple) else ()
        return in_order((*dues, *dues_of(kept if isinstance(kept, tuple) else (), today)))

    return work


def dues_of(files: Iterable[PersonFile], today: date) -> tuple[Due, ...]:
    """The papers this employer owes that serve today, not for ever; once the PASS is issued their age is settled."""
    owing = (file for file in files if file.person.is_own and file.person.delivered_on is None)
    return tuple(
        _due(file, one, one.until) for file in owing for one in file.standings if one.until and one.until >= today
    )


def _due(file: PersonFile, standing: Standing, until: date) -> Due:
    person, proof = file.person, standing.proof
    given = proof.filing.issued_on or paris_date(proof.added_at) if proof else until
    return Due(
        kind=DueKind.PROOF_ENDS,
        subject_id=person.job_seeker_id,
        criterion=standing.criterion,
        label=standing.label,
        on=until,
        since=given,
        last_name=person.last_name,
        first_name=person.first_name,
        is_unsent=False,
    )
