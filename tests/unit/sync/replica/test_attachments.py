"""Attachments on a workstation: encrypted, whole or not here, kept until the server has them."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from sync.domain.attachments import MOST_BYTES, Resume
from sync.domain.errors import EnvironmentFault, RuleViolation
from sync.replica.attachments import FILE, PIECE, Attachments, Way
from sync.replica.connection import new_key
from sync.replica.files import Beside
from sync.replica.resumes import Place, attach_resume, resume_content, resume_state
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock

CV = b"%PDF-1.7\n" + b"CV de Dave " * 50_000
RESUME = Resume(sha256=hashlib.sha256(CV).hexdigest(), size=len(CV))
APPLICATION = "application-1"


@pytest.fixture
def beside(tmp_path: Path) -> Beside:
    """A profile folder and its key."""
    return Beside(tmp_path, new_key())


@pytest.fixture
def store(beside: Beside, clock: FakeClock) -> Attachments:
    """An empty store."""
    return Attachments(beside, clock)


def item(store: Attachments) -> tuple[Way, int] | None:
    """Where the CV goes, and how much of it is here."""
    found = store.item(RESUME.sha256)
    return None if found is None else (found.way, found.received)


def test_what_is_attached_is_here_and_goes_to_the_server(store: Attachments) -> None:
    """In pieces, each of a bounded size."""
    assert store.attach(CV) == RESUME
    assert store.content(RESUME.sha256) == CV
    assert [due.way for due in store.due()] == [Way.UP]
    assert b"".join(store.piece(RESUME.sha256, at) for at in range(0, len(CV), PIECE)) == CV
    store.delivered(RESUME.sha256, "epoch-1")
    assert store.waiting() == []


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-" + bytes(MOST_BYTES), "resume_too_large"), (b"PK", "resume_not_pdf")]
)
def test_limits_are_refused_when_attaching(store: Attachments, content: bytes, code: str) -> None:
    """Nothing is kept, nothing will be sent."""
    with pytest.raises(RuleViolation) as caught:
        store.attach(content)
    assert caught.value.code == code
    assert store.waiting() == []


def test_nothing_is_here_before_all_its_bytes(store: Attachments) -> None:
    """Half an attachment is none (§12 (15))."""
    store.want(RESUME)
    store.add(RESUME.sha256, CV[:1000])
    assert (store.content(RESUME.sha256), item(store)) == (None, (Way.DOWN, 1000))
    store.add(RESUME.sha256, CV[1000:])
    assert store.content(RESUME.sha256) is None
    assert store.arrived(RESUME.sha256)
    assert (store.content(RESUME.sha256), item(store)) == (CV, (Way.NONE, len(CV)))


def test_what_is_not_what_was_asked_for_is_dropped(store: Attachments) -> None:
    """A server, or somebody between, that sends other bytes; or too many."""
    store.want(RESUME)
    store.add(RESUME.sha256, b"%PDF-1.7 something else")
    assert not store.arrived(RESUME.sha256)
    assert item(store) == (Way.DOWN, 0)
    store.add(RESUME.sha256, bytes(MOST_BYTES + 1))
    assert item(store) == (Way.DOWN, 0)


def test_the_file_tells_nothing(store: Attachments, tmp_path: Path) -> None:
    """Neither bytes nor names of contents can be read without the key."""
    store.attach(CV)
    store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert len(written) > len(CV)
    assert b"CV de Dave" not in written
    assert RESUME.sha256.encode() not in written


def test_it_is_all_there_after_a_restart(beside: Beside, clock: FakeClock) -> None:
    """What waits, how far it came, and its bytes."""
    first = Attachments(beside, clock)
    first.attach(CV)
    first.want(Resume(sha256="a" * 64))
    first.add("a" * 64, b"abc")
    first.close()
    again = Attachments(beside, clock)
    assert again.content(RESUME.sha256) == CV
    assert {(due.way, due.received) for due in again.waiting()} == {(Way.UP, len(CV)), (Way.DOWN, 3)}


def test_a_postponed_attachment_waits_alone(store: Attachments, clock: FakeClock) -> None:
    """Whatever else is due goes."""
    store.attach(CV)
    store.want(Resume(sha256="a" * 64))
    store.postpone(RESUME.sha256, clock.now() + timedelta(minutes=5), "busy")
    assert [due.sha256 for due in store.due()] == ["a" * 64]
    clock.advance(minutes=5)
    told = {due.sha256: (due.tries, due.problem) for due in store.due()}
    assert told == {RESUME.sha256: (1, "busy"), "a" * 64: (0, "")}


def test_a_clock_set_back_keeps_no_attachment_waiting(store: Attachments, clock: FakeClock) -> None:
    """Its next try would be hours away: it is due at once."""
    store.attach(CV)
    store.postpone(RESUME.sha256, clock.now() + timedelta(minutes=5), "server_unreachable")
    clock.advance(hours=-2)
    assert [due.sha256 for due in store.due()] == [RESUME.sha256]


def test_a_server_of_another_epoch_is_offered_it_again(store: Attachments) -> None:
    """It was restored from a backup that may lack it; what came from the server is not ours to give."""
    store.attach(CV)
    store.delivered(RESUME.sha256, "epoch-1")
    store.want(Resume(sha256="a" * 64))
    store.offer_again("epoch-1")
    assert [waiting.way for waiting in store.waiting()] == [Way.DOWN]
    store.offer_again("epoch-2")
    assert [waiting.way for waiting in store.waiting()] == [Way.UP, Way.DOWN]


def test_what_no_row_names_any_more_goes(store: Attachments, clock: FakeClock) -> None:
    """Rights gone, data gone; what was attached here stays until it is sent, and 45 days."""
    store.want(Resume(sha256="a" * 64))
    store.attach(CV)
    store.keep_only({"b" * 64})
    assert store.item("a" * 64) is None
    clock.advance(days=60)
    store.keep_only(set())
    assert store.content(RESUME.sha256) == CV
    store.delivered(RESUME.sha256, "epoch-1")
    store.keep_only(set())
    assert item(store) is None


def test_a_damaged_file_is_left_as_it_is(beside: Beside, clock: FakeClock, tmp_path: Path) -> None:
    """It may hold what exists nowhere else."""
    (tmp_path / FILE).write_bytes(b"damage" * 1000)
    with pytest.raises(EnvironmentFault) as caught:
        Attachments(beside, clock).attach(CV)
    assert caught.value.code == "attachments_unreadable"
    assert (tmp_path / FILE).read_bytes() == b"damage" * 1000


def test_a_member_joins_and_reads_a_resume(workstation: Workstation) -> None:
    """At once, offline; the row names it, and it says that the server lacks it."""
    assert resume_state(workstation, APPLICATION).place is Place.NONE
    attach_resume(workstation, APPLICATION, CV)
    state = resume_state(workstation, APPLICATION)
    assert (state.place, state.sha256, state.size) == (Place.SENDING, RESUME.sha256, len(CV))
    assert resume_content(workstation, APPLICATION) == CV


def test_after_the_lease_only_what_was_not_sent_stays(
    workstation: Workstation, clock: FakeClock, tmp_path: Path, key: bytes
) -> None:
    """Rows are gone, and with them the CVs that came with them (SYNC.md §6)."""
    workstation.note_synced()
    attach_resume(workstation, APPLICATION, CV)
    workstation.attachments.want(Resume(sha256="a" * 64))
    workstation.close()
    clock.advance(days=61)
    again = Workstation.open(tmp_path / "alice", key, clock)
    assert [waiting.way for waiting in again.attachments.waiting()] == [Way.UP]
    with pytest.raises(EnvironmentFault, match="lease_locked"):
        resume_content(again, APPLICATION)
    again.close()
