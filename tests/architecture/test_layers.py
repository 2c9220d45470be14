"""The layers hold, and every contract that guards them is shown to break on a planted import."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}

# One row a fault: the contract's id, a module, the line it gets.
PLANTED = (
    ("floors", "sync/domain/planted.py", "import desktop"),
    ("sync", "sync/domain/planted.py", "import sync.store"),
    ("sync", "sync/protocol/planted.py", "import sync.store"),
    ("sync", "sync/store/planted.py", "import sync.replica"),
    ("sync", "sync/replica/planted.py", "import sync.engine"),
    ("sync", "sync/engine/planted.py", "import sync.server"),
    ("sync", "sync/planted.py", "import typing"),
    ("server", "sync/server/planted.py", "import sync.replica"),
    ("server", "sync/server/planted.py", "import sync.engine"),
    ("qt", "sync/engine/planted.py", "import PySide6.QtCore"),
    ("qt", "sync/server/planted.py", "import PySide6.QtCore"),
    ("qt", "desktop/queries/planted.py", "import PySide6.QtCore"),
    ("qt", "desktop/documents/planted.py", "import PySide6.QtCore"),
    ("qt", "desktop/vault/planted.py", "import PySide6.QtCore"),
    ("desktop", "desktop/texts.py", "import desktop.queries"),
    ("desktop", "desktop/queries/planted.py", "import desktop.vault"),
    ("desktop", "desktop/models/planted.py", "import desktop.controllers"),
    ("desktop", "desktop/controllers/planted.py", "import desktop.views"),
    ("desktop", "desktop/views/planted.py", "import desktop.app"),
    ("desktop", "desktop/planted.py", "import typing"),
    ("views", "desktop/views/planted.py", "import sqlalchemy"),
    ("views", "desktop/views/planted.py", "import httpx"),
    ("views", "desktop/views/planted.py", "import threading"),
    ("views", "desktop/views/planted.py", "import sync.replica"),
    ("views", "desktop/views/planted.py", "import sync.engine"),
    ("views", "desktop/views/planted.py", "import sync.protocol"),
    ("cycles", "sync/domain/errors.py", "import sync.domain.commands"),
)


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What the linter says of the packages in `folder`."""
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program
    return subprocess.run(
        [program, "--no-logo", "--no-cache", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the two packages and their contracts, free to be spoilt."""
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for package in ("desktop", "sync"):
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_contract_holds() -> None:
    """No module of the two packages imports upwards or sideways."""
    verdict = lint_imports(PROJECT)
    assert verdict.returncode == 0, verdict.stdout


def test_every_contract_has_a_planted_fault() -> None:
    """A contract nobody has seen break may guard nothing."""
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)


@pytest.mark.parametrize("fault", PLANTED, ids=lambda fault: f"{fault[0]}: {fault[1]}: {fault[2]}")
def test_a_planted_import_breaks_its_contract(tree: Path, fault: tuple[str, str, str]) -> None:
    """The linter names the contract that the planted line breaks."""
    contract, module, line = fault
    (tree / module).parent.mkdir(exist_ok=True)
    for parent in (tree / module).parents[:2]:
        (parent / "__init__.py").touch()
    with (tree / module).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    verdict = lint_imports(tree, "--contract", contract)
    assert verdict.returncode == 1
    assert f"{CONTRACTS[contract]} BROKEN" in verdict.stdout
