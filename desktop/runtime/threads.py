"""Threads that outlive whoever lost them."""

from PySide6.QtCore import QThread

_started: list[QThread] = []


def start(thread: QThread, name: str) -> None:
    """Start a thread under a name, and keep it until it ends.

    Qt ends the whole program when a thread that runs is destroyed, be it by a window that closes too early.
    """
    thread.setObjectName(name)
    thread.start()
    _started[:] = [each for each in _started if each.isRunning()] + [thread]
