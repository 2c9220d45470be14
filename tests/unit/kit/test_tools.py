"""A test may be left out for want of a program, but not where every program was installed."""

import pytest

from tests.kit.tools import INSTALLED, need

ABSENT = "no-such-program"


def test_a_test_is_left_out_where_its_program_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that installed nothing, with a reason that names it."""
    monkeypatch.delenv(INSTALLED, raising=False)
    with pytest.raises(pytest.skip.Exception, match=ABSENT):
        need(ABSENT)


def test_it_fails_where_all_were_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left out there too, it would prove nothing anywhere."""
    monkeypatch.setenv(INSTALLED, "1")
    with pytest.raises(pytest.fail.Exception, match=ABSENT):
        need(ABSENT)


def test_it_goes_on_where_the_program_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by its name, or by whoever asks."""
    monkeypatch.setenv(INSTALLED, "1")
    need("python3")
    need(ABSENT, is_there=True)
