"""Import / export under tabs: Excel files, the ASP entry sheet, one person's data, the calendar."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.controllers.upkeep import Upkeep
from desktop.views.asp_sheet import AspPage
from desktop.views.calendar_file import CalendarPage
from desktop.views.exchanges import ExchangesPage
from desktop.views.parts.tabs import Tabs
from desktop.views.person_data import PersonDataPage
from desktop.views.theme.roles import space


class ExchangeTabs(QWidget):
    """The page of the rail."""

    def __init__(self, upkeep: Upkeep) -> None:
        super().__init__()
        self.files, self.asp = ExchangesPage(upkeep.exchanges, upkeep.imports), AspPage(upkeep.asp)
        self.person, self.calendar = PersonDataPage(upkeep.person_data), CalendarPage(upkeep.calendar)
        self.tabs = Tabs("Import et export", inset=24)
        self.tabs.add("files", "Fichiers Excel", self.files)
        self.tabs.add("asp", "Fiche de saisie ASP", self.asp)
        self.tabs.add("person", "Données d’une personne", self.person)
        self.tabs.add("calendar", "Calendrier", self.calendar)
        down = QVBoxLayout(self)
        space(down, 0, (0, 10, 0, 0))
        down.addWidget(self.tabs)
