"""The store thread answers in the GUI thread, the latest wins, and hidden screens only go stale."""

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.runtime.change_bus import ChangeBus, Watch
from desktop.runtime.errand import Errand
from desktop.runtime.store_worker import Lane, Store, wait_for
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.changes import ChangeSet
from sync.replica.workstation import Workstation
from tests.kit import garden

TOUCHED = ChangeSet(frozenset({("job_applications", "a")}))


@pytest.fixture
def store(qapp: object, tmp_path: Path) -> Iterator[Store]:
    """A store over alice's workstation, in a running program."""
    assert qapp
    workstation, _ = garden.workstation(tmp_path / "profile")
    made = Store(workstation)
    yield made
    made.close()
    workstation.close()


def test_a_store_that_nobody_closed_ends_no_program(qapp: object, tmp_path: Path) -> None:
    """Collected while its threads run, it is forgotten and no more."""
    assert qapp
    workstation, _ = garden.workstation(tmp_path / "profile")
    Store(workstation)
    gc.collect()
    threads = [each for each in gc.get_objects() if isinstance(each, QThread) and each.isRunning()]
    assert {thread.objectName() for thread in threads} == {"store", "aside"}
    for thread in threads:
        thread.quit()
        thread.wait()
    workstation.close()


class Notes:
    """Everything a lane said, with the thread that heard it."""

    def __init__(self, lane: Lane) -> None:
        self.heard: list[object] = []
        self.threads: set[int] = set()
        for signal in (lane.done, lane.refused, lane.failed):
            signal.connect(self.note)

    def note(self, what: object) -> None:
        """An answer came."""
        self.heard.append(what)
        self.threads.add(threading.get_ident())


def test_work_is_done_elsewhere_and_answered_here(store: Store) -> None:
    """The GUI thread never runs a request, and always hears its answer."""
    lane = Lane(store, latest=False)
    notes = Notes(lane)
    lane.ask(lambda _: threading.get_ident())
    assert wait_for(lambda: store.is_idle)
    assert notes.heard != [threading.get_ident()]
    assert notes.threads == {threading.get_ident()}


def test_what_is_counted_aside_keeps_nobody_waiting(store: Store) -> None:
    """A list is answered while figures are still being read."""
    may_end = threading.Event()
    figures, rows = Lane(store, aside=True), Lane(store)
    told, listed = Notes(figures), Notes(rows)
    figures.ask(lambda _: may_end.wait(30))
    rows.ask(lambda _: "rows")
    assert wait_for(lambda: listed.heard == ["rows"])
    assert told.heard == []
    may_end.set()
    assert wait_for(lambda: store.is_idle)
    assert told.heard == [True]


def test_only_the_latest_answer_counts(store: Store) -> None:
    """While a person types, answers to what they had typed before are dropped."""
    lane = Lane(store)
    notes = Notes(lane)
    for number in range(20):
        lane.ask(lambda _, number=number: number)  # type: ignore[misc]
    assert wait_for(lambda: store.is_idle)
    assert notes.heard == [19]


def test_typing_waits_for_a_pause(store: Store) -> None:
    """With a delay, a burst is one request."""
    lane = Lane(store, delay_ms=20)
    ran: list[int] = []
    for number in range(5):
        lane.ask(lambda _, number=number: ran.append(number))  # type: ignore[misc]
    assert wait_for(lambda: store.is_idle)
    assert ran == [4]


def raise_(error: Exception) -> object:
    """Raise inside a request."""
    raise error


def test_refusals_and_faults_come_back_apart(store: Store) -> None:
    """A rule that says no and a machine that fails are different answers."""
    lane = Lane(store, latest=False)
    notes = Notes(lane)
    lane.ask(lambda _: raise_(RuleViolation("undo_too_late")))
    lane.ask(lambda _: raise_(EnvironmentFault("disk_full")))
    assert wait_for(lambda: store.is_idle)
    assert [type(each) for each in notes.heard] == [RuleViolation, EnvironmentFault]


@pytest.mark.logs_error("store_request_failed")
def test_a_bug_in_a_request_is_told_and_the_thread_lives(store: Store) -> None:
    """The next request is answered all the same."""
    lane = Lane(store, latest=False)
    notes = Notes(lane)
    lane.ask(lambda _: raise_(KeyError("bug")))
    lane.ask(lambda workstation: workstation.profile.user_name)
    assert wait_for(lambda: store.is_idle)
    assert isinstance(notes.heard[0], EnvironmentFault)
    assert notes.heard[1] == garden.ALICE.display_name


@pytest.mark.usefixtures("qapp")
def test_a_closed_store_drops_what_waits(tmp_path: Path) -> None:
    """Closing does not wait for a queue."""
    workstation, _ = garden.workstation(tmp_path / "profile")
    store = Store(workstation)
    lane = Lane(store, latest=False)
    started = threading.Event()

    def first(_: Workstation) -> None:
        started.set()

    lane.ask(first)
    started.wait(5)
    for _ in range(100):
        lane.ask(lambda _: None)
    store.close()
    assert store.is_idle
    workstation.close()


@pytest.mark.usefixtures("qapp")
def test_a_hidden_screen_goes_stale_and_reads_when_shown() -> None:
    """A change costs nothing until somebody looks."""
    bus = ChangeBus()
    watch = Watch(bus, ("job_applications",))
    reads: list[None] = []
    watch.due.connect(lambda: reads.append(None))
    watch.show()
    watch.hide()
    bus.publish(TOUCHED)
    assert (len(reads), watch.is_stale) == (1, True)
    watch.show()
    assert (len(reads), watch.is_stale) == (2, False)


def test_only_watched_tables_matter(qtbot: QtBot) -> None:
    """A change of passes leaves the jobs alone; a rebuild concerns everybody."""
    bus = ChangeBus()
    watch = Watch(bus, ("passes",))
    watch.show()
    with qtbot.assertNotEmitted(watch.due):
        bus.publish(TOUCHED)
        bus.publish(ChangeSet())
    with qtbot.waitSignal(watch.due):
        bus.publish(ChangeSet(everything=True))


def test_an_errand_that_nobody_keeps_ends_by_itself(qapp: object) -> None:
    """Its window may go while it runs: the thread goes on to its end, and the program with it."""
    assert qapp
    may_end, has_ended = threading.Event(), threading.Event()

    def work() -> None:
        if may_end.wait(10):
            has_ended.set()

    Errand().run(work)
    gc.collect()
    may_end.set()
    assert has_ended.wait(10)


class Knot:
    """Something that only the collector can let go: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("qapp")
def test_what_holds_itself_is_let_go_while_collections_are_off() -> None:
    """The timer of the GUI thread collects in their place, young things first."""
    assert not gc.isenabled()
    knots = [weakref.ref(Knot()) for _ in range(2_000)]
    assert wait_for(lambda: all(knot() is None for knot in knots))
