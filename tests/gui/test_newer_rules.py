"""The screens under the edition of 2026: its states, its decisions, for one and for several."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.queries.verbs import POOL, POSTPONE, REFUSE, STUDY, TRANSFER
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.decisions import PostponeDialog
from desktop.views.parts.filters import CountedBox
from desktop.views.transfer import TransferDialog
from sync import resources
from sync.domain.editions import Edition
from sync.domain.employers import EmployerKind, Membership
from tests.kit import garden
from tests.kit.pulls import HandMadeServer
from tests.kit.wires import no_server

SISTER = replace(garden.GARDEN, id="sister", kind=EmployerKind.EI, brand="Les Ateliers du Clos", siret="85347120500021")


def _opened(folder: Path, qapp: QApplication, *, sister: bool) -> Iterator[Office]:
    """Alice's office with the edition of 2026 in force; she works at one structure, or at two."""
    theme.apply(qapp)
    workstation, _ = garden.workstation(folder / "profile")
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *garden.entities())
    if sister:
        place = Membership(id="second", employer_id=SISTER.id, user_id=garden.ALICE.id, created_at=garden.LONG_AGO)
        server.put(f"employer:{SISTER.id}", SISTER, place)
    source = resources.read_text("rulebook", "2026-08-21.toml")
    since = garden.NOW - timedelta(days=9)
    server.put("reference", Edition(id="2026-08-21", in_force_from=since, source=source, published_at=since))
    workstation.apply(server.full_pull(), is_full=True)
    made = Office(workstation, no_server, None)
    made.settle()
    yield made
    made.close()


@pytest.fixture
def newer(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    """Alice's office under the newer rules."""
    yield from _opened(tmp_path, qapp, sister=False)


@pytest.fixture
def with_sister(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    """The same, where Alice works at two structures."""
    yield from _opened(tmp_path, qapp, sister=True)


def test_a_new_application_may_be_answered_or_kept_at_once(newer: Office, qtbot: QtBot) -> None:
    """One need not study first; the pool asks for a message and keeps it as a draft."""
    window = open_window(newer, Settings())
    qtbot.addWidget(window)
    window.open_application("application-0")
    newer.settle()
    assert {STUDY, POSTPONE, POOL, REFUSE} <= {verb.code for verb in newer.record.verbs}
    newer.record.do(POOL)
    assert isinstance(window.dialog, PostponeDialog)
    newer.pool.set_answer("Bonjour Aminata, à bientôt.")
    assert [draft.what for draft in newer.record.drafts] == ["Ajouter au vivier"]
    newer.settle()
    newer.pool.confirm()
    newer.settle()
    newer.settle()
    assert newer.record.record is not None
    assert str(newer.record.record.application.state) == "pool"
    assert newer.record.history[0].what == "Ajoutée au vivier par vous"


def test_decisions_and_filters_are_those_of_the_edition(newer: Office, qtbot: QtBot) -> None:
    """The pool is offered for several, and its state can be filtered; what is for another kind is not shown."""
    window = open_window(newer, Settings())
    qtbot.addWidget(window)
    assert [rule.code for rule in newer.batch.rules] == [STUDY, POSTPONE, REFUSE, POOL]
    boxes = {box.box.text() for box in window.applications.filters.findChildren(CountedBox)}
    assert any("ivier" in text for text in boxes)
    window.open_application("application-0")
    newer.settle()
    assert "move_to_prior_to_hire" not in {verb.code for verb in newer.record.verbs}


def test_an_application_goes_to_another_of_the_users_structures(with_sister: Office, qtbot: QtBot) -> None:
    """It is new there, its history says so, and Ctrl+Z takes it back."""
    window = open_window(with_sister, Settings())
    qtbot.addWidget(window)
    window.open_application("application-0")
    with_sister.settle()
    with_sister.record.do(TRANSFER)
    assert isinstance(window.dialog, TransferDialog)
    assert [each.label for each in with_sister.transfer.destinations] == [SISTER.display_name]
    with_sister.settle()
    with_sister.transfer.confirm()
    with_sister.settle()
    with_sister.settle()
    assert with_sister.record.record is not None
    assert with_sister.record.record.employer == SISTER
    assert with_sister.record.history[0].what == "Transférée à une autre de vos structures par vous"
    with_sister.acts.undo()
    with_sister.settle()
    with_sister.settle()
    assert with_sister.record.record.employer == garden.GARDEN


def test_who_has_one_structure_is_not_offered_a_transfer(newer: Office) -> None:
    """There is nowhere to send it."""
    newer.show_screen("applications")
    newer.record.open("application-0")
    newer.settle()
    assert newer.record.verbs
    assert TRANSFER not in {verb.code for verb in newer.record.verbs}
