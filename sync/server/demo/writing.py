"""Writing the fiction into a central database, in bulk, through the write hook."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from sync.domain.job_applications import JobApplication
from sync.domain.passes import Pass
from sync.server import rules
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.demo.cast import PASSWORD, Cast, Sources, gather
from sync.server.demo.fiction import load
from sync.server.demo.news import told
from sync.server.demo.outcomes import Outcomes
from sync.server.demo.story import Story
from sync.server.issuance import Ledger
from sync.server.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlan:
    """How many applications the main structure gets, drawn from which seed, built on which files."""

    applications: int
    seed: int = 1
    sources: Sources = field(default_factory=Sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What was written: the cast, who signs in with `PASSWORD`, and how many rows of each kind."""

    cast: Cast
    counts: dict[str, int]

    def sentences(self) -> list[str]:
        """What to tell the operator."""
        people = ", ".join(user.email for _, user in self.cast.signers)
        counted = self.counts
        return [
            (
                f"{counted[JobApplication.__name__]} candidatures, {counted.get(Pass.__name__, 0)} PASS IAE, "
                f"{len(self.cast.employers)} structures, {len(self.cast.appellations)} appellations ROME."
            ),
            f"Comptes (mot de passe «\u00a0{PASSWORD}\u00a0»)\u00a0: {people}.",
        ]


def write_demo(central: Central, plan: DemoPlan) -> Demo:
    """Fill the database in one transaction; ValueError when it has the fiction already."""
    now = central.now()
    fiction = load()
    cast = gather(fiction, plan.sources, now)
    with _uncollected(), central.work() as unit:
        if unit.world.find(type(cast.main), id=cast.main.id):
            raise ValueError("Cette base contient déjà des données de démonstration.")
        _write_cast(unit, cast, central)
        outcomes = Outcomes(
            rules=rules.published(unit.world).at(now),
            issuance=Ledger(unit.connection, now),
            answers=fiction.answers,
            counsellors=cast.at("main"),
            random=Random(plan.seed),  # noqa: S311 - fiction, the same each time
            now=now,
        )
        counts = _write_sorted(unit, Story(fiction, cast, outcomes), plan.applications)
    return Demo(cast=cast, counts=counts)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector: it would walk hundreds of thousands of rows again and again.

    It stays off where it was: a window in the same process collects by itself, in its own thread.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write_cast(unit: UnitOfWork, cast: Cast, central: Central) -> None:
    now = central.now()
    users = [user for _, user in cast.signers]
    places = (*cast.appellations, *cast.organizations, *cast.employers)
    unit.put_all([*places, *users, *cast.memberships(now), *cast.jobs, *told(now)])
    for user in users:
        create_account(unit.connection, Account(user.id, user.email), PASSWORD, now)


def _write_sorted(unit: UnitOfWork, story: Story, applications: int) -> dict[str, int]:
    """Rows of one kind together, so that each kind takes few statements."""
    by_kind: dict[type, list[object]] = {}
    for row in story.tell(applications):
        by_kind.setdefault(type(row), []).append(row)
    for rows in by_kind.values():
        unit.put_all(rows)
    return {kind.__name__: len(rows) for kind, rows in by_kind.items()}
