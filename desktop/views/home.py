"""Accueil: what there is to do today; every number opens its list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.home import PROOFS, HomeController
from desktop.controllers.structure import invitation_words
from desktop.views.filling import Folding, card_of, clear, headed
from desktop.views.news import NewsList
from desktop.views.notices import NoticeBar
from desktop.views.parts.agenda import Agenda, DueDay
from desktop.views.parts.banner import Banner
from desktop.views.parts.bars import Bar, OpeningBars
from desktop.views.parts.buttons import Button, LinkButton
from desktop.views.parts.empty import EmptyState
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import Text
from desktop.views.parts.todo import Task, TodoList
from desktop.views.theme.current import current
from desktop.views.theme.roles import space

_BARS = {
    "new": "Nouvelles",
    "processing": "À l’étude",
    "accepted": "Acceptées",
    "refused": "Déclinées",
}


class HomePage(ScrollColumn):
    """Emits `list_requested(View | PassFilter | code of a state)`, `page_requested(key)`."""

    list_requested = Signal(object)
    page_requested = Signal(str)

    def __init__(self, controller: HomeController, notices: NoticeBar) -> None:
        super().__init__("ground", 16)
        self._controller = controller
        self._header = PageHeader("")
        self._issues, self._todo_column = QVBoxLayout(), QVBoxLayout()
        self._todo = TodoList()
        self._todo.act_requested.connect(self._open_task)
        self._agenda, self.chart = Agenda(), OpeningBars("Candidatures de l’année")
        self.chart.opened.connect(self._open_state)
        self._no_event = RunsLabel("Rien n’arrive à échéance cette semaine.", "caption", "ink-2")
        self._news = NewsList()
        self._delay = QWidget()
        self._delay_days = Text("", "body", bold=True)
        self._lay_out(notices)
        controller.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what was read."""
        home = self._controller
        self._header.title.set_words(home.title)
        self._header.sentence.set_words(home.summary)
        self._show_issues(home.home.issues if home.home else 0)
        self._show_invitations()
        self._show_tasks()
        self._agenda.set_days(tuple(DueDay(e.day, e.weekday, e.title, e.detail) for e in home.week))
        self._agenda.setVisible(bool(home.week))
        self._no_event.setVisible(not home.week)
        self.chart.set_bars(
            tuple(Bar(_BARS.get(state) or current().look(state).short, count, state) for state, count in home.figures)
        )
        self._news.set_lines(home.news)
        for part in (self._news, self._news_title):
            part.setVisible(bool(home.news))
        self._delay_days.setText(home.answer_delay)
        self._delay.setVisible(bool(home.answer_delay))

    def _show_issues(self, count: int) -> None:
        clear(self._issues)
        if count:
            button = Button("Régler", look="danger-strong")
            button.clicked.connect(self._open_inbox)
            strong = bold(f"{texts.count(count, 'point')} à régler. ")
            self._issues.addWidget(Banner("bad", (strong, "Chaque saisie est gardée."), button))

    def _show_invitations(self) -> None:
        asked = self._controller.home.asked if self._controller.home else ()
        if asked:
            button = Button("Répondre")
            button.clicked.connect(self._open_structure)
            until = f"Répondez jusqu’au {texts.day(asked[0].invitation.ends_on)}."
            words = (bold(f"{invitation_words(asked[0])} "), until)
            self._issues.addWidget(Banner("info", words, button, icon="mail"))

    def _show_tasks(self) -> None:
        tasks = self._controller.tasks
        self._todo.set_tasks(
            tuple(Task(str(n), t.count, t.title, t.detail, t.icon, t.verb) for n, t in enumerate(tasks))
        )
        self._todo.setVisible(bool(tasks))
        self._nothing.setVisible(not tasks)

    def _lay_out(self, notices: NoticeBar) -> None:
        self._nothing = EmptyState(
            "Rien ne presse.", "Les nouvelles candidatures apparaîtront ici.", icon="circle-check"
        )
        self.column.addWidget(self._header)
        self.column.addLayout(self._issues)
        self.column.addWidget(notices)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            space(side, 12)
        left.addWidget(headed("À faire"))
        left.addWidget(self._todo)
        left.addWidget(self._nothing)
        left.addSpacing(6)
        self._news_title = headed("Actualités et webinaires")
        left.addWidget(self._news_title)
        left.addWidget(self._news)
        left.addStretch(1)
        deadlines = LinkButton("Échéancier")
        deadlines.clicked.connect(self._open_deadlines)
        right.addWidget(headed("Cette semaine", deadlines))
        right.addWidget(card_of(self._agenda, self._no_event))
        right.addSpacing(6)
        link = LinkButton("Voir les candidatures")
        link.clicked.connect(self._open_applications)
        right.addWidget(headed("Candidatures de l’année", link))
        right.addWidget(card_of(self.chart, self._delay))
        right.addStretch(1)
        self._fill_delay()
        self.column.addWidget(Folding(left, right, (2, 1), room=880))
        self.column.addStretch(1)

    def _fill_delay(self) -> None:
        row = QHBoxLayout(self._delay)
        space(row, 8)
        row.addWidget(RunsLabel("Première réponse, en moyenne", "body", "ink-2"), 1)
        row.addWidget(self._delay_days, 0, Qt.AlignmentFlag.AlignRight)

    def _open_task(self, key: str) -> None:
        opens = self._controller.tasks[int(key)].opens
        if opens == PROOFS:
            self.page_requested.emit(PROOFS)
        else:
            self.list_requested.emit(opens)

    def _open_state(self, state: str) -> None:
        self.list_requested.emit(state)

    def _open_structure(self) -> None:
        self.page_requested.emit("structure")

    def _open_inbox(self) -> None:
        self.page_requested.emit("inbox")

    def _open_deadlines(self) -> None:
        self.page_requested.emit("deadlines")

    def _open_applications(self) -> None:
        self.page_requested.emit("applications")
