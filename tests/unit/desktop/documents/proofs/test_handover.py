"""Proofs handed over as files, with what they are and their hashes."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from desktop.documents.proofs.handover import hand_over
from tests.kit.proofs import attached, picture, proof_store, rsa, scanned_pdf

NOW = datetime(2021, 2, 9, 9, 12, tzinfo=UTC)


def test_a_folder_holds_the_papers_and_their_manifest(tmp_path: Path) -> None:
    """Names are predictable and harmless; hashes are those of the files."""
    store = proof_store(tmp_path)
    attached(store, scanned_pdf(1), rsa(title="../Attestation RSA"))
    attached(store, picture("JPEG"), rsa(criterion="", title="=Contrat"))
    place = hand_over(tmp_path / "out", store.of("alice"), store.content, {"alice": "MARTIN Alice"}, NOW)
    manifest = json.loads((place / "inventaire.json").read_text(encoding="utf-8"))
    assert [line["file"] for line in manifest["files"]] == [
        "martin-alice_attestation-rsa_2021-01-15.pdf",
        "martin-alice_contrat_2021-01-15.jpg",
    ]
    for line in manifest["files"]:
        assert hashlib.sha256((place / line["file"]).read_bytes()).hexdigest() == line["sha256"]
    assert (place / "inventaire.xlsx").is_file()


def test_a_lost_paper_is_a_line_with_a_remark(tmp_path: Path) -> None:
    """One paper that cannot be read stops none of the others."""
    store = proof_store(tmp_path)
    lost = attached(store, picture("PNG"), rsa())
    store.remove(lost)
    place = hand_over(tmp_path / "out", [lost], store.content, {}, NOW)
    (line,) = json.loads((place / "inventaire.json").read_text(encoding="utf-8"))["files"]
    assert (line["file"], line["sha256"]) == ("", lost.sha256)
    assert "Joignez-le de nouveau" in line["remark"]
