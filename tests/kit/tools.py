"""Programs of the system that some tests need: without them they are left out, except where all were installed."""

import os
import shutil

import pytest

INSTALLED = "PASSERELLE_HAS_TOOLS"
"""Set by `.ci/run` once it has installed every program: there, a test that misses one fails."""


def need(package: str, *, is_there: bool | None = None) -> None:
    """Leave this test out, or fail it, unless a package is there; by default its program of the same name."""
    if shutil.which(package) is not None if is_there is None else is_there:
        return
    if os.environ.get(INSTALLED):
        pytest.fail(f"{package} is not installed, and should be", pytrace=False)
    pytest.skip(f"{package} is not installed")
