"""One kept paper: its small picture, its days, what it is worth, and looking at it or taking it away."""

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.proofs import ProofsController
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.validity import ProofRule, last_useful_day
from desktop.views.parts.buttons import Button, LinkButton
from desktop.views.parts.date_field import DateField
from desktop.views.parts.flow import FlowLayout
from desktop.views.parts.form import FormField
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.turning import Turning
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

PICTURE_SIDE = 84


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """A paper and what its criterion asks of it; `is_other` for a paper of no criterion."""

    proof: Proof
    rule: ProofRule
    is_other: bool = False


class PaperTile(QWidget):
    """Emits `see_requested` when its picture is pressed."""

    see_requested = Signal()

    def __init__(self, controller: ProofsController, facts: PaperFacts) -> None:
        super().__init__()
        self._controller, self.facts = controller, facts
        filing = facts.proof.filing
        self._picture = QLabel()
        self._issued, self._ends = DateField(filing.issued_on), DateField(filing.ends_on)
        self._lasting = QCheckBox("C’est un diplôme ou un titre, pas une attestation sur l’honneur")
        self._lasting.setChecked(filing.is_lasting)
        self._title = QLineEdit(filing.title)
        self._until = RunsLabel("", "caption", "ink-2")
        self._see = LinkButton("Voir", name=f"Voir {facts.proof.name}")
        self._drop = LinkButton("Retirer", name=f"Retirer {facts.proof.name}")
        self._sure = Button("Retirer pour toujours", "x", look="danger", small=True)
        self._sure.hide()
        self._lay_out()
        self._connect()
        self.refresh(facts)

    def refresh(self, facts: PaperFacts) -> None:
        """Show what is now known; what is being typed stays."""
        self.facts = facts
        filing = facts.proof.filing
        for field, day in ((self._issued, filing.issued_on), (self._ends, filing.ends_on)):
            if not field.hasFocus() and field.value() != day:
                with QSignalBlocker(field):
                    field.set_date(day)
        until = last_useful_day(facts.proof, facts.rule)
        self._until.set_words(f"Sert jusqu’au {texts.day(until)} inclus." if until else "")
        self._until.setVisible(until is not None)
        self._show_picture(self._controller.thumbnails.get(facts.proof.id, b""))

    def _show_picture(self, jpeg: bytes) -> None:
        side = current().px(PICTURE_SIDE)
        self._picture.setFixedSize(side, side)
        pixmap = QPixmap()
        if jpeg and pixmap.loadFromData(jpeg):
            kept = Qt.AspectRatioMode.KeepAspectRatio
            self._picture.setPixmap(pixmap.scaled(side, side, kept, Qt.TransformationMode.SmoothTransformation))

    def _lay_out(self) -> None:
        proof = self.facts.proof
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture.setAccessibleName(f"Aperçu de {proof.name}")
        words = QWidget()
        down = QVBoxLayout(words)
        space(down, 6)
        pages = texts.count(proof.pages, "page")
        added = f" · {pages}, joint le {texts.day_of(proof.added_at)} par {proof.added_by}"
        down.addWidget(RunsLabel((bold(proof.name), added)))
        down.addWidget(self._fields())
        down.addWidget(self._lasting)
        self._lasting.setVisible(self.facts.rule.sworn_only)
        down.addWidget(self._until)
        down.addWidget(self._verbs())
        whole = QHBoxLayout(self)
        space(whole, 14)
        whole.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(words, 1)

    def _fields(self) -> QWidget:
        """Only the days that count for this criterion."""
        rule, fields = self.facts.rule, QWidget()
        flow = FlowLayout(fields, 12)
        if self.facts.is_other:
            self._title.setMinimumWidth(current().px(220))
            flow.addWidget(FormField("Nature de la pièce", self._title))
        flow.addWidget(FormField("Daté du", self._issued, optional=not rule.months))
        if rule.states_end:
            flow.addWidget(FormField("Valable jusqu’au", self._ends))
        return fields

    def _verbs(self) -> QWidget:
        asked = QWidget()
        across = QHBoxLayout(asked)
        space(across, 14)
        across.addWidget(self._see)
        across.addWidget(self._drop)
        across.addStretch(1)
        return Turning(asked, self._sure, middle=True)

    def _connect(self) -> None:
        self._issued.date_changed.connect(self._date)
        self._ends.date_changed.connect(self._date)
        self._lasting.toggled.connect(self._last)
        self._title.editingFinished.connect(self._name)
        self._see.clicked.connect(self.see_requested)
        self._drop.clicked.connect(self._ask)
        self._sure.clicked.connect(self._remove)

    def _date(self) -> None:
        """A day half typed is none yet: what is kept changes once it is whole, or once the field is empty."""
        unfinished = [field for field in (self._issued, self._ends) if field.text() and field.value() is None]
        if not unfinished:
            self._controller.set_dates(self.facts.proof, self._issued.value(), self._ends.value())

    def _last(self, on: bool) -> None:
        self._controller.set_lasting(self.facts.proof, on=on)

    def _name(self) -> None:
        self._controller.set_title(self.facts.proof, self._title.text().strip())

    def _ask(self) -> None:
        """Nothing brings a removed paper back: the second button says so."""
        self._sure.setVisible(self._sure.isHidden())

    def _remove(self) -> None:
        self._controller.remove(self.facts.proof)
