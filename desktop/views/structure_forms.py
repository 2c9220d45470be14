"""The forms of the Structure page: an invitation, a sister structure, the record."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import texts
from desktop.controllers.structure import FIELDS, OPTIONAL, SISTER_FIELDS, StructureController
from desktop.views.doorstep import roomy
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.text import heading
from sync.domain.employers import Employer

_INVITED = {"first_name": "Prénom", "last_name": "Nom", "email": "Adresse électronique"}


class FormDialog(DecisionDialog):
    """Fields at the left, what follows at the right; closes once the act was kept."""

    def __init__(self, host: QWidget, title: str, act: str, controller: StructureController) -> None:
        super().__init__(host, title, act)
        self.back.hide()
        self.fields: dict[str, QLineEdit] = {}
        self._forms: dict[str, FormField] = {}
        self._controller = controller
        controller.refused.connect(self._tell)
        controller.kept.connect(self.dismiss)

    def add_field(self, key: str, label: str, value: str = "", *, optional: bool = False) -> None:
        """Add a line to fill in."""
        editor = QLineEdit(value)
        roomy(editor)
        self.fields[key] = editor
        self._forms[key] = FormField(label, editor, optional=optional)
        self.left.column.addWidget(self._forms[key])

    def values(self) -> dict[str, str]:
        """What was typed."""
        return {key: editor.text() for key, editor in self.fields.items()}

    def finish(self, points: tuple[Point, ...]) -> None:
        """Write what follows from the act."""
        self.left.column.addStretch(1)
        self.right.column.addWidget(heading("Ce qui va se passer", "body"))
        self.right.column.addWidget(Points(points))
        self.right.column.addStretch(1)

    def _tell(self, field: str, sentence: str) -> None:
        for key, form in self._forms.items():
            form.set_error(sentence if key == field else "")
        if field not in self._forms:
            self.note.set_words(sentence)


def invitation_form(host: QWidget, controller: StructureController) -> FormDialog:
    """Whom to invite."""
    dialog = FormDialog(host, "Inviter un collaborateur", "Inviter", controller)
    for key, label in _INVITED.items():
        dialog.add_field(key, label)
    days = controller.desk.rules.employers.invitation_days
    dialog.finish(
        (
            Point(f"L’invitation vaut {texts.count(days, 'jour')}.", "calendar"),
            Point("La personne rejoint la structure avec cette adresse électronique.", "mail"),
            Point("Elle sera membre. Un administrateur peut la nommer administratrice ensuite.", "user"),
        )
    )
    dialog.confirmed.connect(lambda: controller.invite(**dialog.values()))
    return dialog


def sister_form(host: QWidget, controller: StructureController) -> FormDialog:
    """Another structure of the same SIREN and kind."""
    dialog = FormDialog(host, "Créer une structure sœur", "Créer la structure", controller)
    for key, label in SISTER_FIELDS.items():
        dialog.add_field(key, label, optional=key in OPTIONAL)
    record = controller.record
    kind = str(record.employer.kind) if record else ""
    dialog.finish(
        (
            Point(f"Même SIREN, même type ({kind}), même convention.", "building-2"),
            Point("Sans SIRET, le serveur en attribue un provisoire au retour du réseau.", "id-card"),
            Point("Vous l’administrez et pouvez y inviter vos collègues.", "shield-check"),
        )
    )
    dialog.confirmed.connect(lambda: controller.create_sister(dialog.values()))
    return dialog


def record_form(host: QWidget, controller: StructureController, employer: Employer) -> FormDialog:
    """The fields of the record that a structure writes itself."""
    dialog = FormDialog(host, "Fiche de la structure", "Enregistrer la fiche", controller)
    for name, label in FIELDS.items():
        dialog.add_field(name, label, str(getattr(employer, name)))
    dialog.finish(
        (
            Point("Seuls les champs modifiés partent.", "cloud-upload"),
            Point("Si un collègue en change un autre, les deux saisies sont gardées.", "merge"),
            Point("Le SIRET et le type viennent de l’ASP et ne changent pas ici.", "info"),
        )
    )
    dialog.confirmed.connect(lambda: controller.edit(dialog.values(), employer))
    return dialog
