"""The shipped server on a seeded database, floors beside it; prints its URL and runs until ended."""

import sys
from pathlib import Path

import uvicorn
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.response import Stream

from sync.server.app import create_app
from sync.server.clock import SystemClock
from sync.server.embedded import configuration, listening
from sync.server.settings import Settings
from sync.server.snapshots.service import read_from


def file_route(folder: Path) -> HTTPRouteHandler:
    """`GET /floor/NAME`: a file, with the server's own way of sending."""

    @get("/floor/{name:str}", sync_to_thread=True)
    def file(name: str) -> Stream:
        return Stream(read_from(folder / name, 0), media_type="application/octet-stream")

    return file


def nothing_route() -> HTTPRouteHandler:
    """`POST /floor/nothing`: the least that can be answered to a request."""

    @post("/floor/nothing", sync_to_thread=True)
    def nothing(body: RawBody) -> Response[bytes]:
        del body
        return Response(b"", status_code=204)

    return nothing


def main(folder: Path, database_url: str) -> None:
    """Serve until a signal comes."""
    settings = Settings(database_url=database_url, port=0)
    app = create_app(settings, SystemClock())
    app.register(file_route(folder / "floor"))
    app.register(nothing_route())
    taken = listening(settings)
    print("http://{}:{}".format(*taken.getsockname()), flush=True)
    uvicorn.Server(configuration(app)).run(sockets=[taken])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{sys.argv[1]}/central.db")
