"""Structure et collaborateurs: the record, the members, invitations, notifications, the block of applications."""

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop import texts
from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import seen_in
from desktop.controllers.reader import Reader
from desktop.models.rows import RowsModel
from desktop.queries import members, structures
from desktop.queries.members import DEACTIVATE, DIRECTOR, NAME_ADMIN, REMOVE_ADMIN, Asked, Member, StructureRecord
from desktop.queries.structures import Overview
from desktop.runtime.store_worker import Work
from sync.domain.employers import Employer
from sync.domain.errors import RuleViolation
from sync.domain.joining import (
    DeactivateMember,
    Invite,
    Join,
    NameAdmin,
    RemoveAdmin,
    SetNotifications,
    TransferDirector,
)
from sync.domain.managing import BlockApplications, CreateSister, EditEmployer, UnblockApplications

FIELDS = {
    "brand": "Nom affiché",
    "phone": "Téléphone",
    "email": "Adresse électronique",
    "website": "Site internet",
    "address_line_1": "Adresse",
    "address_line_2": "Complément d’adresse",
    "post_code": "Code postal",
    "city": "Ville",
    "description": "Présentation",
    "activities": "Activités",
    "services": "Services rendus",
    "offers": "Offre commerciale",
}


SISTER_FIELDS = {
    "name": "Nom de la structure",
    "siret": "SIRET",
    "phone": "Téléphone",
    "email": "Adresse électronique",
    "address_line_1": "Adresse",
    "post_code": "Code postal",
    "city": "Ville",
}
OPTIONAL = frozenset({"siret", "email", "address_line_1", "city"})
_CHOOSE_FIRST = "Choisissez d’abord une structure."


def overview_key(row: object) -> str:
    """The id of a structure's row."""
    return row.structure.employer.id if isinstance(row, Overview) else ""


def member_key(row: object) -> str:
    """The id of a member's row."""
    return row.membership.id if isinstance(row, Member) else ""


def invitation_words(asked: Asked) -> str:
    """« Marc Durand vous invite à rejoindre Les Jardins du Haut. »."""
    return f"{asked.invitation.invited_by} vous invite à rejoindre {asked.employer or 'sa structure'}."


