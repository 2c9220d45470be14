"""Pictures of every page and dialog, in every palette and size of text: `python -m tests.gui.screens OUTDIR`.

To be looked at, and kept with a build. Names say what they show: `candidatures-dark-150.png`.
"""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.app import make_application, open_window
from desktop.controllers.office import Office
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.theme.tokens import PALETTE_NAMES
from tests.gui.tour import DIALOGS, PAGES, choose_something, dialog_of, lay_out, on
from tests.kit import garden
from tests.kit.wires import no_server

ZOOMS = (100, 150, 200)


def draw(out: Path, app: QApplication, office: Office) -> int:
    """Write every picture; how many there are."""
    window = open_window(office, Settings())
    window.resize(1440, 900)
    window.show()
    choose_something(office)
    count = 0
    for palette in PALETTE_NAMES:
        for zoom in ZOOMS:
            theme.apply(app, palette, zoom / 100)
            for name in PAGES:
                on(window, office, name)
                window.grab().save(str(out / f"{name}-{palette}-{zoom}.png"))
                count += 1
    for name, open_dialog in DIALOGS.items():
        for palette, zoom in (("light", 100), ("dark", 100), ("light", 200)):
            theme.apply(app, palette, zoom / 100)
            open_dialog(window, office)
            office.settle()
            lay_out()
            window.grab().save(str(out / f"dialogue-{name}-{palette}-{zoom}.png"))
            dialog_of(window).dismiss()  # type: ignore[attr-defined]
            lay_out()
            count += 1
    window.close()
    return count


def main() -> int:
    """Draw over a workstation of invented people."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application(sys.argv[:1], Settings())
    with tempfile.TemporaryDirectory() as folder:
        workstation, _ = garden.workstation(Path(folder) / "profile", with_issues=True)
        office = Office(workstation, no_server, None)
        office.settle()
        try:
            sys.stdout.write(f"{draw(out, app, office)} pictures in {out}\n")
        finally:
            office.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
