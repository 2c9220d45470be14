"""The control pack: sampled people, criterion by criterion, and what is missing (contrôle a posteriori)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop import texts
from desktop.documents.attestation import GradedDay, Heading, grade_words
from desktop.documents.fse.sheets import STATE_WORDS
from desktop.documents.proofs.standing import Standing
from desktop.documents.report import Facts, Mark, Report, Section, Table

NO_CRITERION = (
    "Diagnostic d’un prescripteur habilité ou agrément : aucun justificatif n’est à produire par la structure."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A person of the sample. `hired_on` is the start of the contract; `number` None while the PASS is requested."""

    last_name: str
    first_name: str
    number: str | None
    hired_on: date
    diagnosed_by: str
    diagnosed: GradedDay | None
    standings: tuple[Standing, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has its proof in order."""
        return all(one.is_settled for one in self.standings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A campaign: the structure, its name (« Contrôle a posteriori 2021 »), and the people in the order asked for."""

    employer: Heading
    title: str
    people: tuple[Sampled, ...]


def control_report(control: Control) -> Report:
    """The pack: a table of everybody, then a section a person."""
    complete = sum(person.is_complete for person in control.people)
    return Report(
        title=control.title,
        subtitle=control.employer.name,
        heading=control.employer,
        lead="Pour chaque critère retenu au diagnostic : le justificatif attendu, ce qui est conservé, ce qui manque.",
        sections=(
            Section(
                title="Échantillon",
                parts=(
                    Facts(
                        (
                            ("Personnes contrôlées", texts.thousands(len(control.people))),
                            ("Dossiers complets", texts.thousands(complete)),
                            ("Dossiers à compléter", texts.thousands(len(control.people) - complete)),
                        )
                    ),
                    _overview(control.people),
                ),
            ),
            *(_section(person) for person in control.people),
        ),
    )


def _overview(people: Sequence[Sampled]) -> Table:
    return Table(
        headers=("Personne", "PASS IAE", "Embauche", "Critères", "Justificatifs"),
        widths=("1fr", "34mm", "24mm", "16mm", "38mm"),
        numeric=frozenset({3}),
        rows=tuple(
            (
                texts.person(person.last_name, person.first_name),
                texts.pass_number(person.number) if person.number else "PASS demandé",
                texts.day(person.hired_on),
                str(len(person.standings)),
                _verdict(person),
            )
            for person in people
        ),
        if_empty="Aucune personne dans l’échantillon.",
    )


def _verdict(person: Sampled) -> Mark:
    wanting = sum(not one.is_settled for one in person.standings)
    return Mark(f"{wanting} à compléter", is_settled=False) if wanting else Mark("complet", is_settled=True)


def _section(person: Sampled) -> Section:
    made = ""
    if person.diagnosed:
        made = (
            f"Diagnostic du {texts.day(person.diagnosed.on)} ({grade_words(person.diagnosed)}), {person.diagnosed_by}."
        )
    return Section(
        title=texts.person(person.last_name, person.first_name),
        lead=made,
        parts=(
            Table(
                headers=("Critère", "Justificatif attendu", "Conservé", "État"),
                widths=("1fr", "1fr", "34mm", "38mm"),
                rows=tuple(_row(one) for one in person.standings),
                if_empty=NO_CRITERION,
            ),
        ),
    )


def _row(one: Standing) -> tuple[str | Mark, ...]:
    wanted = f"{one.wanted} – {one.validity}" if one.validity else one.wanted
    return one.label, wanted, _kept(one), Mark(STATE_WORDS[one.state], is_settled=one.is_settled)


def _kept(one: Standing) -> str:
    if one.proof is None:
        return "–"
    issued_on = one.proof.filing.issued_on
    return f"daté du {texts.day(issued_on)}" if issued_on else one.proof.name
