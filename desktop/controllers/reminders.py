"""Reminders: each day of the Échéancier is told once, as many days ahead as its kind needs."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop import texts
from desktop.controllers.acts import Acts, Notice
from desktop.controllers.deadlines import REMIND_DAYS
from desktop.controllers.desk import Desk
from desktop.controllers.dues import all_due
from desktop.queries.deadlines import Due
from desktop.runtime.store_worker import Lane
from sync.domain.calendar import add_days

FIRST_LOOK_MS, LOOK_EVERY_MS = 5_000, 3_600_000
_NOTE = "reminded"


class Reminders(QObject):
    """Emits `told(sentence)` without anybody's name: it may be shown outside the window, on a locked screen too."""

    told = Signal(str)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self.is_on = True
        self._lane = Lane(desk.store, parent=self)
        self._lane.done.connect(self._on_read)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look soon, once the window stands, then every hour."""
        QTimer.singleShot(FIRST_LOOK_MS, self, self.look)
        self._timer.start(LOOK_EVERY_MS)

    def look(self) -> None:
        """Read what falls due, unless the person wants no reminders."""
        if self.is_on:
            self._lane.ask(all_due(self._desk))

    @Slot(object)
    def _on_read(self, rows: tuple[Due, ...]) -> None:
        today = self._desk.today
        ripe = {f"{due.key}:{due.on.isoformat()}" for due in rows if add_days(due.on, -REMIND_DAYS[due.kind]) <= today}
        before = set(self._desk.notes.all(_NOTE))
        if ripe == before:
            return
        self._desk.later(lambda: self._note(ripe, before))
        new = len(ripe - before)
        if new:
            sentence = f"{texts.count(new, 'échéance approche', 'échéances approchent')}."
            self._acts.tell(Notice(kind="info", strong=sentence, words="Elles sont dans l’Échéancier."))
            self.told.emit(sentence)

    def _note(self, ripe: set[str], before: set[str]) -> None:
        """What was told is told no more; what is over or has moved is forgotten."""
        for name in sorted(ripe - before):
            self._desk.notes.put(_NOTE, name, True)  # noqa: FBT003 - a JSON value
        for name in sorted(before - ripe):
            self._desk.notes.drop(_NOTE, name)
