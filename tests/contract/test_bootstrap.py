"""The bootstrap of real workstations from a real server, cut and crashed wherever it can be (SYNC.md §5)."""

import contextlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name

import pytest
from sqlalchemy import text
from typing_extensions import override

from sync.domain.answering import Study
from sync.domain.commenting import AddComment
from sync.engine.bootstrap import Unwatched, Watcher
from sync.engine.cycle import Cycle, CycleKind, CycleOutcome
from sync.engine.http import HttpTransport, enrol, http_client
from sync.engine.transport import Unreachable
from sync.protocol.messages import Enrol, Enrolled
from sync.protocol.problems import BAD_HASH, NOT_FOUND
from sync.replica.changes import ChangeSet
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.tables import REPLICATED
from sync.replica.workstation import Workstation
from sync.server.auth.passwords import Account, create_account
from sync.server.central import Central
from sync.server.embedded import EmbeddedServer
from sync.server.settings import Settings
from sync.server.snapshots import parts, service
from tests.kit.central import people
from tests.kit.clocks import FakeClock
from tests.kit.crowd import SCOPE, crowd
from tests.kit.people import ALICE, BOB

KEY = new_key()
PASSWORD = "correct horse"
PEOPLE = 24


@pytest.fixture
def server(
    tmp_path: Path, sqlite_template: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EmbeddedServer]:
    """A served database that offers its snapshots, in several parts although it is small."""
    monkeypatch.setattr(parts, "_PEOPLE_A_PART", 5)
    monkeypatch.setattr(service, "SMALLEST", 1)
    file = tmp_path / "central.db"
    file.write_bytes(sqlite_template.read_bytes())
    settings = Settings(database_url=f"sqlite:///{file}", port=0)
    central = Central(settings, clock)
    people(central)
    crowd(central, PEOPLE)
    with central.work() as unit:
        for user in (ALICE, BOB):
            create_account(unit.connection, Account(user.id, user.email), PASSWORD, clock.now())
    central.close()
    with EmbeddedServer(settings, clock) as running:
        yield running


class Post:
    """A profile folder of alice's, opened anew for each cycle, as after a crash."""

    def __init__(self, server: EmbeddedServer, folder: Path, clock: FakeClock) -> None:
        self.folder = folder
        self.clock = clock
        self._url = server.url
        self._enrolled = _enrolled(server, ALICE.email)

    @contextmanager
    def opened(self) -> Iterator[Workstation]:
        """The workstation."""
        workstation = Workstation.open(self.folder, KEY, self.clock)
        me = self._enrolled
        workstation.save_profile(Profile(self._url, me.client_id, me.token, me.user_id, me.user_name))
        try:
            yield workstation
        finally:
            workstation.close()

    def sync(self, watcher: Watcher | None = None, budget: int | None = None) -> CycleOutcome:
        """One cycle of a program started anew; its line breaks after `budget` bytes of parts."""
        with self.opened() as workstation, contextlib.closing(self.transport(budget)) as transport:
            return Cycle(workstation, transport, watcher=watcher).run()

    def transport(self, budget: int | None = None) -> "Line":
        """The way to the server."""
        return Line(self._url, self._enrolled.token, budget)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of the replica, by table."""
        with self.opened() as workstation, workstation.reading() as connection:
            return {name: _content(connection.execute(table.select())) for name, table in REPLICATED.items()}

    def found(self, words: str) -> int:
        """How many applications full-text search finds."""
        with self.opened() as workstation, workstation.reading() as connection:
            query = text("SELECT count(*) FROM search WHERE search MATCH :words")
            return int(connection.execute(query, {"words": words}).scalar_one())

    def ready(self) -> str:
        """How far the replica is."""
        with self.opened() as workstation:
            return workstation.meta().get("ready", "")


def _content(rows: object) -> list[tuple[object, ...]]:
    """Rows without the scopes' bits, which are each replica's own."""
    return sorted((tuple(row)[:-2] + tuple(row)[-1:] for row in rows), key=repr)  # type: ignore[attr-defined]


class Line(HttpTransport):
    """A connection that breaks after so many bytes of parts; `fetched` counts them."""

    def __init__(self, url: str, token: str, budget: int | None) -> None:
        super().__init__(url, token)
        self._budget = budget
        self.fetched = 0

    @override
    def part(self, sha256: str, start: int) -> Iterator[bytes]:
        for piece in super().part(sha256, start):
            left = len(piece) if self._budget is None else self._budget - self.fetched
            if left < len(piece):
                self.fetched += max(0, left)
                yield piece[: max(0, left)]
                raise Unreachable("cut")
            self.fetched += len(piece)
            yield piece


@pytest.fixture
def post(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> Post:
    """Alice's new workstation."""
    return Post(server, tmp_path / "post", clock)


