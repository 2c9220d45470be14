"""What the pages are about: topics, the rule of each in French with the edition's numbers, and who says so."""

from collections.abc import Callable
from dataclasses import dataclass

from sync.domain.rulebook import Rulebook


@dataclass(frozen=True)
class Topic:
    """A chapter: the modules whose refusals it tells, and its rule."""

    title: str
    modules: tuple[str, ...]
    rule: Callable[[Rulebook], list[str]]


def _list(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words)


def _answers(rules: Rulebook) -> list[str]:
    label = rules.state_label
    return [
        f"« {rule.verb} » : depuis {_list([f'« {label(state)} »' for state in rule.sources])}"
        + (f" (structures de type {_list(rule.only_kinds)})" if rule.only_kinds else "")
        + (" ; un message au candidat est obligatoire" if rule.needs_answer else "")
        + "."
        for rule in rules.transitions
        if rule.code != "render_obsolete"
    ]


def _sending(rules: Rulebook) -> list[str]:
    grace = rules.employers.grace_days
    said = [
        f"Une structure qui n’est plus conventionnée reçoit encore des candidatures pendant {grace} jours.",
        "Une structure peut bloquer ses candidatures : elle seule peut alors s’en adresser.",
        "Un CV est un fichier PDF de 5 Mo au plus.",
    ]
    if rules.applications.duplicate_minutes:
        minutes = rules.applications.duplicate_minutes
        said.append(f"La même candidature envoyée deux fois en {minutes} minutes ne compte qu’une fois.")
    if rules.kinds.closed:
        said.append(f"Les structures de type {_list(rules.kinds.closed)} n’en reçoivent plus.")
    return said


def _waiting(rules: Rulebook) -> list[str]:
    years = rules.passes.waiting_period_years
    said = [
        f"Le délai de carence commence le lendemain de la fin du PASS IAE et dure {years} ans, dernier jour compris.",
        "Il concerne les structures de type " + _list(rules.kinds.with_pass) + ".",
        "Seul un prescripteur habilité peut le lever, en adressant la personne.",
    ]
    if rules.passes.diagnosis_lifts_waiting_period:
        said.append("Son diagnostic d’éligibilité valable le lève aussi, quel que soit l’expéditeur.")
    return said


def _diagnosis(rules: Rulebook) -> list[str]:
    needs = rules.eligibility
    others = [f"{number} pour les {kind}" for kind, number in needs.level_2_needed_by_kind.items()]
    own = f"{needs.employer_days} jours" if needs.employer_days else f"{needs.employer_months} mois"
    pairs = [" et ".join(f"« {label(code, rules)} »" for code in pair) for pair in needs.exclusive_pairs]
    return [
        f"Par l’employeur : {needs.level_1_needed} critère de niveau 1, ou {needs.level_2_needed} de niveau 2"
        + (f" ({_list(others)})" if others else "")
        + ".",
        f"S’excluent : {' ; '.join(pairs)}.",
        f"Il vaut {needs.prescriber_months} mois venant d’un prescripteur habilité, {own} venant de l’employeur.",
        "Tant qu’un PASS IAE est valable, l’âge du diagnostic ne compte pas.",
    ]


def label(code: str, rules: Rulebook) -> str:
    """The criterion as the screen names it."""
    criterion = rules.criterion(code)
    return criterion.label if criterion else code


def _hiring(rules: Rulebook) -> list[str]:
    hire = rules.hiring
    latest = f", {hire.max_months_ahead} mois plus tard au plus" if hire.max_months_ahead else ""
    backdate = f" Les {_list(hire.may_backdate_kinds)} peuvent antidater." if hire.may_backdate_kinds else ""
    said = [f"Le contrat commence aujourd’hui ou après{latest}.{backdate}"]
    said.append("Son dernier jour est " + ("obligatoire." if hire.end_is_mandatory else "facultatif."))
    if hire.max_contract_months:
        kinds = _list(rules.kinds.with_pass)
        said.append(f"Il dure {hire.max_contract_months // 12} ans au plus pour les structures de type {kinds}.")
    if hire.must_start_within_pass:
        said.append("Il commence au plus tard le dernier jour d’un PASS IAE valable.")
    if hire.move_within_days:
        said.append(f"Une embauche à venir se reporte jusqu’à {hire.move_within_days} jours après aujourd’hui.")
    return [*said, *_cancelling(rules)]


