"""When a paper is made, by which server's word, and who hands it over, for papers that are about no PASS."""

from urllib.parse import urlsplit

from desktop.controllers.attestation import heading_of
from desktop.controllers.desk import Desk
from desktop.documents.attestation import Heading, PrintStamp
from sync.domain.employers import Employer
from sync.replica.workstation import Workstation
from sync.store.types import instant_from_text


def stamp_now(desk: Desk, workstation: Workstation, employer: Employer | None) -> PrintStamp:
    """The foot of a paper made now."""
    synced_at, server = workstation.meta().get("synced_at", ""), desk.profile.server_url
    return PrintStamp(
        printed_at=desk.now,
        last_synced_at=instant_from_text(synced_at) if synced_at else desk.now,
        issuer=f"Serveur central {urlsplit(server).hostname or server}",
        contact=(employer.email or employer.phone) if employer else "",
    )


def heading_or_none(employer: Employer | None) -> Heading | None:
    """The structure that hands a paper over."""
    return heading_of(employer) if employer else None
