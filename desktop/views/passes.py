"""PASS IAE: the list, one PASS as a bridge, its verbs and its history."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.passes import PassesController
from desktop.controllers.suspend import SuspendController
from desktop.queries.passes import PassCard, PassFilter, PassRecord, PassRow, Pause
from desktop.views.filling import card_of, clear
from desktop.views.notices import NoticeBar
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.deck import Deck, Life
from desktop.views.parts.deck import Pause as DrawnPause
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.record_header import RecordHeader, Verb
from desktop.views.parts.row_list import RowList
from desktop.views.parts.rows import Row
from desktop.views.parts.runs import Words, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.search import SearchField
from desktop.views.parts.text import heading
from desktop.views.suspension import PausePanel, SuspensionForm
from desktop.views.theme.roles import fill_role, space

_CHIPS = {
    PassFilter.CURRENT: "En cours",
    PassFilter.SUSPENDED: "Suspendus",
    PassFilter.ENDS_SOON: "90 jours",
    PassFilter.ENDED: "Terminés",
}
_STATES = {"suspended": "pass_suspended", "expired": "pass_ended"}


def badge_of(card: PassCard) -> str:
    """The badge of a PASS on its day."""
    if card.is_requested:
        return "pass_requested"
    return _STATES.get(str(card.state), "pass_ending" if card.ends_soon else "pass_valid")


def remaining_words(card: PassCard) -> str:
    """« reste 581 jours », or what is nearer."""
    if card.is_requested:
        return f"fin prévue {texts.day(card.iae_pass.ends_on)}"
    if str(card.state) == "expired":
        return f"depuis le {texts.day(card.iae_pass.ends_on)}"
    if card.paused_until is not None:
        return f"jusqu’au {texts.day(card.paused_until)}"
    return f"reste {texts.count(card.days_left, 'jour')}"


def describe(value: object) -> Row | None:
    """A row of the list."""
    if not isinstance(value, PassRow):
        return None
    number = value.card.iae_pass.number
    return Row(
        title=texts.person(value.last_name, value.first_name),
        caption=texts.pass_number(number) if number else "numéro à venir",
        state=badge_of(value.card),
        aside=remaining_words(value.card),
        mark="local" if value.card.is_unsent else "",
    )


class PassListPane(QWidget):
    """The list with its search and chips."""

    def __init__(self, controller: PassesController) -> None:
        super().__init__()
        fill_role(self, "surface")
        self._controller = controller
        self._chips, self.rows = ChipRow(), RowList("PASS IAE", describe)
        self.rows.set_rows(controller.model)
        search = SearchField("Nom ou numéro de PASS")
        search.textChanged.connect(controller.set_text)
        for chip, words in _CHIPS.items():
            self._chips.add(chip, Chip(words))
        self._chips.chip_pressed.connect(self._choose_chip)
        top = QVBoxLayout()
        space(top, 9, (12, 10, 12, 10))
        top.addWidget(search)
        top.addWidget(self._chips)
        down = QVBoxLayout(self)
        space(down, 0)
        down.addLayout(top)
        down.addWidget(self.rows, 1)
        self.rows.current_changed.connect(self._select)
        controller.list_changed.connect(self.refresh)
        controller.record_changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show counts, and which row is open."""
        controller = self._controller
        for chip, words in _CHIPS.items():
            count = controller.count(chip)
            label = words if chip is PassFilter.CURRENT or not count else f"{words} {count}"
            self._chips.chip(chip).setText(label)
            self._chips.chip(chip).setChecked(chip is controller.chip)
        self.rows.choose(controller.model.row_of(controller.current_id))

    def _follow(self) -> None:
        """A PASS opened from elsewhere is chosen in the list too."""
        self.rows.choose(self._controller.model.row_of(self._controller.current_id))

    def _choose_chip(self, key: str) -> None:
        self._controller.set_chip(PassFilter(key))

    def _select(self, row: int) -> None:
        if row >= 0:
            self._controller.select(self._controller.model.key_at(row))


