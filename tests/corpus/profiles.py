"""Profiles as earlier versions left them: a journal and a replica with acts pending, and what became of the acts.

A profile is a folder with `journal.db` and `replica.db`, kept without their encryption so that they pack well, and a
`story.json` that says what is in it. It is written once, by the version it is named after.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
import zstandard
from sqlalchemy import text, update

from sync.domain.answering import Refuse, Study
from sync.domain.attachments import Resume
from sync.domain.commenting import AddComment
from sync.domain.hiring import Accept
from sync.domain.registering import CreateJobSeeker
from sync.domain.sending import Submit
from sync.engine.cycle import Cycle, CycleKind
from sync.engine.http import HttpTransport
from sync.replica.connection import sort_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.server.central import Central
from sync.server.clients import token_hash
from sync.server.embedded import EmbeddedServer
from sync.server.schema import upgrade
from sync.server.settings import Settings
from sync.server.tables import CENTRAL, CLIENTS
from tests.kit.central import people
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, application, diagnosis
from tests.kit.posts import APPLICATION, SEEN

FOLDER = Path(__file__).parent / "profiles"
KEY = bytes(range(32))
_RAW_KEY = f"x'{KEY.hex()}'"
RESUME = "c0" * 32
_FILES = ("journal.db", "replica.db")
_TOKEN, _CLIENT, _SIGNING_KEY = "alice's token", "client-alice", "5e" * 32
_COLUMNS = ("state", "hiring_starts_on", "pass_id", "resume_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a frozen profile holds.

    `wall` are the minutes after the first start of the clock at which it was left. `shown` are the applications as its
    screen had them, by id, `comments` the notes. `outcomes` are (name, version, status, code) of every entry once sent.
    """

    wall: int
    shown: dict[str, list[str | None]]
    comments: list[str]
    outcomes: list[list[str | int]]


