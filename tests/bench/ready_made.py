"""The floor of a bootstrap: a SQLite file made in advance, indexes and full-text index in it."""

import os
from contextlib import closing
from pathlib import Path

import httpx
import msgspec
import sqlcipher3.dbapi2 as sqlcipher
import zstandard
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from sync.replica import search
from sync.replica.tables import REPLICATED
from sync.store.rows import row_hash
from tests.bench.work import Work

_encode = msgspec.json.encode


def write_ready_made(folder: Path, work: Work) -> None:
    """The replica of W(n) as a plain file under zstd, in a folder of its own."""
    folder.mkdir()
    plain = folder / "plain.db"
    with closing(sqlcipher.connect(str(plain), isolation_level=None)) as connection:
        connection.execute("BEGIN")
        dialect = sqlite.dialect()
        for name, table in REPLICATED.items():
            connection.execute(str(CreateTable(table).compile(dialect=dialect)))
            rows = [(*row, 1, row_hash(name, _encode(row))) for row in work.rows[name]]
            if rows:
                marks = ", ".join("?" for _ in rows[0])
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - our own names
            for index in table.indexes:
                connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
        connection.execute(search.TABLE)
        connection.execute(search._INSERT)  # noqa: SLF001 - the shipped statement
        connection.execute("COMMIT")
    with plain.open("rb") as source, (folder / "file.zst").open("wb") as target:
        zstandard.ZstdCompressor(level=3).copy_stream(source, target)
    plain.unlink()


def fetch_ready_made(url: str, folder: Path, key: bytes) -> int:
    """Fetch the file, decompress it, encrypt it, sync it to disk; the bytes fetched."""
    plain, encrypted = folder / "plain.db", folder / "replica.db"
    received = 0
    with httpx.Client(trust_env=False) as client, client.stream("GET", url) as response, plain.open("wb") as file:
        writer = zstandard.ZstdDecompressor().stream_writer(file)
        for piece in response.iter_raw(256 * 1024):
            received += len(piece)
            writer.write(piece)
    with closing(sqlcipher.connect(str(plain), isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = -64000")
        connection.execute(f"ATTACH ? AS encrypted KEY \"x'{key.hex()}'\"", (str(encrypted),))
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000"):
            connection.execute(f"PRAGMA encrypted.{pragma}")
        connection.execute("SELECT sqlcipher_export('encrypted')")
    with encrypted.open("rb+") as done:
        os.fsync(done.fileno())
    return received
