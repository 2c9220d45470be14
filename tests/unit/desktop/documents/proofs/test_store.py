"""Proofs on disk: nobody else reads them, nothing is lost, what is erased stays erased."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.documents.proofs.store import ProofStore
from sync.domain.errors import EnvironmentFault
from tests.kit.disks import a_disk_with_room_for
from tests.kit.proofs import attached, picture, proof_store, rsa, scanned_pdf

PAPER = scanned_pdf(2)


def files(folder: Path) -> list[Path]:
    """Every file under a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_proof_comes_back_as_it_was_attached(tmp_path: Path) -> None:
    """Content, small picture and what was said about it, for who opens the folder with the same key."""
    proof = attached(proof_store(tmp_path), PAPER, rsa())
    again = proof_store(tmp_path)
    assert again.of("alice") == (proof,)
    assert again.content(proof) == PAPER
    assert again.thumbnail(proof).startswith(b"\xff\xd8")
    assert (proof.pages, proof.size, proof.added_by) == (2, len(PAPER), "Bob Durand")


def test_nothing_can_be_read_without_the_key(tmp_path: Path) -> None:
    """Neither content nor names nor the person's id lie in the folder, in names or in bytes."""
    attached(proof_store(tmp_path), PAPER, rsa(note="Rendez-vous du mardi"))
    stored = b"".join(str(path).encode() + path.read_bytes() for path in files(tmp_path / "proofs"))
    for secret in (b"alice", b"RSA", b"attestation.pdf", b"mardi", b"%PDF", PAPER[200:260]):
        assert secret not in stored.replace(str(tmp_path).encode(), b"")
    stranger = ProofStore(tmp_path / "proofs", bytes(32))
    with pytest.raises(EnvironmentFault, match="proof_index_damaged"):
        list(stranger.everybody())


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    """Only this user may list or read them."""
    attached(proof_store(tmp_path), PAPER, rsa())
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "proofs").rglob("*"))


def test_the_same_paper_for_two_criteria_is_kept_once(tmp_path: Path) -> None:
    """Content is addressed by itself; the last proof that uses it takes it away."""
    store = proof_store(tmp_path)
    first, second = (attached(store, PAPER, rsa(criterion=code)) for code in ("RSA", "DETLD"))
    assert len(files(tmp_path)) == 4
    store.remove(first)
    assert store.content(second) == PAPER
    store.remove(second)
    assert store.of("alice") == ()
    assert len(files(tmp_path)) == 2


def test_a_tampered_or_missing_paper_is_told(tmp_path: Path) -> None:
    """One flipped bit, or one person's file in another's place, is never taken for the paper."""
    store = proof_store(tmp_path)
    proof = attached(store, PAPER, rsa())
    content = max(files(tmp_path), key=lambda path: path.stat().st_size)
    sealed = content.read_bytes()
    content.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(EnvironmentFault, match="proof_lost"):
        store.content(proof)
    content.unlink()
    with pytest.raises(EnvironmentFault, match="proof_lost"):
        store.content(proof)
    assert attached(store, PAPER, rsa()).sha256 == proof.sha256
    assert store.content(proof) == PAPER


def test_a_correction_changes_what_was_said_only(tmp_path: Path) -> None:
    """The day of a paper can be corrected; it stays with its person."""
    store = proof_store(tmp_path)
    proof = attached(store, PAPER, rsa())
    amended = store.amend(proof, rsa(job_seeker_id="bob", issued_on=date(2021, 1, 20)))
    assert store.of("alice") == (replace(proof, filing=rsa(issued_on=date(2021, 1, 20))),)
    assert store.content(amended) == PAPER


def test_erasing_destroys_one_person_only(tmp_path: Path) -> None:
    """Papers saved before the erasure open no more without the salt that went with it."""
    store = proof_store(tmp_path)
    proof = attached(store, PAPER, rsa())
    other = attached(store, picture("JPEG"), rsa(job_seeker_id="bob"))
    (folder,) = [path.parent for path in files(tmp_path) if path.stat().st_size > len(PAPER)]
    saved = shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("salt"))
    store.erase("alice")
    assert list(store.everybody()) == [other]
    attached(store, picture("PNG"), rsa())
    for path in saved.iterdir():
        shutil.copy(path, folder)
    with pytest.raises(EnvironmentFault, match="proof_lost"):
        store.content(proof)


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    """The paper that did not fit leaves nothing behind, the earlier ones stay."""
    store = proof_store(tmp_path)
    proof = attached(store, picture("JPEG", size=(30, 42)), rsa())
    before = sorted(files(tmp_path))
    with a_disk_with_room_for(2_000), pytest.raises(EnvironmentFault, match="proof_not_kept"):
        attached(store, PAPER, rsa())
    assert sorted(files(tmp_path)) == before
    assert store.of("alice") == (proof,)


def test_proofs_have_no_way_to_the_wire() -> None:
    """Nothing that handles them loads a socket, a client, the engine or the replica."""
    program = (
        "import pkgutil, sys, importlib, desktop.documents.proofs as proofs\n"
        "for module in pkgutil.iter_modules(proofs.__path__, 'desktop.documents.proofs.'):\n"
        "    importlib.import_module(module.name)\n"
        "print([name for name in ('socket', 'ssl', 'httpx', 'sync.engine', 'sync.replica') if name in sys.modules])\n"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert shown.stdout == "[]\n"
