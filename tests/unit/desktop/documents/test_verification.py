"""Papers checked offline: the genuine ones pass, and no other."""

import subprocess
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from typing_extensions import override

from desktop.documents.attestation import Attestation, is_sealed, render
from desktop.documents.preview import preview_png
from desktop.documents.typesetting import Typesetter
from desktop.documents.verification import check_content, check_text, load_trust, main, save_trust
from sync import resources
from sync.protocol.attestations import Signer, Trust, fingerprint
from tests.kit.papers import ALICE, STAMP, TRUST, page_texts, seal_of, sealed
from tests.kit.tools import need

BOB = replace(ALICE, last_name="Nguyễn-Łukasz d’Ângelo", first_name="Bob", number="999992100002")
NOBODY = Trust()


@dataclass(frozen=True)
class Forger(Typesetter):
    """Sets other words than those it was given."""

    signed: str
    printed: str

    @override
    def line(self, text: str) -> str:
        return super().line(text).replace(self.signed, self.printed)


def paper(*people: Attestation) -> bytes:
    """The printed file."""
    return render([sealed(each) for each in people], STAMP)


def codes(content: bytes, trust: Trust = TRUST) -> list[str]:
    """The verdict on each page."""
    return [check.code for check in check_content(content, trust)]


def test_a_printed_attestation_is_genuine() -> None:
    """What the server sealed and the paper says agree."""
    (check,) = check_content(paper(ALICE), TRUST)
    assert check.code == "attestation_genuine"
    assert check.statement is not None
    assert check.statement.number == ALICE.number


def test_each_page_of_a_batch_is_checked() -> None:
    """Accents, long names and people without a number yet included."""
    pages = paper(ALICE, BOB, replace(ALICE, last_name="X" * 60))
    assert codes(pages) == ["attestation_genuine"] * 3
    assert codes(render([replace(ALICE, number=None)], STAMP)) == ["attestation_no_code"]


def test_zbar_reads_what_is_printed(tmp_path: Path) -> None:
    """An independent reader finds the seal in the printed page."""
    need("zbarimg")
    (tmp_path / "page.png").write_bytes(preview_png(paper(BOB), 0, 150))
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--nodbus", tmp_path / "page.png"], capture_output=True, check=True, text=True
    )
    assert check_text(read.stdout, TRUST).code == "attestation_genuine"


@pytest.mark.parametrize(
    ("signed", "printed", "differs"),
    [
        ("MARTIN Alice", "MARTINE Alice", "le titulaire"),
        ("99999\u00a021\u00a000001", "99999\u00a021\u00a000003", "le numéro"),
        ("07/02/2023", "08/02/2023", "les dates"),
        ("Grand Clos", "Petit Clos", "la structure"),
        ("SIRET", "SIREN", ""),
    ],
)
def test_a_changed_letter_on_the_paper_is_told(signed: str, printed: str, differs: str) -> None:
    """A forger keeps the genuine code and changes the words around it."""
    press = Forger(resources.path("templates"), resources.path("fonts"), signed, printed)
    (check,) = check_content(render([sealed(ALICE)], STAMP, typesetter=press), TRUST)
    assert check.differs == ((differs,) if differs else ())
    assert check.is_genuine is not bool(differs)


def test_the_program_prints_no_seal_that_says_something_else() -> None:
    """A PASS whose dates moved since its seal prints without it."""
    moved = replace(sealed(ALICE), ends_on=date(2023, 3, 8))
    assert not is_sealed(moved)
    assert "Vérifiable" not in page_texts(render([moved], STAMP))[0]


def test_a_changed_letter_in_the_code_is_refused() -> None:
    """A code of somebody's own making has no signature."""
    text = seal_of(ALICE).text
    assert check_text(text[:120] + ("A" if text[120] != "A" else "B") + text[121:], TRUST).code == "attestation_altered"


def test_an_unknown_key_and_a_revoked_pass_are_refused() -> None:
    """Each has its own verdict."""
    stranger = Signer(b"stranger".ljust(32, b"."))
    assert codes(render([sealed(ALICE, stranger)], STAMP)) == ["attestation_key_unknown"]
    revoked = msgspec.structs.replace(TRUST, revoked=frozenset({fingerprint("999992100001")}))
    assert codes(paper(ALICE), revoked) == ["attestation_revoked"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_scan_is_told_to_be_compared_by_eye(kind: str) -> None:
    """A crooked picture still gives the code, and its words cannot be read."""
    scan = BytesIO()
    with Image.open(BytesIO(preview_png(paper(ALICE), 0, 120))) as page:
        page.convert("L").rotate(4, expand=True, fillcolor=255).save(scan, kind)
    assert codes(scan.getvalue()) == ["attestation_picture"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 rien", b"bonjour", paper(ALICE)[:5000]])
def test_an_unreadable_file_is_told(content: bytes) -> None:
    """Nothing that is thrown at it is an accident."""
    assert codes(content) == ["attestation_file_unreadable"]


def test_the_command_line_tells_the_facts(tmp_path: Path) -> None:
    """Sentences and an exit status; keys may come from a file."""
    (tmp_path / "paper.pdf").write_bytes(paper(ALICE))
    save_trust(tmp_path, TRUST)
    out = StringIO()
    assert main([str(tmp_path / "paper.pdf"), "--keys", str(tmp_path / "keys.json")], tmp_path / "none", out) == 0
    assert "Attestation authentique" in out.getvalue()
    assert "MARTIN Alice" in out.getvalue()
    assert load_trust(tmp_path / "keys.json") == TRUST


@pytest.mark.parametrize(
    ("source", "trust", "status"),
    [
        (seal_of(ALICE).text, TRUST, 0),
        (seal_of(ALICE).text, NOBODY, 1),
        ("PASSERELLE1:RIEN", TRUST, 2),
        ("absent.pdf", TRUST, 2),
        ("absent.pdf", None, 2),
        ("nul\0", TRUST, 2),
    ],
)
def test_the_exit_status_tells_the_verdict(source: str, trust: Trust | None, status: int, tmp_path: Path) -> None:
    """Genuine, refused, or nothing to check."""
    if trust is not None:
        save_trust(tmp_path, trust)
    assert main([source], tmp_path, StringIO()) == status
