"""The ledger of long runs: `ledger.jsonl`, one line a run with its commit and seeds, written by `--ledger` alone."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).with_name("ledger.jsonl")


def commit() -> str:
    """The commit that is checked out, with a plus where files differ from it."""
    found = subprocess.run(["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=True)
    return found.stdout.strip()


def add(what: str, **figures: object) -> None:
    """Add a line."""
    line = {"what": what, "at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": commit(), **figures}
    with FILE.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
