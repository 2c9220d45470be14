"""Tableaux: the figures of a period in bars and in tables, the same on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from desktop import texts
from desktop.controllers.attestation import PRINT_DPI
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader
from desktop.documents import report
from desktop.documents.attestation import PrintStamp
from desktop.documents.files import write_new
from desktop.documents.preview import page_count, preview_png
from desktop.documents.report import Report, Section, render_report
from desktop.queries import figures
from desktop.queries.figures import DELAY_CLASSES, WAITING_CLASSES, Figures, Period
from desktop.queries.lens import Lens
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Work
from sync.domain.calendar import add_days, add_months
from sync.replica.workstation import Workstation

TABLES = ("job_applications", "transitions", "eligibility_diagnoses", "employers", "editions")


class Since(StrEnum):
    """Ready-made periods, all up to today."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TWELVE_MONTHS = "twelve_months"

    def first_day(self, today: date) -> date:
        """The first day of the period."""
        if self is Since.YEAR:
            return today.replace(month=1, day=1)
        months = {Since.MONTH: 1, Since.QUARTER: 3, Since.TWELVE_MONTHS: 12}[self]
        return add_days(add_months(today, -months), 1)


@dataclass(frozen=True, slots=True)
class FigureBar:
    """One quantity; `state` gives its colour and icon, "" is neutral."""

    label: str
    value: int
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """One chart and the table behind it; `head` is what its rows are."""

    key: str
    title: str
    head: str
    bars: tuple[FigureBar, ...]
    lead: str = ""


class FiguresController(Reader):
    """Emits `printable(pages as PNG)` and `saved(path)`."""

    printable = Signal(object)
    saved = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TABLES)
        self.since = Since.TWELVE_MONTHS
        self.own: Period | None = None
        self.figures: Figures | None = None
        self._errand = Errand(self)
        self._errand.done.connect(self._on_paper)
        self._errand.failed.connect(self.failed)

    @property
    def period(self) -> Period:
        """The days on screen."""
        return self.own or Period(self.since.first_day(self.desk.today), self.desk.today)

    @override
    def request(self) -> Work | None:
        desk, period = self.desk, self.period

        def work(workstation: Workstation) -> object:
            def query(lens: Lens) -> object:
                return figures.read(lens, workstation, period)

            return desk.look(query)(workstation)

        return work

    @override
    def take(self, answer: object) -> None:
        self.figures = answer if isinstance(answer, Figures) else None

    def set_since(self, since: Since) -> None:
        """Show a ready-made period."""
        self.since, self.own = since, None
        self.watch.read_again()

    def set_days(self, since: date | None, until: date | None) -> None:
        """Show two days of one's own, both inclusive; nothing changes before both are given and in order."""
        if since is not None and until is not None and since <= until:
            self.own = Period(since, until)
            self.watch.read_again()

    @property
    def subtitle(self) -> str:
        """« du 10 février 2020 au 9 février 2021 »."""
        return f"du {texts.long_day(self.period.since)} au {texts.long_day(self.period.until)}"

    @property
    def cards(self) -> tuple[FigureCard, ...]:
        """The charts in their order; none before the first reading."""
        found = self.figures
        if found is None:
            return ()
        return (
            self._states(found),
            FigureCard(
                key="hires",
                title="Entrées et sorties",
                head="Embauches",
                lead="Contrats qui commencent ou finissent dans la période.",
                bars=(FigureBar("Entrées", found.entries, "accepted"), FigureBar("Sorties", found.exits, "obsolete")),
            ),
            FigureCard(
                key="sources",
                title="D’où viennent les candidatures",
                head="Source",
                bars=tuple(FigureBar(_source(name), count) for name, count in found.sources.items()),
            ),
            self._refusals(found),
            self._criteria(found),
            _delays(found),
            _waiting(found),
        )

    def print_all(self) -> None:
        """Draw the paper's pages as fine as paper shows them."""
        self._run(lambda pdf: tuple(preview_png(pdf, page, PRINT_DPI) for page in range(page_count(pdf))))

    def save(self, folder: Path) -> None:
        """Keep the paper as PDF/A in a folder; nothing is overwritten."""
        name = f"tableaux_{self.period.since.isoformat()}_{self.period.until.isoformat()}.pdf"
        self._run(lambda pdf: str(write_new(folder, name, pdf)))

    def close(self) -> None:
        """Wait for the paper under way."""
        self._errand.wait()

    def _run(self, use: Callable[[bytes], object]) -> None:
        paper, stamp = self._report(), self._stamp()
        self._errand.run(lambda: use(render_report(paper, stamp)))

    def _report(self) -> Report:
        structure = self.desk.structure
        name = structure.employer.display_name if structure else "Toutes mes structures"
        sections = tuple(Section(title=card.title, parts=(_paper_bars(card),), lead=card.lead) for card in self.cards)
        return Report(title="Tableaux", subtitle=f"{name}, {self.subtitle}", sections=sections)

    def _stamp(self) -> PrintStamp:
        now = self.desk.now
        synced_at = self.figures.synced_at if self.figures else None
        structure = self.desk.structure
        contact = structure.employer.email if structure else ""
        return PrintStamp(
            printed_at=now, last_synced_at=synced_at or now, issuer=self.desk.profile.server_url, contact=contact
        )

    @Slot(object)
    def _on_paper(self, result: object) -> None:
        if isinstance(result, str):
            self.saved.emit(result)
        else:
            self.printable.emit(result)

    def _states(self, found: Figures) -> FigureCard:
        rules = self.desk.rules.states
        here = (rule for rule in rules if rule.code in found.states)
        bars = tuple(FigureBar(rule.label, found.states[rule.code], rule.code) for rule in here)
        lead = f"{texts.count(found.received, 'candidature reçue', 'candidatures reçues')} dans la période."
        return FigureCard(key="states", title="Candidatures reçues", head="État actuel", bars=bars, lead=lead)

    def _refusals(self, found: Figures) -> FigureCard:
        labels = {reason.code: reason.label for reason in self.desk.rules.refusal_reasons}
        bars = (FigureBar(labels.get(code, code) or "Sans motif", n, "refused") for code, n in found.refusals.items())
        return FigureCard(key="refusals", title="Motifs de refus", head="Motif", bars=tuple(bars))

    def _criteria(self, found: Figures) -> FigureCard:
        rules = self.desk.rules
        named = ((rules.criterion(code), code, count) for code, count in found.criteria.items())
        bars = tuple(FigureBar(rule.label if rule else code, count) for rule, code, count in named)
        lead, title = "Une personne peut en réunir plusieurs.", "Critères des personnes embauchées"
        return FigureCard(key="criteria", title=title, head="Critère", bars=bars, lead=lead)


