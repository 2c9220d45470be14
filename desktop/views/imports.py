"""The import of an Excel file: what each line would become, listed by line, before anything is recorded."""

from pathlib import Path
from time import monotonic

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.import_trial import Fate, Judged
from desktop.controllers.imports import ImportController
from desktop.views.filling import card_of, clear
from desktop.views.parts.announce import announce
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.icon_rows import IconRow
from desktop.views.parts.progress import Progress
from desktop.views.parts.row_list import IconRowList
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.text import heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

LIST_HEIGHT = 300
_FATES = {Fate.WRONG: "À corriger", Fate.SKIPPED: "Laissées de côté", Fate.READY: "Prêtes"}
_ICONS = {Fate.WRONG: "octagon-alert", Fate.SKIPPED: "minus", Fate.READY: "circle-check"}


class ImportPart(QWidget):
    """A card: choose a file, read what would become of it, then record."""

    def __init__(self, controller: ImportController) -> None:
        super().__init__()
        self._controller = controller
        self._began, self._phase = 0.0, ""
        self.choose = Button("Choisir un fichier Excel…", "file-input")
        self.confirm = Button("Enregistrer", "circle-check", look="primary")
        self._give_up = Button("Abandonner ce fichier")
        self._progress, self._told = Progress("Import"), QVBoxLayout()
        self._file, self._chips = RunsLabel("", "body"), ChipRow()
        self.rows = IconRowList("Lignes du fichier", self._row)
        self._result = QWidget()
        self._lay_out()
        self._connect()
        self.refresh()
        controller.look_back()

    def refresh(self) -> None:
        """Show the file on screen and what its lines would become."""
        controller = self._controller
        self.choose.set_blocked("Un fichier est en cours. Arrêtez-le ou attendez." if controller.is_working else "")
        self._result.setVisible(controller.is_ready)
        ready = controller.count(Fate.READY)
        self.confirm.setText(f"Enregistrer {texts.count(ready, 'candidature')}")
        self.confirm.set_blocked("" if ready else "Aucune ligne n’est prête. Corrigez le fichier, puis reprenez-le.")
        self._file.set_words((bold(f"{controller.file}. "), "Essai terminé, rien n’est encore enregistré."))
        for fate, words in _FATES.items():
            chip = self._chips.chip(fate)
            chip.setText(f"{words} {texts.thousands(controller.count(fate))}")
            chip.setChecked(fate is controller.shown)
        if controller.unfinished is not None:
            self._tell_unfinished()

    def _lay_out(self) -> None:
        for fate in _FATES:
            self._chips.add(fate, Chip(""))
        self.rows.set_rows(self._controller.model)
        self.rows.setFixedHeight(current().gap(LIST_HEIGHT))
        self.rows.setLayoutMode(QListView.LayoutMode.Batched)
        acts = QHBoxLayout()
        space(acts, 10)
        acts.addWidget(self.confirm)
        acts.addWidget(self._give_up)
        acts.addStretch(1)
        inside = QVBoxLayout(self._result)
        space(inside, 12)
        for part in (self._file, self._chips, self.rows):
            inside.addWidget(part)
        inside.addLayout(acts)
        words = (
            "Un fichier aux intitulés de l’export. Chaque ligne devient une candidature de votre structure, à la date "
            "du jour. Un essai vous montre d’abord ligne par ligne ce qui serait fait."
        )
        down = QVBoxLayout(self)
        space(down, 0)
        told = QWidget()
        told.setLayout(self._told)
        space(self._told, 8)
        self._progress.hide()
        down.addWidget(
            card_of(
                heading("Importer des candidatures", "section"),
                RunsLabel(words, "body", "ink-2"),
                told,
                self.choose,
                self._progress,
                self._result,
                gap=12,
            )
        )

    def _connect(self) -> None:
        controller = self._controller
        self.choose.clicked.connect(self._choose)
        self.confirm.clicked.connect(controller.confirm)
        self._give_up.clicked.connect(controller.give_up)
        self._progress.stop_requested.connect(controller.stop)
        self._chips.chip_pressed.connect(self._show_fate)
        controller.changed.connect(self.refresh)
        controller.progressed.connect(self._advance, Qt.ConnectionType.AutoConnection)
        controller.ended.connect(self._tell_ended)
        controller.failed.connect(self._tell_failed)

    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _ = QFileDialog.getOpenFileName(self, "Fichier à importer", start, "Classeurs (*.xlsx *.xls *.ods)")
        if path:
            clear(self._told)
            self._controller.open(Path(path))

    def _show_fate(self, key: str) -> None:
        self._controller.show_fate(Fate(key))

    def _advance(self, done: int, total: int, phase: str) -> None:
        if phase != self._phase:
            self._phase, self._began = phase, monotonic()
            self._progress.start()
        left = round((monotonic() - self._began) / done * (total - done)) if done else None
        self._progress.set_progress(done, total, left)
        self._progress.words.setText(f"{phase}\u00a0: {self._progress.words.text()}")
        if done >= total and phase != "Lecture":
            self._phase = ""
            self._progress.finish()

    def _tell_ended(self, sentence: str) -> None:
        self._tell("ok", sentence)

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault))

    def _tell(self, kind: str, sentence: str) -> None:
        self._phase = ""
        self._progress.finish()
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(sentence),)))
        announce(self, sentence)

    def _tell_unfinished(self) -> None:
        found = self._controller.unfinished
        if found is None:
            return
        clear(self._told)
        read = Button("J’ai lu", small=True)
        read.clicked.connect(self._forget)
        strong = f"L’import de {found.file} s’est arrêté après {found.recorded} sur {found.total}. "
        words = "Rechoisissez le même fichier\u00a0: ce qui est déjà enregistré sera laissé de côté."
        self._told.addWidget(Banner("info", (bold(strong), words), read))

    def _forget(self) -> None:
        self._controller.forget_unfinished()
        clear(self._told)

    def _row(self, value: object) -> IconRow | None:
        if not isinstance(value, Judged):
            return None
        line = value.line
        name = texts.person(line.text("last_name"), line.text("first_name")) or "Sans nom"
        said, stop, advice = self._controller.words(value).partition(". ")
        return IconRow(
            _ICONS[value.fate],
            f"Ligne {line.number}, {name}",
            said + stop.strip(),
            advice,
            mark="danger" if value.fate is Fate.WRONG else "",
        )
