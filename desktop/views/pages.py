"""The pages of the window, each loaded and made when it is first asked for: a start waits for the first one only."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views.notices import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.views.deadlines import DeadlinesPage
    from desktop.views.exchange_tabs import ExchangeTabs
    from desktop.views.figures import FiguresPage
    from desktop.views.help import HelpPage
    from desktop.views.home import HomePage
    from desktop.views.inbox import InboxPage
    from desktop.views.jobs import JobsPage
    from desktop.views.papers import PapersPage
    from desktop.views.passes import PassesPage
    from desktop.views.preferences import PreferencesPage
    from desktop.views.proofs import ProofsPage
    from desktop.views.retention import RetentionPage
    from desktop.views.structure import StructurePage
    from desktop.views.sync import SyncPage


class Pages(QObject):
    """All but Candidatures, under the keys of the rail; `settings` are those a page is made with.

    Emits what a page asks of the window: `page_wanted(key)`, `list_wanted(what a number of Accueil opens)`,
    `application_wanted(id)`, `pass_wanted(id)`, `proofs_wanted(person's id)`, `attestation_wanted(pass id)`,
    `cancel_wanted`, `settings_chosen(Settings)`, `action_wanted(key)`, `retaken(DraftKey)` for a form filled again
    from « À régler ».
    """

    page_wanted = Signal(str)
    list_wanted = Signal(object)
    application_wanted = Signal(str)
    pass_wanted = Signal(str)
    proofs_wanted = Signal(str)
    attestation_wanted = Signal(str)
    cancel_wanted = Signal()
    settings_chosen = Signal(object)
    action_wanted = Signal(str)
    retaken = Signal(object)

    def __init__(self, office: Office, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.settings = settings

    def page(self, key: str) -> QWidget:
        """The page of a key; KeyError when there is none."""
        pages: dict[str, Callable[[], QWidget]] = {
            "home": lambda: self.home,
            "passes": lambda: self.passes,
            "jobs": lambda: self.jobs,
            "inbox": lambda: self.inbox,
            "sync": lambda: self.sync,
            "help": lambda: self.help,
            "deadlines": lambda: self.deadlines,
            "papers": lambda: self.papers,
            "proofs": lambda: self.proofs,
            "figures": lambda: self.figures,
            "exchanges": lambda: self.exchanges,
            "structure": lambda: self.structure,
            "retention": lambda: self.retention,
            "preferences": lambda: self.preferences,
        }
        return pages[key]()

    def show_settings(self, settings: Settings) -> None:
        """The window looks otherwise from now on."""
        self.settings = settings
        if "preferences" in vars(self):
            self.preferences.show_settings(settings)

    def follow(self, edition: str) -> None:
        """The rules of another edition are in force: the guide explains those."""
        if "help" in vars(self):
            self.help.follow(edition)

    # --- the daily work --------------------------------------------------------------------------------------

    @cached_property
    def home(self) -> "HomePage":
        """Accueil."""
        from desktop.views.home import HomePage

        page = HomePage(self._office.home, NoticeBar(self._office.acts))
        page.list_requested.connect(self.list_wanted)
        page.page_requested.connect(self.page_wanted)
        return page

    @cached_property
    def passes(self) -> "PassesPage":
        """PASS IAE."""
        from desktop.views.passes import PassesPage

        page = PassesPage(self._office.passes, self._office.suspend, NoticeBar(self._office.acts))
        page.record.print_requested.connect(self.attestation_wanted)
        page.record.cancel_requested.connect(self.cancel_wanted)
        return page

    @cached_property
    def jobs(self) -> "JobsPage":
        """Fiches de poste."""
        from desktop.views.jobs import JobsPage

        return JobsPage(self._office.jobs, NoticeBar(self._office.acts))

    @cached_property
    def inbox(self) -> "InboxPage":
        """À régler."""
        from desktop.views.inbox import InboxPage

        page = InboxPage(self._office.inbox, NoticeBar(self._office.acts))
        page.issue.record_requested.connect(self.application_wanted)
        self._office.inbox.retaken.connect(self.retaken)
        return page

    @cached_property
    def sync(self) -> "SyncPage":
        """Synchronisation."""
        from desktop.views.sync import SyncPage

        return SyncPage(self._office.sync_state)

    @cached_property
    def help(self) -> "HelpPage":
        """Aide."""
        from desktop.queries import guide
        from desktop.views.help import HelpPage

        return HelpPage(guide.read(self._office.desk.rules.edition))

    # --- around it -------------------------------------------------------------------------------------------

    @cached_property
    def deadlines(self) -> "DeadlinesPage":
        """Échéancier."""
        from desktop.views.deadlines import DeadlinesPage

        page = DeadlinesPage(self._office.upkeep.deadlines)
        page.pass_requested.connect(self.pass_wanted)
        page.application_requested.connect(self.application_wanted)
        page.proofs_requested.connect(self.proofs_wanted)
        return page

    @cached_property
    def papers(self) -> "PapersPage":
        """Impression."""
        from desktop.views.papers import PapersPage

        return PapersPage(self._office.upkeep.papers)

    @cached_property
    def proofs(self) -> "ProofsPage":
        """Justificatifs."""
        from desktop.views.proofs import ProofsPage

        return ProofsPage(self._office.upkeep.proofs, NoticeBar(self._office.acts))

    @cached_property
    def figures(self) -> "FiguresPage":
        """Tableaux."""
        from desktop.views.figures import FiguresPage

        return FiguresPage(self._office.upkeep.figures)

    @cached_property
    def exchanges(self) -> "ExchangeTabs":
        """Import / export."""
        from desktop.views.exchange_tabs import ExchangeTabs

        return ExchangeTabs(self._office.upkeep)

    @cached_property
    def structure(self) -> "StructurePage":
        """Structure."""
        from desktop.views.structure import StructurePage

        return StructurePage(self._office.upkeep.structure, NoticeBar(self._office.acts))

    @cached_property
    def retention(self) -> "RetentionPage":
        """Conservation."""
        from desktop.views.retention import RetentionPage

        return RetentionPage(self._office.upkeep.retention)

    @cached_property
    def preferences(self) -> "PreferencesPage":
        """Préférences."""
        from desktop.views.preferences import PreferencesPage

        page = PreferencesPage(self._office.upkeep.preferences, self.settings)
        page.chosen.connect(self.settings_chosen)
        page.action_wanted.connect(self.action_wanted)
        return page
