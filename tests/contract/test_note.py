"""The note outside the database: a backup put in its place is noticed, and no number comes twice (SYNC.md §1.9)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import pytest

from sync.domain.hiring import Accept
from sync.domain.passes import Pass
from sync.domain.rulebook import parse
from sync.resources import read_text
from sync.server import keeping
from sync.server.central import Central
from sync.server.note import Note, UnreadableNoteError
from sync.server.settings import Settings
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device, people
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, DAVE, RULES_2021, application, diagnosis

TODAY = date(2021, 2, 8)
BackUp = Callable[[str], str]


@dataclass
class Life:
    """One server after another, on whatever database is put in its place, with one note or none."""

    settings: Settings
    clock: FakeClock

    @contextmanager
    def runs(self, *, ends_well: bool = True) -> Iterator[Central]:
        """A server that begins as a started one does; a power cut ends it unless it ends well."""
        central = Central(self.settings, self.clock)
        try:
            keeping.resume(central)
            yield central
            if ends_well:
                keeping.part(central)
        finally:
            central.close()

    def put_back(self, database_url: str) -> None:
        """From now on the server runs on this database."""
        self.settings = replace(self.settings, database_url=database_url)


@pytest.fixture
def life(database_url: str, clock: FakeClock, tmp_path: Path) -> Life:
    """A server with everybody at their place, and a note on another disk."""
    begun = Life(Settings(database_url=database_url, note_file=str(tmp_path / "elsewhere.note")), clock)
    with begun.runs() as central:
        people(central)
    return begun


def _hire(central: Central, name: str) -> str:
    """Hire somebody new; the number of their PASS."""
    person = replace(DAVE, id=f"seeker-{name}", pole_emploi_id=f"{crc32(name.encode()) % 10**7:07}B")
    with central.work() as unit:
        unit.world.put(person)
        unit.world.put(diagnosis(id=f"diagnosis-{name}", job_seeker_id=person.id))
        unit.world.put(application(id=f"of-{name}", job_seeker_id=person.id))
    accept = Accept(
        job_application_id=f"of-{name}",
        hiring_starts_on=TODAY,
        hiring_ends_on=TODAY + timedelta(days=180),
        pass_id=f"pass-{name}",
    )
    assert Device(central, ALICE).act(accept).status == "applied"
    with central.reading() as connection:
        (issued,) = SqlWorld(connection, Unwatched()).find(Pass, id=f"pass-{name}")
    return str(issued.number)


def _restored_after_hires(life: Life, back_up: BackUp, *, ends_well: bool) -> tuple[list[str], list[str]]:
    """The numbers issued before a backup was put in place, and those issued on the backup."""
    with life.runs() as central:
        before = [_hire(central, "before")]
    backup = back_up(life.settings.database_url)
    with life.runs(ends_well=ends_well) as central:
        before += [_hire(central, f"lost-{number}") for number in range(3)]
    life.put_back(backup)
    with life.runs() as central:
        return before, [_hire(central, f"after-{number}") for number in range(2)]


@pytest.mark.parametrize("ends_well", [True, False])
def test_no_number_comes_twice_after_a_backup_was_restored(life: Life, backed_up: BackUp, *, ends_well: bool) -> None:
    """Whether the server noted its end or was cut off in the minute after its last note."""
    before, after = _restored_after_hires(life, backed_up, ends_well=ends_well)
    assert len({*before, *after}) == len(before) + len(after)
    assert min(after) > max(before)


def test_without_the_note_numbers_do_come_twice(life: Life, backed_up: BackUp) -> None:
    """The control: the same story, and nothing outside the database remembers."""
    life.settings = replace(life.settings, note_file="")
    before, after = _restored_after_hires(life, backed_up, ends_well=False)
    assert set(before) & set(after)


def test_the_last_number_is_known_even_when_the_series_goes_on_without_a_year(life: Life, backed_up: BackUp) -> None:
    """The edition of 2026 counts over everything ever issued."""
    rules = parse(read_text("rulebook", "2026-08-21.toml"))
    backup = backed_up(life.settings.database_url)
    with life.runs(ends_well=False) as central, central.work() as unit:
        lost = central.ledger(unit.connection).pass_number(RULES_2021, TODAY)
    life.put_back(backup)
    with life.runs() as central, central.work() as unit:
        assert central.ledger(unit.connection).pass_number(rules, TODAY) > lost


def test_a_database_behind_the_note_begins_a_new_epoch(life: Life, backed_up: BackUp) -> None:
    """Before anybody shows a cursor; the same database started again goes on in its own."""
    backup = backed_up(life.settings.database_url)
    with life.runs() as central:
        epoch = central.epoch
        _hire(central, "lost")
    with life.runs() as central:
        assert central.epoch == epoch
    life.put_back(backup)
    with life.runs() as central:
        assert central.epoch != epoch
        anew = central.epoch
    with life.runs() as central:
        assert central.epoch == anew


def test_two_servers_of_one_database_raise_no_alarm(life: Life) -> None:
    """Each notes what it sees; the other one may see a moment more."""
    with life.runs() as first, life.runs() as second:
        epoch = first.epoch
        for central in (first, second, second, first):
            keeping.note(central)
            _hire(central, f"{id(central)}-{central.note.reserved()}-{life.clock.now()}")
            life.clock.advance(seconds=1)
            keeping.note(central)
        assert (first.epoch, second.epoch) == (epoch, epoch)


def test_an_epoch_begun_by_one_server_is_the_others_too(life: Life) -> None:
    """Within a minute, with a note or without."""
    for note_file in (life.settings.note_file, ""):
        life.settings = replace(life.settings, note_file=note_file)
        with life.runs() as first, life.runs() as second:
            first.begin_epoch()
            keeping.note(second)
            assert second.epoch == first.epoch


def test_a_server_that_ends_takes_nothing_back_from_another(life: Life, backed_up: BackUp) -> None:
    """What the other one goes on to issue is noted before it is given."""
    backup = backed_up(life.settings.database_url)
    with life.runs(ends_well=False) as stays:
        with life.runs():
            _hire(stays, "first")
        last = _hire(stays, "second")
    life.put_back(backup)
    with life.runs() as central:
        assert _hire(central, "after") > last


def test_an_orderly_end_wastes_no_number(life: Life) -> None:
    """What was set aside ahead is given back."""
    with life.runs() as central:
        first = _hire(central, "first")
    with life.runs() as central:
        assert int(_hire(central, "second")) == int(first) + 1


def test_no_number_is_given_that_cannot_be_noted(life: Life) -> None:
    """The act waits: nothing is counted against it, as with a full disk."""
    life.settings = replace(life.settings, note_file=f"{life.settings.note_file}/not-a-folder")
    central = Central(life.settings, life.clock)
    with pytest.raises(OSError, match="not-a-folder"):
        _hire(central, "dave")
    central.close()


def test_a_note_that_cannot_be_read_stops_the_server(tmp_path: Path) -> None:
    """Rather than issuing numbers again."""
    note = Note(tmp_path / "note")
    note.reserve("999992100001")
    (tmp_path / "note-numbers").write_bytes(b"{")
    with pytest.raises(UnreadableNoteError):
        note.reserved()
