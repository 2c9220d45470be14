"""« Candidature spontanée », « Obtenir un PASS IAE » and « Modifier les coordonnées »."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.registering import EditPersonController, RegisterController
from desktop.queries.record import Record
from desktop.views.decisions import name_of, offline_banner, tell_effects, text_box
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.runs import bold
from desktop.views.parts.text import heading
from desktop.views.person_form import PersonForm

_AFTER = (
    Point("La candidature arrive dans votre liste.", "inbox"),
    Point("La personne n’est prévenue de rien avant votre réponse.", "mail"),
)
_TOWARDS_PASS = (
    Point("1. Cette candidature spontanée est enregistrée.", "inbox"),
    Point("2. Étudiez-la, puis vérifiez l’éligibilité et gardez les justificatifs.", "search-check"),
    Point(
        "3. Acceptez-la : le PASS IAE est demandé, ses dates sont montrées avant.".replace(" :", "\u00a0:"), "id-card"
    ),
)


class RegisterDialog(DecisionDialog):
    """The person at the left; what follows, and people who may be the same, at the right."""

    def __init__(self, host: QWidget, controller: RegisterController, *, towards_pass: bool) -> None:
        title = "Obtenir un PASS IAE" if towards_pass else "Candidature spontanée"
        super().__init__(host, title, "Enregistrer la candidature")
        self._controller = controller
        controller.open()
        self.back.setText("Vider le formulaire")
        self.form = PersonForm(controller.person)
        self._jobs, self._known = QVBoxLayout(), QVBoxLayout()
        self._message = text_box(controller.message)
        self._fill(_TOWARDS_PASS if towards_pass else _AFTER)
        self._connect()
        self.show_facts()
        self.refresh()

    def open(self) -> None:
        """Shows it with the keyboard in the first field."""
        super().open()
        self.form.begin()

    def refresh(self) -> None:
        """Show what is missing, at its field."""
        controller = self._controller
        chosen = bool(controller.chosen_id)
        self.form.setEnabled(not chosen)
        self.form.set_error(controller.field, controller.sentence)
        missing = "" if controller.can_confirm else controller.sentence or "Indiquez le nom et le prénom."
        self.confirm.set_blocked(missing)
        self.note.set_words("" if controller.field in self.form.fields else missing)
        self.set_refusal(controller.refusal)

    def show_facts(self) -> None:
        """The jobs of the structure, and those who may be the same person."""
        clear(self._jobs)
        for job in self._controller.jobs:
            box = QCheckBox(job.name)
            box.setObjectName(job.id)
            box.setChecked(job.id in self._controller.job_ids)
            box.toggled.connect(self._toggle_job)
            self._jobs.addWidget(box)
        clear(self._known)
        for known in self._controller.known:
            name = texts.person(known.last_name, known.first_name)
            born = f", né(e) le {texts.day(known.born_on)}" if known.born_on else ""
            is_chosen = known.id == self._controller.chosen_id
            act = Button("Ce n’est pas elle" if is_chosen else "C’est cette personne", small=True)
            act.setAccessibleName(f"{act.text()}, {name}")
            act.setObjectName("" if is_chosen else known.id)
            act.clicked.connect(self._choose)
            words = (bold(f"{name}{born}. "), "Déjà sur ce poste.")
            self._known.addWidget(Banner("ok" if is_chosen else "info", words, act, icon="user"))

    def _fill(self, after: tuple[Point, ...]) -> None:
        left, right = self.left.column, self.right.column
        left.addWidget(heading("La personne", "body"))
        left.addWidget(self.form)
        left.addWidget(heading("Le poste", "body"))
        left.addLayout(self._jobs)
        left.addWidget(FormField("Ce qu’il faut retenir", self._message, "Lu par votre structure.", optional=True))
        left.addStretch(1)
        right.addLayout(self._known)
        right.addWidget(heading(self._controller.structure_name, "body"))
        right.addWidget(Points(after))
        right.addStretch(1)
        for banner in offline_banner(is_offline=self._controller.acts.is_offline):
            right.addWidget(banner)

    def _connect(self) -> None:
        controller = self._controller
        self.form.edited.connect(controller.set_field)
        self._message.textChanged.connect(self._write)
        self.back_requested.connect(self._empty)
        self.confirmed.connect(controller.confirm)
        controller.changed.connect(self.refresh)
        controller.facts_changed.connect(self.show_facts)
        controller.done.connect(self.dismiss)

    def _toggle_job(self, on: bool) -> None:
        self._controller.toggle_job(self.sender().objectName(), on=on)

    def _choose(self) -> None:
        self._controller.choose(self.sender().objectName())
        self.show_facts()

    def _write(self) -> None:
        self._controller.set_message(self._message.toPlainText())

    def _empty(self) -> None:
        self._controller.start_over()
        self.form.set_values(self._controller.person)
        self._message.setPlainText("")
        self.show_facts()


class EditPersonDialog(DecisionDialog):
    """The file of a person, where the rules let one correct it; the fields others changed meanwhile are settled."""

    def __init__(self, host: QWidget, controller: EditPersonController, record: Record) -> None:
        super().__init__(host, f"Coordonnées de {name_of(record)}", "Enregistrer les changements")
        self._controller = controller
        self.back.hide()
        controller.open(record)
        self.form = PersonForm(controller.person)
        self.left.column.addWidget(self.form)
        self.left.column.addStretch(1)
        points = (
            Point("Toutes les structures qui suivent la personne voient la correction.", "users"),
            Point(
                "Si quelqu’un d’autre change le même champ, « À régler » vous montre les deux.".replace(
                    "« ", "«\u00a0"
                ).replace(" »", "\u00a0»"),
                "merge",
            ),
            Point("Ce que vous tapez est gardé sur ce poste, même si vous fermez.", "pencil"),
        )
        tell_effects(self, points, is_offline=controller.acts.is_offline)
        self.form.edited.connect(controller.set_field)
        self.confirmed.connect(controller.confirm)
        controller.changed.connect(self.refresh)
        controller.done.connect(self.dismiss)
        self.refresh()

    def refresh(self) -> None:
        """Show what is wrong, at its field."""
        controller = self._controller
        self.form.set_error(controller.field, controller.sentence)
        nothing = "Rien n’a changé." if not controller.changes else controller.sentence or "Un instant…"
        missing = "" if controller.can_confirm else nothing
        self.confirm.set_blocked(missing)
        self.note.set_words("" if controller.field in self.form.fields else missing)
        self.set_refusal(controller.refusal)
