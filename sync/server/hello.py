"""Hello: the first words of a cycle agree on versions, tell the time and say what the server holds of this client."""

from sync.protocol.messages import Hello, Welcome
from sync.protocol.problems import UPGRADE, Refused
from sync.protocol.version import DIGEST, MAX_BATCH_BYTES, MAX_BATCH_ENTRIES, PROTO, SCHEMA
from sync.server.central import Central
from sync.server.clients import Client, note_unsent
from sync.server.people import scopes_of, user_name
from sync.server.snapshots.service import offered
from sync.store.types import instant_text
from sync.store.world import SqlWorld, Unwatched


def hello(central: Central, client: Client, message: Hello) -> Welcome:
    """Welcome a client; Refused(UPGRADE) when it speaks another protocol."""
    if message.proto != PROTO:
        raise Refused(UPGRADE, {"proto": PROTO})
    now = central.now()
    with central.reading() as connection:
        name = user_name(SqlWorld(connection, Unwatched()), client.user_id)
        scopes = scopes_of(connection, client.user_id)
        snapshots = [] if message.cursor else offered(connection, scopes)
    if message.unsent != (client.unsent or 0):
        with central.work() as unit:
            note_unsent(unit.connection, client.id, message.unsent)
    return Welcome(
        proto=PROTO,
        schema=min(SCHEMA, message.schema),
        digest=min(DIGEST, message.digest),
        epoch=central.epoch,
        last_mid=client.last_mid,
        chain=client.chain,
        anchor=central.anchors.sign(now, client.id),
        server_time=instant_text(now),
        user_id=client.user_id,
        user_name=name,
        scopes=scopes,
        snapshots=snapshots,
        max_batch_entries=MAX_BATCH_ENTRIES,
        max_batch_bytes=MAX_BATCH_BYTES,
    )
