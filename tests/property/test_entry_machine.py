"""The life of an entry, exhaustively: every state, every event, a crash at every statement (SYNC.md §4)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.domain.ids import derived_id
from sync.protocol.messages import Clock, Entry, OutcomeMessage
from sync.replica.entry import EntryEvent, EntryState, step
from sync.replica.journal import Hold, Journal
from tests.property.fuse import Crash, Fuse, put_image, take_image

KEY = bytes(32)
NOW = datetime(2021, 2, 8, 9, tzinfo=UTC)
HELD = Hold("boot-1", 30_000)


def entry_after(journal: Journal) -> Entry:
    """The entry that continues this journal."""
    mid, chain = journal.tail()
    clock = Clock(anchor="", anchor_boot="", anchor_ms=0, boot="boot-1", ms=0, wall="2021-02-08T09:00:00.000000Z")
    entry_id = derived_id("entry", str(mid + 1))
    names = {"name": "job_application.study", "version": 1, "edition": "2021-02-08"}
    return Entry(mid=mid + 1, id=entry_id, args={}, expect={}, clock=clock, prev=chain, **names)  # type: ignore[arg-type]


def outcome(status: str) -> OutcomeMessage:
    """What the server says of the first entry."""
    return OutcomeMessage(mid=1, id=derived_id("entry", "1"), status=status)


def happens(event: EntryEvent, journal: Journal) -> None:
    """The event, as the workstation lets it happen to its first entry."""
    item = journal.get(derived_id("entry", "1"))
    match event:
        case EntryEvent.UNDO:
            if item and item.is_held("boot-1", 0):
                journal.append_undo(1, entry_after(journal), NOW)
        case EntryEvent.SEND:
            journal.mark_sent([1], NOW)
        case EntryEvent.ANSWER:
            journal.mark_answered([outcome("applied")])
        case EntryEvent.PARK:
            journal.mark_answered([outcome("parked")])
        case EntryEvent.PULL:
            journal.close_entries([outcome("applied")], NOW)
        case EntryEvent.RESTORE:
            journal.reopen_after(0)


# How an entry comes into each state, from its recording on.
WAYS: dict[EntryState, tuple[EntryEvent, ...]] = {
    EntryState.RECORDED: (),
    EntryState.HELD: (),
    EntryState.VOID: (EntryEvent.UNDO,),
    EntryState.SENT: (EntryEvent.SEND,),
    EntryState.EXECUTED: (EntryEvent.SEND, EntryEvent.ANSWER),
    EntryState.PARKED: (EntryEvent.SEND, EntryEvent.PARK),
    EntryState.CLOSED: (EntryEvent.SEND, EntryEvent.ANSWER, EntryEvent.PULL),
}


def journal_in(state: EntryState, folder: Path) -> Journal:
    """A journal whose first entry is in this state."""
    folder.mkdir(parents=True)
    journal = Journal(folder / "journal.db", KEY)
    is_held = state in (EntryState.HELD, EntryState.VOID)
    journal.append(NOW, (entry_after(journal), HELD if is_held else None))
    for event in WAYS[state]:
        happens(event, journal)
    item = journal.get(derived_id("entry", "1"))
    assert item is not None
    assert item.state is state
    return journal


def crashed_at(countdown: int, event: EntryEvent, journal: Journal, folder: Path) -> bool:
    """Let the event happen until the n-th statement or commit; whether there were that many."""
    fuse = Fuse(folder, countdown)
    try:
        with fuse.burning():
            happens(event, journal)
    except Crash:
        journal.close()
        put_image(fuse.image, folder)
        return True
    journal.close()
    return False


@pytest.mark.parametrize("state", list(EntryState))
@pytest.mark.parametrize("event", list(EntryEvent))
def test_a_crash_leaves_the_state_before_or_after(state: EntryState, event: EntryEvent, tmp_path: Path) -> None:
    """Wherever the program dies, the entry is there in one of the two states, its chain whole; done is done."""
    after = step(state, event) or state
    countdown, has_crashed = 0, True
    journal_in(state, tmp_path / "before").close()
    while has_crashed:
        countdown += 1
        folder = tmp_path / str(countdown)
        take_image(tmp_path / "before", folder)
        has_crashed = crashed_at(countdown, event, Journal(folder / "journal.db", KEY), folder)
        again = Journal(folder / "journal.db", KEY)
        first, *others = again.recent()[::-1]
        assert first.state in ((state, after) if has_crashed else (after,))
        assert first.is_void == (first.state is EntryState.VOID or state is EntryState.VOID)
        assert len(others) == (EntryState.VOID in (state, first.state))
        assert all(one.entry.prev == first.hash for one in others)
        again.close()
    assert countdown > 1 or event is EntryEvent.UNDO


def test_a_crash_while_recording_keeps_the_entry_or_nothing(tmp_path: Path) -> None:
    """There is no half entry."""
    countdown, lengths = 0, set[int]()
    while True:
        countdown += 1
        folder = tmp_path / str(countdown)
        folder.mkdir()
        journal = Journal(folder / "journal.db", KEY)
        fuse = Fuse(folder, countdown)
        try:
            with fuse.burning():
                journal.append(NOW + timedelta(seconds=1), (entry_after(journal), HELD))
        except Crash:
            journal.close()
            put_image(fuse.image, folder)
        again = Journal(folder / "journal.db", KEY)
        lengths.add(len(again.recent()))
        again.close()
        if not fuse.has_blown:
            break
    assert lengths == {0, 1}
