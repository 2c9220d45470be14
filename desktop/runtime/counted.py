"""The way to a server, telling how much of a pull has been taken in: real rows of real totals, never over 100 %."""

from collections.abc import Callable, Iterable, Iterator

from typing_extensions import override

from sync.engine.http import HttpTransport
from sync.protocol.codec import decode_line
from sync.protocol.messages import Begin, Pull

Counted = Callable[[int, int], None]
# Telling of every line would wake the GUI thread thousands of times.
STEP_ROWS = 2000


class CountedHttp(HttpTransport):
    """The way to a server over HTTP, listened to; `tell(done, total)` is called in the thread of the pull."""

    def __init__(self, server_url: str, token: str, tell: Counted) -> None:
        super().__init__(server_url, token)
        self._tell = tell

    @override
    def pull(self, message: Pull) -> Iterable[bytes] | None:
        lines = super().pull(message)
        return None if lines is None else self._counted(lines)

    def _counted(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        done = told = total = 0
        for line in lines:
            if not total:
                total = _total(line)
            yield line
            done += _rows(line)
            if done - told >= STEP_ROWS:
                told = done
                self._tell(min(done, total), total)
        if total:
            self._tell(total, total)


def _total(line: bytes) -> int:
    begin = decode_line(line)
    return sum(scope.rows for scope in begin.scopes) if isinstance(begin, Begin) else 0


def _rows(line: bytes) -> int:
    """Rows are arrays in an array: their borders are counted without decoding them."""
    return line.count(b"],[") + 1 if line.startswith(b'{"k":"rows"') else 0
