"""The status of the exchanges: computed from data each time, in the pill, at the foot and on its own screen."""

import json
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.controllers.desk import Desk
from desktop.documents.files import write_new
from desktop.queries import sync_state
from desktop.queries.lens import Lens
from desktop.queries.sync_state import Renumbered, SentAct, SyncReading
from desktop.runtime.change_bus import Watch
from desktop.runtime.store_worker import Lane, Work
from desktop.runtime.sync_worker import BLOCKING, Sync
from sync.domain.errors import EnvironmentFault
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.engine.diagnostics import diagnosis
from sync.engine.status import StatusKind, SyncFacts, SyncStatus, status_of
from sync.replica.workstation import Workstation

NOTHING_READ = SyncReading(
    pending=0, issues=0, synced_at=None, is_ready=False, wall_error=None, waiting=(), happened=()
)
# The kinds as the pill calls them.
PILL = {StatusKind.TO_SETTLE: "issues"}


class SyncState(QObject):
    """Emits `changed` when anything of the status or the lists did, `bytes_received(done, total)` during a pull.

    `saved(path)` and `failed(sentence)` answer the export of a diagnostic.
    """

    changed = Signal()
    bytes_received = Signal(int, int)
    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: Desk, sync: Sync) -> None:
        super().__init__()
        self._desk = desk
        self._sync = sync
        self._progress = (0, 0)
        self.reading = NOTHING_READ
        self._lane = Lane(desk.store, parent=self)
        self._lane.done.connect(self._on_read)
        self._exports = Lane(desk.store, latest=False, parent=self)
        self._exports.done.connect(self._on_saved)
        self._exports.failed.connect(self._on_not_saved)
        self._watch = Watch(desk.bus, parent=self)
        self._watch.due.connect(self._read)
        self._watch.show()
        sync.started.connect(self._on_started)
        sync.ended.connect(self._on_ended)
        sync.progressed.connect(self._on_progress)
        sync.bytes_received.connect(self.bytes_received)

    @property
    def status(self) -> SyncStatus:
        """The one status to show."""
        last = self._sync.last
        blocked = last.problem.code if last and last.problem in BLOCKING and last.problem else ""
        return status_of(
            SyncFacts(
                is_online=last is not None and last.kind is not CycleKind.OFFLINE,
                pending=self.reading.pending,
                issues=self.reading.issues,
                blocked=blocked,
                is_running=self._sync.is_running and self._progress[1] > 0,
                done=self._progress[0],
                total=self._progress[1],
                synced_at=self.reading.synced_at,
                wall_error=self.reading.wall_error,
            )
        )

    @property
    def pill_kind(self) -> str:
        """What the pill calls the status."""
        kind = self.status.kind
        return PILL.get(kind, str(kind))

    @property
    def pill_words(self) -> str:
        """« Hors ligne · 3 en attente »."""
        status = self.status
        facts = status.facts
        words = {
            StatusKind.BLOCKED: f"Bloqué{texts.NBSP}: {self._desk.texts.sentence('short_' + facts.blocked)}",
            StatusKind.TO_SETTLE: f"{facts.issues} à régler",
            StatusKind.OFFLINE: f"Hors ligne · {facts.pending} en attente" if facts.pending else "Hors ligne",
            StatusKind.RUNNING: f"Synchronisation {facts.done}/{facts.total}",
            StatusKind.WAITING: f"{facts.pending} en attente",
            StatusKind.UP_TO_DATE: f"À jour{self._at(' à ')}",
        }
        return words[status.kind]

    @property
    def sentence(self) -> str:
        """« Hors ligne, 3 en attente, dernière synchronisation 09:42 »."""
        facts = self.status.facts
        words = f"{facts.issues} à régler. {self._exchanges(facts)}" if facts.issues else self._exchanges(facts)
        return f"{words}. {self.clock_words}" if self.clock_words else words

    @property
    def clock_words(self) -> str:
        """« L’horloge de ce poste avance de 12 minutes », "" when it is right to within 5 minutes."""
        off = self.status.wall_error
        if off is None:
            return ""
        way = "avance" if off > timedelta() else "retarde"
        return f"L’horloge de ce poste {way} de {texts.duration(abs(off))}"

    @property
    def clock_advice(self) -> str:
        """What a wrong clock does to acts made offline, and what to do."""
        return self._desk.texts.sentence("clock_is_wrong")

    def _exchanges(self, facts: SyncFacts) -> str:
        waiting = f"{facts.pending} en attente" if facts.pending else "rien en attente"
        if facts.blocked:
            return f"{self._desk.texts.sentence(facts.blocked)} {waiting.capitalize()} sur ce poste."
        last = self._at(", dernière synchronisation ") or ", pas encore de synchronisation"
        if not facts.is_online:
            return f"Hors ligne, {waiting}{last}"
        if facts.is_running and facts.total:
            return f"Synchronisation en cours, {facts.done} sur {facts.total}"
        return f"À jour{self._at(' à ')}, {waiting}" if not facts.pending else f"En ligne, {waiting}{last}"

    @property
    def recovery_words(self) -> tuple[str, ...]:
        """What a restore of the server changed here: decisions that were sent again, each PASS with a new number."""
        recovered = self.reading.recovered
        if recovered is None:
            return ()
        again = texts.count(recovered.reissued, "décision renvoyée", "décisions renvoyées")
        first = f"Le serveur central a été restauré{texts.NBSP}: {again} d’ici le {texts.day_of(recovered.at)}."
        return (first, *(self._renumbered(one) for one in recovered.renumbered))

    def _renumbered(self, one: Renumbered) -> str:
        before, now = texts.pass_number(one.before), texts.pass_number(one.now)
        whose = one.whose or "une personne que vous ne suivez plus"
        return (
            f"Le PASS IAE de {whose} porte maintenant le numéro {now}, à la place de {before}. "
            "Réimprimez ce qui porte l’ancien numéro, et corrigez-le sur l’extranet de l’ASP."
        )

    @property
    def is_running(self) -> bool:
        """Whether a cycle is under way."""
        return self._sync.is_running

    @property
    def blocked_sentence(self) -> str:
        """What blocks the exchanges and what to do, "" when nothing does."""
        blocked = self.status.facts.blocked
        return self._desk.texts.sentence(blocked) if blocked else ""

    @property
    def waiting(self) -> tuple[SentAct, ...]:
        """What waits on this workstation, oldest first."""
        return self.reading.waiting

    @property
    def happened(self) -> tuple[SentAct, ...]:
        """What became of the latest acts, newest first."""
        return self.reading.happened

    def act_label(self, act: SentAct) -> str:
        """« Candidature déclinée »."""
        return self._desk.texts.sentence(f"act_{act.name.replace('.', '_')}")

    def act_outcome(self, act: SentAct) -> str:
        """What is to be said of an act: where it is, or what the server made of it."""
        say = self._desk.texts.sentence
        if act.doubt:
            return f"{say('act_step_doubtful')} {say(act.doubt)}"
        return say(f"act_status_{act.status}") if act.status and act.step == "closed" else say(f"act_step_{act.step}")

    def run_now(self) -> None:
        """« Synchroniser maintenant »."""
        self._sync.run_now()

    def export_diagnostic(self, folder: Path) -> None:
        """« Exporter un diagnostic »: what support needs, without anybody's data, as a file a person can read."""
        name = f"passerelle-diagnostic_{self._desk.today.isoformat()}.json"
        self._exports.ask(_exporting(folder, name, self._sync.last))

    @Slot(object)
    def _on_saved(self, path: str) -> None:
        self.saved.emit(path)

    @Slot(object)
    def _on_not_saved(self, fault: EnvironmentFault) -> None:
        self.failed.emit(self._desk.sentence(fault))

    def _at(self, before: str) -> str:
        synced_at = self.reading.synced_at
        if synced_at is None:
            return ""
        same_day = texts.day_of(synced_at) == texts.day(self._desk.today)
        return before + (texts.time_of_day(synced_at) if same_day else texts.instant(synced_at))

    def _read(self) -> None:
        self._lane.ask(_reading(self._desk))

    @Slot(object)
    def _on_read(self, reading: SyncReading) -> None:
        self.reading = reading
        self.changed.emit()

    def _on_started(self) -> None:
        self._progress = (0, 0)
        self.changed.emit()

    def _on_progress(self, done: int, total: int) -> None:
        self._progress = (done, total)
        self.changed.emit()

    def _on_ended(self) -> None:
        self._read()
        self.changed.emit()


def _exporting(folder: Path, name: str, last: CycleOutcome | None) -> Work:
    def work(workstation: Workstation) -> object:
        told = json.dumps(diagnosis(workstation, last), indent=1, ensure_ascii=False)
        return str(write_new(folder, name, told.encode()))

    return work


def _reading(desk: Desk) -> Work:
    def work(workstation: Workstation) -> object:
        def query(lens: Lens) -> object:
            return sync_state.read(lens, workstation)

        return desk.look(query)(workstation)

    return work
