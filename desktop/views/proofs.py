"""« Critères et justificatifs »: who misses papers at the left, one person's criteria and papers at the right."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.cabinet import PersonFile
from desktop.controllers.proof_shelf import ProofChip
from desktop.controllers.proofs import MOST_SHOWN, ProofsController
from desktop.views.notices import NoticeBar
from desktop.views.parts.buttons import LinkButton
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.search import SearchField
from desktop.views.proof_sheet import ProofSheet
from desktop.views.theme.roles import space

_CHIPS = {
    ProofChip.ALL: "Toutes",
    ProofChip.MISSING: "À compléter",
    ProofChip.EXPIRING: "Bientôt périmés",
    ProofChip.TO_CHECK: "Éligibilité à vérifier",
}


class ProofsPage(QWidget):
    """The list, the sheet of the chosen person, and the folder of the scanner."""

    def __init__(self, controller: ProofsController, notices: NoticeBar) -> None:
        super().__init__()
        self._controller = controller
        self._header = PageHeader("Critères et justificatifs")
        self._chips, self._search = ChipRow(), SearchField("Nom")
        self.list = RowList("Personnes", self._row)
        self._nothing = EmptyState("Personne dans cette liste.", "Retirez un filtre pour voir les autres.")
        self._more = RunsLabel(
            f"Les {MOST_SHOWN} premières personnes. Cherchez un nom pour voir les autres.", "caption"
        )
        self._scanner = RunsLabel("", "caption", "ink-2")
        self._choose = LinkButton("Choisir le dossier du scanner…", "caption")
        self.sheet = ProofSheet(controller, notices)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (
            Pane("list", "Liste", self._left(), 2, 400),
            Pane("sheet", "Justificatifs de la personne", self.sheet, 3, 520),
        )
        self._panes = Panes(panes, ("list", "sheet"))
        whole.addWidget(self._panes)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show what was read and chosen."""
        controller = self._controller
        self._header.sentence.set_words(controller.summary)
        for chip, words in _CHIPS.items():
            self._chips.chip(chip).setText(f"{words} {controller.count(chip)}")
            self._chips.chip(chip).setChecked(chip is controller.chip)
        any_shown = controller.model.rowCount() > 0
        self.list.setVisible(any_shown)
        self._nothing.setVisible(not any_shown)
        self._more.setVisible(controller.is_cut)
        row = controller.model.row_of(controller.chosen)
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.choose(row)
        self._show_scanner()
        self.list.viewport().update()

    def look_up(self, job_seeker_id: str) -> None:
        """Open a person's papers from elsewhere, whatever chip was on."""
        self._controller.set_chip(ProofChip.ALL)
        self._controller.select(job_seeker_id)
        self._bring_sheet()

    def _row(self, row: object) -> Row | None:
        if not isinstance(row, PersonFile):
            return None
        person = row.person
        return Row(
            texts.person(person.last_name, person.first_name),
            f"{_kept(row)} · {_criteria_words(row)}",
            aside=_worth(row),
            mark="danger" if row.fault else "local" if person.is_unsent else "",
        )

    def _show_scanner(self) -> None:
        scanner = self._controller.scanner
        if scanner.folder is None:
            self._scanner.set_words("Aucun dossier de scanner n’est surveillé.")
        elif scanner.arrived:
            arrived = texts.count(len(scanner.arrived), "scan arrivé", "scans arrivés")
            self._scanner.set_words(f"{arrived} de {scanner.folder}\u00a0: choisissez le critère à droite.")
        else:
            self._scanner.set_words(f"Dossier du scanner surveillé\u00a0: {scanner.folder}")

    def _left(self) -> QWidget:
        left = QWidget()
        down = QVBoxLayout(left)
        space(down, 12, (22, 18, 22, 18))
        for chip, words in _CHIPS.items():
            self._chips.add(chip, Chip(words))
        foot = QHBoxLayout()
        space(foot, 12)
        foot.addWidget(self._scanner, 1)
        foot.addWidget(self._choose)
        for part in (self._header, self._search, self._chips):
            down.addWidget(part)
        down.addWidget(self.list, 1)
        down.addWidget(self._nothing)
        down.addWidget(self._more)
        down.addLayout(foot)
        return left

    def _connect(self) -> None:
        controller = self._controller
        self.list.set_rows(controller.model)
        self.list.current_changed.connect(self._open)
        self.list.opened.connect(self._bring_sheet)
        self._chips.chip_pressed.connect(self._choose_chip)
        self._search.textChanged.connect(controller.set_text)
        self._choose.clicked.connect(self._choose_folder)
        controller.changed.connect(self.refresh)
        controller.scanner.changed.connect(self.refresh)

    def _open(self, row: int) -> None:
        key = self._controller.model.key_at(row)
        if key:
            self._controller.select(key)

    def _bring_sheet(self) -> None:
        """Where there is room for one of them only, Enter and a press go on to the person's papers."""
        self._panes.bring("sheet")

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(ProofChip(key))

    def _choose_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        folder = QFileDialog.getExistingDirectory(self, "Le dossier où le scanner écrit", start)
        if folder:
            self._controller.scanner.choose(Path(folder))


def _kept(row: PersonFile) -> str:
    return texts.count(len(row.proofs), "document") if row.proofs else "aucun document"


def _criteria_words(row: PersonFile) -> str:
    if row.person.must_check:
        return "éligibilité à vérifier"
    return ", ".join(one.label for one in row.standings) or "aucun critère retenu"


def _worth(row: PersonFile) -> str:
    if row.missing:
        return f"{len(row.missing)} à compléter"
    if row.expiring:
        return f"{len(row.expiring)} bientôt périmé{'s' if len(row.expiring) > 1 else ''}"
    return "complet" if row.person.is_own else ""
