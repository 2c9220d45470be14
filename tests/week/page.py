"""The story as one page that needs nothing else: for people who print it, or read it on a telephone."""

import re
from base64 import b64encode
from html import escape

from tests.week.telling import Check, Day, Scene, Story

_NBSP = "\u00a0"

_STYLE = """
body { background: #F5F1E8; color: #1E2925; font: 17px/1.55 "Atkinson Hyperlegible", "Segoe UI", Arial, sans-serif;
       margin: 0 auto; max-width: 56rem; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { border-bottom: 3px solid #17352D; font-size: 1.4rem; margin: 3rem 0 .25rem; padding-bottom: .25rem; }
h3 { font-size: 1.1rem; margin: 0; }
p { margin: .35rem 0; }
.verdict { border-radius: 8px; font-weight: bold; margin: 1.25rem 0; padding: .9rem 1.1rem; }
.good { background: #E1EFD8; }
.bad { background: #FBE7DF; color: #98301A; }
.network { color: #50574D; margin-bottom: 1rem; }
.scene { background: #FFFDF8; border: 1px solid #DDD4C2; border-radius: 8px; margin: .9rem 0; padding: .9rem 1.1rem; }
.time { color: #50574D; float: right; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; margin-top: .6rem; width: 100%; }
th { color: #50574D; font-size: .85rem; font-weight: normal; text-align: left; }
td, th { border-top: 1px solid #DDD4C2; padding: .35rem .6rem .35rem 0; vertical-align: top; }
td:first-child, th:first-child { width: 1.6rem; }
td:nth-child(2), th:nth-child(2) { width: 50%; }
.mark { font-weight: bold; }
.yes { color: #2A5F1B; }
.no { color: #98301A; }
img { border: 1px solid #DDD4C2; margin: 1rem 1rem 0 0; max-width: 16rem; }
tr.wrong td { background: #FBE7DF; }
.people td:first-child { width: auto; font-weight: bold; }
.people td:nth-child(2) { width: auto; }
.note { color: #50574D; font-size: .9rem; }
@media print { body { background: #fff; } .scene { break-inside: avoid; } }
"""


_OPENING = """Cinq personnes de trois structures d’insertion travaillent pendant une semaine avec Passerelle. Quatre
d’entre elles n’ont aucun réseau du mardi au vendredi. Pendant ce temps une règle change, une personne quitte sa
structure, un ordinateur est volé, et le serveur central tombe en panne. Ensemble elles font {acts} actes : notes,
candidatures étudiées, embauches, fiches de poste. La question :
retrouve-t-on tout, une seule fois, à la bonne date ?"""
_CLOSING = """Tout s’est passé sur de vrais programmes : un serveur central et des postes de travail, chacun avec ses
fichiers. Les jours passent plus vite que dans la vie, rien d’autre n’est simulé. Les personnes et les structures sont
inventées. Pour rejouer cette histoire : """


def page(story: Story) -> str:
    """The whole page."""
    command = f"<code>python -m tests.week --seed {story.seed}</code>"
    parts = [
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Une semaine sans réseau</title><style>{_STYLE}</style></head><body>",
        f"<h1>Une semaine sans réseau</h1><p>{_text(_OPENING.format(acts=story.acts))}</p>",
        _verdict(story, sum(1 for _ in story.checks())),
        _people(story),
        *map(_day, story.days),
        _figures(story),
        f'<p class="note">{_text(_CLOSING)}{command}</p></body></html>',
    ]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Text for the page, with the no-break spaces of French."""
    kept = re.sub(r"\s+(?=[:;?!»])", _NBSP, text)
    return escape(re.sub(r"«\s+", f"«{_NBSP}", kept))


def _verdict(story: Story, total: int) -> str:
    if story.is_ok:
        sentence = f"✔ Oui. Les {total} vérifications de la semaine ont donné ce qui était attendu."
        return f'<p class="verdict good">{sentence}</p>'
    sentence = f"✘ Non. {story.failed} vérification(s) sur {total} n’ont pas donné ce qui était attendu."
    return f'<p class="verdict bad">{sentence}</p>'


def _people(story: Story) -> str:
    rows = "".join(
        f"<tr><td>{_text(name)}</td><td>{_text(where)}</td><td>{_text(what)}</td></tr>"
        for name, what, where in story.people
    )
    return f'<h2>Qui est là</h2><table class="people">{rows}</table>'


def _day(day: Day) -> str:
    scenes = "".join(_scene(scene) for scene in day.scenes)
    return f'<h2>{_text(day.title)}</h2><p class="network">{_text(day.network)}</p>{scenes}'


def _scene(scene: Scene) -> str:
    return (
        f'<div class="scene"><span class="time">{_text(scene.at)}</span><h3>{_text(scene.title)}</h3>'
        f"<p>{_text(scene.text)}</p>{_table(scene.checks)}{_pictures(scene)}</div>"
    )


def _pictures(scene: Scene) -> str:
    """Inside the page, so that it stays one file."""
    return "".join(
        f'<img alt="{_text(title)}" src="data:image/png;base64,{b64encode(png).decode()}">'
        for title, png in scene.pictures
    )


def _table(checks: list[Check]) -> str:
    if not checks:
        return ""
    rows = "".join(
        f'<tr{"" if check.ok else " class=wrong"}><td class="mark {"yes" if check.ok else "no"}">'
        f"{'✔' if check.ok else '✘'}</td><td>{_text(check.expected)}</td><td>{_text(check.seen)}</td></tr>"
        for check in checks
    )
    return f"<table><tr><th></th><th>Attendu</th><th>Constaté</th></tr>{rows}</table>"


def _figures(story: Story) -> str:
    rows = "".join(f"<tr><td>{_text(name)}</td><td>{_text(value)}</td></tr>" for name, value in story.figures.items())
    return f'<h2>La semaine en chiffres</h2><table class="people">{rows}</table>' if rows else ""
