"""« Synchronisation »: what it says of the clock, and the file it writes for support."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from desktop import texts
from desktop.controllers.office import Office
from desktop.texts import NBSP
from desktop.views.parts.banner import Banner
from desktop.views.sync import SyncPage
from sync.domain.passes import Pass
from sync.store.tables import TABLES
from sync.store.types import instant_text
from tests.kit.clocks import FakeClock

_PASSES = TABLES[Pass]


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> SyncPage:
    """The page on alice's workstation."""
    made = SyncPage(office.sync_state)
    qtbot.addWidget(made)
    return made


def banners(page: SyncPage) -> list[str]:
    """What the banners say."""
    return [banner.accessibleName() for banner in page.findChildren(Banner)]


def test_a_wrong_clock_is_told(office: Office, page: SyncPage, clock: FakeClock) -> None:
    """In the sentence at the foot and in a banner, which goes once the clock is right."""
    office.workstation.outbox.note_anchor("token", instant_text(clock.now() - timedelta(minutes=12)))
    office.sync_once()
    words = f"L’horloge de ce poste avance de 12{NBSP}minutes"
    assert words in office.sync_state.sentence
    assert [told for told in banners(page) if words in told]


def test_a_diagnostic_is_written_where_it_was_asked(office: Office, page: SyncPage, tmp_path: Path) -> None:
    """A file a person can read, named by its day, without a name of anybody."""
    office.sync_state.export_diagnostic(tmp_path / "Documents")
    office.settle()
    (file,) = (tmp_path / "Documents").iterdir()
    assert file.name == "passerelle-diagnostic_2021-02-09.json"
    content = file.read_text(encoding="utf-8")
    assert json.loads(content)["rows"]["job_seekers"] == 18
    assert "DIABATÉ" not in content.upper()
    assert [told for told in banners(page) if "Diagnostic enregistré" in told]


def test_a_folder_that_cannot_be_written_is_told(office: Office, page: SyncPage, tmp_path: Path) -> None:
    """Nothing is kept, and the banner says why."""
    (tmp_path / "a file").write_text("")
    office.sync_state.export_diagnostic(tmp_path / "a file")
    office.settle()
    assert [told for told in banners(page) if "passerelle-diagnostic" in told and "enregistré." not in told]


def test_a_restored_server_and_a_pass_with_another_number_are_told(office: Office, page: SyncPage) -> None:
    """How many decisions went again, whose PASS it is, and both numbers."""
    recovery = office.workstation.recovery
    with office.workstation.reading() as connection:
        row = connection.execute(
            select(_PASSES.c.number, _PASSES.c.job_seeker_id).where(_PASSES.c.number != "")
        ).first()
        recovery.begin("another epoch", connection)
    assert row is not None
    recovery.sent_again(3)
    with office.workstation._replica.writing() as connection:  # noqa: SLF001 - the server does it with the next pull
        connection.execute(update(_PASSES).where(_PASSES.c.number == row.number).values(number="999992199999"))
        recovery.compare(connection)
    office.sync_once()
    assert [told for told in banners(page) if f"3{NBSP}décisions renvoyées" in told]
    assert [told for told in banners(page) if texts.pass_number("999992199999") in told]
    assert [told for told in banners(page) if texts.pass_number(row.number) in told]
