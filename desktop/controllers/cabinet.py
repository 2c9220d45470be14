"""The justificatifs of a profile beside its rows: who owes which, and what is kept about whom."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.controllers.desk import Desk
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.standing import Person, Standing, standings
from desktop.documents.proofs.store import ProofStore
from desktop.documents.proofs.validity import ProofState
from desktop.paths import PROOFS
from desktop.queries import proofs
from desktop.queries.proofs import ProofPerson
from desktop.runtime.store_worker import Work
from sync.domain.errors import EnvironmentFault
from sync.domain.rulebook import Rulebook
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Workstation

_ENDING = frozenset({ProofState.EXPIRING})
DRAWERS = "drawers"
"""Papers are no rows: whoever shows them watches this name beside those of tables."""
PAPERS_CHANGED = ChangeSet(frozenset({(DRAWERS, "")}))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """A person with the state of every criterion and all papers kept; `fault` when the list could not be read."""

    person: ProofPerson
    standings: tuple[Standing, ...]
    proofs: tuple[Proof, ...]
    fault: EnvironmentFault | None = None

    @property
    def owed(self) -> tuple[Standing, ...]:
        """Criteria whose proof this employer owes and does not have in order."""
        return tuple(one for one in self.standings if not one.is_settled) if self.person.is_own else ()

    @property
    def missing(self) -> tuple[Standing, ...]:
        """Of those owed, what no paper covers today."""
        return tuple(one for one in self.owed if one.state not in _ENDING)

    @property
    def expiring(self) -> tuple[Standing, ...]:
        """Of those owed, what a paper still covers, but not for long."""
        return tuple(one for one in self.owed if one.state in _ENDING)


def cabinet(workstation: Workstation) -> ProofStore:
    """The store of proofs of a profile: encrypted in its folder, never sent."""
    beside = workstation.beside
    return ProofStore(beside.folder / PROOFS, beside.key("proofs"))


def person_files(desk: Desk, is_kept: Callable[[PersonFile], object] = lambda _: True) -> Work:
    """Reads everybody on screen with what is kept about them; gives those `is_kept` holds for, in the same order."""
    look, rules = desk.look(proofs.people), desk.rules

    def work(workstation: Workstation) -> object:
        store, found = cabinet(workstation), look(workstation)
        people = found if isinstance(found, tuple) else ()
        return tuple(file for file in (_file(person, store, rules, desk) for person in people) if is_kept(file))

    return work


def _file(person: ProofPerson, store: ProofStore, rules: Rulebook, desk: Desk) -> PersonFile:
    """A list that cannot be read is told on its person's line: the others stay readable."""
    try:
        kept, fault = store.of(person.job_seeker_id), None
    except EnvironmentFault as told:
        kept, fault = (), told
    judged = standings(subject(person), kept, rules, desk.today)
    return PersonFile(person=person, standings=tuple(judged), proofs=kept, fault=fault)


def subject(person: ProofPerson) -> Person:
    """The person as the rules of proofs know them."""
    return Person(
        job_seeker_id=person.job_seeker_id,
        last_name=person.last_name,
        first_name=person.first_name,
        criteria=person.criteria,
        delivered_on=person.delivered_on,
    )
