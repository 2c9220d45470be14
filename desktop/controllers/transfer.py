"""« Transférer » : an application goes to another of one’s own structures (edition 2026)."""

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import RecordDraft
from desktop.queries.record import Record
from desktop.queries.verbs import TRANSFER
from sync.domain.transferring import Transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A structure to choose: its id, its name, its kind and town."""

    code: str
    label: str
    hint: str


class TransferController(RecordDraft):
    """`employer_id` is the structure chosen, "" while none is."""

    FORM: ClassVar[str] = TRANSFER
    FIELDS: ClassVar[tuple[str, ...]] = ("employer_id",)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.employer_id = ""

    def open(self, record: Record) -> None:
        """Begin, or take up the draft again if it is about the same application; a single choice is made already."""
        self.record, self.employer_id = record, ""
        if len(self.destinations) == 1:
            self.employer_id = self.destinations[0].code
        self.take_up()
        self.judge(now=True)

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """The user's structures, without the one the application is in."""
        here = self.record.employer.id if self.record else ""
        others = (each.employer for each in self.desk.structures if each.employer.id != here)
        return tuple(
            Destination(code=each.id, label=each.display_name, hint=f"{each.kind} · {each.city}") for each in others
        )

    def choose(self, employer_id: str) -> None:
        """Where it goes."""
        self.employer_id = employer_id
        self.judge(now=True)

    @override
    def args(self) -> object | None:
        if self.record is None or not self.employer_id:
            return None
        return Transfer(job_application_id=self.record.application.id, employer_id=self.employer_id)

    @override
    def banner(self) -> str:
        name = texts.person(self.record.person.last_name, self.record.person.first_name) if self.record else ""
        where = next((each.label for each in self.destinations if each.code == self.employer_id), "")
        return f"La candidature de {name} est transférée à {where}."
