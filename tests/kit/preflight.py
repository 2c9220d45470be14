"""PDFBox's validator of PDF/A-1b, an independent judge of papers."""

import shutil
import subprocess
from pathlib import Path

from tests.kit.tools import need

_JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("pdfbox2", "preflight", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
]
_IS_THERE = shutil.which("java") is not None and all(jar.exists() for jar in _JARS)


def preflight(paper: Path) -> str:
    """« valid », or what the validator says against the file."""
    need("libpdfbox2-java", is_there=_IS_THERE)
    command = ["java", "-cp", ":".join(map(str, _JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(paper)]
    verdict = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    return "valid" if "is a valid PDF/A-1b file" in verdict.stdout else verdict.stdout + verdict.stderr
