"""The record of one application: what it shows, which decisions are open, and the simple ones made at once."""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.drafts import DraftKey
from desktop.controllers.reader import Reader
from desktop.queries import record, verbs
from desktop.queries.lens import Lens
from desktop.queries.record import HistoryLine, Record
from desktop.queries.verbs import ACCEPT, CANCEL, END_PRIOR, POOL, POSTPONE, PRIOR, REFUSE, STUDY, TRANSFER, Possibility
from desktop.runtime.store_worker import Work
from sync.domain.answering import CancelPriorToHire, MoveToPriorToHire, Study
from sync.domain.commenting import AddComment
from sync.domain.contract import first_printing_day, last_cancellation_day
from sync.domain.hiring import CancelHire

SOON = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbState:
    """A decision: its code, letter, word and icon; `reason` says why it is closed, "" when it is open."""

    code: str
    letter: str
    text: str
    icon: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWords:
    """Something that was being written about the record: the code of its dialog, and what to say of it."""

    code: str
    what: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWords:
    """A line of history in words."""

    what: str
    when: str
    is_unsent: bool


_VERBS = {
    STUDY: ("E", "Étudier", "search-check"),
    ACCEPT: ("A", "Accepter…", "circle-check"),
    POSTPONE: ("L", "Liste d’attente…", "hourglass"),
    POOL: ("", "Ajouter au vivier…", "inbox"),
    PRIOR: ("", "Action préalable à l’embauche", "calendar-clock"),
    END_PRIOR: ("", "Fin de l’action préalable", "undo-2"),
    TRANSFER: ("", "Transférer…", "arrow-left-right"),
    REFUSE: ("D", "Décliner…", "circle-x"),
    CANCEL: ("", "Annuler l’embauche…", "ban"),
}
# Decisions that ask nothing first.
_AT_ONCE = {
    STUDY: (Study, "Candidature passée à l’étude."),
    PRIOR: (MoveToPriorToHire, "Action préalable à l’embauche commencée."),
    END_PRIOR: (CancelPriorToHire, "Action préalable terminée, la candidature est à l’étude."),
}
LETTERS = {letter: code for code, (letter, _, _) in _VERBS.items() if letter}
_MOVES = {
    "process": "Passée à l’étude",
    "postpone": "Mise en liste d’attente",
    "accept": "Acceptée",
    "refuse": "Déclinée",
    "add_to_pool": "Ajoutée au vivier",
    "move_to_prior_to_hire": "Action préalable à l’embauche commencée",
    "cancel_prior_to_hire": "Action préalable terminée",
    "cancel": "Embauche annulée",
    "transfer": "Transférée à une autre de vos structures",
    "render_obsolete": "Embauche ailleurs",
}
_GRADES = {
    "proven": "hors ligne, heure prouvée",
    "claimed": "hors ligne, heure déclarée",
    "confirmed": "hors ligne, date confirmée",
}


