"""Tableaux: counts of a period, the table behind each chart, and the paper."""

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.controllers.figures import FigureCard, FiguresController, Since
from desktop.controllers.office import Office
from desktop.documents.preview import page_look
from desktop.views.cells import WholeTable
from desktop.views.figures import FiguresPage
from desktop.views.parts.buttons import LinkButton


def shown(office: Office) -> FiguresController:
    """The controller with its page in front."""
    office.show_screen("figures")
    assert office.settle()
    return office.upkeep.figures


def card(controller: FiguresController, key: str) -> FigureCard:
    """One chart by its key."""
    return next(each for each in controller.cards if each.key == key)


def values(controller: FiguresController, key: str) -> dict[str, int]:
    """What a chart shows."""
    return {bar.label: bar.value for bar in card(controller, key).bars}


def test_a_period_counts_what_falls_into_it(office: Office) -> None:
    """Entries by the first day of the contract; a shorter period holds less."""
    controller = shown(office)
    assert values(controller, "hires") == {"Entrées": 4, "Sorties": 0}
    assert sum(values(controller, "states").values()) == 17
    controller.set_since(Since.MONTH)
    assert office.settle()
    assert values(controller, "hires")["Entrées"] == 2
    assert values(controller, "sources")["Candidatures spontanées"] == 1


def test_two_days_of_ones_own(office: Office) -> None:
    """Both inclusive; days out of order change nothing."""
    controller = shown(office)
    controller.set_days(date(2021, 2, 6), date(2021, 2, 6))
    assert office.settle()
    assert values(controller, "hires")["Entrées"] == 1
    controller.set_days(date(2021, 2, 6), date(2021, 1, 1))
    assert controller.period.until == date(2021, 2, 6)


def test_the_waiting_list_by_age(office: Office) -> None:
    """Whatever the period: the list of today."""
    controller = shown(office)
    assert sum(values(controller, "waiting").values()) == 2
    assert values(controller, "waiting")["Plus de 90\u00a0jours"] == 1


def test_each_answer_has_its_delay(office: Office) -> None:
    """Answered and unanswered together are all that was received."""
    controller = shown(office)
    delays = values(controller, "delays")
    assert sum(delays.values()) == 17
    assert delays["Sans réponse"] == 5


def test_the_paper_says_the_same(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    """Titles and numbers are on the PDF."""
    controller = shown(office)
    with qtbot.waitSignal(controller.saved, timeout=30_000) as saved:
        controller.save(tmp_path)
    assert saved.args is not None
    text = page_look(Path(saved.args[0]).read_bytes(), 0, 40).text
    assert "Entrées et sorties" in text
    assert "Mission locale du Val Clair" in text


def test_a_table_is_behind_each_chart(office: Office, qtbot: QtBot) -> None:
    """« Voir le tableau » shows as many rows as there are bars."""
    page = FiguresPage(office.upkeep.figures)
    qtbot.addWidget(page)
    controller = shown(office)
    table = page.findChild(WholeTable)
    link = next(each for each in page.findChildren(LinkButton) if not each.isHidden())
    assert table is not None
    assert table.isHidden()
    link.click()
    assert not table.isHidden()
    assert table.model().rowCount() == len(controller.cards[0].bars)
