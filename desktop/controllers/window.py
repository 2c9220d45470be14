"""The frame around the pages: counts of the rail, structures of the switcher, facts of the status bar."""

from typing_extensions import override

from desktop import texts
from desktop.controllers.desk import Desk
from desktop.controllers.reader import Reader
from desktop.queries import counts
from desktop.queries.counts import Counts
from desktop.queries.structures import Structure
from desktop.runtime.store_worker import Work

NO_COUNTS = Counts(applications=0, passes=0, jobs=0, issues=0)


class WindowController(Reader):
    """Always shown: it reads whenever anything changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, aside=True)
        self.counts = NO_COUNTS
        self.is_passphrase_alone = False
        self.show()

    @override
    def request(self) -> Work | None:
        return self.desk.look(counts.read)

    @override
    def take(self, answer: object) -> None:
        if isinstance(answer, Counts):
            self.counts = answer

    @property
    def structures(self) -> tuple[Structure, ...]:
        """The user's structures."""
        return self.desk.structures

    @property
    def chosen(self) -> str:
        """The chosen structure, "" for all."""
        return self.desk.chosen

    def choose(self, employer_id: str) -> None:
        """Show another structure, or all ("")."""
        self.desk.choose(employer_id)

    @property
    def rules_title(self) -> str:
        """The edition of the rules in force; before it, that nothing but a passphrase keeps the rows (TRUST.md)."""
        title = self.desk.rules.title
        return f"Protégé par votre seule phrase secrète · {title}" if self.is_passphrase_alone else title

    @property
    def day(self) -> str:
        """« Mardi 9 février 2021 »."""
        return texts.full_day(self.desk.today)
