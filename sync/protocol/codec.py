"""Bytes ⇄ messages, with caps on size, depth and decompressed size, so that a hostile peer costs a bounded amount."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
import zstandard

from sync.protocol import messages as m
from sync.protocol.problems import BAD_HASH, BAD_REQUEST, TOO_DEEP, TOO_LARGE, TRUNCATED, Refused
from sync.protocol.version import MAX_DECOMPRESSED_BYTES, MAX_DEPTH

T = TypeVar("T")

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding JSON raises for bytes that hold no such message: text that is not UTF-8 is told apart by msgspec."""

_encoder = msgspec.json.Encoder()
_LEVEL = 3
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def encode(message: object) -> bytes:
    """A message as JSON bytes."""
    return _encoder.encode(message)


def decode(kind: type[T], data: bytes) -> T:
    """The message some JSON bytes hold; Refused(BAD_REQUEST or TOO_DEEP) when they do not."""
    check_depth(data)
    try:
        return msgspec.json.decode(data, type=kind)
    except UNREADABLE as error:
        raise Refused(BAD_REQUEST, {"why": str(error)}) from error


_lines: msgspec.json.Decoder[m.PullLine] = msgspec.json.Decoder(m.PullLine)
_kinds = frozenset({"begin", "table", "rows", "gone", "outcomes", "end"})


class _Kind(msgspec.Struct):
    k: str


def decode_line(data: bytes) -> m.PullLine | None:
    """One line of a pull; None when it is of a kind this program does not know, which is to be ignored."""
    check_depth(data)
    try:
        return _lines.decode(data)
    except UNREADABLE as error:
        if _is_of_unknown_kind(data):
            return None
        raise Refused(BAD_REQUEST, {"why": str(error)}) from error


def _is_of_unknown_kind(data: bytes) -> bool:
    try:
        return msgspec.json.decode(data, type=_Kind).k not in _kinds
    except UNREADABLE:
        return False


def sha256(data: bytes) -> str:
    """Lower-case hex SHA-256, the hash of entries and of pulls."""
    return hashlib.sha256(data).hexdigest()


def compress(data: bytes) -> bytes:
    """zstd, at the level that costs least for what it saves."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(data)


def decompress(data: bytes, limit: int = MAX_DECOMPRESSED_BYTES) -> bytes:
    """The bytes behind one zstd frame, at most `limit` inclusive; Refused TOO_LARGE beyond, BAD_REQUEST if broken."""
    reader = zstandard.ZstdDecompressor().stream_reader(data)
    try:
        plain = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise Refused(BAD_REQUEST, {"why": "zstd"}) from error
    if len(plain) > limit:
        raise Refused(TOO_LARGE, {"limit": limit})
    return plain


def check_depth(data: bytes, limit: int = MAX_DEPTH) -> None:
    """Refuse JSON nested deeper than `limit`, in one pass over its brackets outside strings."""
    depth = 0
    for bracket in _brackets(data):
        depth += 1 if bracket in b"[{" else -1
        if depth > limit:
            raise Refused(TOO_DEEP, {"limit": limit})


def _brackets(data: bytes) -> bytes:
    parts = data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
    return b"".join(parts[::2]).translate(None, _NOT_BRACKETS)


def frame(lines: Iterable[m.Line], cursor: str) -> Iterator[bytes]:
    """The bytes of a pull, line by line, closed by the end line that carries their count and hash."""
    digest = hashlib.sha256()
    count = 0
    for line in lines:
        data = _encoder.encode(line) + b"\n"
        digest.update(data)
        count += 1
        yield data
    yield _encoder.encode(m.End(lines=count, sha256=digest.hexdigest(), cursor=cursor)) + b"\n"


def unframe(lines: Iterable[bytes]) -> Iterator[m.PullLine]:
    """The lines of a pull, its end line last, checked as they go.

    Refused(TRUNCATED) when the end line is missing, BAD_HASH when it does not fit what came before it: the caller must
    then keep nothing of what it was given.
    """
    digest = hashlib.sha256()
    count = 0
    for data in lines:
        line = decode_line(data)
        if isinstance(line, m.End):
            if line.lines != count or line.sha256 != digest.hexdigest():
                raise Refused(BAD_HASH, {"lines": count})
            yield line
            return
        digest.update(data)
        count += 1
        if line is not None:
            yield line
    raise Refused(TRUNCATED, {"lines": count})
