"""`python -m tests.kit.refusals`: writes « Pourquoi ce refus ? » of every edition into `resources/help/`."""

from pathlib import Path

from tests.kit.people import RULES
from tests.kit.refusals.page import page

HELP = Path(__file__).resolve().parents[3] / "resources" / "help"

if __name__ == "__main__":
    for edition, rules in RULES.items():
        (HELP / f"refus-{edition}.html").write_text(page(rules), encoding="utf-8")
