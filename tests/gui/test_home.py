"""Accueil: every number opens its list, and what the network tells stands under it."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.controllers.office import Office
from desktop.queries import home
from desktop.queries.lens import Lens
from desktop.views.home import HomePage
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.places import filter_list
from sync.domain.news import NewsItem, NewsKind
from tests.kit import garden
from tests.kit.drawers import with_invitation
from tests.kit.memory_world import MemoryWorld


def item(name: str, **changes: object) -> NewsItem:
    """Something told, of yesterday."""
    fields = {"id": name, "kind": NewsKind.NEWS, "title": name, "published_at": garden.NOW - timedelta(days=1)}
    return NewsItem(**(fields | {"ends_on": garden.NOW.date()} | changes))  # type: ignore[arg-type]


class Told(Lens):
    """A lens on news alone."""

    @property
    def world(self) -> MemoryWorld:
        """What is told."""
        webinar = {"kind": NewsKind.WEBINAR}
        return MemoryWorld(
            [
                item("over", ends_on=garden.NOW.date() - timedelta(days=1)),
                item("news"),
                item("webinar", **webinar, starts_at=garden.NOW + timedelta(hours=2)),
                item("missed", **webinar, starts_at=garden.NOW - timedelta(hours=2)),
            ]
        )


def page_of(office: Office, qtbot: QtBot) -> HomePage:
    """The page in front."""
    page = HomePage(office.home, NoticeBar(office.acts))
    qtbot.addWidget(page)
    office.show_screen("home")
    assert office.settle()
    return page


def test_webinars_to_come_stand_before_the_news(office: Office) -> None:
    """What is over, or has begun, is told no longer."""
    told = Told(connection=None, employer_ids=(), user_id="", now=garden.NOW, rules=office.desk.rules)  # type: ignore[arg-type]
    assert [each.id for each in home.news(told)] == ["webinar", "news"]


def test_every_number_opens_its_list(office: Office, qtbot: QtBot) -> None:
    """The list behind a task shows as many as its figure says."""
    page_of(office, qtbot)
    tasks = [task for task in office.home.tasks if task.opens != "proofs"]
    assert {task.verb for task in tasks} >= {"Étudier", "Répondre", "Préparer"}
    for task in tasks:
        key = filter_list(office, task.opens)
        office.show_screen(key)
        assert office.settle()
        shown = office.applications.count if key == "applications" else office.passes.model.rowCount()
        assert shown == task.count


def test_a_bar_of_the_year_opens_its_state(office: Office, qtbot: QtBot) -> None:
    """By the keyboard as by the mouse."""
    page = page_of(office, qtbot)
    page.resize(1200, 800)
    page.show()
    asked: list[object] = []
    page.list_requested.connect(asked.append)
    page.chart.setFocus()
    QTest.keyClick(page.chart, Qt.Key.Key_Down)
    QTest.keyClick(page.chart, Qt.Key.Key_Return)
    assert asked == ["processing"]


def test_missing_papers_lead_to_their_page(office: Office, qtbot: QtBot) -> None:
    """The figure counts papers; the button opens the page that takes them."""
    page = page_of(office, qtbot)
    line = next((task for task in office.home.tasks if task.opens == "proofs"), None)
    owed = sum(len(file.missing) for file in office.home.files)
    assert (line.count if line else 0) == owed
    assert page is not None


def test_an_invitation_is_met_on_the_first_page(office: Office, qtbot: QtBot) -> None:
    """Who asks, until when; its button opens the page where one answers."""
    with_invitation(office.workstation)
    page = page_of(office, qtbot)
    banner = next(each for each in page.findChildren(Banner) if "Jardins du Haut" in each.words.text())
    assert banner.words.text().endswith("Répondez jusqu’au 23/02/2021.")
    answer = banner.findChild(Button)
    assert answer is not None
    with qtbot.waitSignal(page.page_requested) as asked:
        answer.click()
    assert asked.args == ["structure"]
