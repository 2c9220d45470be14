"""`passerelle restore` tells in French what it did, or why not."""

from pathlib import Path

import pytest

from desktop.vault.backup import Source, save
from desktop.vault.command import main
from desktop.vault.vault import Protection
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.proofs import ADDED_AT, DATA_KEY
from tests.kit.rings import PocketRing

PHRASE = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"


@pytest.mark.parametrize(("typed", "status", "words"), [(PHRASE, 0, "restaurée"), ("faux", 1, "phrase secrète")])
def test_a_backup_is_restored_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, status: int, words: str
) -> None:
    """The passphrase decides."""
    alice = Workstation.open(tmp_path / "alice", DATA_KEY, FakeClock(ADDED_AT))
    source = Source(beside=alice.beside, profile=Profile(user_id="alice"), protection=Protection.KEYRING)
    backup = save(source, tmp_path, PHRASE, ADDED_AT)
    alice.close()
    arguments = [str(backup), "--profile", str(tmp_path / "other")]
    assert main(arguments, tmp_path / "usual", PocketRing(), lambda _: typed) == status
    assert words in capsys.readouterr().out
    assert (tmp_path / "other" / "vault.json").exists() is (status == 0)
