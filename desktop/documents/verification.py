"""Check a paper offline: find its code in a PDF, a picture or a pasted text, and hold it against what it says."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TextIO

import msgspec

from desktop import texts
from desktop.documents.files import put_private
from desktop.documents.preview import PageLook, PdfDamagedError, page_count, page_look
from desktop.documents.typesetting import bundled_typesetter
from sync.protocol.attestations import PREFIX, Finding, Statement, Trust, Verdict, normal, verify

KEYS_FILE = "keys.json"
_LARGEST_FILE = 50 * 1024 * 1024
_MOST_PAGES = 2_000
_DPI = 150
_NUMBER = re.compile(r"(?<!\d)\d{5} \d{2} \d{5}(?!\d)")
_DATES = re.compile(r"du (\d\d/\d\d/\d{4}) au (\d\d/\d\d/\d{4}) inclus")

NO_CODE = "attestation_no_code"
WORDING_DIFFERS = "attestation_wording_differs"
FILE_UNREADABLE = "attestation_file_unreadable"
PICTURE = "attestation_picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What came of one page or text; `code` names a French sentence.

    It is a value of `Verdict`, or: `attestation_no_code` (nothing to check on this page), `attestation_wording_differs`
    (the seal is genuine, but the paper around it says something else: `differs` lists the French names of what),
    `attestation_picture` (genuine, and only eyes can compare it with the picture), `attestation_file_unreadable`.
    `page` counts from 1, 0 for a text.
    """

    code: str
    statement: Statement | None = None
    short_code: str = ""
    page: int = 0
    differs: tuple[str, ...] = ()

    @property
    def is_genuine(self) -> bool:
        """Whether the server vouches for the statement, and nothing readable on the page contradicts it."""
        return self.code in {Verdict.GENUINE, PICTURE}


def check_text(text: str, trust: Trust) -> Check:
    """Check what a scanner read from a code, or somebody pasted."""
    return _check(verify(text, trust))


