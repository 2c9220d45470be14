"""A replica built from parts: several scopes, odd values, an index like the one made from rows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import zstandard
from sqlalchemy import text

from sync.domain.job_applications import Comment
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.protocol.codec import encode
from sync.protocol.messages import Manifest
from sync.protocol.problems import BAD_HASH, BAD_REQUEST, Refused
from sync.replica.connection import new_key
from sync.replica.files import BOOTSTRAP_FILE
from sync.replica.load import batches
from sync.replica.parts import PartStore
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, EI, LONG_AGO, application
from tests.kit.pulls import HandMadeServer
from tests.kit.snapshots import batch_of, part_of, snapshot_of

KEY = new_key()
FIRST, SECOND = f"employer:{ACI.id}", f"employer:{EI.id}"
MOVED = replace(DAVE, city="Nancy")
JOB = JobDescription(
    id="job-1",
    employer_id=ACI.id,
    appellation_id="11987",
    custom_name="Maraîcher",
    created_at=LONG_AGO,
    updated_at=LONG_AGO,
)
COOK = Appellation(id="11987", label="Aide agricole", rome_code="A1402", rome_label="Agriculture")


@pytest.fixture
def workstation(tmp_path: Path) -> Workstation:
    """Alice's, with nothing in it yet."""
    opened = Workstation.open(tmp_path / "profile", KEY, FakeClock())
    opened.save_profile(Profile(user_id=ALICE.id, user_name=ALICE.display_name))
    return opened


def _bootstrap(workstation: Workstation, *snapshots: tuple[Manifest, bytes], beside: bool = True) -> None:
    bootstrap = workstation.bootstrap
    bootstrap.store.begin([manifest for manifest, _ in snapshots])
    build = bootstrap.build()
    for manifest, content in snapshots:
        build.load(manifest.scope, content)
    bootstrap.install(build.finish(), "all")
    bootstrap.index(build.side() if beside else None)
    bootstrap.finish()
    build.drop()


def _one(workstation: Workstation, query: str) -> object:
    with workstation.reading() as connection:
        return connection.execute(text(query)).scalar_one()


def _found(workstation: Workstation, words: str) -> object:
    return _one(workstation, f"SELECT count(*) FROM search WHERE search MATCH '{words}'")  # noqa: S608 - a test's words


def test_a_person_of_two_employers_is_one_row_of_both(workstation: Workstation) -> None:
    """Both scopes count the row, and it stays while one of them holds it."""
    _bootstrap(workstation, snapshot_of(FIRST, DAVE, application()), snapshot_of(SECOND, DAVE))
    assert workstation.meta()["disagreeing"] == ""
    assert workstation.mender.audit() == []
    assert _one(workstation, "SELECT count(*) FROM job_seekers") == 1
    server = HandMadeServer()
    server.put(FIRST, DAVE, application())
    workstation.apply(server.pull({}), is_full=False)
    assert workstation.meta()["disagreeing"] == ""
    assert _one(workstation, "SELECT count(*) FROM job_seekers") == 1


@pytest.mark.parametrize("versions", [(DAVE, MOVED), (MOVED, DAVE)], ids=["second newer", "first newer"])
def test_two_snapshots_of_two_moments_agree_after_the_next_pull(
    workstation: Workstation, versions: tuple[object, object]
) -> None:
    """Whichever version came first stands; the scope that lagged behind brings the later one: no false alarm."""
    _bootstrap(workstation, snapshot_of(FIRST, versions[0]), snapshot_of(SECOND, versions[1]))
    assert workstation.meta()["disagreeing"] == ""
    server = HandMadeServer()
    for scope in (FIRST, SECOND):
        server.put(scope, MOVED)
    behind = FIRST if versions[0] == DAVE else SECOND
    workstation.apply(server.pull({behind: {("job_seekers", DAVE.id)}}), is_full=False)
    assert workstation.meta()["disagreeing"] == ""
    assert workstation.mender.audit() == []
    assert _one(workstation, "SELECT city FROM job_seekers") == "Nancy"


def test_a_snapshot_that_lacks_a_row_is_noticed(workstation: Workstation) -> None:
    """The scope is left to repair, like one that a pull left wrong."""
    manifest, _ = snapshot_of(FIRST, DAVE, application())
    _, content = part_of(DAVE)
    _bootstrap(workstation, (manifest, content))
    assert workstation.mender.disagreeing() == [FIRST]