@pytest.fixture
def expected(server: EmbeddedServer, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Another workstation of alice's, filled by one plain pull."""
    with monkeypatch.context() as patch:
        patch.setattr(service, "SMALLEST", 1_000_000)
        other = Post(server, tmp_path / "expected", clock)
        assert other.sync().kind is CycleKind.DONE
    return other


def _enrolled(server: EmbeddedServer, email: str) -> Enrolled:
    return enrol(server.url, Enrol(email=email, password=PASSWORD, device_name="a device"))


class Diary(Unwatched):
    """Notes how a bootstrap goes on."""

    def __init__(self) -> None:
        self.progress: list[tuple[int, int]] = []
        self.stages: list[str] = []

    @override
    def received(self, done: int, total: int) -> None:
        self.progress.append((done, total))

    @override
    def opened(self, changes: ChangeSet) -> None:
        self.stages.append("opened")

    @override
    def completed(self, changes: ChangeSet) -> None:
        self.stages.append("completed")

    @override
    def indexed(self) -> None:
        self.stages.append("indexed")


def test_a_bootstrap_gives_what_a_plain_pull_gives(post: Post, expected: Post) -> None:
    """The same rows and hashes, found by the same words, in two stages; no bytes are left behind."""
    diary = Diary()
    assert post.sync(diary).kind is CycleKind.DONE
    assert diary.stages == ["opened", "indexed", "completed", "indexed"]
    assert post.rows() == expected.rows()
    assert [post.found(words) for words in ("personne0001", "remarque*", "ete", "metz OR moselle")] == [
        expected.found(words) for words in ("personne0001", "remarque*", "ete", "metz OR moselle")
    ]
    assert post.found("remarque*") == PEOPLE
    assert {file.name for file in post.folder.iterdir()} == {"journal.db", "replica.db", "profile.lock"}


def test_the_open_applications_can_be_worked_on_first(post: Post) -> None:
    """When the small replica is there its applications are readable and searchable, and nothing else is."""
    seen: list[object] = []

    class Looker(Diary):
        @override
        def opened(self, changes: ChangeSet) -> None:
            assert changes.everything
            with workstation.reading() as connection:
                seen.append(workstation.meta()["ready"])
                seen.append(set(connection.execute(text("SELECT state FROM job_applications")).scalars()))

        @override
        def indexed(self) -> None:
            with workstation.reading() as connection:
                query = "SELECT count(*) FROM search WHERE search MATCH 'remarque*'"
                seen.append(connection.execute(text(query)).scalar_one())

    with post.opened() as workstation, contextlib.closing(post.transport()) as transport:
        Cycle(workstation, transport, watcher=Looker()).run()
    assert seen == ["open", {"new"}, PEOPLE // 3, PEOPLE]


def test_cut_at_any_byte_it_goes_on_where_it_was(post: Post, expected: Post) -> None:
    """Cut after 1, 2, 3 … hundred bytes of parts, program ended each time: nothing is fetched twice."""
    fetched, last = 0, (0, 0)
    for step in itertools.count(1):
        diary = Diary()
        with post.opened() as workstation, contextlib.closing(post.transport(step * 100 + step % 7)) as transport:
            outcome = Cycle(workstation, transport, watcher=diary).run()
        fetched += transport.fetched
        for done, total in diary.progress:
            assert last[0] <= done <= total
            last = (done, total)
        if outcome.kind is CycleKind.DONE:
            break
        assert outcome.kind is CycleKind.OFFLINE
        assert post.ready() != "all"
    assert step > 10
    assert fetched == last[1]
    assert post.rows() == expected.rows()


_STEPS = (
    "sync.replica.parts.PartStore.begin",
    "sync.replica.parts.PartStore.append",
    "sync.replica.parts.PartStore.content",
    "sync.replica.load.Loader.load",
    "sync.replica.load.Loader.finish",
    "sync.replica.bootstrap.shutil.copyfile",
    "sync.replica.replica.search.build_late",
    "sync.replica.bootstrap.sync_file",
    "sync.replica.replica.Replayer.replay",
    "sync.replica.replica.swap_in",
    "sync.replica.replica.search.move_in",
    "sync.replica.search.insert_documents",
    "sync.replica.parts.PartStore.remove",
)


class Crash(KeyboardInterrupt):
    """The program ends here."""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", _STEPS)
def test_a_crash_never_leaves_ready_on_an_incomplete_replica(
    post: Post, expected: Post, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    """At the first, second, third … time a step runs; what is ready is complete, and the next start finishes."""
    whole = expected.rows()
    for number in itertools.count(1):
        with monkeypatch.context() as patch:
            is_over = not _crashes(post, patch, step, number, after=after)
        ready = post.ready()
        assert ready in ("", "open", "all")
        if ready == "all":
            assert post.rows() == whole
        if is_over or number == 3:
            break
    assert post.sync().kind is CycleKind.DONE
    assert (post.ready(), post.rows(), post.found("remarque*")) == ("all", whole, PEOPLE)


def _crashes(post: Post, patch: pytest.MonkeyPatch, step: str, number: int, *, after: bool) -> bool:
    """Run a cycle that crashes when a step runs for the `number`th time; False when it did not get there."""
    original = resolve_name(step)
    calls = itertools.count(1)
    crashed = []

    def crashing(*args: object, **kwargs: object) -> object:
        is_now = next(calls) == number
        result = None if is_now and not after else original(*args, **kwargs)
        if is_now:
            crashed.append(step)
            raise Crash
        return result

    patch.setattr(step, crashing)
    with contextlib.suppress(Crash):
        post.sync()
    return bool(crashed)


def test_acts_recorded_meanwhile_are_there_once_at_the_end(
    server: EmbeddedServer, post: Post, tmp_path: Path, clock: FakeClock
) -> None:
    """Acts before, during and between the stages are shown at once and executed once."""

    class Busy(Diary):
        @override
        def opened(self, changes: ChangeSet) -> None:
            workstation.record(Study(job_application_id="application-0003"))
            note("on the small replica")

        @override
        def completed(self, changes: ChangeSet) -> None:
            note("before the index")

    def note(body: str) -> None:
        args = AddComment(comment_id=workstation.new_id(), job_application_id="application-0000", body=body)
        workstation.record(args)

    bodies = ["before the index", "on the small replica"]
    query = text("SELECT body FROM comments WHERE body LIKE '% the %' ORDER BY body")
    with post.opened() as workstation, contextlib.closing(post.transport()) as transport:
        cycle = Cycle(workstation, transport, watcher=Busy())
        assert cycle.run().kind is CycleKind.DONE
        with workstation.reading() as connection:
            assert list(connection.execute(query).scalars()) == bodies
            state = "SELECT state FROM job_applications WHERE id = 'application-0003'"
            assert connection.execute(text(state)).scalar_one() == "processing"
        clock.advance(minutes=1)
        assert cycle.run().kind is CycleKind.DONE
        assert workstation.pending() == []
    assert [post.found(word) for word in ("small", "index", "absent")] == [1, 1, 0]
    other = Post(server, tmp_path / "other", clock)
    assert other.sync().kind is CycleKind.DONE
    with other.opened() as workstation, workstation.reading() as connection:
        assert list(connection.execute(query).scalars()) == bodies


def test_an_act_of_an_empty_workstation_outlives_its_bootstrap(post: Post) -> None:
    """Recorded before anything was fetched, it is replayed into the rows that arrive."""
    with post.opened() as workstation:
        violation = workstation.check(Study(job_application_id="application-0003"))
    assert violation is not None
    assert post.sync().kind is CycleKind.DONE
    with post.opened() as workstation:
        assert workstation.check(Study(job_application_id="application-0003")) is None


def test_it_can_be_cancelled_and_taken_up_again(post: Post, expected: Post) -> None:
    """Nothing is lost by stopping; the program says that it is not done."""

    class Impatient(Diary):
        @override
        def is_cancelled(self) -> bool:
            return True

    assert post.sync(Impatient()).kind is CycleKind.UNFINISHED
    assert post.ready() == ""
    assert post.sync().kind is CycleKind.DONE
    assert post.rows() == expected.rows()


def test_nothing_lies_in_clear_on_the_disk(post: Post) -> None:
    """Neither what is fetched nor what is being built can be read without the key."""
    found: list[bytes] = []

    class Thief(Diary):
        @override
        def completed(self, changes: ChangeSet) -> None:
            found.extend(file.read_bytes() for file in post.folder.iterdir())

        @override
        def opened(self, changes: ChangeSet) -> None:
            found.extend(file.read_bytes() for file in post.folder.iterdir())

    post.sync(Thief())
    assert len(found) > 6
    assert not any(b"Personne0" in content or content[:4] == b"\x28\xb5\x2f\xfd" for content in found)
    assert not any(content.startswith(b"SQLite format 3") for content in found)


def test_a_part_that_was_changed_on_the_way_is_fetched_again(post: Post, expected: Post) -> None:
    """Its bytes are not what its name says: it is refused, forgotten and asked for anew."""

    class Liar(Line):
        @override
        def part(self, sha256: str, start: int) -> Iterator[bytes]:
            for piece in super().part(sha256, start):
                yield bytes([piece[0] ^ 1]) + piece[1:]

    with post.opened() as workstation:
        profile = workstation.profile
        with contextlib.closing(Liar(profile.server_url, profile.token, None)) as transport:
            outcome = Cycle(workstation, transport).run()
    assert outcome.problem == BAD_HASH
    assert post.ready() == ""
    assert post.sync().kind is CycleKind.DONE
    assert post.rows() == expected.rows()


def test_a_snapshot_that_is_gone_is_asked_for_anew(post: Post, expected: Post, tmp_path: Path) -> None:
    """The server dropped the parts between two tries: the next cycle begins with another manifest."""
    assert post.sync(budget=100).kind is CycleKind.OFFLINE
    for file in (tmp_path / "central.db.snapshots").rglob("*.part"):
        file.unlink()
    assert post.sync().problem == NOT_FOUND
    assert post.sync().kind is CycleKind.DONE
    assert post.rows() == expected.rows()


def test_parts_are_for_those_who_hold_the_scope(server: EmbeddedServer, post: Post) -> None:
    """Over HTTP: 401 without a token, 404 for others, 206 from any byte on, 416 beyond the end."""
    with contextlib.closing(post.transport()) as transport:
        part = transport.snapshot(SCOPE).open[0]
        whole = b"".join(transport.part(part.sha256, 0))
        assert [b"".join(transport.part(part.sha256, start)) for start in range(1, len(whole), 97)] == [
            whole[start:] for start in range(1, len(whole), 97)
        ]
        mine = {"authorization": f"Bearer {_enrolled(server, ALICE.email).token}"}
        theirs = {"authorization": f"Bearer {_enrolled(server, BOB.email).token}"}
        path, size = f"/sync/v1/parts/{part.sha256}", len(whole)
        with http_client(server.url) as client:
            asked = [
                client.get(path),
                client.get(path, headers=theirs),
                client.get(path, headers=mine),
                client.get(path, headers=mine | {"range": "bytes=5-"}),
                client.get(path, headers=mine | {"range": f"bytes={size}-"}),
                client.get(f"/sync/v1/snapshot/{SCOPE}", headers=theirs),
            ]
    assert [answer.status_code for answer in asked] == [401, 404, 200, 206, 416, 404]
    assert asked[3].headers["content-range"] == f"bytes 5-{size - 1}/{size}"
