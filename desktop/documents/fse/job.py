"""A batch of FSE files as one message: everything another process needs to make it, proofs excepted.

Those stay encrypted in the profile; the message says where they lie, and holds the key that opens them.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.documents.attestation import PrintStamp
from desktop.documents.fse.dossier import Dossier
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.store import ProofStore


class ProofReader:
    """Reads one kept paper when its turn comes. No dataclass: a message must hold the reference, never the store."""

    def __init__(self, store: ProofStore, proof: Proof) -> None:
        self._store = store
        self.proof = proof

    def __call__(self) -> bytes:
        """Its bytes; EnvironmentFault(`proof_lost`)."""
        return self._store.content(self.proof)


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to make and where; `proofs` and `proofs_key` open the store that the papers are read from.

    A process gives up its place after `at_most` files: the typesetter's memory grows with each.
    """

    dossiers: Sequence[Dossier]
    folder: str
    stamp: PrintStamp
    passphrase: str
    proofs: str
    proofs_key: bytes
    at_most: int


def to_bytes(job: Job) -> bytes:
    """The message; the papers of its dossiers must come from a ProofReader."""
    return msgspec.json.encode(job, enc_hook=_reference)


def from_bytes(message: bytes) -> Job:
    """The job, its papers readable again; msgspec.ValidationError when the message is none."""
    store = _store_of(message)

    def revive(kind: Any, value: Any) -> object:  # noqa: ANN401 - as msgspec calls it
        if kind != Callable[[], bytes]:
            message = f"{kind} is no part of a job"
            raise TypeError(message)
        return ProofReader(store, msgspec.convert(value, Proof))

    return msgspec.json.decode(message, type=Job, dec_hook=revive)


class _Place(msgspec.Struct):
    """The part of a message that says where proofs lie."""

    proofs: str
    proofs_key: bytes


def _store_of(message: bytes) -> ProofStore:
    place = msgspec.json.decode(message, type=_Place)
    return ProofStore(Path(place.proofs), place.proofs_key)


def _reference(value: object) -> object:
    if isinstance(value, ProofReader):
        return value.proof
    message = f"{type(value).__name__} is no part of a job"
    raise TypeError(message)
