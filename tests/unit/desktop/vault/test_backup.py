"""A backup holds what exists nowhere else, opens with its passphrase alone, and is put back whole or not at all."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.controllers.cabinet import cabinet
from desktop.vault.backup import Source, save
from desktop.vault.restoring import restore
from desktop.vault.vault import Protection, Vault
from sync.domain.errors import EnvironmentFault
from sync.replica.notes import Notes
from sync.replica.profile import Profile
from sync.replica.workstation import Workstation
from tests.kit.clocks import FakeClock
from tests.kit.disks import a_disk_with_room_for
from tests.kit.proofs import ADDED_AT, DATA_KEY, attached, rsa, scanned_pdf
from tests.kit.rings import PocketRing

PHRASE = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"
NOW = datetime(2021, 2, 14, 9, 12, tzinfo=UTC)
SENTINEL = "Sentinelle de Martin"


@pytest.fixture
def workstation(tmp_path: Path) -> Workstation:
    """Alice's workstation with a note and a justificatif, in use."""
    made = Workstation.open(tmp_path / "alice", DATA_KEY, FakeClock(NOW))
    made.save_profile(Profile(user_id="alice", client_id="laptop", email=SENTINEL))
    notes = Notes(made.beside)
    notes.put("draft", "refuse:1", SENTINEL)
    notes.close()
    attached(cabinet(made), scanned_pdf(1), rsa())
    return made


def saved(workstation: Workstation, folder: Path, protection: Protection = Protection.KEYRING) -> Path:
    """A backup of the workstation."""
    source = Source(beside=workstation.beside, profile=workstation.profile, protection=protection)
    path = save(source, folder, PHRASE, NOW)
    assert path is not None
    return path


def code_of(error: pytest.ExceptionInfo[EnvironmentFault]) -> str:
    """The code of a fault."""
    return error.value.code


def rewritten(backup: Path, name: str, content: bytes) -> Path:
    """The same backup with one file of other bytes, or one file more."""
    changed = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(changed, "w") as target:
        for item in source.namelist():
            target.writestr(item, content if item == name else source.read(item))
        if name not in source.namelist():
            target.writestr(name, content)
    return changed


def test_everything_comes_back_on_another_machine(workstation: Workstation, tmp_path: Path) -> None:
    """Identity, notes and justificatifs open there with the keyring of that machine."""
    backup, ring = saved(workstation, tmp_path / "usb"), PocketRing()
    workstation.close()
    restore(backup, tmp_path / "other", PHRASE, ring)
    vault = Vault(tmp_path / "other" / "vault.json", ring)
    assert vault.protection is Protection.KEYRING
    there = Workstation.open(tmp_path / "other", vault.open(), FakeClock(NOW))
    (paper,) = cabinet(there).of("alice")
    assert cabinet(there).content(paper) == scanned_pdf(1) or paper.filing == rsa()
    assert there.profile.client_id == "laptop"
    assert Notes(there.beside).all("draft") == {"refuse:1": SENTINEL}
    there.close()


def test_the_profile_on_the_same_machine_keeps_its_own_share(workstation: Workstation, tmp_path: Path) -> None:
    """Restored beside the original, the backup takes nothing from the keyring."""
    ring = PocketRing()
    original = tmp_path / "vault" / "vault.json"
    original.parent.mkdir()
    Vault(original, ring).create(DATA_KEY, "alice", "laptop")
    restore(saved(workstation, tmp_path), tmp_path / "other", PHRASE, ring)
    assert Vault(original, ring).open() == DATA_KEY


@pytest.mark.parametrize(
    ("before", "ring", "after"),
    [
        (Protection.KEYRING, "", Protection.PASSPHRASE),
        (Protection.BOTH, "pocket", Protection.BOTH),
        (Protection.PASSPHRASE, "pocket", Protection.BOTH),
    ],
)
def test_protection_never_becomes_less(
    workstation: Workstation, tmp_path: Path, before: Protection, ring: str, after: Protection
) -> None:
    """Where a passphrase was asked, or where no keyring is, the backup's passphrase is asked from now on."""
    restore(saved(workstation, tmp_path, before), tmp_path / "other", PHRASE, PocketRing(ring))
    vault = Vault(tmp_path / "other" / "vault.json", PocketRing(ring))
    assert vault.protection is after


def test_the_file_gives_nothing_away(workstation: Workstation, tmp_path: Path) -> None:
    """No word of the profile and no key stands in it."""
    content = saved(workstation, tmp_path).read_bytes()
    assert SENTINEL.encode() not in content
    assert DATA_KEY not in content
    assert b"%PDF" not in content


