"""The page Candidatures built from the components with made-up people, to hold beside the drawings."""

from desktop.views.frame import Frame, MenuColumn, MenuEntry
from desktop.views.parts.rail import RailItem
from desktop.views.parts.switcher import Structure
from tests.gui.gallery_panes import applications_page, jobs_page

RAIL = (
    (
        RailItem("issues", "À régler", "triangle-alert", alarming=True),
        RailItem("home", "Accueil", "house"),
        RailItem("applications", "Candidatures", "users"),
        RailItem("passes", "PASS IAE", "id-card"),
        RailItem("deadlines", "Échéancier", "calendar-clock"),
        RailItem("jobs", "Fiches de poste", "briefcase"),
        RailItem("printing", "Impression", "printer"),
        RailItem("charts", "Tableaux", "chart-column"),
    ),
    (
        RailItem("sync", "Synchronisation", "refresh-cw"),
        RailItem("exchange", "Import / export", "file-input"),
        RailItem("structure", "Structure", "building-2"),
    ),
    (
        RailItem("preferences", "Préférences", "settings"),
        RailItem("help", "Aide", "circle-question-mark", hint="F1"),
    ),
)
COUNTS = {"issues": 3, "applications": 21, "passes": 27, "deadlines": 6, "jobs": 7, "sync": 3}
MENUS = ("&Fichier", "É&dition", "&Affichage", "&Candidature", "&PASS IAE", "&Outils", "A&ide")
STRUCTURES = (
    Structure("1", "ACI", "Les Jardins du Grand Clos", "85347120500013"),
    Structure("2", "EI", "Atelier du Val", "85347120500999"),
)


def build_frame(page: str) -> Frame:
    """The whole window, at 1440 × 900."""
    frame = Frame(RAIL)
    frame.set_menus(tuple(MenuColumn(title, (MenuEntry("x", "Quitter", "Ctrl+Q"),)) for title in MENUS))
    frame.set_structures(STRUCTURES, "1")
    frame.set_sync_state(
        "offline", "Hors ligne · 3 en attente", "Hors ligne, 3 en attente, dernière synchronisation 09:42"
    )
    frame.set_facts("Règles du 8 février 2021", "Mardi 9 février 2021", "Texte 100\u00a0%")
    for key, count in COUNTS.items():
        frame.set_count(key, count)
    frame.add_page("applications", applications_page())
    frame.add_page("jobs", jobs_page())
    frame.show_page(page)
    frame.resize(1440, 900)
    return frame
