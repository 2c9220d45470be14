"""Checking a paper somebody shows: a PDF, a picture or the text of its code, against the keys known here."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.desk import Desk
from desktop.documents.verification import Check, check_file, check_text, save_trust
from desktop.queries import trust
from desktop.runtime.change_bus import Watch
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Work
from sync.protocol.attestations import Trust
from sync.replica.workstation import Workstation


class CheckingController(QObject):
    """`checks` says what each page, or the text, is worth.

    Emits `progressed(pages done)`, then `changed`. What the checks rest on is also kept beside the profile, in a file
    that is no secret: `passerelle verify` reads it while the program is locked or already running.
    """

    changed = Signal()
    progressed = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.trust = Trust()
        self.checks: tuple[Check, ...] = ()
        self._stop = Event()
        self._lane = Lane(desk.store, parent=self)
        self._lane.done.connect(self._on_trust)
        self._errand = Errand(self)
        self._errand.done.connect(self._on_checked)
        self._watch = Watch(desk.bus, ("sealing_keys", "revoked_passes"), self)
        self._desk = desk
        self._watch.due.connect(self._look)
        self._watch.show()
        self._look()

    def _look(self) -> None:
        """Read what papers are checked against, and keep it beside the profile."""
        self._lane.ask(_reading(self._desk))

    @property
    def is_running(self) -> bool:
        """Whether a paper is being read."""
        return self._errand.is_running

    def check_file(self, path: Path) -> None:
        """Check every page of a PDF, or a picture."""
        known = self.trust
        self._begin(lambda: self._pages(path, known))

    def check_text(self, text: str) -> None:
        """Check what a scanner read from the code."""
        known = self.trust
        self._begin(lambda: (check_text(text, known),))

    def stop(self) -> None:
        """« Arrêter »: the pages read so far are told."""
        self._stop.set()

    def close(self) -> None:
        """Stop and wait for the work under way."""
        self.stop()
        self._errand.wait()

    def _begin(self, work: Callable[[], object]) -> None:
        self._stop.clear()
        self._errand.run(work)

    def _pages(self, path: Path, known: Trust) -> tuple[Check, ...]:
        checks: list[Check] = []
        for check in check_file(path, known):
            checks.append(check)
            self.progressed.emit(len(checks))
            if self._stop.is_set():
                break
        return tuple(checks)

    @Slot(object)
    def _on_trust(self, known: Trust) -> None:
        self.trust = known

    @Slot(object)
    def _on_checked(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks
        self.changed.emit()


def _reading(desk: Desk) -> Work:
    def work(workstation: Workstation) -> object:
        known = desk.look(lambda lens: trust.read(lens, workstation))(workstation)
        if isinstance(known, Trust) and known.keys:
            save_trust(workstation.beside.folder, known)
        return known

    return work
