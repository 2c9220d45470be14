"""The first words of a cycle: versions agreed on, limits told, time signed."""

import pytest

from sync.protocol.messages import Hello
from sync.protocol.problems import UPGRADE, Refused
from sync.protocol.version import DIGEST, MAX_BATCH_BYTES, MAX_BATCH_ENTRIES, PROTO, SCHEMA
from sync.server.central import Central
from sync.server.hello import hello
from sync.store.types import instant_from_text
from tests.kit.central import Device, people
from tests.kit.people import ACI, ALICE


@pytest.fixture
def alice(central: Central) -> Device:
    """Alice's device, among the people of the tests."""
    people(central)
    return Device(central, ALICE)


def test_another_protocol_is_told_to_upgrade(alice: Device) -> None:
    """With the number that this server speaks."""
    with pytest.raises(Refused) as refused:
        hello(alice.central, alice.client, Hello(proto=PROTO + 1, schema=SCHEMA, digest=DIGEST, program="test"))
    assert (refused.value.problem, refused.value.facts) == (UPGRADE, {"proto": PROTO})


def test_both_speak_the_older_version_of_rows_and_digest(alice: Device) -> None:
    """A newer workstation is not answered in words the server does not know, nor an older one in words it does not."""
    newer = hello(alice.central, alice.client, Hello(proto=PROTO, schema=99, digest=99, program="test"))
    older = hello(alice.central, alice.client, Hello(proto=PROTO, schema=0, digest=0, program="test"))
    assert (newer.schema, newer.digest, older.schema, older.digest) == (SCHEMA, DIGEST, 0, 0)


def test_limits_scopes_and_time_are_told(alice: Device) -> None:
    """What a batch may hold, whose rows will come, and a signed instant that only this user's devices may show."""
    welcome = alice.meet()
    assert (welcome.max_batch_entries, welcome.max_batch_bytes) == (MAX_BATCH_ENTRIES, MAX_BATCH_BYTES) == (50, 1 << 18)
    assert {f"user:{ALICE.id}", f"employer:{ACI.id}", "reference"} <= set(welcome.scopes)
    assert alice.central.anchors.read(welcome.anchor) == (instant_from_text(welcome.server_time), alice.client_id)
