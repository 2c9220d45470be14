"""The shipped program in a process of its own, telling what a person would see: `driven.py STATE_FILE [arguments]`.

It runs `desktop.__main__.main` as it is. A timer writes what is on screen to a file, for a test that only has keys.
"""

import json
import sys
from pathlib import Path
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QListView, QRadioButton, QTableView, QWidget

from desktop import app as application
from desktop.__main__ import main
from desktop.views.palette import Palette
from desktop.views.window import MainWindow

LOOK_EVERY_MS = 40


class Eyes:
    """What is on screen, written whenever it changes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = ""
        self._moves = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._count)

    def _count(self) -> None:
        self._moves += 1

    def look(self) -> None:
        """Write the state, whole or not at all."""
        now = json.dumps(_state() | {"moves": self._moves}, ensure_ascii=False)
        if now != self._before:
            self._before = now
            draft = self._file.with_suffix(".new")
            draft.write_text(now, encoding="utf-8")
            draft.replace(self._file)


def _state() -> dict[str, object]:
    focus, front = QApplication.focusWidget(), QApplication.activeWindow()
    state: dict[str, object] = {
        "window": type(front).__name__ if front else "",
        "title": front.windowTitle() if front else "",
        "focus": _name(focus),
        "focus_kind": type(focus).__name__ if focus else "",
        "chosen": _chosen(focus),
    }
    return state | (_of_window(front) if isinstance(front, MainWindow) else {})


def _of_window(window: MainWindow) -> dict[str, object]:
    office = window._office  # noqa: SLF001 - eyes see what the window is made of
    record = office.record.record
    return {
        "page": window.current_page,
        "dialog": window.dialog.title.text() if window.dialog else "",
        "act": window.dialog.confirm.text() if window.dialog else "",
        "blocked": str(window.dialog.confirm.property("blocked") or "") if window.dialog else "",
        "notice": str(office.acts.notice.words) if office.acts.notice else "",
        "offered": _first_offer(window),
        "record": f"{record.person.last_name} {record.person.first_name}" if record else "",
        "record_state": str(record.application.state) if record else "",
        "checked": len(office.applications.checked),
        "issues": office.window.counts.issues,
        "pending": office.sync_state.reading.pending,
        "sync": office.sync_state.sentence,
        "is_idle": office.store.is_idle and not office.sync.is_running,
        "issue": office.inbox.current_id,
        "undo": office.acts.can_undo,
    }


def _first_offer(window: MainWindow) -> str:
    """The line Enter would choose in the palette, "" while it is closed or its people are still looked for."""
    shown = [part for part in window.findChildren(Palette) if part.isVisible()]
    controller = window._office.upkeep.palette  # noqa: SLF001 - as above
    if not shown or not controller.is_settled or not controller.model.rowCount():
        return ""
    row = controller.model.row(controller.model.key_at(0))
    return str(getattr(row, "title", ""))


def _name(part: QWidget | None) -> str:
    return QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name) if part else ""


def _chosen(part: QWidget | None) -> str:
    """The row, or the reason, that has the keyboard."""
    if isinstance(part, QListView | QTableView):
        return str(part.model().data(part.currentIndex(), 0x0B) or "")
    return str(part.isChecked()) if isinstance(part, QRadioButton) else ""


def _run() -> int:
    state, *arguments = sys.argv[1:]
    eyes: list[Eyes] = []
    make = application.make_application

    def make_and_look(*given: object) -> QApplication:
        made = make(*given)  # type: ignore[arg-type]
        eyes.append(Eyes(Path(state)))
        return made

    application.make_application = make_and_look  # type: ignore[assignment]
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_run())
