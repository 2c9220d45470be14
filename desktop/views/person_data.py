"""« Données d’une personne »: whom, then a folder with everything kept about them; below, all justificatifs at once."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.person_data import PersonDataController
from desktop.queries.person_data import PersonRow
from desktop.views.filling import card_of, clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, ReasonedButton
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.parts.text import heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

LIST_ROWS = 4
_ONE = (
    "À la demande d’une personne (droit d’accès)\u00a0: un PDF à lui remettre, le même contenu en JSON pour un autre "
    "logiciel, et ses justificatifs avec leur inventaire."
)
_ALL = (
    "Pour un changement de structure ou une archive\u00a0: tous les justificatifs en clair, un fichier chacun, avec un "
    "inventaire et leurs empreintes."
)


class PersonDataPage(ScrollColumn):
    """Two cards."""

    def __init__(self, controller: PersonDataController) -> None:
        super().__init__("ground", 16, (24, 4, 24, 18))
        self._controller = controller
        self._search, self.list = SearchField("Nom de la personne"), RowList("Personnes trouvées", self._row)
        self._save = ReasonedButton(Button("Exporter ses données…", "file-input", look="primary"))
        self._all = Button("Exporter tous les justificatifs…", "folder-check")
        self._told = QVBoxLayout()
        space(self._told, 0)
        self._lay_out()
        self.list.set_rows(controller.model)
        self.list.current_changed.connect(self._choose)
        self._search.textChanged.connect(controller.set_text)
        self._save.button.clicked.connect(self._choose_folder)
        self._all.clicked.connect(self._choose_folder_for_all)
        controller.changed.connect(self.refresh)
        controller.saved.connect(self._tell_saved)
        controller.failed.connect(self._tell_failed)
        self.refresh()

    def refresh(self) -> None:
        """Say whether an export can be made."""
        self._save.set_blocked(self._controller.why_not)
        self.list.setMinimumHeight(LIST_ROWS * current().height("row_two_lines"))

    def _lay_out(self) -> None:
        one: tuple[QWidget, ...] = (
            heading("Données d’une personne", "section"),
            RunsLabel(_ONE, "body", "ink-2"),
            self._search,
            self.list,
            self._save,
        )
        every = (heading("Tous les justificatifs", "section"), RunsLabel(_ALL, "body", "ink-2"), self._all)
        self.column.addLayout(self._told)
        self.column.addWidget(card_of(*one, gap=12))
        self.column.addWidget(card_of(*every, gap=12))
        private = "Ces fichiers ne sont plus chiffrés\u00a0: remettez-les en main propre ou gardez-les à l’abri."
        self.column.addWidget(Banner("info", private, icon="shield-check"))
        self.column.addStretch(1)

    def _row(self, row: object) -> Row | None:
        if not isinstance(row, PersonRow):
            return None
        born = f"Date de naissance\u00a0: {texts.day(row.born_on)}" if row.born_on else ""
        return Row(texts.person(row.last_name, row.first_name), born)

    def _choose(self, row: int) -> None:
        self._controller.select(self._controller.model.key_at(row))

    def _choose_folder(self) -> None:
        folder = self._folder("Où garder ces données")
        if folder:
            self._controller.save(Path(folder))

    def _choose_folder_for_all(self) -> None:
        folder = self._folder("Où garder les justificatifs")
        if folder:
            self._controller.hand_over_all(Path(folder))

    def _folder(self, title: str) -> str:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return QFileDialog.getExistingDirectory(self, title, start)

    def _tell_saved(self, path: str) -> None:
        self._tell("ok", "Fichiers enregistrés. ", path)

    def _tell_failed(self, fault: object) -> None:
        self._tell("bad", self._controller.desk.sentence(fault), "")

    def _tell(self, kind: str, strong: str, words: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(kind, (bold(strong), words)))
