"""The places of the rail in their order, and the commands that lead there."""

from desktop.controllers.office import Office
from desktop.controllers.palette import Command
from desktop.queries.filters import View
from desktop.queries.passes import PassFilter
from desktop.views.frame import MenuColumn, MenuEntry
from desktop.views.parts.rail import RailItem

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
