"""The pages « Pourquoi ce refus ? » are current, and every refusal has its line."""

import re

import pytest

from sync.domain.rulebook import Rulebook
from tests.kit.people import RULES
from tests.kit.refusals.__main__ import HELP
from tests.kit.refusals.page import is_met, page
from tests.kit.refusals.topics import ONLY_IF, TOPICS
from tests.kit.violation_sites import sites


@pytest.mark.parametrize("rules", RULES.values(), ids=lambda rules: rules.edition)
def test_the_committed_page_is_current(rules: Rulebook) -> None:
    """Otherwise run `python -m tests.kit.refusals`."""
    assert (HELP / f"refus-{rules.edition}.html").read_text(encoding="utf-8") == page(rules)


@pytest.mark.parametrize("rules", RULES.values(), ids=lambda rules: rules.edition)
def test_every_refusal_of_an_edition_has_its_line(rules: Rulebook) -> None:
    """What can occur has an anchor; what occurred in a vector can occur."""
    text = (HELP / f"refus-{rules.edition}.html").read_text(encoding="utf-8")
    codes = {site.code for site in sites() if site.kind == "RuleViolation" and is_met(site.code, rules)}
    assert set(re.findall(r'<a name="(\w+)">', text)) == codes


def test_every_module_that_refuses_has_its_chapter() -> None:
    """And only codes that exist are left out anywhere."""
    told = {module for topic in TOPICS for module in topic.modules}
    assert {site.module for site in sites() if site.kind == "RuleViolation"} <= told
    assert set(ONLY_IF) <= {site.code for site in sites()}
    assert all(any(is_met(code, rules) for rules in RULES.values()) for code in ONLY_IF)
