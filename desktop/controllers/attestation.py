"""The PASS attestation: set in the store thread, previewed, printed through the system or kept as PDF/A."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.documents.attestation import (
    Attestation,
    DiagnosisMention,
    GradedDay,
    Heading,
    Pause,
    PrintStamp,
    render,
)
from desktop.documents.files import paper_name, write_new
from desktop.documents.preview import page_count, preview_png
from desktop.queries import attestation
from desktop.queries.attestation import AttestationFacts
from desktop.runtime.store_worker import Lane, Work
from sync.domain.calendar import paris_date
from sync.domain.contract import can_print, first_printing_day
from sync.domain.employers import Employer
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.protocol.attestations import Seal
from sync.replica.workstation import Workstation

PREVIEW_DPI = 110
PRINT_DPI = 300
# Colleagues who are neither author nor administrator are not told who confirmed a day.
_UNNAMED = "un administrateur de la structure"


class AttestationController(QObject):
    """`pdf` is the finished paper, `pages` its pages as PNG; both empty until `changed`.

    Emits `saved(path)`, `printable(pages as PNG for paper)` and `failed(sentence)`. Before the day from which printing
    is possible the paper is not set: `failed` says the day.
    """

    changed = Signal()
    saved = Signal(str)
    printable = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.pdf = b""
        self.pages: tuple[bytes, ...] = ()
        self._name = ""
        self._set = Lane(desk.store, parent=self)
        self._set.done.connect(self._on_set)
        self._save = Lane(desk.store, latest=False, parent=self)
        self._save.done.connect(self._on_saved)
        self._press = Lane(desk.store, parent=self)
        self._press.done.connect(self.printable)
        for lane in (self._set, self._save, self._press):
            lane.failed.connect(self._on_failed)
            lane.refused.connect(self._on_failed)

    def open(self, pass_id: str) -> None:
        """Set the attestation of a PASS as of now."""
        self.pdf, self.pages = b"", ()
        self._set.ask(_setting(self._desk, pass_id))

    def save(self, folder: Path) -> None:
        """Keep the PDF in a folder, under a name of its own; nothing is ever overwritten."""
        pdf, name = self.pdf, self._name
        self._save.ask(lambda _: str(write_new(folder, name, pdf)))

    def prepare_print(self) -> None:
        """Draw the pages as fine as paper shows them."""
        pdf = self.pdf
        self._press.ask(lambda _: _drawn(pdf, PRINT_DPI))

    @Slot(object)
    def _on_set(self, answer: tuple[bytes, tuple[bytes, ...], str]) -> None:
        self.pdf, self.pages, self._name = answer
        self.changed.emit()

    @Slot(object)
    def _on_saved(self, path: str) -> None:
        self.saved.emit(path)

    @Slot(object)
    def _on_failed(self, told: object) -> None:
        self.failed.emit(self._desk.sentence(told))


def _setting(desk: Desk, pass_id: str) -> Work:
    def work(workstation: Workstation) -> object:
        facts: object = desk.look(lambda lens: attestation.gather(lens, workstation, pass_id))(workstation)
        if not isinstance(facts, AttestationFacts):
            raise EnvironmentFault("not_found")
        _check_day(facts, desk)
        pdf = render([paper_of(facts)], stamp_of(facts, workstation.profile.server_url))
        person = facts.record.person
        name = paper_name(f"{person.last_name} {person.first_name}", facts.record.card.iae_pass.number, facts.today)
        return pdf, _drawn(pdf, PREVIEW_DPI), name

    return work


def _drawn(pdf: bytes, dpi: int) -> tuple[bytes, ...]:
    return tuple(preview_png(pdf, page, dpi) for page in range(page_count(pdf)))


def _check_day(facts: AttestationFacts, desk: Desk) -> None:
    starts_on = facts.hire.hiring_starts_on
    if starts_on is not None and not can_print(starts_on, facts.today, desk.rules):
        raise RuleViolation("printing_too_early", {"earliest": first_printing_day(starts_on, desk.rules)})


def paper_of(facts: AttestationFacts) -> Attestation:
    """The paper of a PASS."""
    record = facts.record
    return Attestation(
        employer=heading_of(record.employer),
        last_name=record.person.last_name,
        first_name=record.person.first_name,
        number=record.card.iae_pass.number,
        starts_on=record.card.iae_pass.starts_on,
        ends_on=record.card.iae_pass.ends_on,
        days_left=record.card.days_left,
        accepted=_accepted(facts),
        diagnosis=_diagnosis(facts),
        pole_emploi_id=record.person.pole_emploi_id,
        pauses=tuple(
            Pause(starts_on=pause.suspension.starts_on, ends_on=pause.suspension.ends_on) for pause in record.pauses
        ),
        seal=Seal(text=facts.seal.text, code=facts.seal.code) if facts.seal else None,
    )


def stamp_of(facts: AttestationFacts, issuer: str) -> PrintStamp:
    """When it is printed, how fresh the workstation is, and who issued the PASS."""
    employer = facts.record.employer
    return PrintStamp(
        printed_at=facts.printed_at,
        last_synced_at=facts.synced_at or facts.printed_at,
        issuer=f"Serveur central {urlsplit(issuer).hostname or issuer}",
        contact=employer.email or employer.phone,
    )


def heading_of(employer: Employer) -> Heading:
    """The structure that hands a paper over."""
    return Heading(
        name=employer.display_name,
        kind=employer.kind,
        siret=employer.siret,
        address_line_1=employer.address_line_1,
        address_line_2=employer.address_line_2,
        post_code=employer.post_code,
        city=employer.city,
    )


def _accepted(facts: AttestationFacts) -> GradedDay:
    move = facts.accepted
    if move is None:
        on = facts.hire.accepted_at or facts.hire.state_changed_at
        return GradedDay(on=paris_date(on), grade="online", received_on=paris_date(on))
    received_on = paris_date(move.received_at) if move.received_at else None
    grade = "claimed" if move.grade == "local" else move.grade
    is_confirmed = grade == "confirmed"
    return GradedDay(
        on=paris_date(move.at),
        grade=grade,
        received_on=received_on,
        confirmed_by=(facts.confirmed_by or _UNNAMED) if is_confirmed else "",
        is_confirmed_by_author=is_confirmed and facts.is_confirmed_by_author,
    )


def _diagnosis(facts: AttestationFacts) -> DiagnosisMention | None:
    diagnosis = facts.diagnosis
    if diagnosis is None:
        return None
    return DiagnosisMention(
        author=diagnosis.author_name,
        organization=facts.diagnosis_organization,
        made_on=paris_date(diagnosis.created_at),
    )
