"""A person's rows as the chapters of the paper handed to them: what, why, until when."""

from collections.abc import Iterable, Sequence

from desktop import texts
from desktop.controllers.record import move_words
from desktop.documents.access import Chapter, PersonalData, Record
from desktop.documents.proofs.entries import Proof
from desktop.documents.proofs.handover import title_of
from desktop.queries.person_data import ApplicationData, PersonFacts
from sync.domain.calendar import paris_date
from sync.domain.rulebook import Rulebook

_TWO_YEARS_AFTER_CONTACT = "deux ans après le dernier contact."
_TWO_YEARS_AFTER_PASS = "deux ans après la fin du PASS IAE, plus si un financement européen l’exige."  # noqa: S105 - a PASS


def personal_data(facts: PersonFacts, proofs: Sequence[Proof], rules: Rulebook) -> PersonalData:
    """Every chapter, those that hold nothing included."""
    return PersonalData(
        last_name=facts.person.last_name,
        first_name=facts.person.first_name,
        chapters=(
            _identity(facts),
            _applications(facts, rules),
            _comments(facts),
            _diagnoses(facts, rules),
            _passes(facts),
            _suspensions(facts, rules),
            _proofs(proofs, rules),
        ),
        waiting=tuple(_waiting(facts, rules)),
    )


def _identity(facts: PersonFacts) -> Chapter:
    person = facts.person
    values = (
        ("Civilité", person.title),
        ("Nom", person.last_name),
        ("Nom de naissance", person.birth_name),
        ("Prénom", person.first_name),
        ("Date de naissance", person.born_on),
        ("Courriel", person.email),
        ("Téléphone", person.phone),
        ("Adresse", person.address_line_1),
        ("Complément d’adresse", person.address_line_2),
        ("Code postal", person.post_code),
        ("Commune", person.city),
        ("Identifiant Pôle emploi", person.pole_emploi_id),
        ("Raison de l’absence d’identifiant", person.lack_of_pole_emploi_id_reason),
        ("NIR", person.nir),
        ("Fiche créée le", person.created_at),
    )
    return Chapter(
        title="Identité",
        purpose="étudier vos candidatures.",
        kept=_TWO_YEARS_AFTER_CONTACT,
        records=(Record(title="État civil et coordonnées", values=values),),
    )


def _applications(facts: PersonFacts, rules: Rulebook) -> Chapter:
    return Chapter(
        title="Candidatures",
        purpose="répondre à vos candidatures.",
        kept=_TWO_YEARS_AFTER_CONTACT,
        records=tuple(_application(one, rules) for one in facts.applications),
    )


def _application(data: ApplicationData, rules: Rulebook) -> Record:
    one = data.application
    reasons = {reason.code: reason.label for reason in rules.refusal_reasons}
    moves = "; ".join(f"{move_words(move.name, move.user_name)}, {texts.instant(move.at)}" for move in data.moves)
    return Record(
        title=f"Candidature du {texts.day_of(one.created_at)}",
        values=(
            ("Reçue le", one.created_at),
            ("Envoyée par", one.sender_name),
            ("État", rules.state_label(one.state)),
            ("Message", one.message),
            ("Réponse à la personne", one.answer),
            ("Réponse au prescripteur", one.answer_to_prescriber),
            ("Motif de refus", reasons.get(one.refusal_reason, one.refusal_reason)),
            ("Début du contrat", one.hiring_starts_on),
            ("Fin du contrat", one.hiring_ends_on),
            ("Embauche sans PASS", one.is_hired_without_pass),
            ("Historique", moves),
        ),
    )


def _comments(facts: PersonFacts) -> Chapter:
    return Chapter(
        title="Commentaires internes",
        purpose="suivre vos candidatures entre collègues.",
        kept=_TWO_YEARS_AFTER_CONTACT,
        records=tuple(
            Record(
                title=f"Commentaire du {texts.day_of(comment.created_at)}",
                values=(("Auteur", comment.user_name), ("Texte", comment.body)),
            )
            for one in facts.applications
            for comment in one.comments
        ),
    )


def _diagnoses(facts: PersonFacts, rules: Rulebook) -> Chapter:
    labels = {criterion.code: criterion.label for criterion in rules.criteria}
    return Chapter(
        title="Diagnostics d’éligibilité",
        purpose="vérifier votre droit à un parcours d’insertion.",
        kept=_TWO_YEARS_AFTER_PASS,
        records=tuple(
            Record(
                title=f"Diagnostic du {texts.day_of(one.created_at)}",
                values=(
                    ("Établi par", one.author_name),
                    ("Critères", ", ".join(labels.get(code, code) for code in one.criteria)),
                ),
            )
            for one in facts.diagnoses
        ),
    )


def _passes(facts: PersonFacts) -> Chapter:
    return Chapter(
        title="PASS IAE",
        purpose="suivre votre parcours d’insertion.",
        kept=_TWO_YEARS_AFTER_PASS,
        records=tuple(
            Record(
                title=texts.pass_number(one.number) if one.number else "PASS demandé",
                values=(("Premier jour", one.starts_on), ("Dernier jour", one.ends_on), ("Créé le", one.created_at)),
            )
            for one in facts.passes
        ),
    )


def _suspensions(facts: PersonFacts, rules: Rulebook) -> Chapter:
    labels = {reason.code: reason.label for reason in rules.suspensions.reasons}
    return Chapter(
        title="Suspensions",
        purpose="tenir compte de vos absences dans la durée du PASS IAE.",
        kept=_TWO_YEARS_AFTER_PASS,
        records=tuple(
            Record(
                title=f"Suspension du {texts.day(pause.starts_on)} au {texts.day(pause.ends_on)}",
                values=(
                    ("Motif", labels.get(detail.reason, detail.reason) if detail else ""),
                    ("Explication", detail.explanation if detail else ""),
                ),
            )
            for pause, detail in facts.suspensions
        ),
    )


def _proofs(proofs: Sequence[Proof], rules: Rulebook) -> Chapter:
    labels = {criterion.code: criterion.label for criterion in rules.criteria}
    return Chapter(
        title="Justificatifs",
        purpose="prouver votre éligibilité en cas de contrôle.",
        kept=_TWO_YEARS_AFTER_PASS,
        records=tuple(
            Record(
                title=proof.filing.title or labels.get(proof.filing.criterion, title_of(proof)),
                values=(
                    ("Fichier", proof.name),
                    ("Daté du", proof.filing.issued_on),
                    ("Joint le", paris_date(proof.added_at)),
                    ("Joint par", proof.added_by),
                    ("Pages", proof.pages),
                ),
            )
            for proof in proofs
        ),
    )


def _waiting(facts: PersonFacts, rules: Rulebook) -> Iterable[str]:
    for one in facts.applications:
        if one.is_unsent:
            day, state = texts.day_of(one.application.created_at), rules.state_label(one.application.state)
            yield f"Candidature du {day}{texts.NBSP}: «{texts.NBSP}{state}{texts.NBSP}», enregistré sur ce poste."
