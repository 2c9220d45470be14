"""Structure et collaborateurs: members at the left, one member's verbs and the structure's record at the right."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.structure import FIELDS, StructureController, invitation_words
from desktop.queries.members import DEACTIVATE, DIRECTOR, NAME_ADMIN, REMOVE_ADMIN, Asked, Member
from desktop.queries.structures import Overview
from desktop.views.cells import CellsModel, CellTable
from desktop.views.filling import clear
from desktop.views.notices import NoticeBar
from desktop.views.parts.banner import Banner
from desktop.views.parts.buttons import Button, ReasonedButton
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.table import Cell
from desktop.views.parts.text import heading
from desktop.views.structure_forms import FormDialog, invitation_form, record_form, sister_form
from desktop.views.theme.roles import space

HEADS = ("Personne", "Rôle", "Messages")
_HINT = "Ctrl+1 … Ctrl+9 changent de structure. Une personne sans accès garde son compte et son historique."
OVERVIEW_HEADS = ("Structure", "Votre rôle", "Candidatures", "À traiter", "Membres")


class MemberPane(ScrollColumn):
    """The member chosen in the table, then the record of the structure."""

    def __init__(self, controller: StructureController) -> None:
        super().__init__("surface", 12, (20, 18, 20, 18))
        self._controller = controller
        self._name, self._line = heading("", "section"), RunsLabel("", "body", "ink-2")
        self._name.setWordWrap(True)
        self._verbs = {
            NAME_ADMIN: ReasonedButton(Button("Nommer administrateur", "shield-check")),
            REMOVE_ADMIN: ReasonedButton(Button("Retirer l’administration", "minus")),
            DIRECTOR: ReasonedButton(Button("Désigner contact de l’ASP", "mail")),
            DEACTIVATE: ReasonedButton(Button("Retirer l’accès", "ban", look="danger")),
        }
        self._messages = QCheckBox("Recevoir un message à chaque nouvelle candidature")
        self._messages.clicked.connect(controller.toggle_notifications)
        self.column.addWidget(self._name)
        self.column.addWidget(self._line)
        self.column.addWidget(self._messages)
        for code, verb in self._verbs.items():
            verb.button.setObjectName(code)
            verb.button.clicked.connect(self._act)
            self.column.addWidget(verb)
        self._record = Definitions()
        self.column.addSpacing(8)
        self._record_title = heading("Fiche de la structure", "section")
        self.column.addWidget(self._record_title)
        self.column.addWidget(self._record)
        self.column.addStretch(1)
        controller.selected.connect(self.refresh)

    def refresh(self) -> None:
        """Show the member on screen and the structure."""
        controller, member = self._controller, self._controller.current
        for part in (self._name, self._line, *self._verbs.values()):
            part.setVisible(member is not None)
        self._messages.setVisible(bool(member and member.is_me))
        if member is not None:
            self._name.setText(member.name)
            self._line.set_words(controller.role(member))
            self._messages.setChecked(member.membership.wants_notifications)
            self._verbs[NAME_ADMIN].setVisible(not member.membership.is_admin)
            self._verbs[REMOVE_ADMIN].setVisible(member.membership.is_admin)
            self._verbs[DIRECTOR].setVisible(not member.membership.is_director)
        for code, verb in self._verbs.items():
            verb.set_blocked(controller.why_not(code))
        record = controller.record
        self._record_title.setText("Fiche de la structure" if record else "Choisissez une structure dans la liste")
        self._record_title.setWordWrap(True)
        values = ((name, label, controller.value(name)) for name, label in FIELDS.items()) if record else ()
        self._record.set_facts(tuple(Fact(name, label, value or "—") for name, label, value in values))

    def _act(self) -> None:
        self._controller.act(self.sender().objectName())


class StructurePage(QWidget):
    """Members and invitations at the left, one of them at the right."""

    def __init__(self, controller: StructureController, notices: NoticeBar) -> None:
        super().__init__()
        self._controller = controller
        self._block, self._edit = Button("Bloquer les candidatures", "ban"), Button("Modifier la fiche…", "pencil")
        self._sister, self._invite = Button("Structure sœur…", "plus"), Button("Inviter…", "plus", look="primary")
        self._header = PageHeader("Structure", "", (self._block, self._edit, self._sister, self._invite))
        self._state, self._invited = QVBoxLayout(), QVBoxLayout()
        self._reasons, self._invited_title = (
            RunsLabel("", "caption", "ink-2"),
            heading("Invitations en attente", "body"),
        )
        self._hint = RunsLabel(_HINT, "caption", "ink-2")
        model = CellsModel(controller.model, HEADS, self.cells)
        self._table = CellTable(model, "Membres de la structure", two_lines=True)
        self._table.selectionModel().currentRowChanged.connect(self._select)
        self._all = CellTable(
            CellsModel(controller.overview, OVERVIEW_HEADS, _overview, (3, 4)), "Mes structures", two_lines=True
        )
        self._all.activated.connect(self._open_structure)
        self._all_hint = RunsLabel("Entrée ouvre une structure, Ctrl+1 … Ctrl+9 aussi.", "caption", "ink-2")
        self.dialog: FormDialog | None = None
        whole = QVBoxLayout(self)
        space(whole, 0)
        self._pane = MemberPane(controller)
        panes = (Pane("list", "Membres", self._left(notices), 5, 520), Pane("one", "Fiche", self._pane, 3, 340))
        whole.addWidget(Panes(panes, ("list", "one")))
        self._block.clicked.connect(controller.toggle_block)
        self._edit.clicked.connect(self.open_edit)
        self._sister.clicked.connect(self.open_sister)
        self._invite.clicked.connect(self.open_invite)
        controller.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what was read."""
        controller = self._controller
        self._header.sentence.set_words((bold(f"{controller.title}. "), controller.facts))
        self._block.setText("Recevoir à nouveau" if controller.is_blocked else "Bloquer les candidatures")
        self._block.updateGeometry()
        reasons = (
            (self._block, controller.why_not_block),
            (self._edit, controller.why_not_edit),
            (self._sister, controller.why_not_sister),
            (self._invite, controller.why_not_invite),
        )
        for button, reason in reasons:
            button.set_blocked(reason)
        told = dict.fromkeys(reason for _, reason in reasons if reason)
        self._reasons.set_words(" ".join(told))
        self._reasons.setVisible(bool(told))
        is_combined = controller.record is None
        together: tuple[QWidget, ...] = (self._all, self._all_hint)
        alone: tuple[QWidget, ...] = (self._table, self._invited_title, self._hint)
        for part in (*together, *alone):
            part.setVisible((part in together) is is_combined)
        self._show_state()
        self._show_invitations()
        row = controller.model.row_of(controller.current_id)
        if row >= 0 and row != self._table.currentIndex().row():
            self._table.selectRow(row)

    def cells(self, row: object) -> tuple[Cell, ...]:
        """One member."""
        if not isinstance(row, Member):
            return ()
        name = f"{row.name} (vous)" if row.is_me else row.name
        wants = row.membership.wants_notifications
        return (
            Cell(name, row.email, bold=True, mark="local" if row.is_unsent else ""),
            Cell(self._controller.role(row), icon="shield-check" if row.membership.is_admin else "user"),
            Cell("oui" if wants else "non", icon="mail" if wants else "minus", ink="ok" if wants else "ink-2"),
        )

    def open_invite(self) -> None:
        """The form of an invitation."""
        self._open(invitation_form(self.window(), self._controller))

    def open_sister(self) -> None:
        """The form of a sister structure."""
        self._open(sister_form(self.window(), self._controller))

    def open_edit(self) -> None:
        """The form of the structure's record."""
        if self._controller.record is not None:
            self._open(record_form(self.window(), self._controller, self._controller.record.employer))

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()
        next(iter(dialog.fields.values())).setFocus()

    def _left(self, notices: NoticeBar) -> QWidget:
        left = QWidget()
        down = QVBoxLayout(left)
        space(down, 12, (22, 18, 22, 18))
        down.addWidget(self._header)
        down.addWidget(self._reasons)
        down.addLayout(self._state)
        down.addWidget(self._table, 1)
        down.addWidget(self._all, 1)
        down.addWidget(self._all_hint)
        down.addWidget(notices)
        down.addWidget(self._invited_title)
        down.addLayout(self._invited)
        down.addWidget(self._hint)
        return left

    def _show_state(self) -> None:
        clear(self._state)
        for each in self._controller.asked:
            self._state.addWidget(self._asking(each))
        if self._controller.is_blocked:
            words = (bold("Candidatures bloquées. "), "Celles déjà reçues continuent leur chemin.")
            self._state.addWidget(Banner("info", words, icon="ban"))
        record = self._controller.record
        if record is not None and record.is_unsent:
            words = (
                bold("En attente d’envoi. "),
                "Le changement est gardé sur ce poste et partira au retour du réseau.",
            )
            self._state.addWidget(Banner("local", words, icon="cloud-upload"))

    def _asking(self, asked: Asked) -> Banner:
        """An invitation to oneself: it stays until it is accepted or over."""
        join = Button("Rejoindre")
        join.setObjectName(asked.invitation.id)
        join.setAccessibleName(f"Rejoindre {asked.employer}".rstrip())
        join.clicked.connect(self._join)
        until = f"Invitation valable jusqu’au {texts.day(asked.invitation.ends_on)}."
        return Banner("info", (bold(f"{invitation_words(asked)} "), until), join, icon="mail")

    def _join(self) -> None:
        self._controller.join(self.sender().objectName())

    def _show_invitations(self) -> None:
        clear(self._invited)
        record = self._controller.record
        invitations = record.invitations if record else ()
        points = tuple(
            Point(
                f"{each.first_name} {each.last_name}, {each.email}",
                "mail",
                under=f"Valable jusqu’au {texts.day(each.ends_on)}, par {each.invited_by}",
            )
            for each in invitations
        )
        if record is None:
            return
        if points:
            self._invited.addWidget(Points(points))
        else:
            self._invited.addWidget(RunsLabel("Aucune invitation n’attend de réponse.", "body", "ink-2"))

    def _open_structure(self, index: QModelIndex) -> None:
        self._controller.open_structure(self._controller.overview.key_at(index.row()))

    def _select(self) -> None:
        row = self._table.currentIndex().row()
        if row >= 0:
            self._controller.select(self._controller.model.key_at(row))


def _overview(row: object) -> tuple[Cell, ...]:
    """One structure of the combined view."""
    if not isinstance(row, Overview):
        return ()
    structure = row.structure
    receives = structure.accepts_applications
    return (
        Cell(
            structure.employer.display_name,
            str(structure.employer.kind),
            bold=True,
            mark="local" if row.is_unsent else "",
        ),
        Cell(
            "Administrateur" if structure.is_admin else "Membre", icon="shield-check" if structure.is_admin else "user"
        ),
        Cell("reçues", icon="door-open", ink="ok") if receives else Cell("bloquées", icon="ban", ink="ink-2"),
        Cell(str(row.to_handle), figures=True),
        Cell(str(row.members), figures=True),
    )
