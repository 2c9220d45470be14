"""Who calls: a token's client and user are read once, whether they are still admitted in each transaction."""

from sync.server.auth.devices import signed_in
from sync.server.central import Central
from sync.server.clients import Caller, token_hash

_MOST_KNOWN = 20_000


class Callers:
    """Knows by their token, of which it keeps the hash, those who have called. Safe from many threads."""

    def __init__(self, central: Central) -> None:
        self._central = central
        self._known: dict[str, Caller] = {}

    def of(self, authorization: str) -> Caller:
        """Who is behind an Authorization header; Refused(NOT_SIGNED_IN or REVOKED) when nobody is, or was at first.

        Services have to ask again, in the transaction they serve from, whether the caller is admitted.
        """
        key = token_hash(authorization)
        caller = self._known.get(key)
        if caller is None:
            with self._central.reading() as connection:
                client = signed_in(connection, authorization)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = caller = Caller(client.id, client.user_id)
        return caller
