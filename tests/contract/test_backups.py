"""A backup put back on another machine, beside a real server."""

from pathlib import Path

from desktop.vault.backup import Source, save
from desktop.vault.restoring import restore
from desktop.vault.vault import Protection
from sync.server.embedded import EmbeddedServer
from tests.kit.clocks import FakeClock
from tests.kit.people import ALICE
from tests.kit.posts import enrolled, opened
from tests.kit.rings import PocketRing


def test_a_restored_backup_loses_nothing(server: EmbeddedServer, tmp_path: Path, clock: FakeClock) -> None:
    """Restored on another machine while the original works on, it goes on under a name of its own, with its acts."""
    with enrolled(server, tmp_path / "alice", ALICE, clock) as alice:
        alice.sync()
        alice.comment("avant la sauvegarde")
        workstation = alice.workstation
        source = Source(beside=workstation.beside, profile=workstation.profile, protection=Protection.KEYRING)
        backup = save(source, tmp_path / "usb", "AAAA-BBBB-CCCC-DDDD", clock.now())
        alice.comment("après")
        alice.sync()
    assert backup is not None
    restore(backup, tmp_path / "other", "AAAA-BBBB-CCCC-DDDD", PocketRing())
    with opened(tmp_path / "other", clock) as twin:
        assert twin.sync().forked is True
        twin.comment("de l’autre machine")
        twin.sync()
        assert twin.comments() == ["après", "avant la sauvegarde", "de l’autre machine"]
