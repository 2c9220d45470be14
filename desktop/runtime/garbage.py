"""What threads share in Python, arranged for the GUI thread: the garbage collector and the interpreter's lock.

A collection that starts in another thread destroys Qt objects there, and the program with them. So automatic
collections are off while worker threads exist, and a timer of the GUI thread makes them.
"""

import gc
import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_INTERVAL_MS = 1000
_OLDEST = 2
# As in CPython's own rule: what survived for long is looked at again once there is a quarter more of it. A look at all
# of it blocks the window for as long as it takes, 70 ms over 100,000 applications with every page open.
_GROWN = 1.25


class _Collector(QObject):
    """A child of the application: it ends with it."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        if gc.isenabled():  # not in a program that put collections off until its window is there
            gc.collect()
        # What the imports made stays for good: no later collection looks at it again.
        gc.freeze()
        gc.disable()
        # A worker that computes gives the interpreter back after 0.2 ms instead of 5. A paint takes it up again dozens
        # of times, once for each row that Python describes, and waits as long each time.
        sys.setswitchinterval(0.0002)
        self._survived = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_INTERVAL_MS)

    def _collect(self) -> None:
        """The oldest generation that is due, as the automatic collector would."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, threshold) in enumerate(due) if count > threshold]
        if not generations:
            return
        if generations[-1] < _OLDEST:
            gc.collect(generations[-1])
        elif len(gc.get_objects(generation=_OLDEST)) < self._survived * _GROWN:
            gc.collect(_OLDEST - 1)
        else:
            gc.collect()
            self._survived = len(gc.get_objects(generation=_OLDEST))


def collect_in_gui_thread() -> None:
    """Called in the GUI thread before any worker thread starts; further calls do nothing."""
    application = QCoreApplication.instance()
    if application is not None and application.findChild(_Collector) is None:
        _Collector(application)
