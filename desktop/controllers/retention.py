"""Conservation des données: who is kept until when and why, erasing the papers of this workstation, right of access."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.cabinet import cabinet
from desktop.controllers.desk import Desk
from desktop.controllers.person_data import PersonDataController
from desktop.controllers.reader import Reader
from desktop.documents.proofs.retention import Keeping, Life, Reason, keeping
from desktop.models.rows import RowsModel
from desktop.queries import retention
from desktop.queries.retention import KeptPerson
from desktop.runtime.store_worker import Lane, Work
from sync.domain.calendar import add_days
from sync.domain.errors import EnvironmentFault
from sync.domain.rulebook import RetentionRules
from sync.replica.workstation import Workstation

TABLES = ("job_applications", "job_seekers", "passes", "editions")
MOST_SHOWN = 500
SOON_DAYS = 90
_NOTE, _FSE = "retention", "fse_until"
_WHY = {
    Reason.OPEN: "Une candidature attend une réponse.",
    Reason.LABOUR_CODE: "Code du travail, {pass_months}\u00a0mois après la fin du PASS IAE.",
    Reason.LAST_CONTACT: "CNIL, {contact_months}\u00a0mois après le dernier contact.",
    Reason.FSE: "FSE, jusqu’au jour notifié par le gestionnaire.",
}


class KeepingChip(StrEnum):
    """The chips over the list."""

    DUE = "due"
    SOON = "soon"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A person with the last day on which their data are kept, and the reason that lasts longest."""

    person: KeptPerson
    kept: Keeping

    def is_in(self, chip: KeepingChip, today: date) -> bool:
        """Whether a chip shows this line; `until` is inclusive."""
        until = self.kept.until
        if chip is KeepingChip.ALL or until is None:
            return chip is KeepingChip.ALL
        return until < today if chip is KeepingChip.DUE else today <= until <= add_days(today, SOON_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chipped:
    """What a chip shows: how many people, and the first of them."""

    count: int = 0
    first: tuple[KeptLine, ...] = ()


def line_key(row: object) -> str:
    """The id of a line's person."""
    return row.person.job_seeker_id if isinstance(row, KeptLine) else ""


class RetentionController(Reader):
    """`papers` counts the justificatifs of the person on screen, None until counted.

    Emits `selected`, and `told(kind, sentence)` after an act. Nothing is ever erased unasked.
    """

    selected = Signal()
    told = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TABLES)
        self._of_chip = dict.fromkeys(KeepingChip, Chipped())
        self.chip, self.chosen = KeepingChip.DUE, ""
        self.papers: int | None = None
        self.access = PersonDataController(desk)
        self.model = RowsModel(line_key, self)
        self._fse_until = _noted(desk)
        self._count, self._erase = Lane(desk.store, parent=self), Lane(desk.store, latest=False, parent=self)
        self._count.done.connect(self._on_counted)
        self._erase.done.connect(self._on_erased)
        self.access.saved.connect(self._on_saved)
        for source in (self._count, self._erase, self.access):
            source.failed.connect(self._on_failed)

    @override
    def request(self) -> Work | None:
        fse_until, today, rules = self._fse_until, self.desk.today, self.desk.rules.retention
        return self.desk.look(lambda lens: _by_chip(retention.read(lens), fse_until, today, rules))

    @override
    def take(self, answer: object) -> None:
        is_first = not self.lines
        if isinstance(answer, dict):
            self._of_chip = answer
        if is_first and not self.count(KeepingChip.DUE):
            self.chip = KeepingChip.ALL
        self._fill()

    # --- choosing --------------------------------------------------------------------------------------------

    def set_chip(self, chip: KeepingChip) -> None:
        """Show those no reason keeps, those soon, or everybody."""
        self.chip = chip
        self._fill()
        self.changed.emit()

    def select(self, job_seeker_id: str) -> None:
        """Choose a person, and count their papers."""
        self.chosen, self.papers = job_seeker_id, None
        self.access.select(job_seeker_id)
        if job_seeker_id:
            self._count.ask(lambda workstation: len(cabinet(workstation).of(job_seeker_id)))
        self.selected.emit()

    @property
    def fse_until(self) -> date | None:
        """The day (inclusive) that the manager of a European grant notified, as noted on this workstation."""
        return self._fse_until

    def set_fse_until(self, until: date | None) -> None:
        """Note that day, for the people hired; None when there is no grant."""
        self._fse_until = until
        notes, day = self.desk.notes, until.isoformat() if until else ""
        self.desk.later(lambda: notes.put(_NOTE, _FSE, day))
        self.watch.read_again()

    # --- words -----------------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[KeptLine, ...]:
        """The first of everybody, as a French directory sorts them."""
        return self._of_chip[KeepingChip.ALL].first

    def count(self, chip: KeepingChip) -> int:
        """How many people a chip shows."""
        return self._of_chip[chip].count

    @property
    def summary(self) -> str:
        """« 3 personnes qu’aucune raison ne garde plus, 2 autres dans les 90 jours. »."""
        due, soon = self.count(KeepingChip.DUE), self.count(KeepingChip.SOON)
        first = (
            f"{texts.count(due, 'personne')} qu’aucune raison ne garde plus" if due else "Rien à effacer aujourd’hui"
        )
        return f"{first}, {soon} de plus dans les {texts.count(SOON_DAYS, 'jour')}." if soon else f"{first}."

    @property
    def current(self) -> KeptLine | None:
        """The line on screen."""
        row = self.model.row(self.chosen)
        return row if isinstance(row, KeptLine) else None

    def until_words(self, line: KeptLine) -> str:
        """« jusqu’au 20/02/2023 », « depuis le 21/02/2020 »."""
        until = line.kept.until
        if until is None:
            return "tant que la candidature est ouverte"
        past = until < self.desk.today
        return f"plus depuis le {texts.day(add_days(until, 1))}" if past else f"jusqu’au {texts.day(until)}"

    def why(self, line: KeptLine) -> str:
        """The reason that lasts longest."""
        rules = self.desk.rules.retention
        return _WHY[line.kept.reason].format(
            pass_months=rules.months_after_pass, contact_months=rules.months_after_contact
        )

    @property
    def why_not_erase(self) -> str:
        """Why the papers of the person on screen stay, "" when they can be erased."""
        line = self.current
        if line is None:
            return "Choisissez une personne dans la liste."
        if not line.is_in(KeepingChip.DUE, self.desk.today):
            return f"À garder {self.until_words(line)}. {self.why(line)}"
        return "" if self.papers else "Aucun justificatif de cette personne sur ce poste."

    # --- acts ------------------------------------------------------------------------------------------------

    def erase_papers(self) -> None:
        """Destroy the justificatifs of the person on screen: they are on this workstation alone."""
        if not self.why_not_erase:
            chosen = self.chosen
            self._erase.ask(lambda workstation: _erased(workstation, chosen))

    def export(self, folder: Path) -> None:
        """Write everything this workstation holds about the person on screen."""
        self.access.save(folder)

    def close(self) -> None:
        """Wait for the files under way."""
        self.access.close()

    @Slot(object)
    def _on_counted(self, count: int) -> None:
        self.papers = count
        self.selected.emit()

    @Slot(object)
    def _on_erased(self, count: int) -> None:
        self.papers = 0
        self.told.emit("ok", f"{texts.count(count, 'justificatif effacé', 'justificatifs effacés')} de ce poste.")
        self.selected.emit()

    @Slot(str)
    def _on_saved(self, path: str) -> None:
        self.told.emit("ok", f"Données enregistrées{texts.NBSP}: {path}")

    @Slot(object)
    def _on_failed(self, fault: EnvironmentFault) -> None:
        self.told.emit("bad", self.desk.sentence(fault))

    def _fill(self) -> None:
        shown = self._of_chip[self.chip].first
        self.model.set_rows(shown)
        if self.current is None:
            self.select(line_key(shown[0]) if shown else "")


