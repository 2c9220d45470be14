"""The operator's command line: what it does and what it says."""

import socket
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from sync import resources
from sync.domain.editions import Edition
from sync.domain.employers import Employer, User
from sync.domain.inbox import InboxIssue, IssueKind
from sync.domain.seals import SealingKey
from sync.protocol.messages import Enrol
from sync.server.auth.devices import enrol
from sync.server.cli import main
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.store.world import SqlWorld, Unwatched
from tests.kit.clocks import FakeClock

STRUCTURES = str(resources.path("samples", "structures.csv"))
ADD = ["user", "add", "--email", "alice@aci.example", "--first-name", "Alice", "--last-name", "Martin"]


@pytest.fixture
def database(tmp_path: Path) -> list[str]:
    """The option that names an empty database."""
    return ["--database", f"sqlite:///{tmp_path}/central.db"]


def _settings(database: list[str]) -> Settings:
    return Settings(database_url=database[1])


def test_its_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    """As installed."""
    with pytest.raises(SystemExit):
        main(["--version"])
    assert version("passerelle") in capsys.readouterr().out


def test_migrate_makes_a_database(database: list[str], tmp_path: Path) -> None:
    """An empty file with the schema in it."""
    assert main(["migrate", *database]) == 0
    assert (tmp_path / "central.db").stat().st_size > 0


def test_import_tells_what_it_did(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Lines imported, up to date already, left out."""
    assert main(["import", "structures", STRUCTURES, *database]) == 0
    assert "10 ligne(s) importée(s), 0 déjà à jour, 0 laissée(s) de côté" in capsys.readouterr().out
    assert main(["import", "structures", STRUCTURES, *database]) == 0
    assert "0 ligne(s) importée(s), 10 déjà à jour" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_a_sentence(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """On the error output, with status 1."""
    assert main(["import", "rome", "nowhere.csv", *database]) == 1
    assert "Impossible de lire nowhere.csv" in capsys.readouterr().err


def test_a_user_is_added_to_a_structure_and_can_sign_in(database: list[str]) -> None:
    """By the SIRET of the structure."""
    main(["import", "structures", STRUCTURES, *database])
    place = ["--employer", "85347120500013", "--admin", "--password", "correct horse"]
    assert main([*ADD, *place, *database]) == 0
    with opened(_settings(database), FakeClock()) as central:
        message = Enrol(email="alice@aci.example", password="correct horse", device_name="x")
        assert enrol(central, message, "192.0.2.1").user_name.startswith("Alice")


def test_a_user_of_an_unknown_structure_is_not_added(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing half-done: the address stays free."""
    assert main([*ADD, "--employer", "00000000000000", "--password", "x", *database]) == 1
    assert "0 structures ont le SIRET" in capsys.readouterr().err
    with opened(_settings(database), FakeClock()) as central, central.reading() as connection:
        assert SqlWorld(connection, Unwatched()).find(User) == []


def test_demo_data_can_be_written_once(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The second time is refused in plain words."""
    assert main(["demo-data", "--applications", "20", "--seed", "5", *database]) == 0
    assert "alice@grandclos.example" in capsys.readouterr().out
    assert main(["demo-data", "--applications", "20", *database]) == 1
    assert "déjà" in capsys.readouterr().err
    with opened(_settings(database), FakeClock()) as central, central.reading() as connection:
        assert len(SqlWorld(connection, Unwatched()).find(Employer)) == 10


def test_an_edition_is_published_from_its_day_or_another(database: list[str]) -> None:
    """`--from` moves the first day."""
    file = str(resources.path("rulebook", "2026-08-21.toml"))
    assert main(["rules", "publish", file, *database]) == 0
    assert main(["rules", "publish", file, "--from", "2026-09-01", *database]) == 0
    with opened(_settings(database), FakeClock()) as central, central.reading() as connection:
        editions = {one.id: one.in_force_from for one in SqlWorld(connection, Unwatched()).find(Edition)}
    assert editions["2026-08-21"].isoformat() == "2026-08-31T22:00:00+00:00"


def test_a_text_that_is_no_edition_is_refused(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the key at fault."""
    file = tmp_path / "rules.toml"
    file.write_text('edition = "2030-01-01"\ncolour = "blue"\n', encoding="utf-8")
    assert main(["rules", "publish", str(file), *database]) == 1
    assert "colour" in capsys.readouterr().err


def test_the_sealing_key_is_changed_by_command(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The old one is kept among the public keys, retired; the new one signs."""
    assert main(["keys", "rotate", *database]) == 0
    assert "nouvelle clé" in capsys.readouterr().out
    with opened(_settings(database), FakeClock()) as central, central.reading() as connection:
        keys = SqlWorld(connection, Unwatched()).find(SealingKey)
    assert sorted(key.retired_on is None for key in keys) == [False, True]


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "nonsense"])
def test_a_database_of_another_kind_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In a sentence, not a trace."""
    assert main(["migrate", "--database", url]) == 1
    assert capsys.readouterr().err


def test_a_port_that_is_taken_is_a_sentence(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With the address and the port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), *database]) == 1
    assert f"Impossible d’écouter sur 127.0.0.1, port {port}" in capsys.readouterr().err


def test_an_operator_lists_and_revokes_devices(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """By their ids; what is told of a device names no act."""
    main([*ADD, "--password", "correct horse", *database])
    with opened(_settings(database), FakeClock()) as central:
        message = Enrol(email="alice@aci.example", password="correct horse", device_name="portable")
        device = enrol(central, message, "127.0.0.1").client_id
    capsys.readouterr()
    assert main(["device", "revoke", device, "--wipe", *database]) == 0
    assert main(["device", "list", "--email", "Alice@ACI.example", *database]) == 0
    told = capsys.readouterr().out
    assert f"{device} · portable · enrôlé le 08/02/2021 · accès retiré le " in told
    assert "effacement demandé le " in told


def test_a_device_that_is_not_there_is_a_sentence(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """And an account without any."""
    assert main(["device", "revoke", "nowhere", *database]) == 1
    assert main(["device", "list", "--email", "nobody@aci.example", *database]) == 1
    assert "Aucun poste ne s’appelle nowhere." in capsys.readouterr().err


def test_an_operator_lists_and_closes_arbitrations(database: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With the acts put aside; closing an arbitration leaves things as they are, and twice is once."""
    issue = InboxIssue(
        id="race",
        kind=IssueKind.ARBITRATION,
        user_id="user-alice",
        command_id="c",
        command_name="job_application.accept",
        code="hired_later_elsewhere",
        acted_at=FakeClock().now(),
        created_at=FakeClock().now(),
    )
    aside = replace(issue, id="poisoned", kind=IssueKind.PARKED, code="unexpected_error")
    mine = replace(issue, id="mine", kind=IssueKind.REJECTED)
    with opened(_settings(database), FakeClock()) as central, central.work() as unit:
        for one in (issue, aside, mine):
            unit.world.put(one)
    assert main(["arbitration", "list", *database]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(" · ")[:3] for line in told] == [[i, "08/02/2021", "user-alice"] for i in ("poisoned", "race")]
    assert [main(["arbitration", "close", "race", *database]) for _ in range(2)] == [0, 1]
    main(["arbitration", "list", *database])
    assert "race ·" not in capsys.readouterr().out


def test_a_note_that_cannot_be_read_stops_the_server_before_it_serves(
    database: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words that say what is at stake."""
    (tmp_path / "central.note-numbers").write_text("[")
    assert main(["serve", "--port", "0", *database]) == 1
    assert "un numéro de PASS pourrait être donné deux fois" in capsys.readouterr().err
