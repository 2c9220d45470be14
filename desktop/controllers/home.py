"""Accueil: what there is to do today, in words; every number opens its list."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.cabinet import PersonFile, person_files
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader
from desktop.queries import home
from desktop.queries.filters import UNANSWERED_AFTER_DAYS, View
from desktop.queries.home import Home, Someone, Task, WeekEvent
from desktop.queries.passes import PassFilter
from desktop.runtime.store_worker import Lane, Work
from sync.domain.calendar import paris_date
from sync.domain.contract import last_cancellation_day
from sync.domain.news import NewsItem

# What became of a hire later is no figure of the year's applications.
_NOT_SHOWN = frozenset({"cancelled", "obsolete"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A line of « À faire »: `opens` is a View, a PassFilter, the code of a state, or PROOFS."""

    count: int
    icon: str
    title: str
    detail: str
    verb: str
    opens: View | PassFilter | str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsLine:
    """A line of « Actualités et webinaires »; `link` is "" or an https address, `verb` what opening it does."""

    icon: str
    title: str
    detail: str
    link: str
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """A line of « Cette semaine »."""

    day: str
    weekday: str
    title: str
    detail: str


PROOFS = "proofs"
_COUNTS = (
    "",
    *(f"{n} chose{'s' if n != 'Une' else ''}" for n in ("Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept")),
)
_ICONS = {
    "new": "inbox",
    "unanswered": "mail",
    "long_wait": "hourglass",
    "cancellable": "undo-2",
    "ends_soon": "calendar-clock",
    "pause_ends": "circle-pause",
}
_VERBS = {
    "new": "Étudier",
    "unanswered": "Répondre",
    "long_wait": "Revoir",
    "cancellable": "Voir",
    "ends_soon": "Préparer",
    "pause_ends": "Voir",
}
_OPENS: dict[str, View | PassFilter | str] = {
    "new": "new",
    "unanswered": View.UNANSWERED,
    "long_wait": View.LONG_WAIT,
    "cancellable": View.CANCELLABLE,
    "ends_soon": PassFilter.ENDS_SOON,
    "pause_ends": PassFilter.SUSPENDED,
}
_WEEK_TITLES = {
    "last_cancel_day": "Fin du délai d’annulation",
    "back_from_pause": "Reprise après une pause",
    "pass_ends": "Fin du PASS IAE",
    "first_day": "Premier jour de contrat",
}


