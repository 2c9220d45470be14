"""Bytes and messages: what is refused, and at what cost."""

import pytest

from sync.protocol import messages as m
from sync.protocol.codec import check_depth, compress, decode, decode_line, decompress, encode, frame, unframe
from sync.protocol.problems import ALL, Refused

BEGIN = m.Begin(epoch="e", digest=1, scopes=[])


def test_a_frame_reads_back_as_it_was_written() -> None:
    """The end line comes last and carries the cursor."""
    lines = list(unframe(frame([BEGIN], "cursor")))
    assert lines[0] == BEGIN
    assert isinstance(lines[1], m.End)
    assert lines[1].cursor == "cursor"


def test_a_frame_without_its_end_is_refused() -> None:
    """A broken connection shows."""
    with pytest.raises(Refused, match="truncated"):
        list(unframe(list(frame([BEGIN], "cursor"))[:-1]))


def test_a_line_of_an_unknown_kind_is_ignored() -> None:
    """A newer server may say more."""
    assert decode_line(b'{"k":"weather","sun":true}') is None


def test_unknown_fields_are_ignored() -> None:
    """Either end may grow first."""
    assert decode(m.Pull, b'{"epoch":"","schema":1,"digest":1,"mood":"good"}').schema == 1


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"epoch":1}', b"\xff\xfe", b'{"schema":"1"}'])
def test_what_is_not_the_message_is_refused(data: bytes) -> None:
    """Wrong types, broken JSON and broken text are one numbered problem."""
    with pytest.raises(Refused, match="bad_request"):
        decode(m.Pull, data)


def test_a_million_nested_arrays_are_refused() -> None:
    """Depth is counted before anything recurses."""
    with pytest.raises(Refused, match="too_deep"):
        decode(m.Pull, b"[" * 1_000_000)


def test_brackets_inside_strings_do_not_count() -> None:
    """A message may talk of brackets."""
    check_depth(encode({"message": "[" * 100 + '\\"' + "{" * 100}))


def test_a_decompression_bomb_is_refused_at_the_limit() -> None:
    """No more than the limit is ever unpacked."""
    with pytest.raises(Refused, match="too_large"):
        decompress(compress(b"0" * 10_000_000), limit=1_000_000)


def test_compression_gives_the_bytes_back() -> None:
    """Exactly at the limit is allowed."""
    assert decompress(compress(b"0" * 1000), limit=1000) == b"0" * 1000


def test_problem_numbers_and_codes_are_unique() -> None:
    """Support asks for the number; a sentence hangs on the code."""
    assert len({problem.number for problem in ALL}) == len({problem.code for problem in ALL}) == len(ALL)
