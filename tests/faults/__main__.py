"""`python -m tests.faults NAME [--rounds N] [--seed S] [--json]`: run one fault campaign; without a name, list them.

Exit status 0 when nothing was lost or doubled, faults did happen and the planted bug was found; 1 otherwise; 77 when
this machine cannot run the campaign. The line printed holds the seed: the same command with it replays the run.
A module with a `main` of its own takes the rest of the command line itself.
"""

import argparse
import importlib
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from typing import cast

from tests.faults.campaign import Campaign, Result, Skipped, note_in_ledger, result_of

NAMES = ("disk", "feed", "kill", "partition", "postgres", "powercut", "proxy", "syscall")
SKIPPED = 77


def play(campaign: Campaign, rounds: int, seed: int) -> Result:
    """A run and its control."""
    begin = time.monotonic()
    tally = campaign.run(rounds, seed)
    control_failed = campaign.control(seed)
    for act in (*tally.lost[:5], *tally.doubled[:5]):
        print(act, file=sys.stderr)
    return result_of(tally, rounds, seed, control_failed=control_failed, seconds=time.monotonic() - begin)


def as_text(name: str, result: Result) -> str:
    """The lines that people read."""
    lines = [
        f"{name}: {result.faults_that_happened} faults in {result.rounds} rounds",
        f"{name}: {result.acts} acts, {result.lost} lost, {result.doubled} doubled, {result.seconds} s",
        f"{name}: the planted bug was {'found' if result.control_failed else 'NOT found'}",
        *(f"{name}: {what} {count}" for what, count in result.notes.items()),
        *(f"{name}: WRONG {sentence}" for sentence in result.wrong),
        f"{name}: replay with python -m tests.faults {name} --rounds {result.rounds} --seed {result.seed}",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        print(*NAMES, sep="\n")
        return 0
    if words[0] in NAMES:
        own = getattr(importlib.import_module(f"tests.faults.{words[0]}"), "main", None)
        if own is not None:
            return cast("Callable[[Sequence[str]], int]", own)(words[1:])
    return _campaign(words)


def _campaign(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--rounds", type=int, help="instead of the campaign's usual number")
    parser.add_argument("--seed", type=int, help="replay a run")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options = parser.parse_args(words)
    campaign = cast("Campaign", importlib.import_module(f"tests.faults.{options.name}"))
    rounds = options.rounds or campaign.ROUNDS
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    try:
        result = play(campaign, rounds, seed)
    except Skipped as reason:
        print(f"skipped: {reason}", file=sys.stderr)
        return SKIPPED
    print(result.as_json() if options.json else as_text(options.name, result))
    if rounds > campaign.CI_ROUNDS:
        note_in_ledger(options.name, result)
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
