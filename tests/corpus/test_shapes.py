"""No command changes its shape unnoticed, and what was ever recorded is still understood (SYNC.md §10)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.commands import CommandType, all_command_types
from sync.domain.upcasters import UPCASTERS, Upcaster, Written, upcast
from sync.protocol.entries import command_of
from sync.protocol.messages import Clock, Entry
from tests.corpus.shapes import Frozen, frozen, shape_of

FROZEN = {one.key: one for one in frozen()}
CLOCK = Clock(anchor="", anchor_boot="", anchor_ms=0, boot="boot", ms=0, wall="2021-02-08T09:00:00.000000Z")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", all_command_types(), ids=lambda kind: f"{kind.name}@{kind.version}")
def test_a_command_has_the_shape_that_was_frozen(kind: CommandType) -> None:
    """Another shape is another version: add an upcaster, then run `python -m tests.corpus`."""
    shape = shape_of(kind)
    assert FROZEN[shape.key] == shape


@pytest.mark.parametrize("one", FROZEN.values(), ids=lambda one: one.key)
@pytest.mark.parametrize("which", ["full", "least"])
def test_every_released_command_is_understood(one: Frozen, which: str) -> None:
    """Its args, whatever their version, become those of the present command."""
    command = command_of(_entry(one, getattr(one, which)))
    assert command is not None
    assert command.kind.name == one.name


def test_every_upcaster_leads_to_a_command() -> None:
    """From a version that was released, up to the present one."""
    present = {(kind.name, kind.version) for kind in all_command_types()}
    for name, version in UPCASTERS:
        assert f"{name}@{version}" in FROZEN
        assert (name, upcast(name, Written(version=version, args={}, expect={})).version) in present


@pytest.mark.parametrize("step", UPCASTERS.values(), ids=[f"{name}@{version}" for name, version in UPCASTERS])
@given(args=st.dictionaries(st.sampled_from(["resume_sha256", "message", "x"]), JSON))
def test_an_upcaster_takes_any_json(step: Upcaster, args: dict[str, Any]) -> None:
    """What a hostile client sends is judged by the command's types, never an unexpected error."""
    assert isinstance(step(args), dict)


def _entry(one: Frozen, args: dict[str, Any]) -> Entry:
    return Entry(
        mid=1,
        id="an id",
        name=one.name,
        version=one.version,
        args=args,
        expect={},
        clock=CLOCK,
        edition="2021-02-08",
        prev="",
    )
