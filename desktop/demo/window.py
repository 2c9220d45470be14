"""The demonstration with a window: today's date, a counsellor signed in, a server on this machine."""

from desktop.app import open_window
from desktop.demo.screens import dressed_application
from desktop.demo.stage import Setting, Stage
from desktop.demo.story import ALICE
from desktop.settings import Settings
from sync.replica.clock import SystemClock


def show_window(setting: Setting) -> int:
    """Show Alice's workstation until its window is closed; the exit status."""
    application = dressed_application()
    stage = Stage(setting, SystemClock())
    stage.connect()
    office = stage.enrol(ALICE, "alice", hears=True)
    office.sync_once()
    window = open_window(office, Settings())
    window.setWindowTitle("Passerelle – démonstration")
    window.show()
    office.start()
    status = application.exec()
    office.close()
    stage.cut()
    return status
