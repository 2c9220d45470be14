"""The store of proofs: a folder a person, its papers encrypted and named by their content.

The whole folder may be copied to a backup or another machine; it opens with the profile's data key alone. A paper is
written before the index that mentions it and removed after it, so that a power cut leaves at worst an unmentioned file.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from desktop.documents.proofs.cipher import folder_name
from desktop.documents.proofs.drawer import Drawer, kept_or_told, new_drawer
from desktop.documents.proofs.entries import Filing, Incoming, Proof


class ProofStore:
    """Every person's proofs on this workstation. Not for several threads at once."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._folder = folder
        self._key = data_key

    def attach(self, paper: Incoming, filing: Filing, added_at: datetime, added_by: str) -> Proof:
        """Keep a paper; the same content for another criterion takes no more room.

        Raises EnvironmentFault(`proof_not_kept`) when the disk refuses: nothing changed then.
        """
        proof = Proof(
            id=str(uuid4()),
            filing=filing,
            name=paper.name,
            media=paper.media,
            size=len(paper.content),
            sha256=hashlib.sha256(paper.content).hexdigest(),
            pages=paper.pages,
            added_at=added_at,
            added_by=added_by,
        )
        with kept_or_told(paper.name):
            drawer = self._drawer(filing.job_seeker_id, create=True)
            drawer.put_paper(paper)
            drawer.put_index([*drawer.index(), proof])
        return proof

    def of(self, job_seeker_id: str) -> tuple[Proof, ...]:
        """A person's proofs in the order they were attached.

        Raises EnvironmentFault(`proof_index_damaged`) when the list itself cannot be read: the papers lie beside it.
        """
        folder = self._person_folder(job_seeker_id)
        return tuple(Drawer(folder, self._key).index()) if Drawer.is_one(folder) else ()

    def everybody(self) -> Iterator[Proof]:
        """All proofs of all people, person by person."""
        if not self._folder.is_dir():
            return
        for folder in sorted(self._folder.iterdir()):
            if Drawer.is_one(folder):
                yield from Drawer(folder, self._key).index()

    def content(self, proof: Proof) -> bytes:
        """The paper as it was attached; EnvironmentFault(`proof_lost`) when it is gone or was tampered with."""
        return self._drawer(proof.filing.job_seeker_id).content(proof)

    def thumbnail(self, proof: Proof) -> bytes:
        """The small picture of its first page (JPEG); EnvironmentFault as `content`."""
        return self._drawer(proof.filing.job_seeker_id).thumbnail(proof)

    def amend(self, proof: Proof, filing: Filing) -> Proof:
        """Correct what was said about a paper (its day, its criterion); the person stays."""
        amended = replace(proof, filing=replace(filing, job_seeker_id=proof.filing.job_seeker_id))
        with kept_or_told(proof.name):
            drawer = self._drawer(proof.filing.job_seeker_id)
            drawer.put_index([amended if one.id == proof.id else one for one in drawer.index()])
        return amended

    def remove(self, proof: Proof) -> None:
        """Forget a paper; its content stays while another proof of the person is the same bytes."""
        with kept_or_told(proof.name):
            drawer = self._drawer(proof.filing.job_seeker_id)
            kept = [one for one in drawer.index() if one.id != proof.id]
            drawer.put_index(kept)
            if all(one.sha256 != proof.sha256 for one in kept):
                drawer.drop(proof)

    def erase(self, job_seeker_id: str) -> None:
        """Destroy all of a person's proofs; copies in a backup made without the salt stay shut for ever."""
        folder = self._person_folder(job_seeker_id)
        if folder.is_dir():
            with kept_or_told(folder.name):
                Drawer(folder, self._key).destroy()

    def _person_folder(self, job_seeker_id: str) -> Path:
        return self._folder / folder_name(self._key, job_seeker_id)

    def _drawer(self, job_seeker_id: str, *, create: bool = False) -> Drawer:
        folder = self._person_folder(job_seeker_id)
        if create and not Drawer.is_one(folder):
            new_drawer(folder)
        return Drawer(folder, self._key)
