"""The screens under the edition of 2026: its states, its decisions, for one and for several."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_window
from desktop.controllers.office import Office
from desktop.queries.verbs import POOL, POSTPONE, REFUSE, STUDY
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.decisions import PostponeDialog
from desktop.views.parts.filters import CountedBox
from sync import resources
from sync.domain.editions import Edition
from tests.kit import garden
from tests.kit.pulls import HandMadeServer
from tests.kit.wires import no_server


@pytest.fixture
def newer(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    """Alice's office with the edition of 2026 in force."""
    theme.apply(qapp)
    workstation, _ = garden.workstation(tmp_path / "profile")
    server = HandMadeServer()
    server.put(f"employer:{garden.GARDEN.id}", *garden.entities())
    source = resources.read_text("rulebook", "2026-08-21.toml")
    since = garden.NOW - timedelta(days=9)
    server.put("reference", Edition(id="2026-08-21", in_force_from=since, source=source, published_at=since))
    workstation.apply(server.full_pull(), is_full=True)
    made = Office(workstation, no_server, None)
    made.settle()
    yield made
    made.close()


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