def _source(name: str) -> str:
    return {"": "Candidatures spontanées", "other_employer": "Autres structures"}.get(name, name)


def _delays(found: Figures) -> FigureCard:
    words = (*_until(DELAY_CLASSES), f"Plus de {texts.count(DELAY_CLASSES[-1], 'jour')}")
    bars = [FigureBar(label, count) for label, count in zip(words, found.delays, strict=True)]
    bars.append(FigureBar("Sans réponse", found.unanswered, "new"))
    return FigureCard(key="delays", title="Délai de première réponse", head="Délai", bars=tuple(bars))


def _waiting(found: Figures) -> FigureCard:
    words = (*_until(WAITING_CLASSES), f"Plus de {texts.count(WAITING_CLASSES[-1], 'jour')}")
    bars = tuple(FigureBar(label, count, "postponed") for label, count in zip(words, found.waiting, strict=True))
    lead = f"Aujourd’hui{texts.NBSP}: {texts.count(sum(found.waiting), 'personne')}."
    return FigureCard(key="waiting", title="Âge de la liste d’attente", head="Depuis", bars=bars, lead=lead)


def _until(limits: tuple[int, ...]) -> tuple[str, ...]:
    first = (f"Jusqu’à {texts.count(limits[0], 'jour')}",)
    return (*first, *(f"De {low + 1} à {texts.count(high, 'jour')}" for low, high in pairwise(limits)))


def _paper_bars(card: FigureCard) -> report.Bars:
    bars = tuple(report.Bar(bar.label, bar.value, texts.thousands(bar.value)) for bar in card.bars)
    return report.Bars(label=card.head, unit="Nombre", bars=bars)