def check_file(path: Path, trust: Trust) -> Iterator[Check]:
    """Like `check_content`, of a file on disk; at most 50 MB are read."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE)
    except (OSError, ValueError):  # ValueError: a name with a null character
        content = b""
    yield from check_content(content, trust)


def check_content(content: bytes, trust: Trust) -> Iterator[Check]:
    """Check a PDF page by page, or a picture of one page, as it is read; at least one check, never raises."""
    from PIL import Image

    try:
        for page, look in enumerate(_looks(content), 1):
            yield _page_check(look, page, trust)
    except (PdfDamagedError, OSError, ValueError, Image.DecompressionBombError):
        yield Check(code=FILE_UNREADABLE)


def _looks(content: bytes) -> Iterator[PageLook]:
    """Each page in turn; ValueError when there is none, or far too many."""
    if not content.startswith(b"%PDF-"):
        from PIL import Image

        with Image.open(BytesIO(content)) as picture:
            yield PageLook("", picture.convert("L"))
        return
    pages = page_count(content)
    if not 0 < pages <= _MOST_PAGES:
        raise ValueError(pages)
    yield from (page_look(content, page, _DPI) for page in range(pages))


def _page_check(look: PageLook, page: int, trust: Trust) -> Check:
    import zxingcpp

    found = [code.text for code in zxingcpp.read_barcodes(look.picture) if code.text.startswith(PREFIX)]
    checks = [replace(_check(verify(seal, trust)), page=page) for seal in found]
    if not checks:
        return Check(code=NO_CODE, page=page)
    bad = [check for check in checks if not check.is_genuine]
    return bad[0] if bad else _compared(checks[0], look.text)


def _check(finding: Finding) -> Check:
    return Check(code=finding.verdict, statement=finding.statement, short_code=finding.code)


def _compared(check: Check, text: str) -> Check:
    """A genuine check held against the words of its page."""
    if not text.strip() or check.statement is None:
        return replace(check, code=PICTURE)
    differs = tuple(_differences(check.statement, check.short_code, normal(text)))
    return replace(check, code=WORDING_DIFFERS, differs=differs) if differs else check


def _differences(said: Statement, code: str, text: str) -> Iterator[str]:
    """What the page does not say as it was signed. Line ends may fall anywhere: spaces are not compared."""
    compact = _compact(text)
    days = (texts.day(said.starts_on), texts.day(said.ends_on))
    number = normal(texts.pass_number(said.number))
    expected = {
        "le numéro": number,
        "le titulaire": texts.person(said.last_name, said.first_name),
        "les dates": f"du {days[0]} au {days[1]} inclus",
        "la structure": said.employer_name,
        "le SIRET": texts.siret(said.siret),
        "le code court": code,
    }
    strangers = {
        "le numéro": set(_NUMBER.findall(text)) - {number},
        "les dates": set(_DATES.findall(text)) - {days},
    }
    for name, words in expected.items():
        if _compact(words) not in compact or strangers.get(name):
            yield name


def _compact(text: str) -> str:
    """As the typesetter would print it, without any space."""
    return "".join(bundled_typesetter().line(normal(text)).split())


def load_trust(path: Path) -> Trust:
    """The keys and revocations a file holds (JSON of `Trust`); ValueError or OSError when it does not."""
    return msgspec.json.decode(path.read_bytes(), type=Trust)


def save_trust(folder: Path, trust: Trust) -> None:
    """Keep keys and revocations where `load_trust` and `passerelle verify` find them; OSError when the disk refuses."""
    put_private(folder / KEYS_FILE, msgspec.json.encode(trust))


def lines(check: Check) -> list[str]:
    """The French sentences that tell a check, first the verdict."""
    where = f"Page{texts.NBSP}{check.page}{texts.NBSP}: " if check.page else ""
    return [f"{where}{sentence(check)}", *(_facts(check) if check.statement else ())]


def sentence(check: Check) -> str:
    """The verdict in French."""
    return texts.french().sentence(check.code, {"differs": ", ".join(check.differs)})


def _facts(check: Check) -> Iterator[str]:
    said = check.statement
    if said is None:
        return
    nbsp = texts.NBSP
    yield f"  PASS IAE n°{nbsp}{texts.pass_number(said.number)}, {texts.person(said.last_name, said.first_name)}"
    yield f"  du {texts.day(said.starts_on)} au {texts.day(said.ends_on)} inclus"
    yield f"  {said.employer_name}, SIRET{nbsp}{texts.siret(said.siret)}"
    yield f"  scellé le {texts.day(said.sealed_on)}, code court{nbsp}{check.short_code}"


def main(arguments: Sequence[str], folder: Path, out: TextIO | None = None) -> int:
    """`passerelle verify FILE|TEXT [--keys FILE]`: say what each page is worth.

    `folder` is the profile's, whose keys count unless `--keys` names others. Returns 0 when every code found is genuine
    and one was found, 1 when one is not, 2 when nothing could be checked.
    """
    parser = argparse.ArgumentParser(prog="passerelle verify", description="Vérifier une attestation de PASS IAE.")
    parser.add_argument("source", help="un fichier PDF, une image, ou le texte lu dans le code QR")
    parser.add_argument("--keys", type=Path, help="le fichier des clés publiques du serveur central")
    options = parser.parse_args(arguments)
    out = out or sys.stdout
    try:
        known = load_trust(options.keys or folder / KEYS_FILE)
    except (OSError, ValueError):
        out.write(texts.french().sentence("attestation_keys_missing") + "\n")
        return 2
    checks = _checks(options.source, known)
    out.write("\n".join(line for check in checks for line in lines(check)) + "\n")
    return _status(checks)


def _checks(source: str, trust: Trust) -> list[Check]:
    if source.strip().upper().startswith(PREFIX):
        return [check_text(source, trust)]
    return list(check_file(Path(source), trust))


def _status(checks: Sequence[Check]) -> int:
    codes = [check for check in checks if check.code not in {NO_CODE, FILE_UNREADABLE, Verdict.UNREADABLE}]
    if not codes:
        return 2
    return 0 if all(check.is_genuine for check in codes) else 1
