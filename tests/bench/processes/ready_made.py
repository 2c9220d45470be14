"""One bootstrap from a ready-made file; prints its figures."""

import json
import sys
import tempfile
import time
from pathlib import Path

from sync.replica.connection import new_key
from tests.bench.ready_made import fetch_ready_made


def main(url: str, folder: Path) -> None:
    """Fetch and encrypt the file once."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        start = time.perf_counter()
        received = fetch_ready_made(f"{url}/floor/file.zst", Path(place), new_key())
        seconds = time.perf_counter() - start
    print(json.dumps({"file_seconds": seconds, "file_megabytes": received / 1e6}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
