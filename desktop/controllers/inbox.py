"""À régler: what did not go through as recorded, and the ways to settle it."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader
from desktop.controllers.record import HistoryWords, move_words
from desktop.controllers.retaking import draft_of, edit_of
from desktop.models.rows import RowsModel
from desktop.queries import inbox
from desktop.queries.inbox import Inbox, Issue
from desktop.runtime.store_worker import Work
from sync.domain.inbox import WAITS_FOR_OTHERS, IssueKind
from sync.domain.settling import Settle, Settlement

_KINDS = {
    IssueKind.REJECTED: ("circle-x", "Décision non reprise"),
    IssueKind.CONFLICT: ("arrow-left-right", "Deux saisies différentes"),
    IssueKind.PARKED: ("clock-alert", "Décision mise de côté"),
    IssueKind.CONFIRMATION: ("clock-alert", "Décision à confirmer"),
    IssueKind.ARBITRATION: ("scale", "Arbitrage demandé"),
}
_FIELDS = {
    "phone": "Téléphone",
    "email": "Adresse électronique",
    "address_line_1": "Adresse",
    "address_line_2": "Complément d’adresse",
    "post_code": "Code postal",
    "city": "Ville",
    "born_on": "Date de naissance",
    "pole_emploi_id": "Identifiant Pôle emploi",
    "last_name": "Nom",
    "first_name": "Prénom",
    "custom_name": "Intitulé",
    "description": "Description",
    "hours_per_week": "Heures par semaine",
    "open_positions": "Postes ouverts",
    "state": "État",
}
MINE, THEIRS = "mine", "theirs"


def issue_key(row: object) -> str:
    """The id of an issue's row."""
    return row.issue.id if isinstance(row, Issue) else ""


