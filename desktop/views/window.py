"""The main window: pages, keys and menus over one office."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from desktop.controllers.office import Office
from desktop.controllers.palette import Command
from desktop.controllers.record import LETTERS
from desktop.settings import Settings
from desktop.texts import NBSP
from desktop.views import theme
from desktop.views.application_dialogs import ApplicationDialogs
from desktop.views.applications import ApplicationsPage
from desktop.views.frame import Frame
from desktop.views.menus import PALETTES, ZOOMS, menus
from desktop.views.notices import NoticeBar
from desktop.views.pages import Pages
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.switcher import Structure
from desktop.views.places import RAIL, commands_of, filter_list
from desktop.views.theme.current import current


class MainWindow(Frame):
    """Emits `settings_changed(Settings)` when the person changes how the window looks."""

    settings_changed = Signal(object)

    def __init__(self, office: Office, settings: Settings) -> None:
        super().__init__(RAIL)
        self._office = office
        self.settings = settings
        self.current_page = ""
        self.dialog: DecisionDialog | None = None
        self.setWindowTitle("Passerelle")
        self.set_menus(menus(settings))
        self.pages = Pages(office, settings, self)
        self.applications = ApplicationsPage(office, NoticeBar(office.acts))
        self.applications.list.letter_keys = settings.letter_keys
        self.add_page("applications", self.applications)
        self._listen()
        self._refresh_frame()
        self.dialogs = ApplicationDialogs(self, office, self._open)
        self.applications.list.batch_wanted.connect(self.dialogs.decide_checked)
        self.applications.record.person_wanted.connect(self.dialogs.about_person)
        self.dialogs.application_wanted.connect(self.open_application)
        self.pages.retaken.connect(self.dialogs.take_up)
        self.dialogs.pass_wanted.connect(self.open_pass)
        self.dialogs.comments_wanted.connect(self.applications.record.show_comments)
        self.dialogs.page_wanted.connect(self.show_page)
        self.show_page("home")

    def show_page(self, key: str) -> None:
        """Bring a page to the front; the others only go stale from now on."""
        if not self.has_page(key):
            self.add_page(key, self.pages.page(key))
        self._office.show_screen(key)
        self.current_page = key
        super().show_page(key)
        self._focus_page(key)

    def _focus_page(self, key: str) -> None:
        """The keyboard goes to the page's list; on a page without one, Tab begins at its top."""
        if key == "applications":
            self.applications.list.rows.setFocus()
        elif key == "passes":
            self.pages.passes.list.rows.setFocus()
        else:
            (self.stack.currentWidget() or self).setFocus()

    # --- making ----------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        office = self._office
        self.page_requested.connect(self.show_page)
        self.structure_requested.connect(office.window.choose)
        self.search_changed.connect(self._search)
        self.search_entered.connect(self._search)
        self.action_requested.connect(self._act)
        self.sync_requested.connect(self._show_sync)
        self.applications.pass_requested.connect(self.open_pass)
        self.applications.proofs_requested.connect(self.open_proofs)
        self.pages.list_wanted.connect(self._open_list)
        self.pages.page_wanted.connect(self.show_page)
        self.pages.pass_wanted.connect(self.open_pass)
        self.pages.proofs_wanted.connect(self.open_proofs)
        self.pages.application_wanted.connect(self.open_application)
        self.pages.attestation_wanted.connect(self.open_attestation)
        self.pages.cancel_wanted.connect(self._cancel_from_pass)
        self.pages.settings_chosen.connect(self._prefer)
        self.pages.action_wanted.connect(self.action_requested)
        self.settings_changed.connect(self.pages.show_settings)
        office.record.dialog_wanted.connect(self.open_decision)
        office.window.changed.connect(self._refresh_frame)
        office.desk.structure_changed.connect(self._refresh_frame)
        office.sync_state.changed.connect(self._refresh_sync)
        office.applications.filters_changed.connect(self._mirror_search)
        office.acts.notice_changed.connect(self._refresh_undo)
        office.acts.why_asked.connect(self.open_refusal)
        QShortcut(QKeySequence("Ctrl+="), self, self._zoom_in)

    # --- opening ---------------------------------------------------------------------------------------------

    def open_application(self, application_id: str) -> None:
        """The record of an application, in the whole list."""
        self._office.applications.clear()
        self.show_page("applications")
        self._office.applications.select(application_id)

    def open_pass(self, pass_id: str) -> None:
        """The record of a PASS."""
        self.show_page("passes")
        self._office.passes.select(pass_id)

    def open_proofs(self, job_seeker_id: str) -> None:
        """A person's criteria and papers, in the whole list."""
        self.show_page("proofs")
        self.pages.proofs.look_up(job_seeker_id)

    def open_attestation(self, pass_id: str) -> None:
        """The attestation of a PASS, before it is printed."""
        from desktop.views.printing import AttestationDialog  # noqa: PLC0415 - brings the system's printers

        self._open(AttestationDialog(self, self._office.attestation, pass_id))

    def open_checking(self) -> None:
        """A paper somebody shows, held against what the server signed."""
        from desktop.views.checking import CheckingDialog  # noqa: PLC0415 - rare

        self._open(CheckingDialog(self, self._office.upkeep.checking))

    def open_refusal(self, code: str) -> None:
        """The rule behind a refusal, its source and examples; a draft stays where it is."""
        if self.dialog is not None:
            self.dialog.dismiss()
        self.show_page("help")
        self.pages.help.open("refusals", anchor=code)

    def open_decision(self, code: str) -> None:
        """The dialog of a decision about the record on screen."""
        if self.dialog is None:
            self.dialogs.decide(code)

    def _open(self, dialog: DecisionDialog) -> None:
        self.dialog = dialog
        dialog.closed.connect(self._forget_dialog)
        dialog.why_requested.connect(self.open_refusal)
        dialog.open()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _open_list(self, opens: object) -> None:
        self.show_page(filter_list(self._office, opens))

    def _cancel_from_pass(self) -> None:
        """The hire's own record has the dialog, with what it entails."""
        record = self._office.passes.record
        if record is not None:
            self.open_application(record.hires[0].id)

    def _show_sync(self) -> None:
        self.show_page("sync")

    def _search(self, text: str) -> None:
        if self.current_page != "applications" and text.strip():
            self.show_page("applications")
        self._office.applications.set_text(text)

    def focus_search(self) -> None:
        """Ctrl+K: the palette over places, actions and people."""
        from desktop.views.palette import Palette  # noqa: PLC0415 - with its first opening

        if self.dialog is not None or any(part.isVisible() for part in self.findChildren(Palette)):
            return
        controller = self._office.upkeep.palette
        controller.commands = commands_of(menus(self.settings))
        palette = Palette(self, controller)
        palette.chosen.connect(self._go)
        palette.open()

    def _go(self, command: Command) -> None:
        goes = {"page": self.show_page, "action": self.action_requested.emit, "application": self.open_application}
        goes[command.kind](command.key)

    def _mirror_search(self) -> None:
        text = self._office.applications.filters.text
        if self.header.search.text() != text:
            with QSignalBlocker(self.header.search):
                self.header.search.setText(text)

    # --- menus -----------------------------------------------------------------------------------------------

    def _act(self, key: str) -> None:
        name, _, value = key.partition(":")
        plain = {
            "sync": self._office.sync_state.run_now,
            "undo": self._office.acts.undo,
            "quit": self.close,
            "help": lambda: self.show_page("help"),
            "suspend": self._suspend,
            "print": self._print,
            "verify": self.open_checking,
        }
        if name in plain:
            plain[name]()
        elif name == "palette":
            self._dress(value, self.settings.zoom_percent)
        elif name == "zoom":
            self._dress(self.settings.palette, self._zoomed(value))
        elif name == "person" and self.dialog is None:
            self.dialogs.about_person(value)
        elif name == "decide" and self.current_page == "applications":
            self._office.record.do(LETTERS[value])

    def _zoomed(self, value: str) -> int:
        place = min(range(len(ZOOMS)), key=lambda at: abs(ZOOMS[at] - self.settings.zoom_percent))
        steps = {"in": place + 1, "out": place - 1}
        return ZOOMS[min(max(steps.get(value, 0), 0), len(ZOOMS) - 1)]

    def _zoom_in(self) -> None:
        self._act("zoom:in")

    def _dress(self, palette: str, zoom_percent: int) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, palette, zoom_percent / 100)
        self._keep(replace(self.settings, palette=palette, zoom_percent=zoom_percent))

    def _prefer(self, wanted: Settings) -> None:
        self._keep(replace(wanted, palette=self.settings.palette, zoom_percent=self.settings.zoom_percent))
        if (wanted.palette, wanted.zoom_percent) != (self.settings.palette, self.settings.zoom_percent):
            self._dress(wanted.palette, wanted.zoom_percent)

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        self.applications.list.letter_keys = settings.letter_keys
        for key in PALETTES:
            self.set_action_checked(f"palette:{key}", checked=key == settings.palette)
        self._refresh_frame()
        self.settings_changed.emit(settings)

    def _suspend(self) -> None:
        self.show_page("passes")
        self.pages.passes.record.open_suspension()

    def _print(self) -> None:
        passes = self._office.passes
        if self.current_page == "passes" and passes.record is not None and not passes.why_not_print:
            self.open_attestation(passes.record.card.iae_pass.id)

    # --- facts -----------------------------------------------------------------------------------------------

    def _refresh_frame(self) -> None:
        window = self._office.window
        counts = window.counts
        rules = self._office.desk.rules
        current().name_states({rule.code: rule.label for rule in rules.states})
        self.pages.follow(rules.edition)
        for key, count in (
            ("inbox", counts.issues),
            ("applications", counts.applications),
            ("passes", counts.passes),
            ("jobs", counts.jobs),
        ):
            self.set_count(key, count)
        shown = tuple(
            Structure(each.employer.id, str(each.employer.kind), each.employer.display_name, each.employer.siret)
            for each in window.structures
        )
        self.set_structures(shown, window.chosen)
        self._refresh_sync()
        self._refresh_undo()

    def _refresh_sync(self) -> None:
        state = self._office.sync_state
        self.set_sync_state(state.pill_kind, state.pill_words, state.sentence)
        window = self._office.window
        self.set_facts(window.rules_title, window.day, f"Texte {self.settings.zoom_percent}{NBSP}%")
        self.set_count("sync", state.reading.pending)

    def _refresh_undo(self) -> None:
        self.set_action_enabled("undo", enabled=self._office.acts.can_undo)