def _cancelling(rules: Rulebook) -> list[str]:
    days = rules.cancellation.days_after_start
    if days >= 0:
        return [f"L’embauche s’annule jusqu’au {days}e jour après son début, compris (« {days * 24} h »)."]
    return ["L’embauche s’annule tant que la fiche salarié n’a pas été envoyée à l’ASP."]


def _suspending(rules: Rulebook) -> list[str]:
    pause = rules.suspensions
    said = [
        f"Une suspension dure {pause.max_months} mois au plus, premier et dernier jour compris.",
        "Une autre peut suivre.",
        "Elle commence pendant le PASS IAE et jamais dans l’avenir ; deux suspensions ne partagent aucun jour.",
        "Seule la dernière structure qui a embauché la personne suspend.",
        "Motifs : " + _list([f"« {rule.label} »" for rule in pause.reasons if rule.is_offered]) + ".",
    ]
    if pause.after_cancellation_window:
        first = rules.cancellation.days_after_start + 1
        said.append(f"Elle est possible à partir du {first}e jour après le début de l’embauche.")
    if pause.max_days_back:
        said.append(f"Elle commence {pause.max_days_back} jours avant aujourd’hui au plus tôt.")
    return said


def _prolonging(rules: Rulebook) -> list[str]:
    more = rules.prolongations
    if not more.reasons:
        return ["La prolongation n’existe pas dans cette édition."]
    said = [
        f"De {more.months_before_end} mois avant la fin du PASS IAE à {more.months_after_end} mois après.",
        "Elle commence le jour où finit le PASS IAE.",
    ]
    for rule in more.reasons:
        if rule.is_offered:
            total = f", {rule.max_total_days} en tout" if rule.max_total_days else ""
            word = " ; accord d’un prescripteur habilité" if rule.needs_prescriber else ""
            said.append(f"« {rule.label} » : {rule.max_days} jours au plus{total}{word}.")
    return said


def _jobs(rules: Rulebook) -> list[str]:
    said = ["On peut ouvrir, fermer, publier et dépublier chaque fiche de poste."]
    if rules.employers.one_job_description_per_appellation:
        said.append("Une fiche de poste par métier et par structure.")
    if rules.employers.max_hours_per_week:
        said.append(f"{rules.employers.max_hours_per_week} heures par semaine au plus.")
    return said


def _people(rules: Rulebook) -> list[str]:
    person = rules.job_seekers
    said = ["Le nom et le prénom sont obligatoires ; un identifiant peut manquer, mais pas être faux."]
    if person.min_age:
        said.append(f"La personne a plus de {person.min_age} ans et {person.max_age} ans au plus.")
    if person.editable_in_states:
        states = _list([f"« {rules.state_label(state)} »" for state in person.editable_in_states])
        said.append(f"La structure modifie le dossier d’une personne dont la candidature chez elle est {states}.")
    return said


def _structures(rules: Rulebook) -> list[str]:
    staff = rules.employers
    days = f"{staff.invitation_days} jours"
    if staff.max_invitation_days:
        days += f", ou de {staff.min_invitation_days} à {staff.max_invitation_days} à votre choix"
    return [
        f"Une invitation vaut {days}.",
        "Une structure garde toujours un administrateur.",
        "Une structure sœur a le même SIREN et le même type.",
    ]


def _rights(_rules: Rulebook) -> list[str]:
    return [
        "Les droits sont ceux du jour où le serveur central reçoit l’acte.",
        "Deux personnes travaillent sur un dossier sans réseau : rien n’est écrasé, ce qui diffère est à régler.",
    ]


def _central(rules: Rulebook) -> list[str]:
    shape = "l’année d’embauche et un compteur" if rules.passes.number_has_year else "un compteur"
    return [f"Un numéro de PASS IAE : {rules.passes.number_prefix}, {shape} ; il n’est jamais donné deux fois."]


