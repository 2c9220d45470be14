"""The network of a story: real bytes, lost, doubled, delayed, reordered and cut short as a seed says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar

from typing_extensions import override

from sync.engine.transport import Transport, Unreachable
from sync.protocol import codec
from sync.protocol import messages as m
from sync.protocol.problems import ALL, UNEXPECTED, ProblemMessage, Refused
from tests.property.fuse import unlit
from tests.property.parts import PIECE
from tests.property.service import Service, Stopped

T = TypeVar("T")

_BY_NUMBER = {problem.number: problem for problem in ALL}
# Their names stand in the first line of the request: cut short, it is none.
_ASKED_BY_NAME = ("snapshot", "part", "blob")
FAULTS = (
    "lost_request",
    "lost_answer",
    "cut_request",
    "cut_answer",
    "doubled",
    "delayed",
    "server_crash",
    "meanwhile",
)


@dataclass(slots=True)
class Weather:
    """What the network does to the next requests: each meets a fault with this chance, drawn from these."""

    random: Random = field(default_factory=lambda: Random(0))
    chance: float = 0.0
    faults: tuple[str, ...] = FAULTS

    def next(self, path: str) -> str:
        """What happens to one request; "" for nothing. Greetings are spared, mostly: what follows is worth more."""
        chance = self.chance / 4 if path == "hello" else self.chance
        return self.random.choice(self.faults) if self.random.random() < chance else ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A request still on its way, from a workstation of that name."""

    sender: str
    token: str
    path: str
    body: bytes


class Network:
    """Between all workstations and the service.

    `leaving` is told of each request, `arriving` of each that reaches the service, `served` when it was dealt with.
    """

    def __init__(self, service: Service, note: Callable[[str], None]) -> None:
        self.service = service
        self.weather = Weather()
        self.late: list[Letter] = []
        self.was_cut = False
        self.note = note
        self.leaving: Callable[[Letter], None] = lambda _: None
        self.arriving: Callable[[Letter], None] = lambda _: None
        self.served: Callable[[], None] = lambda: None
        self.meanwhile: Callable[[], None] = lambda: None

    def deliver_late(self, random: Random) -> None:
        """One of the letters believed lost arrives after all; nobody waits for its answer."""
        if self.late:
            letter = self.late.pop(random.randrange(len(self.late)))
            try:
                self._serve(letter)
            except (Refused, Stopped) as failure:
                self.note(f"late {letter.path}: {failure}")

    def send(self, letter: Letter) -> bytes | None:
        """One request and its answer, as the weather has it."""
        fault = self.weather.next(letter.path)
        self.was_cut = fault == "cut_answer"
        if fault:
            self.note(f"{letter.path}: {fault}")
        self.leaving(letter)
        if fault == "lost_request":
            raise Unreachable(fault)
        if fault == "delayed":
            self.late.append(letter)
            raise Unreachable(fault)
        if fault == "cut_request" and letter.path in _ASKED_BY_NAME:
            raise Unreachable(fault)
        if fault == "cut_request":
            letter = replace(letter, body=letter.body[: self.weather.random.randrange(len(letter.body))])
        answer = self._served(letter, fault)
        if fault == "lost_answer":
            raise Unreachable(fault)
        if fault == "cut_answer" and answer:
            return answer[: self.weather.random.randrange(len(answer))]
        return answer

    def _served(self, letter: Letter, fault: str) -> bytes | None:
        if fault == "doubled":
            self._serve(letter)
        self.service.meanwhile = self.meanwhile if fault == "meanwhile" else None
        if fault != "server_crash":
            return self._serve(letter)
        fuse = self.service.fuse(self.weather.random.randrange(1, 60))
        with fuse.burning():
            try:
                return self._serve(letter)
            except Stopped as stopped:
                raise Unreachable("server stopped") from stopped

    def _serve(self, letter: Letter) -> bytes | None:
        with unlit():
            self.arriving(letter)
        try:
            return self.service.answer(letter.token, letter.path, letter.body)
        finally:
            with unlit():
                self.served()


class SimulatedTransport(Transport):
    """One device's way to the service."""

    def __init__(self, network: Network, sender: str, token: str) -> None:
        self._network = network
        self._sender = sender
        self._token = token

    @override
    def hello(self, message: m.Hello) -> m.Welcome:
        return self._ask(m.Welcome, "hello", message)

    @override
    def push(self, message: m.Push) -> m.Pushed:
        return self._ask(m.Pushed, "push", message)

    @override
    def pull(self, message: m.Pull) -> Iterable[bytes] | None:
        body = self._send("pull", message)
        return None if body is None else body.splitlines(keepends=True)

    @override
    def fork(self) -> m.Enrolled:
        enrolled = self._ask(m.Enrolled, "fork", m.Fork())
        self._token = enrolled.token
        return enrolled

    @override
    def digest(self, message: m.DigestAsk) -> m.DigestAnswer:
        return self._ask(m.DigestAnswer, "digest", message)

    @override
    def rows(self, message: m.RowsAsk) -> Iterable[bytes]:
        return (self._send("rows", message) or b"").splitlines(keepends=True)

    @override
    def snapshot(self, scope: str) -> m.Manifest:
        return self._ask(m.Manifest, "snapshot", scope.encode())

    @override
    def part(self, sha256: str, start: int) -> Iterator[bytes]:
        content = self._send("part", sha256.encode()) or b""
        was_cut = self._network.was_cut
        yield from (content[at : at + PIECE] for at in range(start, len(content), PIECE))
        if was_cut:
            raise Unreachable("cut")

    def exchange(self, path: str, body: bytes) -> bytes | None:
        """Any other request and its answer, as bytes."""
        return self._send(path, body)

    def _ask(self, kind: type[T], path: str, message: object) -> T:
        try:
            return codec.decode(kind, self._send(path, message) or b"")
        except _Refusal as refusal:
            raise refusal.refused from None
        except Refused as refused:
            raise Refused(UNEXPECTED, {"status": 200, **refused.facts}) from refused

    def _send(self, path: str, message: object) -> bytes | None:
        body = message if isinstance(message, bytes) else codec.encode(message)
        try:
            return self._network.send(Letter(self._sender, self._token, path, body))
        except Refused as refused:
            problem = codec.decode(ProblemMessage, codec.encode(refused.message()))
            told = Refused(_BY_NUMBER[problem.number], problem.facts)
            raise _Refusal(told) if path not in ("pull", "rows", "part", "blob") else told from None


class _Refusal(Exception):  # noqa: N818 - a refusal the server meant, not one of decoding its answer
    def __init__(self, refused: Refused) -> None:
        super().__init__(str(refused))
        self.refused = refused
