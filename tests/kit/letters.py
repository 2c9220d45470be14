"""Letters of the Jardins du Grand Clos to alice and to those who accompany her."""

from datetime import date

from desktop.documents.letters.letter import Letter, LetterKind, Recipient
from tests.kit.papers import GARDENS

ALICE_AT_HOME = Recipient(
    name="Alice Martin", title="Madame", address_lines=("4 rue du Marché", "Appartement 12", "26000 Valence")
)


def letter(kind: LetterKind, **facts: object) -> Letter:
    """A letter to alice, unless told otherwise."""
    said: dict[str, object] = {
        "kind": kind,
        "sender": GARDENS,
        "sender_contact": "04 75 00 00 01, contact@grand-clos.example",
        "signatory": "Bob Durand, conseiller en insertion professionnelle",
        "recipient": ALICE_AT_HOME,
        "candidate": "Alice Martin",
        "applied_on": date(2021, 1, 18),
        "jobs": "Ouvrière maraîchère",
        "message": "Nous recrutons au printemps.\nN’hésitez pas à nous appeler.",
        "reason": "Pas de poste ouvert en ce moment",
        "outcome": "Candidature déclinée",
        "hiring_starts_on": date(2021, 3, 1),
        "hiring_ends_on": date(2021, 8, 31),
        "answer_before": date(2021, 3, 7),
    }
    return Letter(**(said | facts))  # type: ignore[arg-type] # tests name the fields
