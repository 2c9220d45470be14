"""Snapshots: every row once, true hashes, only for those with a right to them, made by one worker (SYNC.md §5)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from sync.protocol.messages import Batch, Hello, Manifest, Part
from sync.protocol.problems import BUSY, FOREIGN_SCOPE, NOT_FOUND, Problem, Refused
from sync.server.central import Central
from sync.server.hello import hello
from sync.server.snapshots import parts, service
from sync.server.snapshots.service import Snapshots
from sync.store.rows import add_hashes, row_hash
from tests.kit.central import Device
from tests.kit.crowd import SCOPE, crowd
from tests.kit.people import ALICE, BOB, ERIN
from tests.kit.snapshots import batches_of


@pytest.fixture
def snapshots(central: Central, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Snapshots]:
    """The snapshots of a server whose ACI 30 people applied to, 4 persons a part."""
    monkeypatch.setattr(parts, "_PEOPLE_A_PART", 4)
    crowd(central, 30)
    made = Snapshots(central, tmp_path / "snapshots")
    yield made
    made.close()


@pytest.fixture
def alice(central: Central) -> Device:
    """A device of alice's."""
    return Device(central, ALICE)


def _read(snapshots: Snapshots, device: Device, wanted: list[Part]) -> list[Batch]:
    return [batch for part in wanted for batch in batches_of(snapshots.part(device.client, part.sha256).read_bytes())]


def _ids(found: list[Batch], table: str) -> list[str]:
    return [row_id for batch in found if batch.table == table for row_id in batch.values[0]]


def _rows(batch: Batch) -> Iterator[tuple[Any, ...]]:
    full = [column if len(column) == batch.rows else column * batch.rows for column in batch.values]
    return zip(*full, strict=True)


def _refused(problem: Problem) -> Any:  # noqa: ANN401 - pytest's context
    return pytest.raises(Refused, check=lambda refused: refused.problem == problem)


def test_the_parts_hold_every_row_with_its_true_hash(snapshots: Snapshots, alice: Device) -> None:
    """Their hashes are those of their content, and add up to the scope's digest."""
    manifest = snapshots.manifest(alice.client, SCOPE)
    found = _read(snapshots, alice, manifest.open + manifest.history)
    digest = count = 0
    for batch in found:
        for row, told in zip(_rows(batch), batch.hashes, strict=True):
            assert told == row_hash(batch.table, msgspec.json.encode(row))
            digest, count = add_hashes(digest, told), count + 1
    assert (digest, count) == (manifest.digest, manifest.rows)
    assert count == sum(part.rows for part in manifest.open + manifest.history)


def test_open_persons_come_first_with_all_that_is_theirs(snapshots: Snapshots, alice: Device) -> None:
    """The open parts hold who awaits an answer and what concerns nobody; nobody is torn between two parts."""
    manifest = snapshots.manifest(alice.client, SCOPE)
    found = _read(snapshots, alice, manifest.open)
    expected = [f"{number:04}" for number in range(0, 30, 3)]
    assert sorted(_ids(found, "job_applications")) == [f"application-{name}" for name in expected]
    assert sorted(_ids(found, "comments")) == [f"comment-{name}" for name in expected]
    assert len(_ids(found, "visibilities")) == 10
    assert _ids(found, "memberships")
    for part in manifest.open + manifest.history:
        content = _read(snapshots, alice, [part])
        people = {row_id.removeprefix("seeker-") for row_id in _ids(content, "job_seekers")}
        assert people == {row_id.removeprefix("comment-") for row_id in _ids(content, "comments")}


