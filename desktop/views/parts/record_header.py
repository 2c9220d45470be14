"""The head of a record: title, line of facts, badge at the right, then its verbs."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views.parts.badge import StateBadge
from desktop.views.parts.buttons import Button, icon_button
from desktop.views.parts.flow import FlowLayout
from desktop.views.parts.runs import RunsLabel, Words
from desktop.views.parts.turning import Turning
from desktop.views.theme.roles import space


@dataclass(frozen=True, slots=True)
class Verb:
    """An act on the record; `reason` says why it cannot be done now, empty when it can."""

    key: str
    text: str
    icon: str
    letter: str = ""
    look: str = "secondary"
    reason: str = ""


class RecordHeader(QWidget):
    """Title, facts, badge and verbs; emits `verb_requested(key)` and `more_requested`."""

    verb_requested = Signal(str)
    more_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = RunsLabel("", "title")
        self.facts = RunsLabel("", "body", "ink-2")
        self.badge = StateBadge()
        self.more = icon_button("ellipsis", "Autres actions")
        self.more.clicked.connect(self.more_requested)
        self._verbs: dict[str, Button] = {}
        self._reasons = RunsLabel("", "caption", "ink-2")
        self._flow = FlowLayout(gap=8)
        self._lay_out()

    def set_record(self, title: str, facts: Words, state: str = "", *, unsent: bool = False) -> None:
        """Shows another record; an empty state shows no badge."""
        self.title.set_words(title)
        self.facts.set_words(facts)
        self.badge.setVisible(bool(state))
        if state:
            self.badge.set_state(state, unsent=unsent)

    def set_verbs(self, verbs: tuple[Verb, ...]) -> None:
        """Shows the acts in order; a blocked one stays in place and its reason is written under them."""
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._verbs.clear()
        for verb in verbs:
            button = Button(verb.text, verb.icon, look=verb.look, key=verb.letter)
            button.setObjectName(verb.key)
            button.set_blocked(verb.reason)
            button.clicked.connect(self._press)
            self._verbs[verb.key] = button
            self._flow.addWidget(button)
        reasons = [f"{verb.text}\u00a0: {verb.reason}" for verb in verbs if verb.reason]
        self._reasons.set_words(" ".join(reasons))
        self._reasons.setVisible(bool(reasons))

    def button(self, key: str) -> Button:
        """The button of a verb; KeyError when there is none."""
        return self._verbs[key]

    def _press(self) -> None:
        self.verb_requested.emit(self.sender().objectName())

    def _lay_out(self) -> None:
        verbs = QWidget()
        verbs.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        verbs.setSizePolicy(policy)
        acts = QHBoxLayout()
        space(acts, 8)
        acts.addWidget(verbs, 1)
        acts.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout(self)
        space(down, 4)
        down.addWidget(Turning(self.title, self.badge, 160))
        down.addWidget(self.facts)
        down.addSpacing(8)
        down.addLayout(acts)
        down.addWidget(self._reasons)
