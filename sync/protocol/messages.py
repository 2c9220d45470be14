"""Every message of `/sync/v1`, as typed structs (SYNC.md §2–§3).

Unknown fields are ignored on both sides, so that either end may grow first. Ids are UUID text, instants the fixed-width
UTC text of the store, hashes lower-case hex SHA-256.
"""

from typing import Annotated, Any

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""A number of entries or their place: what a database column holds."""


class Struct(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of all messages."""


class Clock(Struct, frozen=True, kw_only=True):
    """The reading of the workstation's clocks when an act was recorded (SYNC.md §7).

    `anchor` is the latest signed time anchor ("" before the first contact), `anchor_boot` and `anchor_ms` the boot id
    and sleep-counting milliseconds at which it arrived; `boot` and `ms` the same at the act; `wall` the wall clock,
    claimed.
    """

    anchor: str
    anchor_boot: str
    anchor_ms: int
    boot: str
    ms: int
    wall: str


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One recorded command, exactly as the journal keeps it; its bytes are hashed, chained and never re-encoded.

    `mid` counts 1, 2, 3 … per client without gaps; `id` is unique on the server; `expect` holds the field values the
    user saw; `edition` the rules the act was recorded under; `prev` the hash of the entry before it ("" for the first).
    """

    mid: Count
    id: str
    name: str
    version: Count
    args: dict[str, Any]
    expect: dict[str, Any]
    clock: Clock
    edition: str
    prev: str


class PushedEntry(Struct, frozen=True, kw_only=True):
    """An entry on its way. `void` says that a later entry undid it while it was held: it executes as a noop.

    `was_done` says that the server executed it once, and lost it with a restore: until what it rests on is there again
    too, it waits rather than being refused.
    """

    body: msgspec.Raw
    void: bool = False
    was_done: bool = False


class Push(Struct, frozen=True, kw_only=True):
    """An ordered batch: consecutive mids, at most 50 entries or 256 KiB."""

    epoch: str
    entries: list[PushedEntry]


class Deposit(Struct, frozen=True, kw_only=True):
    """What a revoked device may still say: a batch of its unsent entries, for the administrators to look through.

    A device that was told to wipe itself sends none: once its key is lost it says `wiped`, and how many acts of it
    were `unsent`.
    """

    entries: list[PushedEntry] = []
    wiped: bool = False
    unsent: int = 0


class Deposited(Struct, frozen=True, kw_only=True):
    """Answer to a deposit: how many acts of this device are kept in quarantine now."""

    acts: int


class OutcomeMessage(Struct, frozen=True, kw_only=True):
    """What became of a command. `status` is one of applied, noop, adjusted, rejected, parked."""

    mid: Count
    id: str
    status: str
    code: str = ""
    facts: dict[str, Any] = {}


class Pushed(Struct, frozen=True, kw_only=True):
    """Answer to a push: outcomes in mid order up to `last_mid`; fewer than pushed after an unexpected error."""

    last_mid: int
    outcomes: list[OutcomeMessage]
    retry_after_s: int = 0


class Hello(Struct, frozen=True, kw_only=True):
    """First words of a cycle. `epoch` and `cursor` are what the client holds ("" before the first bootstrap).

    `unsent` is how many acts it has to itself: what would be lost with the device.
    """

    proto: int
    schema: int
    digest: int
    program: str
    epoch: str = ""
    cursor: str = ""
    unsent: int = 0


class Anchor(Struct, frozen=True, kw_only=True):
    """What the server signs: its own instant, and whom it told."""

    at: str
    client: str


class Welcome(Struct, frozen=True, kw_only=True):
    """Answer to hello.

    `last_mid` and `chain` say which entries of this client the server holds, so that a restored server gets the rest
    again. `anchor` is an opaque signed token. `actions` may hold upgrade, wipe, sign_in. `snapshots` names
    the scopes worth fetching as snapshots, told to a client that holds nothing yet.
    """

    proto: int
    schema: int
    digest: int
    epoch: str
    last_mid: int
    chain: str
    anchor: str
    server_time: str
    user_id: str
    user_name: str
    scopes: list[str]
    actions: list[str] = []
    max_batch_entries: int
    max_batch_bytes: int
    snapshots: list[str] = []


class Pull(Struct, frozen=True, kw_only=True):
    """Ask for changes since an opaque cursor ("" for everything), which is of one epoch; `epoch` may name it beside.

    The answer carries the outcomes of all this client's mids ≥ `first_open_mid`, from the same snapshot. `wanted`
    limits the answer to some of the user's scopes (empty: all but the directory). `reset` names scopes to be sent
    whole.
    """

    epoch: str = ""
    cursor: str = ""
    first_open_mid: Count = 1
    schema: int
    digest: int
    wanted: list[str] = []
    reset: list[str] = []


class DigestAsk(Struct, frozen=True, kw_only=True):
    """Compare a scope, bucket by bucket: `sums` are the client's row hashes summed by `bucket_of` their ids.

    `head` is where the client's cursor stands in that scope.
    """

    epoch: str
    scope: str
    head: int
    sums: list[int]


class RowHash(Struct, frozen=True, array_like=True):
    """A row the scope holds: its table, its id, its hash."""

    table: str
    id: str
    hash: int


class DigestAnswer(Struct, frozen=True, kw_only=True):
    """Which buckets differ, and every row the server has in them. Empty when `head` is not the client's."""

    head: int
    buckets: list[int] = []
    rows: list[RowHash] = []


