"""One person's folder in the store of proofs: a salt, an encrypted index, encrypted papers and their small pictures."""

import hashlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import msgspec

from desktop.documents.files import put_private
from desktop.documents.proofs.cipher import SALT_BYTES, PersonCipher
from desktop.documents.proofs.entries import Incoming, Proof
from sync.domain.errors import EnvironmentFault

_SALT, _INDEX, _PICTURE = "salt", "index", ".picture"


@contextmanager
def kept_or_told(name: str) -> Iterator[None]:
    """Turn the disk's refusals into EnvironmentFault(`proof_not_kept`)."""
    try:
        yield
    except OSError as error:
        facts = {"name": name, "reason": error.strerror or str(error)}
        raise EnvironmentFault("proof_not_kept", facts) from error


def new_drawer(folder: Path) -> None:
    """Make an empty drawer, private to this user, with its own random salt."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    put_private(folder / _SALT, secrets.token_bytes(SALT_BYTES))


class Drawer:
    """A person's folder, opened with the profile's data key."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self._folder = folder
        self._data_key = data_key

    @staticmethod
    def is_one(folder: Path) -> bool:
        """Whether a folder is a drawer."""
        return (folder / _SALT).is_file()

    def index(self) -> list[Proof]:
        """The proofs in here; EnvironmentFault(`proof_index_damaged`) when the list cannot be read."""
        path = self._folder / _INDEX
        if not path.exists():
            return []
        opened = self._cipher.open(_INDEX, path.read_bytes())
        if opened is None:
            raise EnvironmentFault("proof_index_damaged", {"folder": str(self._folder)})
        return msgspec.json.decode(opened, type=list[Proof])

    def put_index(self, proofs: Sequence[Proof]) -> None:
        """Replace the list, whole or not at all."""
        put_private(self._folder / _INDEX, self._cipher.seal(_INDEX, msgspec.json.encode(proofs)))

    def put_paper(self, paper: Incoming) -> None:
        """Write a paper and its small picture, unless they are there already."""
        address = self._cipher.address(hashlib.sha256(paper.content).hexdigest())
        for name, content in ((address, paper.content), (address + _PICTURE, paper.thumbnail)):
            if self._read(name) != content:
                put_private(self._folder / name, self._cipher.seal(name, content))

    def content(self, proof: Proof) -> bytes:
        """A paper's bytes; EnvironmentFault(`proof_lost`)."""
        return self._found(self._cipher.address(proof.sha256), proof)

    def thumbnail(self, proof: Proof) -> bytes:
        """Its small picture; EnvironmentFault(`proof_lost`)."""
        return self._found(self._cipher.address(proof.sha256) + _PICTURE, proof)

    def drop(self, proof: Proof) -> None:
        """Remove a paper's files."""
        address = self._cipher.address(proof.sha256)
        (self._folder / (address + _PICTURE)).unlink(missing_ok=True)
        (self._folder / address).unlink(missing_ok=True)

    def destroy(self) -> None:
        """Remove everything, the salt first: without it the rest is noise."""
        (self._folder / _SALT).unlink(missing_ok=True)
        shutil.rmtree(self._folder)

    def _found(self, name: str, proof: Proof) -> bytes:
        content = self._read(name)
        if content is None:
            raise EnvironmentFault("proof_lost", {"name": proof.name})
        return content

    def _read(self, name: str) -> bytes | None:
        try:
            return self._cipher.open(name, (self._folder / name).read_bytes())
        except OSError:
            return None

    @cached_property
    def _cipher(self) -> PersonCipher:
        return PersonCipher(self._data_key, (self._folder / _SALT).read_bytes(), self._folder.name)
