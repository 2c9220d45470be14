"""`python -m tests.corpus [VERSION]`: freezes the commands that the corpus lacks, and a profile of VERSION."""

import sys
import tempfile
from pathlib import Path

from tests.corpus import profiles, shapes

if __name__ == "__main__":
    print("commands:", *(shapes.freeze() or ["nothing new"]))
    for version in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as scratch:
            profiles.freeze(version, Path(scratch))
        print("profile:", version)
