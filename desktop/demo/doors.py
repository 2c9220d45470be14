"""Pictures of what stands before the window: the first launch, the first reception, the lock."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import DOORSTEP
from desktop.controllers.signing import SignIn, Surroundings, Unlock
from desktop.demo.stage import MemoryRing
from desktop.paths import Paths
from desktop.settings import Settings
from desktop.texts import french
from desktop.views.doorstep import PROTECTION
from desktop.views.signin import BootstrapWindow, SignInWindow
from desktop.views.unlock import UnlockWindow
from sync.replica.clock import Clock

_SERVER, _EMAIL = "https://passerelle.exemple.fr", "alice@grandclos.example"
_RECEIVED, _ANNOUNCED = 310, 500
_UNSENT = 3
_LAYOUT_TURNS = 10


def keep_doors(out: Path, nowhere: Path, clock: Clock) -> None:
    """Write the pictures; `nowhere` is a folder that holds no profile and gets none."""
    around = Surroundings(paths=Paths(nowhere), ring=MemoryRing(), clock=clock, device_name="demonstration")
    for name, door in _doors(around):
        door.resize(*DOORSTEP)
        door.show()
        for _ in range(_LAYOUT_TURNS):
            QApplication.processEvents()
        door.grab().save(str(out / f"{name}.png"))
        door.close()


def _doors(around: Surroundings) -> Iterator[tuple[str, QWidget]]:
    sign_in, unlock = SignIn(around, french()), Unlock(around, french())
    settings = Settings(server_url=_SERVER, email=_EMAIL)
    yield "premier-lancement-1-serveur", SignInWindow(sign_in, settings)
    protecting = SignInWindow(sign_in, settings)
    protecting.show_step(PROTECTION)
    protecting.choose_both()
    yield "premier-lancement-3-protection", protecting
    receiving = BootstrapWindow()
    receiving.show_bytes(_RECEIVED, _ANNOUNCED)
    yield "premier-lancement-4-reception", receiving
    yield "verrouillage", UnlockWindow(unlock, _UNSENT)
