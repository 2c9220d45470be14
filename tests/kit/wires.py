"""Transports for workstations without a server."""

from sync.engine.http import HttpTransport
from sync.replica.profile import Profile

# The discard port: nothing listens there, and the system says so at once.
NOBODY = "http://127.0.0.1:9"


def no_server(_profile: Profile) -> HttpTransport:
    """The network is away: every connection is refused."""
    return HttpTransport(NOBODY, "token")