class StructureController(Reader):
    """`record` is None in the combined view, whose lines `overview` holds, and before the first reading.

    Emits `selected`, `kept` when an act was recorded, and `refused(field, sentence)`.
    """

    selected = Signal()
    refused = Signal(str, str)
    kept = Signal()

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, ("employers", "memberships", "invitations", "users", "job_applications", "editions"))
        self._acts = acts
        self.record: StructureRecord | None = None
        self.asked: tuple[Asked, ...] = ()
        self.current_id = ""
        self.model, self.overview = RowsModel(member_key, self), RowsModel(overview_key, self)
        acts.refused.connect(self._on_refused)
        acts.recorded.connect(self._on_recorded)

    @override
    def request(self) -> Work | None:
        structure = self.desk.structure
        if structure is None:
            return self.desk.look(lambda lens: (structures.overview(lens), members.asked(lens)))
        employer_id = structure.employer.id
        return self.desk.look(lambda lens: (members.read(lens, employer_id), members.asked(lens)))

    @override
    def take(self, answer: object) -> None:
        found, self.asked = answer if isinstance(answer, tuple) else (None, ())
        self.record = found if isinstance(found, StructureRecord) else None
        self.overview.set_rows(found if isinstance(found, tuple) else ())
        shown = self.record.members if self.record else ()
        self.model.set_rows(shown)
        if self.current is None:
            self.current_id = member_key(shown[0]) if shown else ""
        self.selected.emit()

    # --- words -----------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The name of the structure."""
        return self.record.employer.display_name if self.record else "Toutes mes structures"

    @property
    def facts(self) -> str:
        """« ACI, SIRET 853 471 205 00013 »."""
        if self.record is None:
            return f"{texts.count(len(self.desk.structures), 'structure')}. Choisissez-en une pour voir ses membres."
        employer = self.record.employer
        return f"{employer.kind}, SIRET {texts.siret(employer.siret)}" if employer.siret else str(employer.kind)

    def value(self, name: str) -> str:
        """A field of the record as it is shown."""
        value = str(getattr(self.record.employer, name)) if self.record else ""
        return texts.phone(value) if name == "phone" else value

    @property
    def is_blocked(self) -> bool:
        """Whether the structure takes no application at the moment."""
        return bool(self.record and self.record.employer.applications_blocked_at)

    @property
    def me(self) -> Member | None:
        """The user's own membership."""
        return next((each for each in self.record.members if each.is_me), None) if self.record else None

    @property
    def current(self) -> Member | None:
        """The member on screen."""
        row = self.model.row(self.current_id)
        return row if isinstance(row, Member) else None

    def select(self, membership_id: str) -> None:
        """Show another member's verbs."""
        self.current_id = membership_id
        self.selected.emit()

    def role(self, member: Member) -> str:
        """« Administrateur, contact de l’ASP »."""
        role = "Administrateur" if member.membership.is_admin else "Membre"
        return f"{role}, contact de l’ASP" if member.membership.is_director else role

    def why_not(self, act: str) -> str:
        """Why an act on the member on screen is closed, "" where it is open."""
        member = self.current
        return self._say(member.refusals[act]) if member else "Choisissez une personne dans la liste."

    @property
    def why_not_invite(self) -> str:
        """Why nobody can be invited, "" where it is possible."""
        return self._say(self.record.invite) if self.record else _CHOOSE_FIRST

    @property
    def why_not_edit(self) -> str:
        """Why the record cannot be changed, "" where it can."""
        return self._say(self.record.edit) if self.record else _CHOOSE_FIRST

    @property
    def why_not_block(self) -> str:
        """Why the block cannot be switched, "" where it can."""
        return self._say(self.record.block) if self.record else _CHOOSE_FIRST

    @property
    def why_not_sister(self) -> str:
        """Why no sister structure can be asked for, "" where it can."""
        return self._say(self.record.sister) if self.record else _CHOOSE_FIRST

    # --- acts ------------------------------------------------------------------------------------------------

    def act(self, code: str) -> None:
        """Do an act on the member on screen."""
        member = self.current
        if member is None or self.why_not(code):
            return
        key, name = member.membership.id, member.name
        args, words = {
            NAME_ADMIN: (NameAdmin(membership_id=key), f"{name} administre la structure."),
            REMOVE_ADMIN: (RemoveAdmin(membership_id=key), f"{name} n’administre plus la structure."),
            DIRECTOR: (TransferDirector(membership_id=key), f"{name} est le contact de l’ASP."),
            DEACTIVATE: (DeactivateMember(membership_id=key), f"{name} n’a plus accès à la structure."),
        }[code]
        self._acts.record(args, words)

    def toggle_notifications(self) -> None:
        """Have the messages about new applications, or no longer."""
        me = self.me
        if me is not None:
            wanted = not me.membership.wants_notifications
            args = SetNotifications(membership_id=me.membership.id, wants_notifications=wanted)
            self._acts.record(args, "Messages demandés." if wanted else "Messages arrêtés.")

    def toggle_block(self) -> None:
        """« Bloquer les candidatures » or « Recevoir à nouveau »."""
        if self.record is None or self.why_not_block:
            return
        key = self.record.employer.id
        if self.is_blocked:
            self._acts.record(UnblockApplications(employer_id=key), "Les candidatures sont à nouveau reçues.")
        else:
            self._acts.record(BlockApplications(employer_id=key), "Les candidatures sont bloquées.")

    def invite(self, first_name: str, last_name: str, email: str) -> None:
        """Ask a colleague to join."""
        if self.record is not None:
            args = Invite(
                invitation_id=self.desk.new_id(),
                employer_id=self.record.employer.id,
                email=email.strip(),
                first_name=first_name.strip(),
                last_name=last_name.strip(),
            )
            self._acts.record(args, f"{first_name} {last_name} est invité.".replace("  ", " "))

    def join(self, invitation_id: str) -> None:
        """Accept an invitation to oneself; does nothing for one that can no longer be accepted."""
        received = next((each for each in self.asked if each.invitation.id == invitation_id), None)
        if received is not None:
            args = Join(invitation_id=invitation_id, membership_id=self.desk.new_id())
            self._acts.record(args, f"Vous rejoignez {received.employer or 'la structure'}.")

    def create_sister(self, values: dict[str, str]) -> None:
        """Ask for another structure of the same SIREN and kind; the server gives its number where none is typed."""
        if self.record is not None:
            typed = {name: value.strip() for name, value in values.items()}
            args = CreateSister(
                employer_id=self.desk.new_id(),
                parent_id=self.record.employer.id,
                membership_id=self.desk.new_id(),
                **typed | {"siret": "".join(typed["siret"].split())},
            )
            self._acts.record(args, f"{typed['name']} est créée. Vous l’administrez.")

    def open_structure(self, employer_id: str) -> None:
        """Leave the combined view for one structure."""
        self.desk.choose(employer_id)

    def edit(self, values: dict[str, str], employer: Employer) -> None:
        """Record the fields that differ from the record as the form showed it; nothing when none does."""
        changes: dict[str, str | None] = {
            name: value.strip() for name, value in values.items() if value.strip() != getattr(employer, name)
        }
        if changes:
            args = EditEmployer(employer_id=employer.id, changes=changes)
            self._acts.record(args, "Fiche de la structure modifiée.", seen_in(employer, changes))

    def _say(self, refusal: RuleViolation | None) -> str:
        return self.desk.sentence(refusal) if refusal else ""

    def _on_refused(self, refusal: RuleViolation) -> None:
        self.refused.emit(str(refusal.facts.get("field", "")), self.desk.sentence(refusal))

    def _on_recorded(self, _recorded: object) -> None:
        self.kept.emit()
