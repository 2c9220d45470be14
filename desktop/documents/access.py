"""Everything this workstation holds about one person, handed to that person (right of access, GDPR article 15)."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from desktop import texts
from desktop.documents.attestation import Heading, PrintStamp
from desktop.documents.report import Facts, Report, Section

Datum = str | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row about the person: a title (« Candidature du 18/01/2021 ») and its labelled values."""

    title: str
    values: tuple[tuple[str, Datum], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Records of one kind: why they are held (`purpose`) and until when, in words (`kept`)."""

    title: str
    purpose: str
    kept: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """A person's data; `waiting` tells in words what acts are recorded here and not yet known to the server."""

    last_name: str
    first_name: str
    chapters: tuple[Chapter, ...]
    waiting: tuple[str, ...] = ()


def access_report(person: PersonalData, employer: Heading) -> Report:
    """The paper to hand over."""
    return Report(
        title="Vos données personnelles",
        subtitle=texts.person(person.last_name, person.first_name),
        heading=employer,
        lead=(
            "Ce document contient toutes les données vous concernant que notre structure conserve dans Passerelle. "
            "Vous pouvez demander leur rectification, et leur effacement quand plus rien n’oblige à les garder."
        ),
        sections=(
            *(_section(chapter) for chapter in person.chapters),
            Section(
                title="Actes pas encore transmis au serveur central",
                parts=(),
                lead=" ".join(person.waiting) or "Aucun.",
            ),
        ),
    )


def access_json(person: PersonalData, stamp: PrintStamp) -> bytes:
    """The same data in a form another program can read (UTF-8 JSON; days and instants in ISO 8601)."""
    content = {
        "programme": "Passerelle",
        "etabli_le": stamp.printed_at.astimezone(UTC).isoformat(timespec="seconds"),
        "derniere_synchronisation": stamp.last_synced_at.astimezone(UTC).isoformat(timespec="seconds"),
        "nom": person.last_name,
        "prenom": person.first_name,
        "chapitres": [_chapter(chapter) for chapter in person.chapters],
        "actes_non_transmis": list(person.waiting),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_iso).encode()


def _section(chapter: Chapter) -> Section:
    facts = tuple(
        Facts(tuple((label, _shown(value)) for label, value in record.values), title=record.title)
        for record in chapter.records
    )
    lead = f"Pourquoi : {chapter.purpose} Conservation : {chapter.kept}"
    return Section(title=chapter.title, parts=facts, lead=lead if facts else f"{lead} Rien n’est enregistré.")


def _shown(value: Datum) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return texts.instant(value)
    if isinstance(value, date):
        return texts.day(value)
    return "" if value is None else str(value)


def _chapter(chapter: Chapter) -> dict[str, object]:
    return {
        "titre": chapter.title,
        "finalite": chapter.purpose,
        "conservation": chapter.kept,
        "donnees": [{"titre": one.title, "valeurs": dict(one.values)} for one in chapter.records],
    }


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    message = f"{type(value).__name__} is no datum"
    raise TypeError(message)
