"""The icon beside the clock of the system: a bonus, nothing is there that the window has not."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop.views.theme.current import current

_SHOWN_MS = 10_000


class Tray(QSystemTrayIcon):
    """Emits `wanted(key)`: a page to open, or `lock`."""

    wanted = Signal(str)

    def __init__(self, window: QWidget) -> None:
        theme = current()
        super().__init__(theme.icon("id-card", theme.colours.accent), window)
        self.setToolTip("Passerelle")
        self._menu = QMenu(window)
        for key, words in (("home", "Ouvrir Passerelle"), ("deadlines", "Échéancier"), ("lock", "Verrouiller")):
            action = QAction(words, self._menu)
            action.setObjectName(key)
            action.triggered.connect(self._choose)
            self._menu.addAction(action)
        self.setContextMenu(self._menu)
        self.activated.connect(self._open)
        self.messageClicked.connect(self._open_deadlines)

    def tell(self, sentence: str) -> None:
        """Show a reminder; it names nobody."""
        self.showMessage("Passerelle", sentence, QSystemTrayIcon.MessageIcon.Information, _SHOWN_MS)

    def _choose(self) -> None:
        self.wanted.emit(self.sender().objectName())

    def _open(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if why is QSystemTrayIcon.ActivationReason.Trigger:
            self.wanted.emit("home")

    def _open_deadlines(self) -> None:
        self.wanted.emit("deadlines")
