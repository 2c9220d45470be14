"""The shipped server on a seeded database, and the ready-made file beside it; prints its URL and runs until ended."""

import socket
import sys
from pathlib import Path

import uvicorn
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from sync.server.app import create_app
from sync.server.clock import SystemClock
from sync.server.embedded import configuration
from sync.server.settings import Settings
from sync.server.snapshots.service import read_from


def file_route(file: Path) -> HTTPRouteHandler:
    """`GET /ready-made`: the file, with the server's own way of sending."""

    @get("/ready-made", sync_to_thread=True)
    def ready_made() -> Stream:
        return Stream(read_from(file, 0), media_type="application/octet-stream")

    return ready_made


def main(folder: Path) -> None:
    """Serve until a signal comes."""
    app = create_app(Settings(database_url=f"sqlite:///{folder / 'central.db'}"), SystemClock())
    app.register(file_route(folder / "ready-made" / "file.zst"))
    listening = socket.create_server(("127.0.0.1", 0))
    print("http://{}:{}".format(*listening.getsockname()), flush=True)
    uvicorn.Server(configuration(app)).run(sockets=[listening])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
