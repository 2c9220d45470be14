"""The server dies in the middle of a push or a pull, is started again, and no act is lost or doubled."""

import pytest

from tests.faults.campaign import Tally
from tests.faults.proxy import proxied
from tests.faults.wire import Direction, Fault

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
_NOTES = ["comment"] * 5


@pytest.mark.parametrize(
    ("path", "direction", "at_byte"),
    [
        pytest.param("/sync/v1/push", "up", 500, id="half of the push has arrived"),
        pytest.param("/sync/v1/push", "down", 0, id="the push is executed, not answered"),
        pytest.param("/sync/v1/push", "down", 200, id="half of the answer to the push has left"),
        pytest.param("/sync/v1/pull", "up", 300, id="half of the request to pull has arrived"),
        pytest.param("/sync/v1/pull", "down", 300, id="half of the pull has left"),
    ],
)
def test_a_server_killed_in_the_middle_loses_and_doubles_nothing(path: str, direction: Direction, at_byte: int) -> None:
    """Issue 2, Show 3: the proxy saw the bytes that got through and those that did not, and the server is dead."""
    tally = Tally()
    with proxied(names=("alice",)) as (place, proxy):
        killed: list[bool] = []
        fault = Fault("call", direction, at_byte, path, call=lambda: killed.append(place.server.kill()))
        place.server.start()
        place.server.await_listening()
        (station,) = place.stations
        station.start("--server", proxy.url, "--script", "sync", *_NOTES)
        assert station.wait() == 0, station.tail()
        proxy.arm(fault)
        station.start("--server", proxy.url, "--script", "sync")
        assert station.wait() == 0, station.tail()
        assert fault.happened.is_set()
        assert killed == [True]
        assert (fault.passed, fault.held_back > 0) == (at_byte, True)
        assert station.said()[-1]["cycle"] == "offline"
        place.rest(tally)
    assert tally.is_clean, tally
    assert tally.acts == len(_NOTES)
