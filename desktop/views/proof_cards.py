"""A criterion with its papers: what is wanted, what it is worth today, and where to drop, add or take a scan."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.controllers.proofs import ProofsController
from desktop.documents.fse.sheets import STATE_WORDS
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.standing import Standing
from desktop.documents.proofs.validity import ProofRule, ProofState
from desktop.views.filling import clear
from desktop.views.parts.buttons import Button
from desktop.views.parts.drop_area import DropArea
from desktop.views.parts.flow import FlowLayout
from desktop.views.parts.glyph import Glyph
from desktop.views.parts.runs import RunsLabel, Words, bold
from desktop.views.parts.text import Text
from desktop.views.proof_papers import PaperFacts, PaperTile
from desktop.views.theme.roles import space

FILES = "Justificatifs (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
_LOOKS = {
    ProofState.GOOD: ("circle-check", "ok"),
    ProofState.EXPIRING: ("clock-alert", "local"),
    ProofState.MISSING: ("circle-x", "danger"),
}
_WRONG = ("triangle-alert", "danger")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """What one card is about: a criterion, or "" for the other papers. `standing` is None where nothing is judged."""

    criterion: str
    title: str
    wanted: Words
    rule: ProofRule
    proofs: tuple[Proof, ...]
    standing: Standing | None = None
    is_owed: bool = True


class ProofCard(DropArea):
    """Emits `see_requested(Proof)`."""

    see_requested = Signal(object)

    def __init__(self, controller: ProofsController, facts: CardFacts) -> None:
        down = QVBoxLayout()
        super().__init__(down, 10)
        self._controller, self.facts = controller, facts
        self._glyph, self._state = Glyph("circle-x", "ink-2", "icon", "body"), Text("")
        self._tiles: dict[str, PaperTile] = {}
        self._papers, self._scans = QVBoxLayout(), QWidget()
        self._flow = FlowLayout(self._scans, 8)
        self._add = Button("Ajouter…", "plus", small=True)
        self._add.setAccessibleName(f"Ajouter un document\u00a0: {facts.title}")
        self.setAccessibleName(facts.title)
        down.addWidget(self._head())
        if facts.wanted:
            down.addWidget(RunsLabel(facts.wanted, "body", "ink-2"))
        space(self._papers, 12)
        down.addLayout(self._papers)
        down.addWidget(self._foot())
        down.addWidget(self._scans)
        self._add.clicked.connect(self._choose)
        self.dropped.connect(self._take)
        self.refresh(facts)

    def refresh(self, facts: CardFacts) -> None:
        """Show the papers of the moment; those already on screen stay, with what is being typed in them."""
        self.facts = facts
        self._show_state()
        wanted = {proof.id: proof for proof in facts.proofs}
        for gone in self._tiles.keys() - wanted.keys():
            tile = self._tiles.pop(gone)
            self._papers.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for key, proof in wanted.items():
            shown = PaperFacts(proof=proof, rule=facts.rule, is_other=not facts.criterion)
            if key in self._tiles:
                self._tiles[key].refresh(shown)
            else:
                self._tiles[key] = PaperTile(self._controller, shown)
                self._tiles[key].see_requested.connect(self._see)
                self._papers.addWidget(self._tiles[key])
        self._show_scans()

    def _show_state(self) -> None:
        standing = self.facts.standing
        self._glyph.setVisible(standing is not None)
        if standing is None:
            self._state.setText("")
            return
        icon, ink = _LOOKS.get(standing.state, _WRONG)
        if not self.facts.is_owed and standing.state is ProofState.MISSING:
            icon, ink = "info", "ink-2"
        self._glyph.set_icon(icon, ink)
        words = STATE_WORDS[standing.state].capitalize()
        self._state.setText(words if self.facts.is_owed or standing.proof else "Non exigé de votre structure")

    def _show_scans(self) -> None:
        clear(self._flow)
        arrived = self._controller.scanner.arrived
        for path in arrived:
            button = Button(f"Prendre le scan {path.name}", "file-input", small=True)
            button.setObjectName(str(path))
            button.clicked.connect(self._take_scan)
            self._flow.addWidget(button)
        self._scans.setVisible(bool(arrived))

    def _head(self) -> QWidget:
        head = QWidget()
        across = QHBoxLayout(head)
        space(across, 7)
        across.addWidget(RunsLabel((bold(self.facts.title),)), 1)
        across.addWidget(self._glyph)
        across.addWidget(self._state)
        return head

    def _foot(self) -> QWidget:
        foot = QWidget()
        across = QHBoxLayout(foot)
        space(across, 12)
        across.addWidget(self._add)
        across.addWidget(RunsLabel("ou déposez ici un PDF ou une image.", "caption", "ink-2"), 1)
        return foot

    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        names, _ = QFileDialog.getOpenFileNames(self, f"Joindre\u00a0: {self.facts.title}", start, FILES)
        if names:
            self._take([Path(name) for name in names])

    def _take(self, paths: list[Path]) -> None:
        self._controller.attach(paths, self.facts.criterion)

    def _take_scan(self) -> None:
        self._controller.attach_scan(Path(self.sender().objectName()), self.facts.criterion)

    def _see(self) -> None:
        tile = self.sender()
        if isinstance(tile, PaperTile):
            self.see_requested.emit(tile.facts.proof)