class PassPane(ScrollColumn):
    """One PASS; emits `print_requested(id)` and `cancel_requested`."""

    print_requested = Signal(str)
    cancel_requested = Signal()

    def __init__(self, controller: PassesController, suspend: SuspendController, notices: NoticeBar) -> None:
        super().__init__("ground", 14, (24, 16, 24, 20))
        self._controller = controller
        self._header, self._deck_holder = RecordHeader(), QVBoxLayout()
        self._header.more.hide()
        self._header.verb_requested.connect(self._act)
        self._form = SuspensionForm(suspend)
        self._form.hide()
        self._form.life_changed.connect(self._show_deck)
        self._form.closed.connect(self._close_form)
        self._pauses, self._facts = PausePanel(controller), Definitions()
        self._empty = EmptyState("Aucun PASS ouvert.", "Choisissez une personne dans la liste.", icon="id-card")
        self._history = card_of(heading("Ce qui a changé", "body"), self._facts)
        self._open_form = False
        above: tuple[QWidget, ...] = (self._empty, self._header, notices)
        below: tuple[QWidget, ...] = (self._form, self._pauses, self._history)
        for part in above:
            self.column.addWidget(part)
        self.column.addLayout(self._deck_holder)
        for part in below:
            self.column.addWidget(part)
        self.column.addStretch(1)
        controller.record_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the PASS as it was read."""
        record = self._controller.record
        for part in (self._header, self._history):
            part.setVisible(record is not None)
        self._pauses.hide()
        self._empty.setVisible(record is None)
        if record is None:
            clear(self._deck_holder)
            self._form.hide()
            return
        if self._open_form and not self._form.is_about(record.card.iae_pass.id):
            self._open_form = False
        self._form.setVisible(self._open_form)
        card = record.card
        self._header.set_record(self._controller.title, _line(record), badge_of(card), unsent=card.is_unsent)
        self._header.set_verbs(self._verbs())
        self._pauses.show_pauses(record.pauses)
        self._facts.set_facts(_history(record, self._controller))
        self._show_deck()

    def open_suspension(self) -> None:
        """« Suspendre »: the form opens under the bridge."""
        record = self._controller.record
        if record is None or self._controller.why_not_suspend:
            return
        self._open_form = True
        self._form.begin(record)
        self.refresh()

    def _verbs(self) -> tuple[Verb, ...]:
        controller = self._controller
        look = "chosen" if self._open_form else "secondary"
        last = controller.last_cancellation_day
        cancel = controller.why_not_cancel and (
            f"possible jusqu’au {last} seulement." if last else controller.why_not_cancel
        )
        return (
            Verb("suspend", "Suspendre", "circle-pause", look=look, reason=controller.why_not_suspend),
            Verb("print", "Imprimer l’attestation", "printer", reason=controller.why_not_print),
            Verb("cancel", "Annuler l’embauche", "ban", look="danger", reason=cancel),
        )

    def _act(self, key: str) -> None:
        record = self._controller.record
        if key == "suspend":
            self.open_suspension()
        elif key == "print" and record is not None:
            self.print_requested.emit(record.card.iae_pass.id)
        elif key == "cancel":
            self.cancel_requested.emit()

    def _close_form(self) -> None:
        self._open_form = False
        self.refresh()

    def _show_deck(self) -> None:
        record = self._controller.record
        if record is None:
            return
        clear(self._deck_holder)
        self._deck_holder.addWidget(card_of(Deck(self._life(record)), padding=4))

    def _life(self, record: PassRecord) -> Life:
        iae_pass = record.card.iae_pass
        pauses = [_drawn(pause) for pause in record.pauses]
        asked, new_end = self._form.asked() if self._open_form else (None, None)
        if asked is not None:
            pauses.append(DrawnPause(*asked, unsent=True))
        pauses.sort(key=lambda pause: pause.starts_on)
        return Life(iae_pass.starts_on, iae_pass.ends_on, self._controller.today, tuple(pauses), new_end)


def _drawn(pause: Pause) -> DrawnPause:
    return DrawnPause(pause.suspension.starts_on, pause.suspension.ends_on, unsent=pause.is_unsent)


def _line(record: PassRecord) -> Words:
    number = record.card.iae_pass.number
    hire = record.hires[0]
    hired = f"embauche du {texts.day(hire.hiring_starts_on)}" if hire.hiring_starts_on else ""
    if number is None:
        return f"PASS demandé, le numéro sera attribué par le serveur · {hired}"
    return ("PASS IAE ", bold(texts.pass_number(number)), f" · {hired}")


def _history(record: PassRecord, controller: PassesController) -> tuple[Fact, ...]:
    iae_pass = record.card.iae_pass
    facts = [
        Fact(
            pause.suspension.id,
            f"Pause du {texts.day(pause.suspension.starts_on)} au {texts.day(pause.suspension.ends_on)}",
            controller.reason_label(pause.detail.reason) if pause.detail else "Motif connu de son auteur seulement",
            note="en attente d’envoi" if pause.is_unsent else "",
        )
        for pause in reversed(record.pauses)
    ]
    issued = "PASS demandé à l’embauche" if record.card.is_requested else "PASS délivré à l’embauche"
    ends = f"fin initiale le {texts.day(iae_pass.initial_ends_on)}"
    return (*facts, Fact("issued", texts.day(iae_pass.starts_on), issued, note=ends))


class PassesPage(QWidget):
    """List and record."""

    def __init__(self, controller: PassesController, suspend: SuspendController, notices: NoticeBar) -> None:
        super().__init__()
        self.list, self.record = PassListPane(controller), PassPane(controller, suspend, notices)
        whole = QVBoxLayout(self)
        space(whole, 0)
        self.panes = Panes(
            (Pane("list", "Liste", self.list, 375, 300), Pane("record", "PASS", self.record, 857, 560)),
            ("record", "list"),
        )
        whole.addWidget(self.panes)