def test_another_passphrase_opens_nothing(workstation: Workstation, tmp_path: Path) -> None:
    """The folder stays as it was."""
    backup = saved(workstation, tmp_path)
    with pytest.raises(EnvironmentFault) as error:
        restore(backup, tmp_path / "other", PHRASE.replace("F", "G"), PocketRing())
    assert code_of(error) == "wrong_passphrase"
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize("name", ["journal.db", "manifest.json", "manifest.mac"])
def test_a_changed_backup_is_refused(workstation: Workstation, tmp_path: Path, name: str) -> None:
    """Every file has the bytes that its maker told, or nothing is restored."""
    backup = saved(workstation, tmp_path)
    with zipfile.ZipFile(backup) as archive:
        content = archive.read(name)
    if name == "manifest.json":
        content = json.dumps(json.loads(content) | {"protection": "both"}).encode()
    else:
        content = bytes([content[0] ^ 1]) + content[1:]
    with pytest.raises(EnvironmentFault) as error:
        restore(rewritten(backup, name, content), tmp_path / "other", PHRASE, PocketRing())
    assert code_of(error) == "backup_unreadable"
    assert list((tmp_path / "other").iterdir()) == []


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    """Half a file, or any other one."""
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04 half")
    with pytest.raises(EnvironmentFault) as error:
        restore(tmp_path / "half.zip", tmp_path / "other", PHRASE, PocketRing())
    assert code_of(error) == "backup_unreadable"


def test_files_of_others_in_the_archive_are_left_there(workstation: Workstation, tmp_path: Path) -> None:
    """What the manifest does not name is not written, wherever its name points."""
    backup = rewritten(saved(workstation, tmp_path), "../stray", b"stray")
    restore(backup, tmp_path / "other", PHRASE, PocketRing())
    assert list(tmp_path.rglob("stray")) == []


def test_a_profile_is_never_written_over(workstation: Workstation, tmp_path: Path) -> None:
    """A folder that has databases is refused, and stays."""
    backup = saved(workstation, tmp_path)
    before = (tmp_path / "alice" / "journal.db").read_bytes()
    with pytest.raises(EnvironmentFault) as error:
        restore(backup, tmp_path / "alice", PHRASE, PocketRing())
    assert code_of(error) == "profile_exists"
    assert (tmp_path / "alice" / "journal.db").read_bytes() == before


def test_a_restoration_cut_short_begins_anew(workstation: Workstation, tmp_path: Path) -> None:
    """A power cut before the key's file leaves no profile, and the next try makes one."""
    backup, other = saved(workstation, tmp_path), tmp_path / "other"
    (other / "restoring" / "files").mkdir(parents=True)
    (other / "journal.db").write_bytes(b"half")
    restore(backup, other, PHRASE, PocketRing())
    assert (other / "vault.json").exists()
    assert not (other / "restoring").exists()
    assert (other / "journal.db").read_bytes() != b"half"


def test_stopped_it_leaves_nothing(workstation: Workstation, tmp_path: Path) -> None:
    """Neither a backup nor half a profile."""
    source = Source(beside=workstation.beside, profile=workstation.profile, protection=Protection.KEYRING)
    assert save(source, tmp_path / "usb", PHRASE, NOW, lambda *_: False) is None
    assert list((tmp_path / "usb").iterdir()) == []
    backup = saved(workstation, tmp_path)
    assert restore(backup, tmp_path / "other", PHRASE, PocketRing(), lambda *_: False) is None
    assert list((tmp_path / "other").iterdir()) == []


def test_a_full_disk_leaves_nothing(workstation: Workstation, tmp_path: Path) -> None:
    """The backup is there whole, or not at all, and a sentence says so."""
    source = Source(beside=workstation.beside, profile=workstation.profile, protection=Protection.KEYRING)
    with a_disk_with_room_for(20_000), pytest.raises(EnvironmentFault) as error:
        save(source, tmp_path / "usb", PHRASE, NOW)
    assert code_of(error) in {"backup_not_written", "disk_fault"}
    assert [path.name for path in (tmp_path / "usb").iterdir() if path.suffix == ".zip"] == []


def test_a_paper_added_meanwhile_may_be_left_out(workstation: Workstation, tmp_path: Path) -> None:
    """The index of a drawer is copied before its papers, so every paper it names is there."""
    with zipfile.ZipFile(saved(workstation, tmp_path)) as archive:
        names = [Path(name).name for name in archive.namelist() if name.startswith("proofs/")]
    assert names[:2] == ["index", "salt"]
    assert ADDED_AT < NOW
