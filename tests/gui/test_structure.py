"""Structure: verbs with their reasons, invitations, the block, and a record edited field by field."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from desktop.controllers.office import Office
from desktop.controllers.structure import StructureController
from desktop.queries.members import DEACTIVATE, DIRECTOR, NAME_ADMIN
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button
from desktop.views.structure import StructurePage
from tests.kit import garden
from tests.kit.drawers import with_invitation

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(office: Office) -> StructureController:
    """The controller with its page in front."""
    office.show_screen("structure")
    assert office.settle()
    return office.upkeep.structure


def page_of(office: Office, qtbot: QtBot) -> StructurePage:
    """The page over it."""
    page = StructurePage(office.upkeep.structure, NoticeBar(office.acts))
    qtbot.addWidget(page)
    shown(office)
    return page


def test_the_last_administrator_cannot_leave(office: Office) -> None:
    """The verb stays, with its reason in words."""
    controller = shown(office)
    assert "au moins un administrateur" in controller.why_not(DEACTIVATE)
    assert controller.why_not(NAME_ADMIN) == controller.why_not(DIRECTOR) == ""


def test_an_invitation_waits_on_the_page(office: Office) -> None:
    """Who was invited, until when."""
    controller = shown(office)
    controller.invite("Bob", "Durand", "bob@grandclos.example")
    assert office.settle()
    assert controller.record is not None
    assert [each.email for each in controller.record.invitations] == ["bob@grandclos.example"]


def test_an_address_that_is_none_is_told_at_its_field(office: Office, qtbot: QtBot) -> None:
    """The dialog stays open with what was typed."""
    page = page_of(office, qtbot)
    page.open_invite()
    dialog = page.dialog
    assert dialog is not None
    dialog.fields["email"].setText("nowhere")
    dialog.confirm.click()
    assert office.settle()
    assert dialog.fields["email"].property("invalid")


def test_the_block_of_applications_is_switched(office: Office) -> None:
    """Blocked, said so, and opened again."""
    controller = shown(office)
    controller.toggle_block()
    assert office.settle()
    assert controller.is_blocked
    controller.toggle_block()
    assert office.settle()
    assert not controller.is_blocked


def test_only_changed_fields_are_recorded(office: Office) -> None:
    """A form left as it was records nothing."""
    controller = shown(office)
    assert controller.record is not None
    employer = controller.record.employer
    controller.edit({"city": "Saint-Aubry"}, employer)
    assert office.settle()
    assert office.workstation.pending() == []
    controller.edit({"city": "Valclair", "phone": "0476000000"}, employer)
    assert office.settle()
    entry = office.workstation.pending()[0].entry
    assert entry.args["changes"] == {"city": "Valclair"}


def test_a_form_rests_on_what_it_showed(office: Office) -> None:
    """A colleague's change that came while it was open is neither overwritten unseen nor sent as one's own."""
    controller = shown(office)
    assert controller.record is not None
    as_shown = replace(controller.record.employer, city="Ancienne-Ville", phone="0400000000")
    controller.edit({"city": "Valclair", "phone": "0400000000"}, as_shown)
    assert office.settle()
    entry = office.workstation.pending()[0].entry
    assert (entry.args["changes"], entry.expect) == ({"city": "Valclair"}, {"city": "Ancienne-Ville"})


def test_messages_are_switched_by_their_reader(office: Office) -> None:
    """One's own choice."""
    controller = shown(office)
    controller.toggle_notifications()
    assert office.settle()
    assert controller.me is not None
    assert controller.me.membership.wants_notifications


def test_all_structures_together_have_no_record(office: Office, qtbot: QtBot) -> None:
    """The combined view says to choose one, and blocks the verbs with that reason."""
    page = page_of(office, qtbot)
    table = page.findChild(QTableView)
    assert table is not None
    tester = QAbstractItemModelTester(table.model(), FATAL)
    office.desk.choose("")
    assert office.settle()
    assert office.upkeep.structure.record is None
    assert office.upkeep.structure.why_not_invite == "Choisissez d’abord une structure."
    del tester


def test_a_sister_structure_is_asked_for(office: Office, qtbot: QtBot) -> None:
    """Only a phone is asked besides its name; it is told as unsent, and counted among one's structures at once."""
    page = page_of(office, qtbot)
    assert office.upkeep.structure.why_not_sister == ""
    page.open_sister()
    dialog = page.dialog
    assert dialog is not None
    for key, value in {"name": "Les Jardins du Haut", "post_code": "38000"}.items():
        dialog.fields[key].setText(value)
    dialog.confirm.click()
    assert office.settle()
    assert dialog.fields["phone"].property("invalid")
    dialog.fields["phone"].setText("0476111111")
    dialog.confirm.click()
    assert office.settle()
    assert [each.employer.display_name for each in office.desk.structures] == [
        "Les Jardins du Grand Clos",
        "Les Jardins du Haut",
    ]


def test_the_combined_view_opens_a_structure(office: Office, qtbot: QtBot) -> None:
    """What each has to handle, side by side; one of them opens."""
    page = page_of(office, qtbot)
    office.desk.choose("")
    assert office.settle()
    controller = office.upkeep.structure
    assert controller.overview.rowCount() == len(office.desk.structures) == 1
    tester = QAbstractItemModelTester(controller.overview, FATAL)
    controller.open_structure(controller.overview.key_at(0))
    assert office.settle()
    assert controller.record is not None
    assert page is not None
    del tester


def test_the_person_invited_joins(office: Office, qtbot: QtBot) -> None:
    """The page says who asks and until when; the structure is among one's own at once, and nothing asks any more."""
    with_invitation(office.workstation)
    page = page_of(office, qtbot)
    banner = page.findChild(Banner)
    assert banner is not None
    assert banner.words.text() == (
        "Marc Durand vous invite à rejoindre Les Jardins du Haut. Invitation valable jusqu’au 23/02/2021."
    )
    join = banner.findChild(Button)
    assert join is not None
    assert join.accessibleName() == "Rejoindre Les Jardins du Haut"
    join.click()
    assert office.settle()
    assert [each.employer.id for each in office.desk.structures] == ["employer-garden", "employer-haut"]
    assert office.upkeep.structure.asked == ()
    assert [each.entry.name for each in office.workstation.pending()] == ["membership.join"]


def test_an_invitation_that_is_over_asks_nothing(office: Office) -> None:
    """Its last day was yesterday."""
    with_invitation(office.workstation, ends_on=garden.NOW.date() - timedelta(days=1))
    assert shown(office).asked == ()
