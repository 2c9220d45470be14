"""The page of an edition: chapters, their rule, and each refusal with its sentence, its source and examples."""

import re
import string
from collections.abc import Iterator
from html import escape

from desktop.texts import french
from sync.domain.rulebook import Rulebook
from tests.kit.refusals.examples import Example, examples
from tests.kit.refusals.sources import source_of
from tests.kit.refusals.topics import ONLY_IF, TOPICS, Topic
from tests.kit.violation_sites import Site, sites

# What stands for a fact where no example fills it.
_WORDS = {
    "verb": "cet acte",
    "state_label": "…",
    "employer": "La structure",
    "reason_label": "…",
    "answered_by": "un prescripteur",
}


def page(rules: Rulebook) -> str:
    """The whole page, as HTML that a text view shows; each refusal's anchor is its code."""
    found = examples(rules)
    body = "\n".join(line for topic in TOPICS for line in _chapter(topic, rules, found))
    return _set_well(
        "<!DOCTYPE html>\n"
        '<html lang="fr">\n'
        f'<head><meta charset="utf-8"><title>Pourquoi ce refus ? – {rules.title}</title></head>\n'
        "<body>\n"
        "<h1>Pourquoi ce refus ?</h1>\n"
        f"<p>{rules.title}. Chaque refus que Passerelle peut afficher, sa règle, d’où elle vient, et des exemples"
        " vérifiés auprès de la plateforme nationale.</p>\n"
        f"{body}\n"
        "</body>\n"
        "</html>\n"
    )


def _set_well(text: str) -> str:
    """No-break spaces where French has them."""
    return re.sub(r" ([:;?!»])", "\u00a0\\1", text).replace("« ", "«\u00a0").replace("….", "…")


def is_met(code: str, rules: Rulebook) -> bool:
    """Whether a refusal can occur in an edition."""
    return code not in ONLY_IF or ONLY_IF[code](rules)


def refusals(topic: Topic, rules: Rulebook) -> dict[str, list[Site]]:
    """The codes of a chapter in this edition, each with the places that raise it."""
    by_code: dict[str, list[Site]] = {}
    for site in sites():
        is_here = site.kind == "RuleViolation" and site.module in topic.modules
        if is_here and is_met(site.code, rules):
            by_code.setdefault(site.code, []).append(site)
    return by_code


def _chapter(topic: Topic, rules: Rulebook, found: dict[str, list[Example]]) -> Iterator[str]:
    yield f"<h2>{topic.title}</h2>"
    yield "<ul>"
    yield from (f"<li>{escape(line, quote=False)}</li>" for line in topic.rule(rules))
    yield "</ul>"
    for code, raised in sorted(refusals(topic, rules).items()):
        docstrings = " ".join(site.docstring for site in raised)
        yield f'<h3><a name="{code}"></a>{escape(_sentence(code), quote=False)}</h3>'
        yield f"<p>Source : {source_of(code, docstrings, rules)}.</p>"
        yield from _examples(found.get(code, []))


def _examples(told: list[Example]) -> Iterator[str]:
    if told:
        yield "<ul>"
        for example in told:
            situation, answer = escape(example.situation, quote=False), escape(example.answer, quote=False)
            yield f"<li>Exemple : {situation}. Réponse : <i>{answer}</i></li>"
        yield "</ul>"


def _sentence(code: str) -> str:
    """The sentence with words for what a situation would fill."""
    names = [name for _, name, _, _ in string.Formatter().parse(french().sentences[code]) if name]
    return french().sentence(code, {name: _WORDS.get(name, "…") for name in names})