TOPICS = (
    Topic("Répondre à une candidature", ("answering", "moving", "commenting", "transferring"), _answers),
    Topic("Envoyer une candidature", ("sending", "attachments", "attaching"), _sending),
    Topic("Délai de carence", ("standing",), _waiting),
    Topic("Diagnostic d’éligibilité", ("eligibility", "diagnosing"), _diagnosis),
    Topic("Embaucher, reporter, annuler", ("contract", "hiring", "issuing"), _hiring),
    Topic("Suspendre un PASS IAE", ("suspending", "suspension_rules"), _suspending),
    Topic("Prolonger un PASS IAE", ("prolonging", "prolongation_rules"), _prolonging),
    Topic("Fiches de poste", ("recruiting",), _jobs),
    Topic("Dossier d’une personne", ("registering", "identifiers"), _people),
    Topic("Structure et membres", ("managing", "joining"), _structures),
    Topic("Droits et travail à plusieurs", ("permissions", "world", "commands", "forms", "settling"), _rights),
    Topic("Service central", ("staffing", "passes"), _central),
)

# A refusal that an edition cannot meet is not on its page.
_FROM_2022: Callable[[Rulebook], bool] = lambda rules: bool(rules.hiring.move_within_days)  # noqa: E731 - a table's cell
_PROLONGS: Callable[[Rulebook], bool] = lambda rules: bool(rules.prolongations.reasons)  # noqa: E731
ONLY_IF: dict[str, Callable[[Rulebook], bool]] = {
    "agreement_ends_before_start": lambda rules: rules.agreements.are_converted,
    "agreement_number_invalid": lambda rules: rules.agreements.are_converted,
    "cancellation_too_late": lambda rules: rules.cancellation.days_after_start >= 0,
    "contract_too_long": lambda rules: bool(rules.hiring.max_contract_months),
    "contract_type_unknown": lambda rules: rules.employers.contract_type_is_mandatory,
    "deny_explanation_missing": _PROLONGS,
    "deny_reason_unknown": _PROLONGS,
    "employee_record_sent": lambda rules: rules.cancellation.until_record_sent,
    "employer_kind_closed": lambda rules: bool(rules.kinds.closed),
    "hiring_after_pass_end": lambda rules: rules.hiring.must_start_within_pass,
    "hiring_end_missing": lambda rules: rules.hiring.end_is_mandatory,
    "hiring_has_begun": _FROM_2022,
    "hiring_moved_past_pass": _FROM_2022,
    "hiring_moved_too_far": _FROM_2022,
    "hiring_not_movable": lambda rules: not _FROM_2022(rules),
    "hiring_starts_too_late": lambda rules: bool(rules.hiring.max_months_ahead),
    "hiring_without_pass_not_offered": lambda rules: not rules.hiring.without_pass_is_offered,
    "hours_per_week_too_many": lambda rules: bool(rules.employers.max_hours_per_week),
    "job_description_exists": lambda rules: rules.employers.one_job_description_per_appellation,
    "job_seeker_has_account": lambda rules: rules.job_seekers.editable_accounts_only_third_party,
    "job_seeker_not_editable": lambda rules: bool(rules.job_seekers.editable_in_states),
    "newer_pass_exists": _PROLONGS,
    "no_hire_under_pass": _PROLONGS,
    "organization_not_authorized": _PROLONGS,
    "pass_from_stock": lambda rules: rules.cancellation.until_record_sent,
    "prolongation_unknown": lambda rules: not _PROLONGS(rules),
    "suspension_explanation_missing": lambda rules: any(
        reason.needs_explanation for reason in rules.suspensions.reasons
    ),
    "suspension_starts_too_early": lambda rules: rules.suspensions.start_after_last_one,
    "too_old": lambda rules: bool(rules.job_seekers.max_age),
    "too_young": lambda rules: bool(rules.job_seekers.min_age),
    "transfer_to_itself": lambda rules: rules.transition("transfer") is not None,
    "transition_not_for_kind": lambda rules: any(rule.only_kinds for rule in rules.transitions),
} | {
    f"prolongation_{rest}": _PROLONGS
    for rest in (
        *("answered", "contact_missing", "needs_no_prescriber", "needs_prescriber", "outside_window", "pending"),
        *("reason_unknown", "report_missing", "starts_elsewhere", "too_long", "too_short"),
    )
}
