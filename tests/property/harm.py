"""What no workstation would send, and what no replica should be: to see both noticed."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import msgspec
from sqlalchemy import select

from sync.domain.employers import Employer
from sync.domain.world import World
from sync.protocol import codec
from sync.protocol.messages import Clock, Entry, Pull, Push, PushedEntry
from sync.protocol.problems import (
    BAD_REQUEST,
    BROKEN_CHAIN,
    CLONED,
    EPOCH_CHANGED,
    FOREIGN_SCOPE,
    GAP,
    NOT_SIGNED_IN,
    REVOKED,
    TOO_DEEP,
    Problem,
    Refused,
)
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.server.tables import CLIENTS
from sync.store.rows import add_hashes
from tests.property.headquarters import Headquarters
from tests.property.oracle import require

# What is sent → how it must be refused.
HOSTILE: dict[str, Problem] = {
    "gap": GAP,
    "chain": BROKEN_CHAIN,
    "same_mid": CLONED,
    "order": BAD_REQUEST,
    "epoch": EPOCH_CHANGED,
    "scope": FOREIGN_SCOPE,
    "cursor": BAD_REQUEST,
    "depth": TOO_DEEP,
}


def attempt(office: Headquarters, profile: Profile, kind: str) -> str:
    """Send it, and require that it is refused so, and that nothing happened."""
    with office.service.central.reading() as connection:
        found = connection.execute(select(CLIENTS).where(CLIENTS.c.id == profile.client_id)).first()
    last_mid, chain = (found.last_mid, found.chain) if found else (0, "")
    if kind == "same_mid" and not last_mid:
        return "nothing was sent yet"
    path, body = _letter(office.epoch, kind, last_mid, chain)
    before = office.truth.now.number
    try:
        office.service.answer(profile.token, path, body)
        code = "served"
    except Refused as refused:
        code = refused.problem.code
    office.observe()
    allowed = {HOSTILE[kind].code, NOT_SIGNED_IN.code, REVOKED.code}
    require(code in allowed, f"refusal of {kind}", f"{profile.user_id} was answered {code}")
    require(office.truth.now.number == before, f"refusal of {kind}", "something was written")
    return code


def _letter(epoch: str, kind: str, last_mid: int, chain: str) -> tuple[str, bytes]:
    places = {
        "gap": [(last_mid + 2, chain)],
        "chain": [(last_mid + 1, "0" * 64)],
        "same_mid": [(last_mid, chain)],
        "order": [(last_mid + 1, chain), (last_mid + 3, chain)],
        "epoch": [(last_mid + 1, chain)],
    }
    if kind in places:
        entries = [PushedEntry(body=msgspec.Raw(codec.encode(_entry(*place)))) for place in places[kind]]
        return "push", codec.encode(Push(epoch="another" if kind == "epoch" else epoch, entries=entries))
    if kind == "depth":
        return "push", b"[" * 1000
    wanted = ["employer:employer-geiq"] if kind == "scope" else []
    return "pull", codec.encode(
        Pull(epoch=epoch, cursor="bm8" if kind == "cursor" else "", schema=1, digest=1, wanted=wanted)
    )


def _entry(mid: int, prev: str) -> Entry:
    clock = Clock(anchor="", anchor_boot="", anchor_ms=0, boot="", ms=0, wall="2021-02-08T09:00:00.000000Z")
    args = {"job_application_id": "application-0"}
    return Entry(
        mid=mid, id=f"hostile-{mid}", name="job_application.study", version=1, args=args, expect={}, clock=clock,
        edition="2021-02-08", prev=prev,
    )  # fmt: skip


def lose_a_row(workstation: Workstation, random: Random) -> bool:
    """Take a confirmed row and its share of the digest out of the replica, as a pull that forgot it would."""
    with workstation.reading() as connection:
        scopes = connection.exec_driver_sql(
            "SELECT name, bit FROM scopes WHERE name LIKE 'employer:%' ORDER BY name"
        ).all()
        if not scopes:
            return False
        name, bit = random.choice(scopes)
        free = "id NOT IN (SELECT row_id FROM shadows) ORDER BY id"
        rows = (
            connection.exec_driver_sql(
                f"SELECT id, _hash FROM transitions WHERE _scopes = {1 << bit} AND {free}"  # noqa: S608 - own names
            ).all()
            or connection.exec_driver_sql(
                f"SELECT id, _hash FROM job_descriptions WHERE _scopes = {1 << bit} AND {free}"  # noqa: S608 - own names
            ).all()
        )
        if not rows:
            return False
        row_id, row_hash = random.choice(rows)
        digest = connection.exec_driver_sql("SELECT digest FROM scopes WHERE name = ?", (name,)).scalar_one()
    with workstation._replica.writing() as connection:  # noqa: SLF001 - no door of the replica leads to harm
        for table in ("transitions", "job_descriptions"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608 - own names
        connection.exec_driver_sql(
            "UPDATE scopes SET digest = ?, rows = rows - 1 WHERE name = ?", (add_hashes(digest, -row_hash), name)
        )
    return True


def touch_everything(number: int) -> Callable[[World], None]:
    """A change in every structure."""

    def write(world: World) -> None:
        for employer in world.find(Employer):
            world.put(replace(employer, phone=f"{number:010d}"))

    return write
