"""Decoders meet arbitrary bytes in every run; the long campaign is `python -m tests.property.fuzz_decoders`."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.decoders import TARGETS, examples, feed

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["k", "mid", "args", "clock", "entries", "body", "rows", "scopes"]), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("target", sorted(TARGETS))
@settings(deadline=None)
@given(data=st.binary(max_size=64) | _JSON.map(msgspec.json.encode))
def test_a_decoder_refuses_or_answers(target: str, data: bytes) -> None:
    """No bytes raise anything but a numbered refusal."""
    feed(target, data)
    feed(target, data + b"\n" + data)


def test_the_examples_are_sound() -> None:
    """The campaign starts from bytes that each decoder takes."""
    assert {name for name, data in examples() if feed(name, data)} == set(TARGETS)


@pytest.mark.parametrize("data", [b"{}", b"[]", b"1", b'{"k":1}', b'{"k":null}', b'"\xff"', b'{"k":"end"}'])
def test_a_line_without_a_kind_is_refused(data: bytes) -> None:
    """Whatever stands where a line of a pull should."""
    assert not feed("line", data)