class RecordController(Reader):
    """`record` is None while nothing is open. Emits `dialog_wanted(code)` for decisions that ask something first.

    `was_changed_elsewhere` is set when a sync changed the open record, until another one is opened.
    """

    dialog_wanted = Signal(str)
    drafts_changed = Signal()

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk)
        self._acts = acts
        self.application_id = ""
        self.record: Record | None = None
        self.possibilities: tuple[Possibility, ...] = ()
        self.was_changed_elsewhere = False
        self._own_act = False
        acts.recorded.connect(self._on_own_act)
        acts.undone.connect(self._on_own_act)
        desk.drafts.changed.connect(self.drafts_changed)

    def open(self, application_id: str) -> None:
        """Show an application; "" for none."""
        self.application_id = application_id
        self.was_changed_elsewhere = False
        self._own_act = True
        self.watch.read_again()

    @override
    def request(self) -> Work | None:
        if not self.application_id:
            self.record, self.possibilities = None, ()
            self.changed.emit()
            return None
        application_id = self.application_id
        return self.desk.look(lambda lens: _read(lens, application_id))

    @override
    def take(self, answer: object) -> None:
        found, possibilities = answer if isinstance(answer, tuple) else (None, ())
        before = self.record
        is_same = before is not None and found is not None and before.application.id == found.application.id
        if is_same and not self._own_act and before != found:
            self.was_changed_elsewhere = True
        self._own_act = False
        self.record, self.possibilities = found, possibilities

    # --- decisions -------------------------------------------------------------------------------------------

    @property
    def verbs(self) -> tuple[VerbState, ...]:
        """The decisions whose arrow leaves this state, each open or with the reason why not."""
        return tuple(self._verb(each) for each in self.possibilities if each.leaves)

    def reason_against(self, code: str) -> str:
        """Why a decision is closed now, "" when it is open."""
        found = next((each for each in self.possibilities if each.code == code), None)
        return "" if found is None or found.refusal is None else self.desk.sentence(found.refusal)

    def do(self, code: str) -> None:
        """A verb or its letter: at once where nothing is to be asked, else `dialog_wanted`; a closed one says why."""
        found = next((each for each in self.possibilities if each.code == code), None)
        if found is None or self.record is None:
            return
        if found.refusal is not None:
            self._acts.refuse(found.refusal)
        elif code in _AT_ONCE:
            self._decide(code)
        else:
            self.dialog_wanted.emit(code)

    def study(self) -> None:
        """« J’étudie »."""
        self._decide(STUDY)

    def cancel_hire(self) -> None:
        """« Annuler l’embauche », after the person confirmed."""
        self._record(CancelHire(job_application_id=self.application_id), "Embauche annulée.")

    def comment(self, body: str) -> None:
        """Add an internal comment; an empty one does nothing."""
        if body.strip():
            comment_id = self.desk.new_id()
            args = AddComment(job_application_id=self.application_id, comment_id=comment_id, body=body.strip())
            self._record(args, "Commentaire ajouté.")
            self.keep_comment("")

    # --- what is being written -------------------------------------------------------------------------------

    @property
    def comment_draft(self) -> str:
        """The comment that is being written about this application."""
        return str(self.desk.drafts.get(self._comment_key).get("body", ""))

    def keep_comment(self, body: str) -> None:
        """Keep the comment as it stands; an empty one is none."""
        if not self.application_id:
            return
        if body:
            self.desk.drafts.keep(self._comment_key, {"body": body})
        else:
            self.desk.drafts.drop(self._comment_key)

    @property
    def drafts(self) -> tuple[DraftWords, ...]:
        """The decisions that were begun about this application."""
        found = (key for key in self.desk.drafts.about(self.application_id) if key.form in _VERBS)
        return tuple(self._draft_words(key) for key in found) if self.application_id else ()

    def give_up(self, code: str) -> None:
        """Forget what was being written for a decision."""
        self.desk.drafts.drop(DraftKey(code, self.application_id))

    def _draft_words(self, key: DraftKey) -> DraftWords:
        at = self.desk.drafts.when(key)
        rule = self.desk.rules.transition(key.form)
        what = rule.verb if rule else _VERBS[key.form][1].rstrip("…")
        return DraftWords(code=key.form, what=what, when=texts.instant(at) if at else "")

    @property
    def _comment_key(self) -> DraftKey:
        return DraftKey("comment", self.application_id)

    def _decide(self, code: str) -> None:
        act, said = _AT_ONCE[code]
        self._record(act(job_application_id=self.application_id), said)

    def _record(self, args: object, strong: str) -> None:
        self._acts.record(args, strong)

    def _verb(self, possibility: Possibility) -> VerbState:
        letter, text, icon = _VERBS[possibility.code]
        reason = self.desk.sentence(possibility.refusal) if possibility.refusal else ""
        return VerbState(code=possibility.code, letter=letter, text=text, icon=icon, reason=reason)

    # --- words -----------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """« NOM Prénom », "" while nothing is open."""
        person = self.record.person if self.record else None
        return texts.person(person.last_name, person.first_name) if person else ""

    @property
    def history(self) -> tuple[HistoryWords, ...]:
        """The history in words, newest first."""
        return tuple(self._history_words(line) for line in self.record.history) if self.record else ()

    @property
    def last_cancellation_day_words(self) -> str:
        """Until when the hire can be cancelled, "" when that is not limited."""
        starts_on = self.record.application.hiring_starts_on if self.record else None
        last = last_cancellation_day(starts_on, self.desk.rules) if starts_on else None
        return texts.day(last) if last else ""

    @property
    def printing_day_words(self) -> str:
        """From which day the attestation can be printed, "" when it can at any time."""
        starts_on = self.record.application.hiring_starts_on if self.record else None
        first = first_printing_day(starts_on, self.desk.rules) if starts_on else None
        return texts.day(first) if first else ""

    def reason_label(self, code: str) -> str:
        """The label of a refusal reason."""
        found = (reason.label for reason in self.desk.rules.refusal_reasons if reason.code == code)
        return next(found, code)

    def _history_words(self, line: HistoryLine) -> HistoryWords:
        if line.kind == "received":
            return HistoryWords(what="Candidature reçue", when=texts.instant(line.at), is_unsent=line.is_unsent)
        by = "vous" if line.user_id == self.desk.user_id else line.user_name
        return HistoryWords(what=move_words(line.name, by), when=_when(line), is_unsent=line.is_unsent)

    def _on_own_act(self) -> None:
        self._own_act = True


def move_words(name: str, by: str) -> str:
    """« Mise en liste d’attente par vous »."""
    what = _MOVES.get(name, name)
    return f"{what} par {by}" if by else what


def _read(lens: Lens, application_id: str) -> object:
    found = record.read(lens, application_id)
    return (found, verbs.possibilities(lens, found.application)) if found else None


def _when(line: HistoryLine) -> str:
    """« 27/11/2020 à 10:12, hors ligne, heure prouvée. Reçue le 29/11/2020 à 09:40. »."""
    at = texts.instant(line.at)
    if line.is_unsent or line.received_at is None:
        return f"{at}. Pas encore reçue par le serveur."
    if line.grade == "online" or line.received_at - line.at < SOON:
        return at
    return f"{at}, {_GRADES.get(line.grade, line.grade)}. Reçue le {texts.instant(line.received_at)}."
