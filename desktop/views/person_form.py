"""A person's fields as a form: each told wrong at its place, none lost by closing."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.controllers.person_fields import LABELS, LACKS, TITLES
from desktop.views.parts.date_field import DateField
from desktop.views.parts.form import FormField
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

_ROWS = (
    ("title", "last_name", "first_name"),
    ("birth_name", "born_on"),
    ("nir",),
    ("pole_emploi_id", "lack_of_pole_emploi_id_reason"),
    ("phone", "email"),
    ("address_line_1", "address_line_2"),
    ("post_code", "city"),
)
_HINTS = {
    "nir": "15 chiffres, clé comprise. Il est vérifié pendant la saisie.",
    "pole_emploi_id": "8 caractères",
    "lack_of_pole_emploi_id_reason": "S’il n’y a pas d’identifiant",
    "last_name": "",
    "born_on": "JJ/MM/AAAA",
}
_NEEDED = ("last_name", "first_name")
_CHOICES = {"title": TITLES, "lack_of_pole_emploi_id_reason": LACKS}
_NO_DAY = "Une date s’écrit JJ/MM/AAAA. Essayez 03/06/1987."


class PlainField(QLineEdit):
    """A field of one line, its words off the edge."""

    def __init__(self) -> None:
        super().__init__()
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Makes room again for larger words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        margin = current().px(8)
        self.setTextMargins(margin, 0, margin, 0)


class PersonForm(QWidget):
    """Emits `edited(name, value)` as one types."""

    edited = Signal(str, str)

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__()
        self.fields: dict[str, FormField] = {}
        self._faulty = ""
        down = QVBoxLayout(self)
        space(down, 14)
        for row in _ROWS:
            across = QHBoxLayout()
            space(across, 12)
            for name in row:
                across.addWidget(self._field(name), 2 if name in ("last_name", "first_name", "email") else 1)
            down.addLayout(across)
        self.set_values(values)

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show other values; nothing is told."""
        for name, field in self.fields.items():
            value = str(values.get(name) or "")
            editor = field.editor
            with QSignalBlocker(editor):
                if isinstance(editor, QComboBox):
                    editor.setCurrentIndex(max(0, editor.findData(value)))
                elif isinstance(editor, DateField):
                    editor.set_date(date.fromisoformat(value) if value else None)
                elif isinstance(editor, QLineEdit):
                    editor.setText(value)

    def begin(self) -> None:
        """Give the keyboard to the first name to be typed."""
        self.fields["last_name"].editor.setFocus()

    def set_error(self, name: str, sentence: str) -> None:
        """Mark the field at fault, and no other; "" for none."""
        if self._faulty and self._faulty != name:
            self.fields[self._faulty].set_error("")
        self._faulty = name if name in self.fields else ""
        if self._faulty:
            self.fields[name].set_error(sentence)
        self._check_day()

    def _check_day(self) -> None:
        """A day that is no date is not told of by any rule: the form says it."""
        field = self.fields["born_on"]
        editor = field.editor
        if isinstance(editor, DateField) and editor.text() and editor.value() is None and not editor.hasFocus():
            field.set_error(_NO_DAY)
        elif self._faulty != "born_on":
            field.set_error("")

    def _field(self, name: str) -> FormField:
        editor = self._editor(name)
        field = FormField(LABELS[name], editor, _HINTS.get(name, ""), optional=False)
        if name in _NEEDED:
            editor.setAccessibleDescription("obligatoire")
        self.fields[name] = field
        return field

    def _editor(self, name: str) -> QWidget:
        if name in _CHOICES:
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            for value, words in _CHOICES[name].items():
                box.addItem(words, value)
            box.setObjectName(name)
            box.activated.connect(self._chosen)
            return box
        edit = DateField() if name == "born_on" else PlainField()
        edit.setObjectName(name)
        edit.textChanged.connect(self._typed)
        edit.editingFinished.connect(self._check_day)
        return edit

    def _chosen(self) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.edited.emit(box.objectName(), str(box.currentData()))

    def _typed(self) -> None:
        edit = self.sender()
        if isinstance(edit, DateField):
            day = edit.value()
            self.edited.emit(edit.objectName(), day.isoformat() if day else "")
        elif isinstance(edit, QLineEdit):
            self.edited.emit(edit.objectName(), edit.text())
