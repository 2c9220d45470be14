"""Alice's FSE file, with whatever papers a test wants."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from desktop.documents.attestation import GradedDay, Pause
from desktop.documents.fse.dossier import Contract, DiagnosisSheet, Dossier, Event, HistoryLine, Paper
from desktop.documents.proofs.entries import Media, Proof
from desktop.documents.proofs.intake import media_of
from desktop.documents.proofs.standing import Person, standings
from sync import resources
from sync.domain.rulebook import parse
from tests.kit.papers import ALICE, sealed
from tests.kit.proofs import ADDED_AT, rsa

RULES = parse(resources.read_text("rulebook", "2021-02-08.toml"))
PERSON = Person(
    job_seeker_id="alice",
    last_name="Martin",
    first_name="Alice",
    criteria=("RSA", "TH", "QPV"),
    delivered_on=date(2021, 2, 8),
)
ONLINE = GradedDay(on=date(2021, 1, 18), grade="online", received_on=date(2021, 1, 18))
PROVEN = GradedDay(on=date(2021, 2, 8), grade="proven", received_on=date(2021, 2, 10))
CLAIMED = GradedDay(on=date(2021, 2, 20), grade="claimed")
CONFIRMED = GradedDay(
    on=date(2021, 2, 9), grade="confirmed", received_on=date(2021, 2, 12), confirmed_by="Carole Petit"
)


def paper(content: bytes, title: str = "Attestation RSA", read: Callable[[], bytes] | None = None) -> Paper:
    """A justificatif with these bytes."""
    return Paper(
        title=title,
        name="scan.pdf",
        media=media_of(content) or Media.PDF,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=1,
        detail="daté du 15/01/2021, joint le 01/02/2021 par Bob Durand",
        read=read or (lambda: content),
    )


def dossier(*papers: Paper, key: str = "alice", last_name: str = "Martin") -> Dossier:
    """Everything there is about alice; the first paper is her RSA statement."""
    proofs = [
        Proof(
            id=one.sha256,
            filing=rsa(),
            name=one.name,
            media=one.media,
            size=one.size,
            sha256=one.sha256,
            pages=1,
            added_at=ADDED_AT,
            added_by="Bob Durand",
        )
        for one in papers[:1]
    ]
    pause = Pause(starts_on=date(2021, 6, 1), ends_on=date(2021, 7, 15))
    return Dossier(
        key=key,
        attestation=sealed(replace(ALICE, last_name=last_name, pauses=(pause,))),
        born_on=date(1985, 4, 12),
        diagnosis=DiagnosisSheet(
            author="Bob Durand",
            organization="Les Jardins du Grand Clos",
            made=ONLINE,
            holds_until=date(2021, 7, 17),
            standings=tuple(standings(PERSON, proofs, RULES, date(2021, 2, 14))),
        ),
        contract=Contract(
            job="Ouvrière maraîchère",
            starts_on=date(2021, 2, 8),
            ends_on=date(2021, 8, 7),
            kind="CDDI",
            weekly_hours="26 h",
        ),
        events=(
            Event(
                what="Suspension",
                starts_on=date(2021, 6, 1),
                ends_on=date(2021, 7, 15),
                moved_days=44,
                made=CLAIMED,
                reason="Congé de maternité",
            ),
        ),
        history=(
            HistoryLine(what="Candidature reçue", who="Mission locale de Valence", day=ONLINE),
            HistoryLine(what="Candidature acceptée", who="Bob Durand", day=PROVEN),
            HistoryLine(what="Contrat modifié", who="Bob Durand", day=CONFIRMED),
            HistoryLine(what="Suspension saisie", who="Bob Durand", day=CLAIMED),
        ),
        papers=papers,
    )
