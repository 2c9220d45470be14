"""`passerelle --selftest`: the installed program proves its parts to itself, without a screen or a server.

It opens an encrypted profile, records an act, searches, sets a PDF, and opens the window: 0 when all of it works.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import msgspec

from desktop.documents.attestation import Attestation, GradedDay, Heading, PrintStamp, render
from desktop.documents.fse.dossier import Dossier
from desktop.documents.fse.job import Job
from desktop.runtime.press import run_job
from desktop.settings import Settings
from sync.domain.answering import Study
from sync.domain.employers import Employer, EmployerKind, Membership, User
from sync.domain.job_applications import JobApplication, SenderKind
from sync.domain.job_seekers import JobSeeker
from sync.protocol import messages as m
from sync.protocol.codec import frame
from sync.replica.clock import SystemClock
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.store.rows import add_hashes, column_names, row_hash, values_of, wire_row
from sync.store.tables import TABLES

_LONG_AGO = datetime(2021, 2, 1, 9, tzinfo=UTC)
_SCOPE = "employer:selftest"
_USER = User(id="selftest-user", first_name="Essai", last_name="DU PROGRAMME", email="essai@exemple.fr")
_EMPLOYER = Employer(
    id="selftest-employer", siret="00000000000000", kind=EmployerKind.ACI, name="Essai", created_at=_LONG_AGO
)
_PERSON = JobSeeker(id="selftest-person", last_name="Élancé", first_name="Noël", created_at=_LONG_AGO)
_APPLICATION = JobApplication(
    id="selftest-application",
    job_seeker_id=_PERSON.id,
    employer_id=_EMPLOYER.id,
    sender_kind=SenderKind.JOB_SEEKER,
    created_at=_LONG_AGO,
    state_changed_at=_LONG_AGO,
)
_MEMBERSHIP = Membership(id="selftest-membership", employer_id=_EMPLOYER.id, user_id=_USER.id, created_at=_LONG_AGO)

_PAPER = Attestation(
    employer=Heading(name="Essai", kind=EmployerKind.ACI, siret="00000000000000"),
    last_name=_PERSON.last_name,
    first_name=_PERSON.first_name,
    number=None,
    starts_on=date(2021, 2, 8),
    ends_on=date(2023, 2, 7),
    days_left=730,
    accepted=GradedDay(on=date(2021, 2, 8), grade="online", received_on=date(2021, 2, 8)),
)
_STAMP = PrintStamp(printed_at=_LONG_AGO, last_synced_at=_LONG_AGO, issuer="Essai", contact="essai@exemple.fr")


@dataclass(frozen=True, slots=True)
class Step:
    """One proof: what it is about, and what raises when it fails."""

    name: str
    prove: Callable[[], None]


def main() -> int:
    """Run every proof; 0 when all hold, 1 at the first that does not."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        for step in steps(Path(folder)):
            try:
                step.prove()
            except Exception as error:  # noqa: BLE001 - whatever fails, the program must say which part it was
                traceback.print_exc()
                sys.stdout.write(f"ÉCHEC {step.name}: {type(error).__name__} {error}\n")
                return 1
            sys.stdout.write(f"ok {step.name}\n")
            sys.stdout.flush()  # a step that ends the whole process must not take back what was proved
    return 0


def steps(folder: Path) -> Iterator[Step]:
    """The proofs, in order, in a folder of their own."""
    workstation = Workstation.open(folder / "profile", new_key(), SystemClock())
    workstation.save_profile(Profile(user_id=_USER.id, user_name=_USER.display_name))
    yield Step("réplique chiffrée", lambda: _fill(workstation))
    yield Step("recherche sans accent", lambda: _search(workstation))
    yield Step("décision enregistrée", lambda: _record(workstation))
    yield Step("attestation PDF/A", _set_paper)
    yield Step("dossier FSE par un autre processus", lambda: _make_batch(folder))
    yield Step("fenêtre", lambda: _open_window(workstation))


def _fill(workstation: Workstation) -> None:
    workstation.apply(_pull((_USER, _EMPLOYER, _MEMBERSHIP, _PERSON, _APPLICATION)), is_full=True)
    if workstation.meta().get("ready") != "all":
        raise RuntimeError("not ready")


def _search(workstation: Workstation) -> None:
    with workstation.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM search WHERE search MATCH '\"elance\"*'").scalar_one()
    if found != 1:
        raise RuntimeError(f"{found} found")


def _record(workstation: Workstation) -> None:
    recorded = workstation.record(Study(job_application_id=_APPLICATION.id))
    if not recorded.changes or len(workstation.pending()) != 1:
        raise RuntimeError("not kept")


def _set_paper() -> None:
    if not render([_PAPER], _STAMP).startswith(b"%PDF-"):
        raise RuntimeError("no PDF")


def _make_batch(folder: Path) -> None:
    """The built program must be able to start itself for a batch."""
    place = folder / "batch"
    job = Job(
        dossiers=[Dossier(key="selftest", attestation=_PAPER)],
        folder=str(place),
        stamp=_STAMP,
        passphrase="",
        proofs=str(folder / "proofs"),
        proofs_key=bytes(32),
        at_most=1,
    )
    ended = run_job(job, lambda _done, _total: None, Event())
    if ended.finished != 1 or len(list(place.glob("*_dossier-fse.pdf"))) != 1:
        raise RuntimeError(ended)


def _open_window(workstation: Workstation) -> None:
    from desktop.app import make_application, open_window  # noqa: PLC0415 - Qt only after the rest is proved
    from desktop.controllers.office import Office  # noqa: PLC0415

    app = make_application(["passerelle"], Settings())
    office = Office(workstation, listen=None)
    try:
        window = open_window(office, Settings())
        window.show_page("applications")
        shown = office.settle() and office.applications.count == 1
        picture = window.grab()
        window.close()
    finally:
        office.close()
    del app
    if not shown or picture.isNull():
        raise RuntimeError("nothing shown")


def _pull(entities: Iterable[object]) -> Iterator[bytes]:
    """The lines of a pull with these rows, as a server would send them."""
    rows = [(TABLES[type(each)], wire_row(values_of(each).values())) for each in entities]
    digest = 0
    for table, row in rows:
        digest = add_hashes(digest, row_hash(str(table.name), row))
    state = m.ScopeState(scope=_SCOPE, head=1, digest=digest, rows=len(rows), reset=True)
    lines: list[m.Line] = [m.Begin(epoch="selftest", digest=1, scopes=[state])]
    for table, row in rows:
        columns = [str(name) for name in column_names(table)]
        lines += [m.Table(scope=_SCOPE, table=str(table.name), columns=columns), m.Rows(rows=[msgspec.Raw(row)])]
    lines.append(m.Outcomes(outcomes=[]))
    return frame(lines, "selftest")
