"""Saying something to screen readers that no part with the keyboard tells: how a long work ended."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(part: QWidget, sentence: str) -> None:
    """Have a screen reader say a sentence once it has finished the one under way."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(part, sentence))
