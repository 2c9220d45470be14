"""The fields of a person as forms show them, and the acts they become."""

from datetime import date
from typing import Any, ClassVar

from desktop.controllers.acts import Acts
from desktop.controllers.desk import Desk
from desktop.controllers.draft import Draft
from sync.domain.identifiers import FORGOTTEN, NOT_REGISTERED
from sync.domain.job_seekers import JobSeeker

FIELDS = (
    *("title", "last_name", "first_name", "birth_name", "born_on", "nir"),
    *("pole_emploi_id", "lack_of_pole_emploi_id_reason"),
    *("email", "phone", "address_line_1", "address_line_2", "post_code", "city"),
)
LABELS = {
    "title": "Civilité",
    "last_name": "Nom",
    "first_name": "Prénom",
    "birth_name": "Nom de naissance",
    "born_on": "Date de naissance",
    "nir": "Numéro de sécurité sociale",
    "pole_emploi_id": "Identifiant Pôle emploi",
    "lack_of_pole_emploi_id_reason": "Pas d’identifiant",
    "email": "Adresse électronique",
    "phone": "Téléphone",
    "address_line_1": "Adresse",
    "address_line_2": "Complément d’adresse",
    "post_code": "Code postal",
    "city": "Ville",
}
TITLES = {"": "Non précisée", "M.": "Monsieur", "Mme": "Madame"}
LACKS = {"": "—", FORGOTTEN: "Oublié", NOT_REGISTERED: "Personne non inscrite"}


class PersonDraft(Draft):
    """A form over a person's fields; `person` maps each field's name to what is typed."""

    FIELDS: ClassVar[tuple[str, ...]] = ("person",)

    def __init__(self, desk: Desk, acts: Acts) -> None:
        super().__init__(desk, acts)
        self.person: dict[str, Any] = dict.fromkeys(FIELDS, "")

    def set_field(self, name: str, value: str) -> None:
        """A field as it is typed; a birth date as `YYYY-MM-DD`, "" while it is none."""
        if self.person.get(name) != value:
            self.person = self.person | {name: value}
            self.judge()

    @property
    def born_on(self) -> date | None:
        """The birth date typed."""
        typed = str(self.person.get("born_on", ""))
        return date.fromisoformat(typed) if typed else None

    @property
    def typed(self) -> dict[str, Any]:
        """The fields as the domain takes them: without spaces around, numbers without any."""
        fields: dict[str, Any] = {name: str(self.person.get(name, "")).strip() for name in FIELDS}
        fields["nir"] = fields["nir"].replace(" ", "").replace("\u00a0", "").upper()
        fields["pole_emploi_id"] = fields["pole_emploi_id"].replace(" ", "").upper()
        return fields | {"born_on": self.born_on}


def fields_of(person: JobSeeker) -> dict[str, Any]:
    """A person's fields as a form shows them."""
    values = {name: getattr(person, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in values.items()}
