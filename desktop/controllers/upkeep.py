"""The controllers of the pages around the daily work: deadlines, papers, figures, structure, exchanges of files."""

from desktop.controllers.acts import Acts
from desktop.controllers.asp_sheet import AspController
from desktop.controllers.checking import CheckingController
from desktop.controllers.deadlines import DeadlinesController, Horizon
from desktop.controllers.desk import Desk
from desktop.controllers.exchanges import ExchangesController
from desktop.controllers.figures import FiguresController
from desktop.controllers.imports import ImportController
from desktop.controllers.palette import PaletteController
from desktop.controllers.papers import PapersController
from desktop.controllers.person_data import PersonDataController
from desktop.controllers.preferences import PreferencesFacts
from desktop.controllers.proofs import ProofsController
from desktop.controllers.reader import Reader
from desktop.controllers.reminders import Reminders
from desktop.controllers.retention import RetentionController
from desktop.controllers.structure import StructureController


class Upkeep:
    """Made by the office; `screens` names each page's controller by the key of its page."""

    def __init__(self, desk: Desk, acts: Acts) -> None:
        self.desk, self.acts = desk, acts
        self.deadlines = DeadlinesController(desk)
        self.papers = PapersController(desk)
        self.checking = CheckingController(desk)
        self.proofs = ProofsController(desk, acts)
        self.palette = PaletteController(desk)
        self.preferences = PreferencesFacts(desk)
        self.figures = FiguresController(desk)
        self.exchanges = ExchangesController(desk)
        self.imports = ImportController(desk, acts)
        self.asp, self.calendar = AspController(desk), DeadlinesController(desk)
        self.calendar.set_horizon(Horizon.ALL)
        self.person_data = PersonDataController(desk)
        self.structure = StructureController(desk, acts)
        self.retention = RetentionController(desk)
        self.reminders = Reminders(desk, acts)

    @property
    def screens(self) -> dict[str, tuple[Reader, ...]]:
        """The controllers that read while their page is in front."""
        return {
            "deadlines": (self.deadlines,),
            "papers": (self.papers,),
            "proofs": (self.proofs,),
            "structure": (self.structure,),
            "retention": (self.retention,),
            "figures": (self.figures,),
            "exchanges": (self.exchanges, self.asp, self.person_data, self.calendar),
        }

    def close(self) -> None:
        """Stop the long work under way."""
        self.papers.close()
        self.checking.close()
        self.proofs.close()
        self.exchanges.close()
        self.imports.close()
        self.asp.close()
        self.person_data.close()
        self.figures.close()
        self.retention.close()
        self.preferences.backup.close()
