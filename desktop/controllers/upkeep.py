"""The controllers of the pages around the daily work: deadlines, papers, figures, structure, exchanges of files."""

from functools import cached_property
from typing import TYPE_CHECKING

from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.controllers.asp_sheet import AspController
    from desktop.controllers.checking import CheckingController
    from desktop.controllers.deadlines import DeadlinesController
    from desktop.controllers.exchanges import ExchangesController
    from desktop.controllers.figures import FiguresController
    from desktop.controllers.imports import ImportController
    from desktop.controllers.palette import PaletteController
    from desktop.controllers.papers import PapersController
    from desktop.controllers.person_data import PersonDataController
    from desktop.controllers.preferences import PreferencesFacts
    from desktop.controllers.proofs import ProofsController
    from desktop.controllers.reminders import Reminders
    from desktop.controllers.retention import RetentionController
    from desktop.controllers.structure import StructureController


class Upkeep:
    """Made by the office; each controller is loaded and made when its page, or an act of it, is first asked for."""

    def __init__(self, desk: Desk, acts: Acts) -> None:
        self.desk, self.acts = desk, acts

    def screen(self, key: str) -> tuple[Reader, ...]:
        """The controllers that read while the page of that key is in front."""
        if key == "exchanges":
            return (self.exchanges, self.asp, self.person_data, self.calendar)
        pages: dict[str, Callable[[], Reader]] = {
            "deadlines": lambda: self.deadlines,
            "papers": lambda: self.papers,
            "proofs": lambda: self.proofs,
            "structure": lambda: self.structure,
            "retention": lambda: self.retention,
            "figures": lambda: self.figures,
        }
        return (pages[key](),) if key in pages else ()

    def learn_keys(self) -> None:
        """Once the window stands, although no page asks: `passerelle verify` reads what is kept beside the profile."""
        _ = self.checking

    def close(self) -> None:
        """Stop the long work under way."""
        working = ("papers", "checking", "proofs", "exchanges", "imports", "asp", "person_data", "figures", "retention")
        for name in working:
            if name in vars(self):
                vars(self)[name].close()
        if "preferences" in vars(self):
            self.preferences.backup.close()

    @cached_property
    def deadlines(self) -> "DeadlinesController":
        """Échéancier."""
        from desktop.controllers.deadlines import DeadlinesController

        return DeadlinesController(self.desk)

    @cached_property
    def papers(self) -> "PapersController":
        """Impression."""
        from desktop.controllers.papers import PapersController

        return PapersController(self.desk)

    @cached_property
    def checking(self) -> "CheckingController":
        """A paper held against what the server signed."""
        from desktop.controllers.checking import CheckingController

        return CheckingController(self.desk)

    @cached_property
    def proofs(self) -> "ProofsController":
        """Justificatifs."""
        from desktop.controllers.proofs import ProofsController

        return ProofsController(self.desk, self.acts)

    @cached_property
    def palette(self) -> "PaletteController":
        """What Ctrl+K finds."""
        from desktop.controllers.palette import PaletteController

        return PaletteController(self.desk)

    @cached_property
    def preferences(self) -> "PreferencesFacts":
        """What Préférences tells and does."""
        from desktop.controllers.preferences import PreferencesFacts

        return PreferencesFacts(self.desk)

    @cached_property
    def figures(self) -> "FiguresController":
        """Tableaux."""
        from desktop.controllers.figures import FiguresController

        return FiguresController(self.desk)

    @cached_property
    def exchanges(self) -> "ExchangesController":
        """Excel files out."""
        from desktop.controllers.exchanges import ExchangesController

        return ExchangesController(self.desk)

    @cached_property
    def imports(self) -> "ImportController":
        """Excel files in."""
        from desktop.controllers.imports import ImportController

        return ImportController(self.desk, self.acts)

    @cached_property
    def asp(self) -> "AspController":
        """The ASP entry sheet."""
        from desktop.controllers.asp_sheet import AspController

        return AspController(self.desk)

    @cached_property
    def calendar(self) -> "DeadlinesController":
        """The calendar file: every deadline."""
        from desktop.controllers.deadlines import DeadlinesController, Horizon

        every = DeadlinesController(self.desk)
        every.set_horizon(Horizon.ALL)
        return every

    @cached_property
    def person_data(self) -> "PersonDataController":
        """One person’s data."""
        from desktop.controllers.person_data import PersonDataController

        return PersonDataController(self.desk)

    @cached_property
    def structure(self) -> "StructureController":
        """Structure."""
        from desktop.controllers.structure import StructureController

        return StructureController(self.desk, self.acts)

    @cached_property
    def retention(self) -> "RetentionController":
        """Conservation."""
        from desktop.controllers.retention import RetentionController

        return RetentionController(self.desk)

    @cached_property
    def reminders(self) -> "Reminders":
        """What is told when its day comes."""
        from desktop.controllers.reminders import Reminders

        return Reminders(self.desk, self.acts)
