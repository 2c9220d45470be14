"""À régler: what did not go through as recorded; before, mine, the version now; the person chooses."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.inbox import InboxController
from desktop.queries.inbox import Issue
from desktop.views.filling import card_of, clear
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, LinkButton
from desktop.views.parts.comparison import Comparison, Difference
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.icon_rows import IconRow, IconRowDelegate
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.record_header import RecordHeader, Verb
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading
from desktop.views.parts.timeline import Act, Timeline
from desktop.views.theme.roles import fill_role, space


class InboxListPane(QWidget):
    """What is to settle, and what was settled this week."""

    def __init__(self, controller: InboxController) -> None:
        super().__init__()
        fill_role(self, "surface")
        self._controller = controller
        self._rows = QListView()
        self._rows.setAccessibleName("À régler")
        self._rows.setFrameShape(QFrame.Shape.NoFrame)
        self._rows.setProperty("ownRing", "rows")
        self._rows.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._rows.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._rows.setItemDelegate(IconRowDelegate(self._describe, self._rows))
        self._rows.setModel(controller.model)
        self._rows.selectionModel().currentChanged.connect(self._select)
        self._settled = QVBoxLayout()
        space(self._settled, 8, (16, 8, 16, 16))
        head = QVBoxLayout()
        space(head, 0, (16, 14, 16, 12))
        head.addWidget(heading("À régler", "title"))
        head.addWidget(RunsLabel("Rien n’est perdu\u00a0: chaque saisie est gardée.", "body", "ink-2"))
        down = QVBoxLayout(self)
        space(down, 0)
        down.addLayout(head)
        down.addWidget(self._rows, 1)
        down.addLayout(self._settled)
        controller.selected.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is open and what was settled."""
        controller = self._controller
        row = controller.model.row_of(controller.current_id)
        self._rows.setCurrentIndex(controller.model.index(row, 0))
        clear(self._settled)
        settled = controller.inbox.settled
        if settled:
            self._settled.addWidget(heading("Réglés cette semaine", "body"))
        for issue in settled[:6]:
            self._settled.addWidget(RunsLabel(controller.title(issue)))
            self._settled.addWidget(RunsLabel(controller.settled_words(issue), "caption", "ink-2"))

    def _describe(self, value: object) -> IconRow | None:
        if not isinstance(value, Issue):
            return None
        controller = self._controller
        return IconRow(
            icon=controller.icon(value),
            title=controller.title(value),
            body=controller.headline(value),
            caption=controller.caption(value),
            mark="danger",
        )

    def _select(self) -> None:
        row = self._rows.currentIndex().row()
        if row >= 0:
            self._controller.select(self._controller.model.key_at(row))


class IssuePane(ScrollColumn):
    """One issue; emits `record_requested(application id)`."""

    record_requested = Signal(str)

    def __init__(self, controller: InboxController, notices: NoticeBar) -> None:
        super().__init__("ground", 14, (24, 16, 24, 20))
        self._controller = controller
        self._header = RecordHeader()
        self._header.more.hide()
        self._header.verb_requested.connect(self._act)
        self._body = QVBoxLayout()
        space(self._body, 14)
        words = "Quand deux saisies se contredisent, ou qu’une décision n’est pas reprise, vous la retrouvez ici."
        self._empty = EmptyState("Rien à régler.", words, icon="circle-check")
        self._keep: Button | None = None
        self._comparison: Comparison | None = None
        for part in (self._empty, self._header, notices):
            self.column.addWidget(part)
        self.column.addLayout(self._body)
        self.column.addStretch(1)
        controller.selected.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the issue on screen."""
        issue = self._controller.current
        self._empty.setVisible(issue is None)
        self._header.setVisible(issue is not None)
        clear(self._body)
        self._keep = self._comparison = None
        if issue is None:
            return
        title = self._controller.title(issue)
        self._header.set_record(title, self._controller.headline(issue), "issue")
        self._header.set_verbs(self._verbs())
        self._body.addWidget(Banner("info", self._controller.explanation(issue)))
        if issue.fields:
            self._compare(issue)
        difference = self._controller.difference(issue)
        if difference is not None:
            seen, now = Fact("seen", "Quand vous avez décidé", difference[0]), Fact("now", "Maintenant", difference[1])
            self._body.addWidget(card_of(Definitions((seen, now))))
        if issue.events:
            acts = tuple(Act(line.what, line.when) for line in self._controller.history(issue))
            self._body.addWidget(heading("Ce qui s’est passé", "body"))
            self._body.addWidget(Timeline(acts))
        if issue.application_id:
            link = LinkButton("Ouvrir la fiche")
            link.clicked.connect(self._open_record)
            self._body.addWidget(link)

    def _verbs(self) -> tuple[Verb, ...]:
        controller = self._controller
        verbs, reason = [], controller.why_not_settle
        if controller.needs_confirmation:
            verbs.append(Verb("confirm", "Confirmer la décision", "check", look="primary", reason=reason))
        if controller.can_retake:
            verbs.append(Verb("retake", "Reprendre ma saisie", "undo-2"))
        verbs.append(Verb("current", "Garder la version actuelle", "check", reason=reason))
        if controller.can_arbitrate:
            verbs.append(Verb("arbitrate", "Demander un arbitrage", "scale"))
        return tuple(verbs)

    def _act(self, key: str) -> None:
        acts = {
            "confirm": self._controller.confirm,
            "retake": self._controller.retake,
            "current": self._controller.keep_current,
            "arbitrate": self._controller.ask_arbitration,
        }
        acts[key]()

    def _compare(self, issue: Issue) -> None:
        controller = self._controller
        differences = tuple(
            Difference(
                key=field.name,
                label=controller.field_label(field.name),
                before=controller.value(field.name, field.base),
                mine=controller.value(field.name, field.mine),
                theirs=controller.value(field.name, field.theirs),
                choice=controller.choices.get(field.name, ""),
            )
            for field in issue.fields
        )
        acted, received = texts.instant(issue.issue.acted_at), texts.instant(issue.issue.created_at)
        self._comparison = Comparison(differences, "", acted, received)
        self._comparison.chosen.connect(self._choose)
        self._keep = Button("Garder ces choix", "merge", look="primary")
        self._keep.clicked.connect(controller.keep_choices)
        row = QWidget()
        across = QHBoxLayout(row)
        space(across, 12)
        across.addWidget(self._keep)
        across.addWidget(RunsLabel("Choisissez une version pour chaque champ.", "body", "ink-2"), 1)
        self._body.addWidget(self._comparison)
        self._body.addWidget(row)
        self._show_keep()

    def _choose(self, field: str, side: str) -> None:
        self._controller.choose(field, side)
        self._show_keep()

    def _show_keep(self) -> None:
        """No primary until the person has chosen."""
        if self._keep is not None:
            complete = self._controller.is_complete
            self._keep.set_blocked("" if complete else "Choisissez d’abord une version pour chaque champ.")

    def _open_record(self) -> None:
        issue = self._controller.current
        if issue is not None:
            self.record_requested.emit(issue.application_id)


class InboxPage(QWidget):
    """List and issue."""

    def __init__(self, controller: InboxController, notices: NoticeBar) -> None:
        super().__init__()
        self.issue = IssuePane(controller, notices)
        whole = QVBoxLayout(self)
        space(whole, 0)
        panes = (
            Pane("list", "Liste", InboxListPane(controller), 384, 300),
            Pane("issue", "Détail", self.issue, 848, 560),
        )
        whole.addWidget(Panes(panes, ("issue", "list")))
