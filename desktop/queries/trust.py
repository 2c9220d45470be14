"""What this workstation knows of the server's sealing keys and of the PASS taken back."""

from desktop.queries.lens import Lens
from sync.domain.seals import RevokedPass, SealingKey
from sync.protocol.attestations import PublicKey, Trust
from sync.replica.workstation import Workstation
from sync.store.types import instant_from_text


def read(lens: Lens, workstation: Workstation) -> Trust:
    """Everything a seal is checked with, as of the last exchange."""
    synced_at = workstation.meta().get("synced_at", "")
    keys = (
        PublicKey(key=bytes.fromhex(key.key), retired_on=key.retired_on, compromised=key.is_compromised)
        for key in lens.world.find(SealingKey)
    )
    return Trust(
        keys=tuple(keys),
        revoked=frozenset(one.id for one in lens.world.find(RevokedPass)),
        as_of=instant_from_text(synced_at) if synced_at else None,
    )