def test_parts_that_did_not_change_keep_their_names(
    central: Central, snapshots: Snapshots, alice: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later snapshot names them again: whoever has them fetches the others only."""
    before = snapshots.manifest(alice.client, SCOPE)
    monkeypatch.setattr(service, "_STALE_COMMITS", 0)
    monkeypatch.setattr(service, "_STALE_SHARE", 1_000_000)
    crowd(central, 6, first=30)
    after = snapshots.manifest(alice.client, SCOPE)
    assert after.head == before.head + 1
    same = {part.sha256 for part in after.history} & {part.sha256 for part in before.history}
    assert len(same) >= len(before.history) - 2
    assert snapshots.part(alice.client, before.open[0].sha256).exists()


def test_a_snapshot_is_kept_while_a_pull_catches_up_quickly(
    central: Central, snapshots: Snapshots, alice: Device
) -> None:
    """A few commits later the same snapshot is handed out, and its cursor pulls what came since."""
    before = snapshots.manifest(alice.client, SCOPE)
    crowd(central, 1, first=30)
    assert snapshots.manifest(alice.client, SCOPE) == before
    alice.cursor = f"{snapshots.manifest(alice.client, 'reference').cursor} {before.cursor}"
    for batch in _read(snapshots, alice, before.open + before.history):
        held = alice.rows.setdefault(SCOPE, {})
        held |= {(batch.table, row[0]): msgspec.json.encode(row) for row in _rows(batch)}
    for batch in _read(snapshots, alice, snapshots.manifest(alice.client, "reference").open):
        held = alice.rows.setdefault("reference", {})
        held |= {(batch.table, row[0]): msgspec.json.encode(row) for row in _rows(batch)}
    assert alice.pull()
    assert "seeker-0030" in alice.held(SCOPE, "job_seekers")


def test_strangers_get_neither_manifest_nor_parts(central: Central, snapshots: Snapshots, alice: Device) -> None:
    """A part's name opens nothing: only those who hold the scope find it."""
    manifest = snapshots.manifest(alice.client, SCOPE)
    bob = Device(central, BOB)
    with _refused(FOREIGN_SCOPE):
        snapshots.manifest(bob.client, SCOPE)
    for part in manifest.open + manifest.history:
        with _refused(NOT_FOUND):
            snapshots.part(bob.client, part.sha256)
    assert snapshots.part(Device(central, ERIN).client, manifest.open[0].sha256).exists()


@pytest.mark.parametrize("name", ["", "../manifest", "manifest.json", "0" * 64])
def test_only_parts_can_be_asked_for(snapshots: Snapshots, alice: Device, name: str) -> None:
    """Nothing else of the folder is handed out, whatever the name."""
    snapshots.manifest(alice.client, SCOPE)
    with _refused(NOT_FOUND):
        snapshots.part(alice.client, name)


def test_the_directory_is_no_snapshot(snapshots: Snapshots, alice: Device) -> None:
    """It is pulled on demand, in batches."""
    with _refused(FOREIGN_SCOPE):
        snapshots.manifest(alice.client, "directory")


def test_snapshots_are_offered_to_whoever_has_many_rows_and_holds_nothing(
    central: Central, snapshots: Snapshots, alice: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small employer, or a workstation that only lacks the latest, pulls."""
    del snapshots
    assert alice.meet().snapshots == []
    monkeypatch.setattr(service, "SMALLEST", 100)
    assert alice.meet().snapshots == ["reference", SCOPE]
    alice.pull()
    greeting = Hello(proto=1, schema=1, digest=1, program="test", cursor=alice.cursor)
    assert hello(central, alice.client, greeting).snapshots == []


class _SlowBuild:
    """The real build, held back until it is let go; counts how often it ran."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self.let_go = threading.Event()
        self.scopes: list[str] = []

    def __call__(self, connection: Connection, scope: str, *rest: Any) -> Any:  # noqa: ANN401 - as the build
        self.scopes.append(scope)
        assert self.let_go.wait(10)
        return self._build(connection, scope, *rest)


def test_a_herd_shares_one_build(snapshots: Snapshots, alice: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who ask while it is made wait for it; more than a few are told to come back."""
    slow = _SlowBuild(parts.build_parts)
    monkeypatch.setattr("sync.server.snapshots.service.build_parts", slow)
    client = alice.client
    with ThreadPoolExecutor(20) as herd:
        answers = [herd.submit(_asked, snapshots, client) for _ in range(20)]
        while sum(answer.done() for answer in answers) < 20 - service.MOST_WAITING:
            threading.Event().wait(0.01)
        slow.let_go.set()
        found = [answer.result() for answer in answers]
    assert slow.scopes == [SCOPE]
    assert sum(isinstance(answer, Manifest) for answer in found) == service.MOST_WAITING
    refusals = [answer for answer in found if isinstance(answer, Refused)]
    assert all(refusal.problem == BUSY and int(refusal.facts["retry_after_s"]) > 0 for refusal in refusals)


def test_who_waits_too_long_is_told_to_come_back(
    snapshots: Snapshots, alice: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build goes on meanwhile, and the next request finds it."""
    slow = _SlowBuild(parts.build_parts)
    monkeypatch.setattr("sync.server.snapshots.service.build_parts", slow)
    monkeypatch.setattr(service, "PATIENCE_S", 0.01)
    with _refused(BUSY):
        snapshots.manifest(alice.client, SCOPE)
    slow.let_go.set()
    monkeypatch.setattr(service, "PATIENCE_S", 10.0)
    assert snapshots.manifest(alice.client, SCOPE).rows > 0
    assert slow.scopes == [SCOPE]


def test_the_disk_is_bounded(central: Central, tmp_path: Path, alice: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot used longest ago goes first; it is made again when asked for."""
    monkeypatch.setattr(service, "MOST_BYTES", 1)
    crowd(central, 3)
    tight = Snapshots(central, tmp_path / "tight")
    old = tight.manifest(alice.client, SCOPE)
    tight.manifest(alice.client, "reference")
    with _refused(NOT_FOUND):
        tight.part(alice.client, old.open[0].sha256)
    assert tight.manifest(alice.client, SCOPE) == old
    tight.close()


def _asked(snapshots: Snapshots, client: Any) -> Manifest | Refused:  # noqa: ANN401 - a client
    try:
        return snapshots.manifest(client, SCOPE)
    except Refused as refused:
        return refused
