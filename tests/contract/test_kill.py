"""A server process killed with SIGKILL in the middle of pushes loses nothing and doubles nothing, on both databases."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from random import Random

import httpx
import msgspec
import pytest

from sync.domain.commenting import AddComment
from sync.domain.job_applications import Comment
from sync.protocol import codec
from sync.protocol import messages as m
from sync.server.central import Central
from sync.server.clock import SystemClock
from sync.server.settings import Settings
from sync.store.world import SqlWorld, Unwatched
from tests.kit.central import Device, people
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE, application

ROUNDS = 3
ACTS_A_BATCH = 20
_SERVE = "import sys; from sync.server.cli import main; sys.exit(main(sys.argv[1:]))"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _server(url: str, port: int, note: Path) -> Iterator[subprocess.Popen[bytes]]:
    arguments = ["serve", "--database", url, "--port", str(port), "--note", str(note)]
    with subprocess.Popen([sys.executable, "-c", _SERVE, *arguments], stdout=subprocess.DEVNULL) as process:
        try:
            _await(port)
            yield process
        finally:
            process.kill()


def _await(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError


class _Sender:
    """Sends batch after batch until the server is gone, and keeps what was not acknowledged."""

    def __init__(self, device: Device, port: int) -> None:
        self._device = device
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"authorization": f"Bearer {device.token}"}, trust_env=False
        )
        self.unsent: list[m.PushedEntry] = []
        self.made: list[str] = []
        self.cuts = 0

    def send_until_cut(self) -> None:
        """Each batch first brings what the one before may have lost."""
        while self.send():
            pass

    def send(self) -> bool:
        """Send one batch; False when the connection broke while it was under way."""
        if not self.unsent:
            self.unsent = [self._act() for _ in range(ACTS_A_BATCH)]
        push = m.Push(epoch=self._device.central.epoch, entries=self.unsent)
        try:
            answer = self._http.post("/sync/v1/push", content=codec.encode(push), timeout=30)
        except httpx.TransportError:
            self.cuts += 1
            return False
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:  # what the server killed before still holds a lock
            time.sleep(0.2)
            return True
        assert answer.is_success, answer.text
        pushed = msgspec.json.decode(answer.content, type=m.Pushed)
        assert {outcome.status for outcome in pushed.outcomes} == {"applied"}
        self.unsent = []
        return True

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _act(self) -> m.PushedEntry:
        name = f"note-{len(self.made)}"
        self.made.append(name)
        return self._device.record(AddComment(comment_id=name, job_application_id="application-1", body=name))


@pytest.mark.xdist_group("postgresql")
def test_a_server_killed_in_mid_push_loses_and_doubles_nothing(database_url: str, tmp_path: Path) -> None:
    """Each round cuts a push under way; in the end every act made is there once."""
    central = Central(Settings(database_url=database_url), SystemClock())
    people(central, application())
    sender = _Sender(Device(central, ALICE, FakeClock(central.now())), port := _free_port())
    random = Random(20210208)
    for _ in range(ROUNDS):
        with _server(database_url, port, tmp_path / "note") as process:
            killer = threading.Timer(random.uniform(0.2, 1.2), os.kill, (process.pid, signal.SIGKILL))
            killer.start()
            sender.send_until_cut()
            assert process.wait(30) == -signal.SIGKILL
    assert sender.cuts == ROUNDS
    with _server(database_url, port, tmp_path / "note"):
        assert sender.unsent
        while sender.unsent:
            assert sender.send()
    sender.close()
    with central.reading() as connection:
        kept = [comment.id for comment in SqlWorld(connection, Unwatched()).find(Comment)]
    central.close()
    assert sorted(kept) == sorted(sender.made)
