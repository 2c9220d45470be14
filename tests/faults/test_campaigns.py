"""A slice of each campaign, with a fresh seed each time; the long runs are `python -m tests.faults NAME`."""

import importlib
import secrets
from typing import cast

import pytest

from tests.faults.__main__ import as_text, play
from tests.faults.campaign import Campaign, Skipped
from tests.kit.tools import need

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

# Two workers may be at it at once, but not both at what waits for the network.
_GROUPS = {"faults": ("kill", "partition", "proxy"), "machines": ("disk", "postgres", "powercut", "syscall")}
_TOOLS = {"disk": ["fiu-run"], "powercut": ["strace"], "syscall": ["strace"], "partition": ["ip", "iptables"]}
_NAMES = [
    pytest.param(name, marks=pytest.mark.xdist_group(group), id=name)
    for group, names in _GROUPS.items()
    for name in names
]


@pytest.mark.parametrize("name", _NAMES)
def test_a_slice_of_the_campaign_loses_nothing_and_finds_the_planted_bug(name: str) -> None:
    """TRUST.md, promises 1 to 4, 6 and 16: faults happened, nothing is lost or doubled, the control fails."""
    for tool in _TOOLS.get(name, ()):
        need(tool)
    campaign = cast("Campaign", importlib.import_module(f"tests.faults.{name}"))
    try:
        result = play(campaign, campaign.CI_ROUNDS, secrets.randbelow(2**31))
    except Skipped as reason:  # its programs are there: this machine's root may not do what they ask
        pytest.skip(str(reason))
    print(as_text(name, result))
    assert result.is_good, as_text(name, result)