class RowsAsk(Struct, frozen=True, kw_only=True):
    """Ask for some rows of a scope again, by table; the answer is framed like a pull, without outcomes or cursor."""

    epoch: str
    scope: str
    ids: dict[str, list[str]]


class Enrol(Struct, frozen=True, kw_only=True):
    """Sign a device in with a user's own account."""

    email: str
    password: str
    device_name: str


class Fork(Struct, frozen=True, kw_only=True):
    """A device finds that another copy of its profile speaks under its name, and asks for a name of its own."""


class Enrolled(Struct, frozen=True, kw_only=True):
    """A new client of the server: `token` is its bearer token, shown once."""

    client_id: str
    token: str
    user_id: str
    user_name: str
    epoch: str


# --- snapshots -----------------------------------------------------------------------------------------------------


class Part(Struct, frozen=True, kw_only=True):
    """An immutable piece of a snapshot: `size` bytes of zstd, named by their SHA-256, holding `rows` rows."""

    sha256: str
    size: int
    rows: int


class Manifest(Struct, frozen=True, kw_only=True):
    """A snapshot of a scope at one head. The `open` parts alone already make a replica to work with.

    `digest` and `rows` are the scope's at that head; `cursor` is a token to pull on from there, to be joined by a space
    with those of other scopes. Every row about a person is in the part of that person.
    """

    epoch: str
    scope: str
    head: int
    digest: int
    rows: int
    schema: int
    digest_version: int
    cursor: str
    open: list[Part]
    history: list[Part]


class Batch(Struct, frozen=True, kw_only=True):
    """A line of a part: rows of one table by column, in the order of `columns`, and the hash of each row.

    A column whose values are all the same is a list of one.
    """

    table: str
    columns: list[str]
    rows: int
    values: list[list[Any]]
    hashes: list[int]


# --- the lines of a pull, NDJSON --------------------------------------------------------------------------------


class Line(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="k"):
    """Base of a pull's lines; `k` tells them apart, and lines of an unknown `k` are ignored."""


class ScopeState(Struct, frozen=True, kw_only=True):
    """One scope in a pull: its head, its digest at that head, how many rows it holds.

    `reset` says that the rows that follow are all of them: rows held before and not sent again are gone. `is_served` is
    False for a scope of the user's that this pull did not ask for: it stays as it was, and is not to be checked.
    """

    scope: str
    head: int
    digest: int
    rows: int
    reset: bool = False
    is_served: bool = True


class Begin(Line, frozen=True, kw_only=True, tag="begin"):
    """First line. `scopes` is authoritative: a scope that is not named is no longer the user's (SYNC.md §6)."""

    epoch: str
    digest: int
    scopes: list[ScopeState]


class Table(Line, frozen=True, kw_only=True, tag="table"):
    """The rows that follow, up to the next table line, are of this table in this scope, values in this column order."""

    scope: str
    table: str
    columns: list[str]


class Rows(Line, frozen=True, kw_only=True, tag="rows"):
    """Some rows: each a canonical array, kept as bytes for its hash."""

    rows: list[msgspec.Raw]


class Gone(Line, frozen=True, kw_only=True, tag="gone"):
    """Rows that left a scope."""

    scope: str
    table: str
    ids: list[str]


class Outcomes(Line, frozen=True, kw_only=True, tag="outcomes"):
    """Outcomes of the client's own entries, in mid order."""

    outcomes: list[OutcomeMessage]


class End(Line, frozen=True, kw_only=True, tag="end"):
    """Last line: how many lines came before it and the SHA-256 of their bytes. Without it nothing is applied."""

    lines: int
    sha256: str
    cursor: str


PullLine = Begin | Table | Rows | Gone | Outcomes | End


class Hint(Struct, frozen=True, kw_only=True):
    """A server-sent event: some scopes have news. Never the source of data."""

    scopes: list[str]
