"""The dialogs over applications: decisions about one, decisions about several, and what they are opened by."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.controllers.drafts import DraftKey
from desktop.controllers.interrupted import Interrupted
from desktop.controllers.office import Office
from desktop.controllers.retaking import COMMENT, SUSPEND
from desktop.queries.verbs import ACCEPT, CANCEL, POOL, POSTPONE, REFUSE, TRANSFER
from desktop.views.batch import BatchDialog, InterruptedDialog
from desktop.views.decisions import POOL as KEPT_IN_POOL
from desktop.views.decisions import CancelHireDialog, DeclineDialog, PostponeDialog
from desktop.views.parts.dialog import DecisionDialog

if TYPE_CHECKING:
    from desktop.controllers.registering import RegisterController

NO_RECORD = "Ouvrez d’abord la fiche d’une candidature, dans « Candidatures »."
NOT_IN_BATCH = "Une embauche se décide fiche par fiche. Décochez tout, puis ouvrez la fiche de la personne."


class ApplicationDialogs(QObject):
    """Makes them over a window; `show` brings one to the front and keeps it until it closes.

    Where another page or record is to be brought first it emits `page_wanted(key)`, `application_wanted(id)`,
    `pass_wanted(id)`, `comments_wanted`.
    """

    page_wanted = Signal(str)
    application_wanted = Signal(str)
    pass_wanted = Signal(str)
    comments_wanted = Signal()

    def __init__(self, host: QWidget, office: Office, show: Callable[[DecisionDialog], None]) -> None:
        super().__init__(host)
        self._host, self._office, self._show = host, office, show
        self._wanted: DraftKey | None = None
        office.record.changed.connect(self._on_record)
        office.interrupted.found.connect(self.tell_interrupted)
        office.interrupted.check_wanted.connect(self._show_list)
        office.interrupted.look()

    def decide(self, code: str) -> None:
        """The dialog of a decision about the record on screen; nothing while no record is."""
        office, host, record = self._office, self._host, self._office.record.record
        if record is None:
            return
        if code == REFUSE:
            self._show(DeclineDialog(host, office.decline, record))
        elif code == POSTPONE:
            self._show(PostponeDialog(host, office.postpone, record))
        elif code == POOL:
            self._show(PostponeDialog(host, office.pool, record, KEPT_IN_POOL))
        elif code == TRANSFER:
            from desktop.views.transfer import TransferDialog

            self._show(TransferDialog(host, office.transfer, record))
        elif code == ACCEPT:
            from desktop.views.acceptance import AcceptDialog

            self._show(AcceptDialog(host, office.accept, record))
        elif code == CANCEL:
            self._show(CancelHireDialog(host, office.record, record))

    def about_person(self, what: str) -> None:
        """A dialog about a person: `register`, `pass`, or about the one on screen `edit`, `orient`, `resume`."""
        office, host, record = self._office, self._host, self._office.record.record
        if what in ("register", "pass"):
            from desktop.views.registering import RegisterDialog

            self._show(RegisterDialog(host, self._registering, towards_pass=what == "pass"))
        elif record is None:
            office.acts.warn(NO_RECORD)
        elif what == "edit":
            from desktop.views.registering import EditPersonDialog

            self._show(EditPersonDialog(host, office.edit_person, record))
        elif what == "resume":
            from desktop.views.resume import ResumeDialog

            self._show(ResumeDialog(host, office.resume, record))
        elif what == "orient":
            from desktop.views.orienting import OrientDialog

            self._show(OrientDialog(host, office.orient, record))

    def decide_checked(self, code: str) -> None:
        """The preview of a decision about the ticked applications; why not, where it is none for several."""
        office = self._office
        if code not in {rule.code for rule in office.batch.rules}:
            office.acts.warn(NOT_IN_BATCH)
        elif office.applications.checked and not office.batch.is_running:
            office.batch.open(code, office.applications.checked_ids)
            self._show(BatchDialog(self._host, office.batch))

    @cached_property
    def _registering(self) -> "RegisterController":
        register = self._office.register
        register.registered.connect(self.application_wanted)
        return register

    def _show_list(self) -> None:
        self.page_wanted.emit("applications")

    def take_up(self, key: DraftKey) -> None:
        """A form that was filled again from « À régler »: its record, then its dialog."""
        if key.form == SUSPEND:
            self.pass_wanted.emit(key.subject)
            return
        self._wanted = key
        self.application_wanted.emit(key.subject)

    def _on_record(self) -> None:
        """The record that was asked for has come."""
        wanted, record = self._wanted, self._office.record.record
        if wanted is None or record is None or record.application.id != wanted.subject:
            return
        self._wanted = None
        if wanted.form == COMMENT:
            self.comments_wanted.emit()
        else:
            self._office.record.do(wanted.form)

    def tell_interrupted(self, run: Interrupted) -> None:
        """What a crash left of several decisions."""
        self._show(InterruptedDialog(self._host, self._office.interrupted, run))
