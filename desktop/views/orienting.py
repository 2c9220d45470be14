"""« Orienter un candidat »: find a structure or a job of the directory, choose, write, send."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.orienting import OrientController
from desktop.queries.directory import Found
from desktop.queries.record import Record
from desktop.views.decisions import name_of, offline_banner, text_box
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.icon_rows import IconRow
from desktop.views.parts.row_list import IconRowList
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.search import SearchField
from desktop.views.parts.text import heading
from desktop.views.theme.current import current

LIST_HEIGHT = 250


class OrientDialog(DecisionDialog):
    """Search and results at the left; the structure chosen, its jobs and the message at the right."""

    def __init__(self, host: QWidget, controller: OrientController, record: Record) -> None:
        super().__init__(host, f"Orienter {name_of(record)}", "Envoyer la candidature")
        self._controller = controller
        self.back.hide()
        controller.open(record)
        self.search = SearchField("Structure, ville, type, poste")
        self.rows = IconRowList("Structures", _row)
        self.rows.setMinimumHeight(current().gap(LIST_HEIGHT))
        self._count = RunsLabel("", "caption", "ink-2")
        self._nothing = EmptyState("Aucune structure ne correspond.", "Essayez moins de mots.", icon="search")
        self._no_directory = EmptyState(
            "L’annuaire n’est pas encore sur ce poste.", "Il arrive avec la prochaine synchronisation."
        )
        self._chosen, self._jobs, self._sent = Definitions(), QVBoxLayout(), QVBoxLayout()
        self._message = text_box(controller.message, 120)
        self._fill()
        self._connect()
        self.show_found()
        self.refresh()

    def refresh(self) -> None:
        """Show what stands in the way."""
        controller = self._controller
        missing = controller.sentence or "Choisissez une structure dans la liste."
        self.confirm.set_blocked("" if controller.can_confirm else missing)
        self.note.set_words("" if controller.can_confirm else missing)
        self.set_refusal(controller.refusal)

    def show_found(self) -> None:
        """The structures listed, and the one chosen."""
        controller = self._controller
        found = controller.directory
        self._count.set_words(f"{texts.count(len(found.found), 'structure')} sur {texts.thousands(found.total)}")
        for part in (self._count, self.rows):
            part.setVisible(bool(found.found))
        self._nothing.setVisible(bool(found.total) and not found.found)
        self._no_directory.setVisible(not found.total)
        self.rows.choose(controller.model.row_of(controller.employer_id))
        chosen = controller.chosen
        name, place = (chosen.name, f"{chosen.city} ({chosen.department})") if chosen else ("Aucune", "")
        self._chosen.set_facts((Fact("structure", "Structure", name, note=place),))
        self._show_jobs(chosen)
        clear(self._sent)
        for structure, state in found.sent:
            words = (bold(f"Déjà envoyé à {structure}. "), controller.state_label(state))
            self._sent.addWidget(Banner("info", words, icon="arrow-right"))

    def _show_jobs(self, chosen: Found | None) -> None:
        clear(self._jobs)
        for job in chosen.jobs if chosen else ():
            box = QCheckBox(job.name)
            box.setObjectName(job.id)
            box.setChecked(job.id in self._controller.job_ids)
            box.toggled.connect(self._toggle_job)
            self._jobs.addWidget(box)

    def _fill(self) -> None:
        left, right = self.left.column, self.right.column
        left.addWidget(self.search)
        left.addWidget(self._count)
        left.addWidget(self.rows, 1)
        left.addWidget(self._nothing)
        left.addWidget(self._no_directory)
        left.addStretch(0)
        self.rows.set_rows(self._controller.model)
        right.addWidget(heading("Envoyer à", "body"))
        right.addWidget(self._chosen)
        right.addLayout(self._jobs)
        right.addWidget(FormField("Message à la structure", self._message, "Lu par la structure choisie."))
        right.addLayout(self._sent)
        right.addWidget(Points((Point("Vous suivez sa réponse ici. Votre candidature reste en l’état.", "info"),)))
        right.addStretch(1)
        for banner in offline_banner(is_offline=self._controller.is_offline):
            right.addWidget(banner)

    def _connect(self) -> None:
        controller = self._controller
        self.search.textChanged.connect(controller.search)
        self.rows.opened.connect(self._choose)
        self.rows.clicked.connect(self._choose_current)
        self._message.textChanged.connect(self._write)
        self.confirmed.connect(controller.confirm)
        controller.changed.connect(self.refresh)
        controller.found_changed.connect(self.show_found)
        controller.done.connect(self.dismiss)

    def _choose(self, row: int) -> None:
        self._controller.choose(self._controller.model.key_at(row))

    def _choose_current(self) -> None:
        self._choose(self.rows.currentIndex().row())

    def _toggle_job(self, on: bool) -> None:
        self._controller.toggle_job(self.sender().objectName(), on=on)

    def _write(self) -> None:
        self._controller.set_message(self._message.toPlainText())


def _row(value: object) -> IconRow | None:
    if not isinstance(value, Found):
        return None
    jobs = ", ".join(job.name for job in value.jobs) or "Aucun poste publié"
    closed = "Ne reçoit pas de candidatures en ce moment. " if value.is_blocked else ""
    return IconRow(
        "building-2", value.name, f"{value.kind} · {value.city} ({value.department})", caption=f"{closed}{jobs}"
    )
