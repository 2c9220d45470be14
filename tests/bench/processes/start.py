"""The program from its command line to a list of Candidatures on screen: `FOLDER KEY BEGAN`; prints one line of JSON.

BEGAN is the machine's monotonic clock as it was when the process was asked for; KEY the data key in hexadecimal. The
memory is that of the whole process after every page was shown once.
"""

import gc
import json
import sys
import time
from pathlib import Path

gc.disable()  # as the command `passerelle` does before it loads the window

from desktop.app import make_application, open_window  # noqa: E402
from desktop.controllers.office import Office  # noqa: E402
from desktop.runtime.store_worker import wait_for  # noqa: E402
from desktop.settings import Settings  # noqa: E402
from desktop.views.places import RAIL  # noqa: E402
from sync.replica.clock import SystemClock  # noqa: E402
from sync.replica.workstation import Workstation  # noqa: E402
from tests.bench.memory import resident_megabytes  # noqa: E402

_LONGEST_S = 120.0


def main(folder: Path, key: bytes, began: float) -> None:
    """Start, show the list, then every page."""
    app = make_application(["bench"], Settings())
    office = Office(Workstation.open(folder, key, SystemClock()), listen=None)
    window = open_window(office, Settings())
    window.show()
    window.show_page("applications")
    model = office.applications.model
    wait_for(lambda: model.rowCount() > 0 and model.data(model.index(0, 0), model.ID_ROLE - 1) is not None, _LONGEST_S)
    window.applications.list.rows.viewport().repaint()
    seconds = time.monotonic() - began
    for key_of_page in [item.key for group in RAIL for item in group]:
        window.show_page(key_of_page)
        office.settle(_LONGEST_S)
        app.processEvents()
    window.show_page("applications")
    office.settle(_LONGEST_S)
    print(json.dumps({"start_seconds": seconds, "rss_megabytes": resident_megabytes()}), flush=True)
    window.close()
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), float(sys.argv[3]))
