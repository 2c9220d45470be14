"""`python -m tests.mutation [--keep DIR] [--only MODULE …]`: bends the rules and tells what no test noticed.

Needs mutmut. Takes about twenty minutes on two cores; fails below 90 % killed.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation.copying import make_copy
from tests.mutation.report import figures, lines

_WANTED = 0.9


def main() -> int:
    """Make the copy, run mutmut in it, report; 1 when fewer than 90 % of the mutants were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="an empty folder for the copy, kept: `mutmut show NAME` works there")
    parser.add_argument("--only", nargs="*", default=[], help="modules of sync/domain to try")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        make_copy(folder)
        names = [f"sync.domain.{module}.*" for module in options.only]
        subprocess.run([sys.executable, "-m", "mutmut", "run", *names], cwd=folder, check=False)
        found = figures(folder)
    print("\n".join([*found.survivors, *lines(found)]))
    return 0 if found.killed >= _WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
