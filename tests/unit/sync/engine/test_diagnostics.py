"""What support gets to see: the state of the exchanges, and nothing about anybody."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest

from sync.domain.answering import Refuse, Study
from sync.domain.commenting import AddComment
from sync.domain.editions import Edition
from sync.engine.cycle import CycleKind, CycleOutcome
from sync.engine.diagnostics import diagnosis
from sync.protocol.messages import OutcomeMessage
from sync.protocol.problems import GAP, Problem
from sync.replica.connection import new_key
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from sync.store.tables import ENTITIES
from tests.kit.clocks import FakeClock
from tests.kit.people import ACI, ALICE, DAVE, application, membership
from tests.kit.pulls import HandMadeServer

SENTINEL = "ZZSENTINELLE"
SCOPE = f"employer:{SENTINEL}-{ACI.id}"


def laden(kind: type, number: int) -> Any:  # noqa: ANN401 - an entity of that kind
    """An entity with the sentinel in every text, whatever kind it is."""
    hints = get_type_hints(kind)
    return kind(**{one.name: _value(hints[one.name], f"{SENTINEL}-{number}-{one.name}") for one in fields(kind)})


def _value(hint: Any, text: str) -> Any:  # noqa: ANN401 - any field's value
    options = [option for option in get_args(hint) if option is not type(None)]
    kind = options[0] if isinstance(hint, UnionType) else hint
    plain: dict[Any, Any] = {str: text, bool: True, int: 7, float: 0.5, date: date(2021, 2, 8)}
    if kind in plain:
        return plain[kind]
    if kind is datetime:
        return datetime(2021, 2, 8, tzinfo=UTC)
    return (text,) if get_args(kind) else next(iter(kind))


@pytest.fixture
def workstation(tmp_path: Path) -> Iterator[Workstation]:
    """A workstation whose every row, act and answer carries the sentinel."""
    server = HandMadeServer(epoch=f"{SENTINEL}-epoch")
    kinds = [kind for kind in ENTITIES if kind is not Edition]
    server.put(SCOPE, *(laden(kind, number) for number, kind in enumerate(kinds)))
    person = replace(DAVE, id=f"{SENTINEL}-dave", last_name=SENTINEL)
    sent = application(id="application-1", job_seeker_id=person.id, state="new", message=SENTINEL)
    server.put(SCOPE, ACI, ALICE, membership(ALICE, ACI), person, sent)
    opened = Workstation.open(tmp_path / SENTINEL, new_key(), FakeClock())
    opened.save_profile(
        Profile(
            server_url=f"https://{SENTINEL}.example",
            client_id="client-1",
            token=SENTINEL,
            user_id=ALICE.id,
            user_name=SENTINEL,
            email=f"{SENTINEL}@example.org",
        )
    )
    opened.apply(server.full_pull(), is_full=True)
    study = opened.record(Study(job_application_id="application-1"))
    opened.record(AddComment(comment_id=f"{SENTINEL}-comment", job_application_id="application-1", body=SENTINEL))
    opened.record(Refuse(job_application_id="application-1", reason="other", answer=SENTINEL))
    opened.attachments.attach(f"%PDF-1.7{SENTINEL}".encode())
    hostile = OutcomeMessage(mid=1, id=study.entry_id, status=SENTINEL, code=f"{SENTINEL} !", facts={"name": SENTINEL})
    opened.outbox.answered([hostile])
    yield opened
    opened.close()


def test_nothing_of_anybody_leaves(workstation: Workstation) -> None:
    """The sentinel is in every text the workstation holds, and in none of what is told."""
    ended = CycleOutcome(CycleKind.REFUSED, problem=Problem(99, f"{SENTINEL} ", 409), detail=SENTINEL)
    told = json.dumps(diagnosis(workstation, ended), ensure_ascii=False)
    assert SENTINEL.lower() not in told.lower()
    assert "alice" not in told.lower()


def test_what_support_needs_is_told(workstation: Workstation) -> None:
    """Acts by name and state, counts by table, the problem by its number."""
    told = diagnosis(workstation, CycleOutcome(CycleKind.REFUSED, sent=2, problem=GAP))
    assert [entry["command"] for entry in told["entries"]] == [
        "job_application.refuse@1",
        "job_application.comment@1",
        "job_application.study@1",
    ]
    assert told["entries"][-1]["state"] == "executed"
    assert told["rows"]["job_applications"] == 2
    assert told["scopes"][0]["kind"] == "employer"
    assert told["last_cycle"]["problem"] == {"number": 22, "code": "gap"}
    assert told["journal"] == {"last_mid": 3, "first_open_mid": 1, "states": {"held": 1, "recorded": 1, "executed": 1}}
    assert "journal.db" in told["files"]
    assert told["attachments"] == [{"way": "up", "size": 20, "received": 20, "tries": 0, "problem": ""}]


def test_a_locked_workstation_can_still_be_diagnosed(tmp_path: Path) -> None:
    """After the lease nothing is counted, but where the exchanges stand is told."""
    clock = FakeClock()
    opened = Workstation.open(tmp_path / "alice", new_key(), clock)
    opened.note_synced()
    clock.advance(days=31)
    told = diagnosis(opened, None)
    assert (told["rows"], told["last_cycle"]) == ("lease_locked", None)
    assert clock.now() - datetime.fromisoformat(told["replica"]["synced_at"]) == timedelta(days=31)
    opened.close()
