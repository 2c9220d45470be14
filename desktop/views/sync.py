"""Synchronisation: what waits on this workstation, and what became of what it sent."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from desktop import texts
from desktop.controllers.sync_state import SyncState
from desktop.queries.sync_state import SentAct
from desktop.views.filling import card_of, clear, headed, show_share
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.progress import Progress
from desktop.views.parts.runs import bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.timeline import Act, Timeline

SHOWN = 40
_ON_ITS_WAY = frozenset({"held", "waiting", "sent"})


class SyncPage(ScrollColumn):
    """Emits `inbox_requested`."""

    inbox_requested = Signal()

    def __init__(self, state: SyncState) -> None:
        super().__init__("ground", 16)
        self._state = state
        self._header = PageHeader("Synchronisation", "", self._buttons())
        self._told, self._banner, self._progress = QVBoxLayout(), QVBoxLayout(), Progress("Synchronisation")
        self._progress.stop.hide()
        self._waiting, self._happened = Timeline(), Timeline()
        self._nothing = EmptyState("Rien n’attend.", "Toutes vos décisions sont chez le serveur.", icon="check")
        self._quiet = EmptyState("Rien encore.", "Vos décisions apparaîtront ici avec ce qu’elles sont devenues.")
        self.column.addWidget(self._header)
        self.column.addLayout(self._told)
        self.column.addLayout(self._banner)
        self.column.addWidget(self._progress)
        self.column.addWidget(headed("Ce qui attend sur ce poste"))
        self._waiting_card = card_of(self._waiting)
        self.column.addWidget(self._waiting_card)
        self.column.addWidget(self._nothing)
        self.column.addWidget(headed("Ce qui s’est passé"))
        self._happened_card = card_of(self._happened)
        self.column.addWidget(self._happened_card)
        self.column.addWidget(self._quiet)
        self.column.addStretch(1)
        state.changed.connect(self.refresh)
        state.bytes_received.connect(self._show_bytes)
        state.saved.connect(self._tell_saved)
        state.failed.connect(self._tell_failed)
        self.refresh()

    def _buttons(self) -> tuple[Button, Button]:
        now = Button("Synchroniser maintenant", "refresh-cw", look="primary")
        now.clicked.connect(self._state.run_now)
        diagnostic = Button("Exporter un diagnostic…", "file-input")
        diagnostic.setToolTip("Pour l’assistance\u00a0: l’état des échanges, sans aucune donnée personnelle")
        diagnostic.clicked.connect(self._choose_folder)
        return diagnostic, now

    def refresh(self) -> None:
        """Show the status and both lists."""
        state = self._state
        self._header.sentence.set_words(state.sentence)
        self._show_banner()
        waiting, happened = state.waiting[:SHOWN], state.happened[:SHOWN]
        self._waiting.set_acts(tuple(self._act(act) for act in waiting))
        self._happened.set_acts(tuple(self._act(act) for act in happened))
        self._waiting_card.setVisible(bool(waiting))
        self._nothing.setVisible(not waiting)
        self._happened_card.setVisible(bool(happened))
        self._quiet.setVisible(not happened)
        if not state.is_running:
            self._progress.finish()

    def _act(self, act: SentAct) -> Act:
        label = self._state.act_label(act)
        what = f"{label}\u00a0: {act.about}" if act.about else label
        when = f"{texts.instant(act.recorded_at)}. {self._state.act_outcome(act)}"
        return Act(what, when, unsent=act.step in _ON_ITS_WAY)

    def _show_banner(self) -> None:
        clear(self._banner)
        facts = self._state.status.facts
        if facts.blocked:
            words = (bold("Bloqué. "), self._state.blocked_sentence)
            self._banner.addWidget(Banner("bad", words))
        elif facts.issues:
            button = Button("Régler", look="danger-strong")
            button.clicked.connect(self.inbox_requested)
            strong = bold(f"{texts.count(facts.issues, 'point')} à régler. ")
            self._banner.addWidget(Banner("bad", (strong, "Chaque saisie est gardée."), button))
        elif not facts.is_online:
            words = (bold("Pas de connexion. "), "Tout reste lisible et modifiable. L’envoi reprendra automatiquement.")
            self._banner.addWidget(Banner("local", words))
        for sentence in self._state.recovery_words:
            self._banner.addWidget(Banner("local", sentence))
        if self._state.clock_words:
            words = (bold(f"{self._state.clock_words}. "), self._state.clock_advice)
            self._banner.addWidget(Banner("bad", words))

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = QFileDialog.getExistingDirectory(self, "Où garder le diagnostic", start)
        if folder:
            self._state.export_diagnostic(Path(folder))

    def _tell_saved(self, path: str) -> None:
        clear(self._told)
        words = (
            bold("Diagnostic enregistré, sans donnée personnelle. "),
            f"Envoyez ce fichier à l’assistance\u00a0: {path}",
        )
        self._told.addWidget(Banner("ok", words))

    def _tell_failed(self, sentence: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner("bad", sentence))

    def _show_bytes(self, done: int, total: int) -> None:
        if self._progress.isHidden() and done < total:
            self._progress.start()
        show_share(self._progress, done, total)
