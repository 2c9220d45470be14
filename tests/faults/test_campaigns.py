"""A slice of each campaign, with a fresh seed each time; the long runs are `python -m tests.faults NAME`."""

import importlib
import secrets
from typing import cast

import pytest

from tests.faults.__main__ import as_text, play
from tests.faults.campaign import Campaign, Skipped

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults"), pytest.mark.timeout(300)]


@pytest.mark.parametrize("name", ["disk", "kill", "partition", "postgres", "powercut", "proxy", "syscall"])
def test_a_slice_of_the_campaign_loses_nothing_and_finds_the_planted_bug(name: str) -> None:
    """TRUST.md, promises 1 to 4, 6 and 16: faults happened, nothing is lost or doubled, the control fails."""
    campaign = cast("Campaign", importlib.import_module(f"tests.faults.{name}"))
    try:
        result = play(campaign, campaign.CI_ROUNDS, secrets.randbelow(2**31))
    except Skipped as reason:
        pytest.skip(str(reason))
    assert result.is_good, as_text(name, result)