class InboxController(Reader):
    """Emits `selected` when another issue is to be shown, `retaken(DraftKey)` when a form is filled again."""

    selected = Signal()
    retaken = Signal(object)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, ("inbox_issues", "job_applications", "job_seekers"))
        self._acts = acts
        self.inbox = Inbox(opened=(), settled=())
        self.current_id = ""
        self.choices: dict[str, str] = {}
        self.model = RowsModel(issue_key, self)

    @override
    def request(self) -> Work | None:
        return self.desk.look(inbox.read)

    @override
    def take(self, answer: object) -> None:
        self.inbox = answer if isinstance(answer, Inbox) else self.inbox
        self.model.set_rows(self.inbox.opened)
        if self.current is None:
            self.current_id = self.inbox.opened[0].issue.id if self.inbox.opened else ""
            self.choices = {}
        self.selected.emit()

    def select(self, issue_id: str) -> None:
        """Show an issue; nothing is chosen for the person."""
        if issue_id != self.current_id:
            self.current_id = issue_id
            self.choices = {}
            self.selected.emit()

    @property
    def current(self) -> Issue | None:
        """The issue on screen."""
        return next((each for each in self.inbox.opened if each.issue.id == self.current_id), None)

    # --- words -----------------------------------------------------------------------------------------------

    def icon(self, issue: Issue) -> str:
        """The icon of an issue's kind."""
        return _KINDS[issue.issue.kind][0]

    def title(self, issue: Issue) -> str:
        """The person or job it is about."""
        name = texts.person(issue.last_name, issue.first_name)
        return name or issue.job or self.act_label(issue)

    def headline(self, issue: Issue) -> str:
        """« Deux saisies différentes, 2 champs »."""
        words = _KINDS[issue.issue.kind][1]
        return f"{words}, {texts.count(len(issue.fields), 'champ')}" if issue.fields else words

    def caption(self, issue: Issue) -> str:
        """What was done and when."""
        return f"{self.act_label(issue)} · {texts.instant(issue.issue.acted_at)}"

    def explanation(self, issue: Issue) -> str:
        """Why it did not go through, under which rules where they changed meanwhile, and that nothing is lost."""
        why = self.desk.texts.sentence(issue.issue.code, self._facts(issue))
        return " ".join(part for part in (why, self._changed_rules(issue), "Votre saisie est gardée.") if part)

    def _changed_rules(self, issue: Issue) -> str:
        recorded, judged = issue.issue.recorded_edition, issue.issue.judged_edition
        if not recorded or recorded == judged:
            return ""
        editions = {"recorded": date.fromisoformat(recorded), "judged": date.fromisoformat(judged)}
        return self.desk.texts.sentence("rules_changed", editions)

    def act_label(self, issue: Issue) -> str:
        """The act in words."""
        return self.desk.texts.sentence(f"act_{issue.issue.command_name.replace('.', '_')}")

    def field_label(self, name: str) -> str:
        """A field as the form calls it."""
        return _FIELDS.get(name, name)

    def value(self, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
        """A value as the form shows it."""
        if name == "phone":
            return texts.phone(str(value or ""))
        if name == "state":
            return self.desk.rules.state_label(str(value))
        return "—" if value in (None, "") else str(value)

    def settled_words(self, issue: Issue) -> str:
        """How a settled issue ended."""
        how = self.desk.texts.sentence(f"settled_{issue.issue.closed_how}")
        by = ", par vous" if issue.issue.closed_by == self.desk.user_id else ""
        closed = texts.day_of(issue.issue.closed_at) if issue.issue.closed_at else ""
        return f"{how}{by} · {closed}"

    def difference(self, issue: Issue) -> tuple[str, str] | None:
        """What the author saw when deciding, and what stands now, where the act failed for that."""
        facts = issue.facts
        if "seen" not in facts or "current" not in facts:
            return None
        name = str(facts.get("field", ""))
        return self.value(name, facts["seen"]), self.value(name, facts["current"])

    def history(self, issue: Issue) -> tuple[HistoryWords, ...]:
        """What happened to the application the issue is about, newest first."""
        return tuple(
            HistoryWords(what=move_words(event.name, event.user_name), when=texts.instant(event.at), is_unsent=False)
            for event in issue.events
        )

    # --- settling --------------------------------------------------------------------------------------------

    @property
    def can_retake(self) -> bool:
        """Whether what one had entered can be entered again: the fields of a form, or the form of an act."""
        issue = self.current
        if issue is None or issue.issue.code == WAITS_FOR_OTHERS:
            return False
        return edit_of(issue.issue, {}) is not None if issue.fields else draft_of(issue.issue) is not None

    @property
    def can_arbitrate(self) -> bool:
        """Whether somebody else may decide: acts with effect on a PASS."""
        issue = self.current
        if issue is None or issue.issue.code == WAITS_FOR_OTHERS:
            return False
        return issue.issue.kind in (IssueKind.REJECTED, IssueKind.PARKED)

    @property
    def needs_confirmation(self) -> bool:
        """Whether the issue asks an administrator to confirm an act."""
        issue = self.current
        return issue is not None and issue.issue.kind is IssueKind.CONFIRMATION

    @property
    def why_not_settle(self) -> str:
        """Why the issue on screen is for somebody else to close, "" when it can be closed here."""
        issue = self.current
        if issue is None or issue.may_settle:
            return ""
        return "Un administrateur de votre structure tranche. Vous verrez ici sa réponse."

    @property
    def is_complete(self) -> bool:
        """Whether every field of the conflict has been chosen."""
        issue = self.current
        return issue is not None and bool(issue.fields) and all(f.name in self.choices for f in issue.fields)

    def choose(self, field: str, side: str) -> None:
        """Keep MINE or THEIRS for a field."""
        self.choices[field] = side

    def keep_choices(self) -> None:
        """« Garder ces choix »: my values of the fields where I chose mine, the others as they stand."""
        issue = self.current
        if issue is None or not self.is_complete:
            return
        mine = {f.name: f.mine for f in issue.fields if self.choices[f.name] == MINE}
        edit = edit_of(issue.issue, mine) if mine else None
        if edit is not None:
            self._acts.record(edit, "Votre saisie est reprise.")
        self._settle(issue, Settlement.MINE if mine else Settlement.CURRENT)

    def retake(self) -> None:
        """« Reprendre ma saisie »: all my values of a form; of another act, its form is filled again (`retaken`)."""
        issue = self.current
        draft = draft_of(issue.issue) if issue is not None and not issue.fields else None
        if draft is not None:
            self.desk.drafts.keep(*draft)
            self.retaken.emit(draft[0])
        elif issue is not None:
            self.choices = {field.name: MINE for field in issue.fields}
            self.keep_choices()

    def keep_current(self) -> None:
        """« Garder la version actuelle »."""
        if self.current is not None:
            self._settle(self.current, Settlement.CURRENT)

    def ask_arbitration(self) -> None:
        """« Demander un arbitrage »."""
        if self.current is not None:
            self._settle(self.current, Settlement.ARBITRATION)

    def confirm(self) -> None:
        """« Confirmer » an act that only its author dates."""
        if self.current is not None:
            self._settle(self.current, Settlement.CONFIRMED)

    def _settle(self, issue: Issue, how: Settlement) -> None:
        args = Settle(issue_id=issue.issue.id, how=str(how))
        self._acts.record(args, f"{self.desk.texts.sentence(f'settled_{how}')}.")

    def _facts(self, issue: Issue) -> dict[str, object]:
        facts: dict[str, object] = dict(issue.facts)
        if facts.get("field") == "state":
            facts |= {name: self.desk.rules.state_label(str(facts[name])) for name in ("seen", "current")}
        return facts | {"field": self.field_label(str(facts.get("field", "")))}
