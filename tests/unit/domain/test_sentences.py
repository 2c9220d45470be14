"""Every refusal has its French sentence, and the facts to fill it; no sentence is orphaned."""

import re
import string
import tomllib

import pytest

from sync.resources import read_text
from tests.kit.facts import FACTS
from tests.kit.violation_sites import Site, sites

FRENCH = tomllib.loads(read_text("i18n", "fr.toml"))
SECTIONS = {"RuleViolation": FRENCH["violations"], "Outcome": FRENCH["outcomes"]}


def fields(sentence: str) -> set[str]:
    """The fields a sentence shows."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def codes(kind: str) -> set[str]:
    """The codes that the domain names."""
    return {site.code for site in sites() if site.kind == kind}


def test_every_refusal_has_its_sentence_and_no_sentence_is_orphaned() -> None:
    """Both ways."""
    assert codes("RuleViolation") == set(SECTIONS["RuleViolation"])


def test_every_outcome_has_its_sentence() -> None:
    """The server adds outcomes of its own."""
    assert codes("Outcome") <= set(SECTIONS["Outcome"])


@pytest.mark.parametrize("site", sites(), ids=lambda site: f"{site.module}-{site.line}-{site.code}")
def test_the_facts_fill_the_sentence(site: Site) -> None:
    """Wherever the code is raised."""
    assert fields(SECTIONS[site.kind][site.code]) <= site.facts


@pytest.mark.parametrize("code", [code for section in SECTIONS.values() for code in section])
def test_a_sentence_is_well_set(code: str) -> None:
    """Typographic apostrophes, no-break spaces, whole sentences, no code, « vous »."""
    sentence = next(section[code] for section in SECTIONS.values() if code in section)
    assert not re.search(r"'| [:;?!»]|« ", sentence)
    assert sentence.endswith(".")
    assert code not in sentence
    assert not re.search(r"\b(tu|ton|tes|toi)\b", sentence, re.IGNORECASE)


@pytest.mark.parametrize("site", sites(), ids=lambda site: f"{site.module}-{site.line}-{site.code}")
def test_the_facts_of_a_refusal_are_those_written_out(site: Site) -> None:
    """Screens rely on them."""
    if site.kind == "RuleViolation":
        assert site.facts == FACTS[site.code].all_names()
    assert set(FACTS) == codes("RuleViolation")


def test_a_code_that_is_computed_is_found_out() -> None:
    """The reader of the sources does not pass over what it cannot read."""
    assert len(sites()) > len({site.code for site in sites()}) > 100


def test_every_rule_names_its_source() -> None:
    """The section of DOMAIN.md, of the platform's rules or of SYNC.md, in the docstring of what refuses."""
    silent = {
        f"{site.module}.{site.function}" for site in sites() if not re.search(r"§\d|both editions", site.docstring)
    }
    assert silent == set()
