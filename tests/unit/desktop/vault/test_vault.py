"""The vault opens with what sealed it, with nothing else, and never makes a profile unreadable."""

from pathlib import Path

import pytest
from typing_extensions import override

from desktop.vault.envelope import new_passphrase
from desktop.vault.ring import SystemRing
from desktop.vault.vault import Protection, Vault
from sync.domain.errors import EnvironmentFault
from tests.kit.rings import PocketRing

KEY = bytes(range(32))


def enrolled(folder: Path, ring: PocketRing, passphrase: str = "") -> Vault:
    """A vault that alice made on her workstation."""
    vault = Vault(folder / "vault.json", ring)
    vault.create(KEY, "alice", "laptop", passphrase)
    return vault


def code_of(error: pytest.ExceptionInfo[EnvironmentFault]) -> str:
    """The code of a fault."""
    return error.value.code


def test_the_ring_opens_what_it_sealed(tmp_path: Path) -> None:
    """A second start with the same ring reads the same key."""
    ring = PocketRing()
    vault = enrolled(tmp_path, ring)
    assert vault.protection is Protection.KEYRING
    assert Vault(tmp_path / "vault.json", ring).open() == KEY


def test_neither_key_nor_share_lies_in_the_file(tmp_path: Path) -> None:
    """The file alone gives nothing away."""
    ring = PocketRing()
    enrolled(tmp_path, ring)
    stored = (tmp_path / "vault.json").read_bytes()
    assert KEY not in stored
    assert next(iter(ring.shares.values())) not in stored


def test_the_file_is_private(tmp_path: Path) -> None:
    """Only its user may read the envelope."""
    enrolled(tmp_path, PocketRing())
    assert (tmp_path / "vault.json").stat().st_mode & 0o077 == 0


def test_a_missing_share_stops_and_creates_nothing(tmp_path: Path) -> None:
    """Where the keyring lost its item, the program asks instead of starting afresh."""
    vault = enrolled(tmp_path, PocketRing())
    before = sorted(tmp_path.iterdir())
    with pytest.raises(EnvironmentFault) as error:
        Vault(tmp_path / "vault.json", PocketRing()).open()
    assert code_of(error) == "keyring_item_missing"
    assert sorted(tmp_path.iterdir()) == before
    assert vault.exists


def test_another_keyring_is_noticed(tmp_path: Path) -> None:
    """A changed backend is told, never worked around."""
    enrolled(tmp_path, PocketRing())
    with pytest.raises(EnvironmentFault) as error:
        Vault(tmp_path / "vault.json", PocketRing("other")).open()
    assert code_of(error) == "keyring_changed"


def test_without_a_ring_a_passphrase_is_asked(tmp_path: Path) -> None:
    """No keyring and no passphrase would leave the key unprotected."""
    with pytest.raises(EnvironmentFault) as error:
        enrolled(tmp_path, PocketRing(""))
    assert code_of(error) == "passphrase_needed"


def test_a_passphrase_opens_however_it_is_copied(tmp_path: Path) -> None:
    """Case and spaces are lost on paper and do not matter."""
    phrase = new_passphrase()
    vault = enrolled(tmp_path, PocketRing(""), phrase)
    assert vault.protection is Protection.PASSPHRASE
    assert vault.open(f" {phrase.lower()} ") == KEY


def test_a_wrong_passphrase_is_told(tmp_path: Path) -> None:
    """It opens nothing."""
    vault = enrolled(tmp_path, PocketRing(""), new_passphrase())
    with pytest.raises(EnvironmentFault) as error:
        vault.open(new_passphrase())
    assert code_of(error) == "wrong_passphrase"


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    """Under 16 characters a stolen disk could be searched through."""
    with pytest.raises(EnvironmentFault) as error:
        enrolled(tmp_path, PocketRing(""), "motdepasse")
    assert code_of(error) == "passphrase_short"


def test_both_are_needed_where_both_sealed(tmp_path: Path) -> None:
    """A passphrase on top of the keyring leaves each half useless alone."""
    phrase = new_passphrase()
    enrolled(tmp_path, PocketRing(), phrase)
    with pytest.raises(EnvironmentFault) as error:
        Vault(tmp_path / "vault.json", PocketRing()).open(phrase)
    assert code_of(error) == "keyring_item_missing"


@pytest.mark.parametrize("name", ["vault.json", "journal.db", "replica.db"])
def test_an_existing_profile_is_never_overwritten(tmp_path: Path, name: str) -> None:
    """A new key over old files would make them unreadable for good."""
    (tmp_path / name).write_bytes(b"something")
    with pytest.raises(EnvironmentFault) as error:
        enrolled(tmp_path, PocketRing())
    assert code_of(error) == "profile_exists"


def test_a_damaged_envelope_is_told(tmp_path: Path) -> None:
    """Half a file is no key."""
    enrolled(tmp_path, PocketRing())
    path = tmp_path / "vault.json"
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(EnvironmentFault) as error:
        Vault(path, PocketRing()).open()
    assert code_of(error) == "vault_damaged"


def test_the_null_keyring_counts_as_none() -> None:
    """A keyring that keeps nothing is not a keyring."""
    assert SystemRing().backend == ""


def test_a_lost_key_opens_nothing_any_more(tmp_path: Path) -> None:
    """Neither with the ring nor with a copy of the file put back."""
    ring = PocketRing()
    vault = enrolled(tmp_path, ring)
    copy = (tmp_path / "vault.json").read_bytes()
    vault.lose()
    assert not vault.exists
    (tmp_path / "vault.json").write_bytes(copy)
    with pytest.raises(EnvironmentFault) as error:
        vault.open()
    assert code_of(error) == "keyring_share_wrong"


class LockedRing(PocketRing):
    """A keyring that nobody unlocks any more."""

    @override
    def write(self, account: str, share: bytes) -> None:
        raise EnvironmentFault("keyring_failed")


def test_a_key_is_lost_though_the_ring_is_locked(tmp_path: Path) -> None:
    """What lay on disk is gone, and with it the other half."""
    ring = PocketRing()
    enrolled(tmp_path, ring)
    Vault(tmp_path / "vault.json", LockedRing()).lose()
    assert not (tmp_path / "vault.json").exists()