def names() -> list[str]:
    """The frozen profiles, by the version that wrote them."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def story(name: str) -> Story:
    """What is told of a frozen profile."""
    return Story(**json.loads((FOLDER / name / "story.json").read_text(encoding="utf-8")))


def unpack(name: str, folder: Path) -> Path:
    """A frozen profile, to be opened: its files in `folder`."""
    folder.mkdir()
    for file in _FILES:
        packed = (FOLDER / name / f"{file}.zst").read_bytes()
        plain = folder / f"{file}.plain"
        plain.write_bytes(zstandard.ZstdDecompressor().decompress(packed))
        _export(plain, "", folder / file, _RAW_KEY)
        plain.unlink()
    return folder


def _pack(source: Path, packed: Path) -> None:
    plain = source.with_name(f"{source.name}.plain")
    _export(source, _RAW_KEY, plain, "")
    packed.write_bytes(zstandard.ZstdCompressor(level=19).compress(plain.read_bytes()))


def _export(source: Path, key: str, target: Path, target_key: str) -> None:
    """The same database under another key, "" for none."""
    connection = sqlcipher.connect(str(source), isolation_level=None)
    if key:
        connection.execute(f'PRAGMA key = "{key}"')
    connection.create_function("sort_key", 1, sort_key, deterministic=True)
    connection.execute("ATTACH ? AS target KEY ?", (str(target), target_key))
    connection.execute("SELECT sqlcipher_export('target')")
    connection.close()


def clock_of(told: Story) -> FakeClock:
    """The clock as it stood when the profile was left."""
    clock = FakeClock()
    clock.advance(minutes=told.wall)
    return clock


@contextmanager
def served(folder: Path, clock: FakeClock) -> Iterator[EmbeddedServer]:
    """The server that the frozen workstation knows, which has lost every act of it, under the present program."""
    settings = Settings(database_url=f"sqlite:///{folder / 'central.db'}", port=0)
    upgrade(settings, clock)
    central = Central(settings, clock)
    people(central, application(id=APPLICATION, state="new"), SEEN, diagnosis())
    with central.work() as unit:
        unit.connection.execute(update(CENTRAL).where(CENTRAL.c.name == "signing_key").values(value=_SIGNING_KEY))
        unit.connection.execute(
            CLIENTS.insert().values(
                id=_CLIENT,
                user_id=ALICE.id,
                device_name="frozen",
                token_hash=token_hash(_TOKEN),
                last_mid=0,
                chain="",
                last_effective_at=FakeClock().now(),
                created_at=FakeClock().now(),
            )
        )
    central.close()
    with EmbeddedServer(settings, clock) as server:
        yield server


def synced(workstation: Workstation, server: EmbeddedServer) -> CycleKind:
    """One cycle with a server, wherever it listens."""
    transport = HttpTransport(server.url, _TOKEN)
    try:
        return Cycle(workstation, transport).run().kind
    finally:
        transport.close()


def shown(workstation: Workstation) -> dict[str, list[str | None]]:
    """The applications as a screen would read them."""
    with workstation.reading() as connection:
        rows = connection.execute(text(f"SELECT id, {', '.join(_COLUMNS)} FROM job_applications ORDER BY id"))  # noqa: S608 - names above
        return {row[0]: list(row[1:]) for row in rows}


def comments(workstation: Workstation) -> list[str]:
    """The notes as a screen would read them."""
    with workstation.reading() as connection:
        return sorted(connection.execute(text("SELECT body FROM comments")).scalars())


def outcomes(workstation: Workstation) -> list[list[str | int]]:
    """What became of every entry, in order."""
    items = sorted(workstation.recent(), key=lambda item: item.mid)
    return [[item.entry.name, item.entry.version, item.status, item.code] for item in items]


def freeze(name: str, scratch: Path) -> None:
    """Write the profile of the present version; FileExistsError when that version has one."""
    folder = FOLDER / name
    folder.mkdir(parents=True)
    clock = FakeClock()
    with served(scratch, clock) as server:
        workstation = Workstation.open(scratch / "alice", KEY, clock)
        workstation.save_profile(
            Profile(client_id=_CLIENT, token=_TOKEN, user_id=ALICE.id, user_name=ALICE.display_name)
        )
        _work_online(workstation, server, clock)
        _work_offline(workstation, clock)
        told = Story(
            wall=int((clock.now() - FakeClock().now()).total_seconds() // 60),
            shown=shown(workstation),
            comments=comments(workstation),
            outcomes=[],
        )
        workstation.close()
        for file in _FILES:
            _pack(scratch / "alice" / file, folder / f"{file}.zst")
        again = Workstation.open(scratch / "alice", KEY, clock)
        synced(again, server)
        told = replace(told, outcomes=outcomes(again))
        again.close()
    (folder / "story.json").write_text(json.dumps(asdict(told), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _work_online(workstation: Workstation, server: EmbeddedServer, clock: FakeClock) -> None:
    synced(workstation, server)
    workstation.record(Study(job_application_id=APPLICATION))
    workstation.record(AddComment(comment_id="comment-1", job_application_id=APPLICATION, body="Vu en entretien."))
    clock.advance(minutes=1)
    synced(workstation, server)


def _work_offline(workstation: Workstation, clock: FakeClock) -> None:
    person = replace(DAVE, id="seeker-fay", last_name="Nguyen", first_name="Fay", pole_emploi_id="7654321B")
    acts = (
        AddComment(comment_id="comment-2", job_application_id=APPLICATION, body="Rappeler jeudi."),
        Accept(
            job_application_id=APPLICATION,
            hiring_starts_on=date(2021, 2, 8),
            hiring_ends_on=date(2022, 2, 7),
            pass_id="pass-dave",
        ),
        CreateJobSeeker(
            job_seeker_id=person.id,
            employer_id=ACI.id,
            last_name=person.last_name,
            first_name=person.first_name,
            born_on=person.born_on,
            email="fay@example.org",
            post_code="57000",
            city="Metz",
            pole_emploi_id=person.pole_emploi_id,
        ),
        Submit(
            job_application_id="application-2",
            job_seeker_id=person.id,
            employer_id=ACI.id,
            sender_kind="employer",
            sender_employer_id=ACI.id,
            message="Candidature spontanée.",
            resume=Resume(sha256=RESUME, size=4_000),
        ),
        Study(job_application_id="application-2"),
    )
    for act in acts:
        workstation.record(act)
        clock.advance(minutes=1)
    taken_back = workstation.record(Refuse(job_application_id="application-2", reason="other", answer="Non."))
    workstation.undo(taken_back.entry_id)
    clock.advance(minutes=1)
