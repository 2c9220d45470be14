"""Form fields: bold label above, editor, hint under; an error takes the hint's place and says what to try."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from desktop.views.parts.banner import Banner
from desktop.views.parts.glyph import Glyph
from desktop.views.parts.runs import RunsLabel, Words, bold
from desktop.views.parts.text import Text
from desktop.views.theme.roles import space

NO_BREAK = "\u00a0"


class FormField(QWidget):
    """A labelled editor; screen readers hear the label, then the hint or the error."""

    def __init__(self, label: str, editor: QWidget, hint: str = "", *, optional: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self._hint = hint
        self.label = Text(f"{label} (facultatif)" if optional else label, bold=True)
        self.label.setBuddy(editor)
        self.hint = RunsLabel(hint, "caption", "ink-2")
        self._glyph = Glyph("octagon-alert", "danger", "icon", "body")
        self.error = RunsLabel("", "body", "danger")
        self._fault = QWidget()
        editor.setAccessibleName(label)
        if isinstance(editor, QPlainTextEdit | QTextEdit):
            editor.setTabChangesFocus(True)
        self._lay_out()
        self.set_error("")

    def set_hint(self, hint: str) -> None:
        """Writes another hint under the field."""
        self._hint = hint
        self.hint.set_words(hint)
        self._show(wrong=not self._fault.isHidden())

    def set_error(self, sentence: Words) -> None:
        """Marks the field with a sentence that suggests what to enter; an empty one clears it."""
        self.error.set_words(sentence)
        wrong = bool(self.error.text())
        self.editor.setProperty("invalid", wrong)
        self.editor.update()
        self._show(wrong=wrong)

    def _show(self, *, wrong: bool) -> None:
        self._fault.setVisible(wrong)
        self.hint.setVisible(not wrong and bool(self._hint))
        self.editor.setAccessibleDescription(self.error.text() if wrong else self._hint)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self._fault)
        space(line, 7)
        line.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.error, 1)
        down = QVBoxLayout(self)
        space(down, 5)
        for part in (self.label, self.editor, self.hint, self._fault):
            down.addWidget(part)
        if self.editor.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            down.setStretch(1, 1)
        down.addStretch(0)


class FormSummary(QWidget):
    """The errors of a form in one banner on top; hidden while there are fewer than two."""

    def __init__(self) -> None:
        super().__init__()
        self._down = QVBoxLayout(self)
        space(self._down, 0)
        self._banner = Banner("bad", "")
        self._down.addWidget(self._banner)
        self.hide()

    def set_errors(self, labels: tuple[str, ...]) -> None:
        """Names the fields to mend."""
        names = ", ".join(labels)
        self._banner.set_words((bold(f"{len(labels)} champs à corriger{NO_BREAK}: "), f"{names}."))
        self.setVisible(len(labels) > 1)