@pytest.mark.parametrize("name", ["O'Neil", "100 % ?", ":id", "\N{GRINNING FACE}", 'a "b" \\', "x" * 5_000, "a\0b"])
def test_values_arrive_as_they_are(workstation: Workstation, name: str) -> None:
    """Those that a whole batch shares too, although they stand in the statement."""
    people = [replace(DAVE, id=f"seeker-{number}", last_name=name) for number in range(3)]
    _bootstrap(workstation, snapshot_of(FIRST, *people))
    with workstation.reading() as connection:
        assert set(connection.execute(text("SELECT last_name FROM job_seekers")).scalars()) == {name}
    assert workstation.mender.audit() == []


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "from the rows"])
def test_both_ways_of_indexing_find_the_same(workstation: Workstation, *, beside: bool) -> None:
    """Names, message, notes, the job's own name and its appellation, from whatever scope and part they came."""
    note = Comment(
        id="comment-1",
        job_application_id="application-1",
        employer_id=ACI.id,
        user_id=ALICE.id,
        user_name="",
        body="Rappeler jeudi",
        created_at=LONG_AGO,
    )
    mine = snapshot_of(FIRST, JOB, DAVE, application(job_description_ids=("job-1",)), note)
    _bootstrap(workstation, mine, snapshot_of("reference", COOK), beside=beside)
    words = ("bernard dave", "manoeuvre OR cherche", "jeudi", "maraicher", "agricole", "absent")
    assert [_found(workstation, word) for word in words] == [1, 1, 1, 1, 1, 0]
    assert workstation.meta()["search"] == "ready"


def test_names_that_are_no_text_are_indexed_from_the_rows(workstation: Workstation) -> None:
    """What the index beside does not understand stops nothing: it is made late, as if it had been lost."""
    odd = batch_of([DAVE])
    values = [[5] if name == "last_name" else column for name, column in zip(odd.columns, odd.values, strict=True)]
    manifest, content = snapshot_of(FIRST, application())
    people = zstandard.ZstdCompressor().compress(encode(msgspec.structs.replace(odd, values=values)))
    bootstrap = workstation.bootstrap
    bootstrap.store.begin([manifest])
    build = bootstrap.build()
    for part in (people, content):
        build.load(FIRST, part)
    bootstrap.install(build.finish(), "all")
    assert build.side() is None
    bootstrap.index(build.side())
    build.drop()
    assert (_found(workstation, "5"), _found(workstation, "dave")) == (1, 1)


def test_a_built_replica_lacks_no_index(workstation: Workstation) -> None:
    """Every index, those made last included, in the small replica as in the complete one."""
    whole = "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE type = 'index' ORDER BY name)"
    expected = _one(workstation, whole)
    manifest, content = snapshot_of(FIRST, DAVE, application())
    bootstrap = workstation.bootstrap
    bootstrap.store.begin([manifest])
    build = bootstrap.build()
    build.load(FIRST, content)
    bootstrap.install(build.fork(), "open")
    assert _one(workstation, whole) == expected
    bootstrap.install(build.finish(), "all")
    assert _one(workstation, whole) == expected
    build.drop()


def test_an_index_a_crash_left_unmade_is_made_later(workstation: Workstation) -> None:
    """Rows are readable without it; it is made from them once, and kept from then on."""
    bootstrap = workstation.bootstrap
    manifest, content = snapshot_of(FIRST, DAVE, application())
    bootstrap.store.begin([manifest])
    build = bootstrap.build()
    build.load(FIRST, content)
    bootstrap.install(build.finish(), "all")
    build.drop()
    assert _found(workstation, "bernard") == 0
    assert (bootstrap.index(), bootstrap.index()) == (True, False)
    assert _found(workstation, "bernard") == 1


def test_a_damaged_store_is_begun_anew(tmp_path: Path) -> None:
    """What cannot be read is only bytes to fetch again."""
    path = tmp_path / BOOTSTRAP_FILE
    path.write_bytes(b"not a database" * 1_000)
    store = PartStore(path, KEY)
    assert (store.manifests(), store.progress()) == ([], (0, 0))
    store.close()


def test_a_part_never_grows_beyond_its_size(tmp_path: Path) -> None:
    """More bytes than promised are refused, and progress never passes the whole."""
    manifest, content = snapshot_of(FIRST, DAVE)
    (part,) = manifest.open
    store = PartStore(tmp_path / BOOTSTRAP_FILE, KEY)
    store.begin([manifest])
    store.append(part, content[:10])
    assert store.progress() == (10, len(content))
    with pytest.raises(Refused, check=lambda refused: refused.problem == BAD_HASH):
        store.append(part, content)
    assert store.progress() == (0, len(content))
    store.close()


@pytest.mark.parametrize("content", [b"", b"nothing", part_of(DAVE)[1][:-5]], ids=["empty", "no zstd", "cut"])
def test_what_is_no_part_gives_no_rows(content: bytes) -> None:
    """It is refused, or empty."""
    try:
        assert list(batches(content)) == []
    except Refused as refused:
        assert refused.problem == BAD_REQUEST  # noqa: PT017 - some are merely empty


def test_the_rows_of_an_ended_lease_go_unfinished_or_not(tmp_path: Path) -> None:
    """What was being fetched is forgotten with the replica; the journal stays."""
    clock, folder = FakeClock(), tmp_path / "profile"
    first = Workstation.open(folder, KEY, clock)
    first.note_synced()
    manifest, content = snapshot_of(FIRST, DAVE)
    first.bootstrap.store.begin([manifest])
    first.bootstrap.store.append(manifest.open[0], content)
    first.close()
    clock.set_wall(clock.now() + timedelta(days=61))
    second = Workstation.open(folder, KEY, clock)
    assert not (folder / BOOTSTRAP_FILE).exists()
    assert (folder / "journal.db").exists()
    second.close()
