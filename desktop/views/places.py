"""The places of the rail in their order, and the pages around the daily work."""

from PySide6.QtWidgets import QWidget

from desktop.controllers.office import Office
from desktop.controllers.palette import Command
from desktop.controllers.upkeep import Upkeep
from desktop.queries.filters import View
from desktop.queries.passes import PassFilter
from desktop.settings import Settings
from desktop.views.deadlines import DeadlinesPage
from desktop.views.exchange_tabs import ExchangeTabs
from desktop.views.figures import FiguresPage
from desktop.views.frame import MenuColumn, MenuEntry
from desktop.views.notices import NoticeBar
from desktop.views.papers import PapersPage
from desktop.views.parts.rail import RailItem
from desktop.views.preferences import PreferencesPage
from desktop.views.proofs import ProofsPage
from desktop.views.retention import RetentionPage
from desktop.views.structure import StructurePage

RAIL = (
    (
        RailItem("inbox", "À régler", "triangle-alert", alarming=True),
        RailItem("home", "Accueil", "house"),
        RailItem("applications", "Candidatures", "users"),
        RailItem("passes", "PASS IAE", "id-card"),
        RailItem("deadlines", "Échéancier", "calendar-clock"),
        RailItem("jobs", "Fiches de poste", "briefcase"),
        RailItem("proofs", "Justificatifs", "folder-check"),
        RailItem("papers", "Impression", "printer"),
        RailItem("figures", "Tableaux", "chart-column"),
    ),
    (
        RailItem("sync", "Synchronisation", "refresh-cw"),
        RailItem("exchanges", "Import / export", "file-input"),
        RailItem("structure", "Structure", "building-2"),
        RailItem("retention", "Conservation", "shield-check"),
    ),
    (
        RailItem("preferences", "Préférences", "settings"),
        RailItem("help", "Aide", "circle-question-mark", hint="F1"),
    ),
)


class UpkeepPages:
    """The pages over an office's upkeep, by key."""

    def __init__(self, upkeep: Upkeep, settings: Settings) -> None:
        self.deadlines = DeadlinesPage(upkeep.deadlines)
        self.papers = PapersPage(upkeep.papers)
        self.proofs = ProofsPage(upkeep.proofs, NoticeBar(upkeep.acts))
        self.figures = FiguresPage(upkeep.figures)
        self.exchanges = ExchangeTabs(upkeep)
        self.structure = StructurePage(upkeep.structure, NoticeBar(upkeep.acts))
        self.retention = RetentionPage(upkeep.retention)
        self.preferences = PreferencesPage(upkeep.preferences, settings)

    @property
    def by_key(self) -> dict[str, QWidget]:
        """Each page under the key of its line in the rail."""
        return {
            "deadlines": self.deadlines,
            "papers": self.papers,
            "proofs": self.proofs,
            "figures": self.figures,
            "exchanges": self.exchanges,
            "structure": self.structure,
            "retention": self.retention,
            "preferences": self.preferences,
        }


def filter_list(office: Office, opens: object) -> str:
    """Set the filters behind a number of Accueil: a View, a PassFilter or a state; the key of the page to show."""
    if isinstance(opens, PassFilter):
        office.passes.set_chip(opens)
        return "passes"
    office.applications.clear()
    if isinstance(opens, View):
        office.applications.set_view(opens)
    else:
        office.applications.toggle_state(str(opens), on=True)
    return "applications"


def commands_of(menus: tuple[MenuColumn, ...]) -> tuple[Command, ...]:
    """Every place of the rail and every entry of the menus, for the palette; decisions need their list."""
    places = [
        Command(kind="page", key=item.key, title=item.text, detail="Ouvrir cette page", icon=item.icon)
        for group in RAIL
        for item in group
    ]
    entries = [(column.title.replace("&", ""), entry) for column in menus for entry in column.entries]
    actions = [
        Command(kind="action", key=entry.key, title=entry.text, detail=_where(title, entry), icon="arrow-right")
        for title, entry in entries
        if entry.key and not entry.key.startswith("decide:")
    ]
    return (*places, *actions)


def _where(menu: str, entry: MenuEntry) -> str:
    return f"Menu {menu}, {entry.shortcut}" if entry.shortcut else f"Menu {menu}"
