"""The candidates of the story, from `resources/samples/story.toml`."""

import tomllib
from dataclasses import dataclass

from desktop.demo.prescriber import Candidate, Prescriber
from sync import resources
from sync.domain.employers import Employer


@dataclass(frozen=True, slots=True)
class Sent:
    """The applications the story is about, by what happens to them."""

    hired: str
    elsewhere: str
    waiting: str
    declined: str
    undone: str


def candidates(solene: Prescriber, near: Employer) -> dict[str, Candidate]:
    """Four people, by what happens to their applications; all live where the structure is."""
    told = tomllib.loads(resources.read_text("samples", "story.toml"))
    home = {"address_line_1": "4 rue des Tanneurs", "post_code": near.post_code, "city": near.city}
    return {key: _candidate(solene, fields, home) for key, fields in told.items()}


def _candidate(solene: Prescriber, fields: dict[str, object], home: dict[str, str]) -> Candidate:
    known = dict(fields)
    message, criteria = str(known.pop("message")), known.pop("criteria")
    if not isinstance(criteria, list):
        raise TypeError(criteria)
    return Candidate(person=solene.new_person(**known, **home), message=message, criteria=tuple(map(str, criteria)))