def _by_chip(
    people: Sequence[KeptPerson], fse_until: date | None, today: date, rules: RetentionRules
) -> dict[KeepingChip, Chipped]:
    """Judged in the store thread: of 100,000 people it takes seconds, and the lines nobody sees 50 MB."""
    counts = dict.fromkeys(KeepingChip, 0)
    first: dict[KeepingChip, list[KeptLine]] = {chip: [] for chip in KeepingChip}
    for person in people:
        line = KeptLine(person=person, kept=keeping(_life(person, fse_until), rules))
        for chip in KeepingChip:
            if line.is_in(chip, today):
                counts[chip] += 1
                first[chip] += [line] if counts[chip] <= MOST_SHOWN else []
    return {chip: Chipped(count=counts[chip], first=tuple(first[chip])) for chip in KeepingChip}


def _life(person: KeptPerson, fse_until: date | None) -> Life:
    """The grant's day holds for the people it paid for: those hired."""
    return Life(
        job_seeker_id=person.job_seeker_id,
        last_contact_on=person.last_contact_on,
        pass_ends_on=person.pass_ends_on,
        fse_until=fse_until if person.pass_ends_on else None,
        is_pending=person.is_pending,
    )


def _erased(workstation: Workstation, job_seeker_id: str) -> int:
    store = cabinet(workstation)
    count = len(store.of(job_seeker_id))
    store.erase(job_seeker_id)
    return count


def _noted(desk: Desk) -> date | None:
    """A note that another version wrote otherwise is no note."""
    try:
        return date.fromisoformat(str(desk.notes.all(_NOTE).get(_FSE, "")))
    except ValueError:
        return None
