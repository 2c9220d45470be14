"""What a fault campaign tells, and the ledger of the long ones."""

import json
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

LEDGER = Path(__file__).with_name("ledger.jsonl")


@dataclass(slots=True)
class Tally:
    """What happened in a campaign.

    `lost` and `doubled` name the acts; `wrong` are sentences about anything else that must not be (a false alarm, a
    workstation that never came to rest); `notes` count the kinds of faults and where they struck.
    """

    faults_that_happened: int = 0
    acts: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Nothing lost, nothing twice, nothing else wrong."""
        return not (self.lost or self.doubled or self.wrong)

    def note(self, what: str, count: int = 1) -> None:
        """Count something that happened."""
        self.notes[what] = self.notes.get(what, 0) + count

    def strike(self, what: str) -> None:
        """Count a fault that is known to have happened."""
        self.faults_that_happened += 1
        self.note(what)

    def add(self, other: "Tally") -> None:
        """Take another campaign's figures in."""
        self.faults_that_happened += other.faults_that_happened
        self.acts += other.acts
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong
        for what, count in other.notes.items():
            self.note(what, count)


class Campaign(Protocol):
    """What the module of a campaign holds. `CI_ROUNDS` is the size of CI's slice; longer runs go to the ledger."""

    ROUNDS: int
    CI_ROUNDS: int

    def run(self, rounds: int, seed: int) -> Tally:
        """The campaign on the code as shipped."""
        ...

    def control(self, seed: int) -> bool:
        """The same with a bug planted: whether the campaign found it, as it must."""
        ...


class Skipped(Exception):  # noqa: N818 - no error: this machine cannot run the campaign
    """Why a campaign cannot run here."""


@dataclass(frozen=True, slots=True)
class Result:
    """One run: the line that machines read."""

    rounds: int
    faults_that_happened: int
    acts: int
    lost: int
    doubled: int
    control_failed: bool
    seed: int
    seconds: float
    wrong: list[str]
    notes: dict[str, int]

    @property
    def is_good(self) -> bool:
        """Faults happened, nothing was lost or doubled, and the campaign would have noticed."""
        clean = not (self.lost or self.doubled or self.wrong)
        return clean and self.control_failed and self.faults_that_happened > 0

    def as_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def result_of(tally: Tally, rounds: int, seed: int, *, control_failed: bool, seconds: float) -> Result:
    """The figures of a run."""
    return Result(
        rounds=rounds,
        faults_that_happened=tally.faults_that_happened,
        acts=tally.acts,
        lost=len(tally.lost),
        doubled=len(tally.doubled),
        control_failed=control_failed,
        seed=seed,
        seconds=round(seconds, 1),
        wrong=tally.wrong[:10],
        notes=dict(sorted(tally.notes.items())),
    )


def note_in_ledger(name: str, result: Result, ledger: Path = LEDGER) -> None:
    """Add a long run, with the commit it ran on, to what was ever run."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    line: dict[str, object] = {
        "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
        "commit": commit.stdout.strip()[:12],
        "name": name,
    }
    line |= {key: value for key, value in asdict(result).items() if key not in ("wrong", "notes")}
    line["is_good"] = result.is_good
    with ledger.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