class HomeController(Reader):
    """`home` is None until the first reading; `files` are of the people whose papers are missing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, aside=True)
        self.home: Home | None = None
        self.files: tuple[PersonFile, ...] = ()
        self._cabinet = Lane(desk.store, aside=True, parent=self)
        self._cabinet.done.connect(self._on_files)

    @override
    def request(self) -> Work | None:
        return self.desk.look(home.read)

    @override
    def take(self, answer: object) -> None:
        self.home = answer if isinstance(answer, Home) else None
        self._cabinet.ask(person_files(self.desk, lambda file: file.missing))

    @Slot(object)
    def _on_files(self, files: object) -> None:
        """The papers are read after the page stands: each person's list is a file of its own."""
        self.files = files if isinstance(files, tuple) else ()
        self.changed.emit()

    @property
    def title(self) -> str:
        """« Mardi 9 février »."""
        today = self.desk.today
        return f"{texts.weekday(today).capitalize()} {texts.long_day(today).rsplit(texts.NBSP, 1)[0]}"

    @property
    def summary(self) -> str:
        """How much there is to do."""
        count = len(self.tasks)
        if not count:
            return "Rien ne presse aujourd’hui. Tout est lisible et modifiable sans réseau."
        return f"{_COUNTS[count]} à faire aujourd’hui. Tout est lisible et modifiable sans réseau."

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """The lines of « À faire »."""
        found = tuple(self._task(task) for task in self.home.tasks) if self.home else ()
        missing = self._missing()
        return (*found, missing) if missing else found

    @property
    def news(self) -> tuple[NewsLine, ...]:
        """The lines of « Actualités et webinaires »."""
        return tuple(_news_line(item) for item in self.home.news) if self.home else ()

    def _missing(self) -> TaskLine | None:
        """Justificatifs this structure owes and does not have."""
        count = sum(len(file.missing) for file in self.files)
        if not count:
            return None
        people = texts.count(len(self.files), "personne")
        return TaskLine(
            count=count,
            icon="folder-check",
            title="justificatifs manquants" if count > 1 else "justificatif manquant",
            detail=f"{people}. À garder pour le contrôle\u00a0: rien n’est envoyé au serveur",
            verb="Compléter",
            opens=PROOFS,
        )

    @property
    def week(self) -> tuple[WeekLine, ...]:
        """The lines of « Cette semaine »."""
        return tuple(_week_line(event) for event in self.home.week) if self.home else ()

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """Applications of the year by state, in the order of the chart."""
        counts = self.home.figures if self.home else {}
        shown = (rule.code for rule in self.desk.rules.states if rule.code not in _NOT_SHOWN)
        return tuple((state, counts.get(state, 0)) for state in shown)

    @property
    def answer_delay(self) -> str:
        """« 6 jours », "" before any answer this year."""
        days = self.home.answer_days if self.home else None
        return "" if days is None else _days(round(days))

    def _task(self, task: Task) -> TaskLine:
        return TaskLine(
            count=task.count,
            icon=_ICONS[task.code],
            title=self._title(task),
            detail=self._detail(task),
            verb=_VERBS[task.code],
            opens=_OPENS[task.code],
        )

    def _title(self, task: Task) -> str:
        many = task.count > 1
        limit = self.desk.rules.applications.warn_waiting_list_days
        waiting = self.desk.rules.state_label("postponed").removeprefix("Candidature ")
        week = f"depuis plus de {_days(UNANSWERED_AFTER_DAYS)}"
        return {
            "new": "nouvelles candidatures" if many else "nouvelle candidature",
            "unanswered": f"candidats sans réponse {week}" if many else f"candidat sans réponse {week}",
            "long_wait": f"{'personnes' if many else 'personne'} {waiting} depuis plus de {_days(limit)}",
            "cancellable": "embauches encore annulables" if many else "embauche encore annulable",
            "ends_soon": "PASS qui se terminent dans les 90 jours" if many else "PASS qui se termine dans les 90 jours",
            "pause_ends": "pauses qui s’achèvent dans les 7 jours" if many else "pause qui s’achève dans les 7 jours",
        }[task.code]

    def _detail(self, task: Task) -> str:
        today, more = self.desk.today, "…" if task.count > len(task.first) else ""
        named = ", ".join(_name(one) for one in task.first)
        since = (today - task.first[0].when).days if task.first else 0
        if task.code == "new":
            return f"{named}{more}"
        if task.code == "unanswered":
            return f"Le plus ancien attend depuis {_days(since)}{texts.NBSP}: {named}{more}"
        if task.code == "long_wait":
            whole = texts.count(task.total, "personne")
            return f"{whole} en tout. La plus longue attente{texts.NBSP}: {_name(task.first[0])}, {_days(since)}"
        if task.code == "cancellable":
            return ", ".join(self._until(one) for one in task.first) + more
        if task.code == "ends_soon":
            return ", ".join(f"{_name(one)} dans {_days((one.when - today).days)}" for one in task.first) + more
        return ", ".join(f"{_name(one)} reprend le {texts.day(one.when)}" for one in task.first) + more

    def _until(self, hired: Someone) -> str:
        last = last_cancellation_day(hired.when, self.desk.rules)
        return f"{_name(hired)} jusqu’{_until_day(last, self.desk.today)}" if last else _name(hired)


def _until_day(last: date, today: date) -> str:
    left = (last - today).days
    near = {0: "à ce soir", 1: "à demain soir"}
    return near.get(left, f"au {texts.day(last)}")


def _week_line(event: WeekEvent) -> WeekLine:
    name = texts.person(event.last_name, event.first_name)
    return WeekLine(
        day=texts.short_day(event.on),
        weekday=texts.weekday(event.on),
        title=_WEEK_TITLES[event.code],
        detail=f"{name}, embauche du {texts.day(event.since)}" if event.since else name,
    )


def _news_line(item: NewsItem) -> NewsLine:
    if item.starts_at is not None:
        day = texts.full_day(paris_date(item.starts_at))
        when = f"Webinaire, {day[0].lower()}{day[1:]} à {texts.time_of_day(item.starts_at)}. "
    else:
        when = f"{texts.long_day(paris_date(item.published_at)).capitalize()}. "
    is_webinar = item.starts_at is not None
    return NewsLine(
        icon="calendar" if is_webinar else "megaphone",
        title=item.title,
        detail=f"{when}{item.body}",
        link=item.link if item.link.startswith("https://") else "",
        verb="S’inscrire" if is_webinar else "Lire",
    )


def _name(someone: Someone) -> str:
    return texts.person(someone.last_name, someone.first_name)


def _days(count: int) -> str:
    return texts.count(count, "jour")
