"""A week without network on real processes, told as a page: `python -m tests.week --seed N --json`.

Exit status 0 when everything came as expected, 1 otherwise, 77 when this machine cannot move time (libfaketime).
The line printed holds the seed: the same command with it plays the same people, plans and disorder again; only where
a killed program was at that moment is never quite the same.
"""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.world import remove, scratch
from tests.week.days import friday, monday, thursday, tuesday, wednesday
from tests.week.laptop import report_lost
from tests.week.moved_time import Missing
from tests.week.page import page
from tests.week.stage import week
from tests.week.telling import Story
from tests.week.weekend import saturday, sunday

SKIPPED = 77
ACTS = 400


def play(out: Path, seed: int, acts: int) -> Story:
    """Seven days; the page and the papers are left in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    folder = scratch()
    try:
        with week(folder, out, seed, acts) as stage:
            monday(stage)
            tuesday(stage)
            wednesday(stage)
            thursday(stage, report_lost)
            friday(stage)
            saturday(stage)
            sunday(stage)
            return stage.story
    finally:
        remove(folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, write the page, say how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.week")
    parser.add_argument("--seed", type=int, help="replay a week")
    parser.add_argument("--acts", type=int, default=ACTS, help="how many acts (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path("week-output"), help="where page and papers go (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options = parser.parse_args(arguments)
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    begin = time.monotonic()
    try:
        story = play(options.out, seed, options.acts)
    except Missing as reason:
        sys.stderr.write(f"skipped: {reason}\n")
        return SKIPPED
    file = options.out / f"week-{seed}.html"
    file.write_text(page(story), encoding="utf-8")
    _tell(story, file, time.monotonic() - begin, as_json=options.json)
    return 0 if story.is_ok else 1


def _tell(story: Story, file: Path, seconds: float, *, as_json: bool) -> None:
    checks = list(story.checks())
    facts = {
        "seed": story.seed,
        "acts": story.acts,
        "days": len(story.days),
        "checks": len(checks),
        "failed": story.failed,
        "seconds": round(seconds, 1),
        "story": str(file),
    }
    if as_json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    for check in checks:
        sys.stdout.write(f"{'✔' if check.ok else '✘'} {check.expected} — {check.seen}\n")
    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    sys.exit(main())
