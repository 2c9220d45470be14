"""The facts that go with each refusal: what sentences and screens rely on, written out once.

`field` is the field of the args or of the row that a form marks ("*": it depends on the form, "" for none); `names` are
the other facts.
"""

from dataclasses import dataclass

from sync.domain.errors import RuleViolation


@dataclass(frozen=True)
class Facts:
    """What a refusal carries."""

    field: str = ""
    names: str = ""

    def all_names(self) -> set[str]:
        """The names of all facts, `field` among them where there is one."""
        return {*self.names.split(), *(["field"] if self.field else [])}


def check_facts(violation: RuleViolation) -> None:
    """Fail when a refusal does not carry what is promised, or nothing under a name (a row's value may be none)."""
    promised = FACTS[violation.code]
    assert set(violation.facts) == promised.all_names(), violation
    values = [value for name, value in violation.facts.items() if name not in ("seen", "current")]
    assert not [value for value in values if value in (None, "None")], violation
    assert promised.field in ("", "*", violation.facts.get("field")), violation


FACTS: dict[str, Facts] = {
    "agreement_ends_before_start": Facts("", "number"),
    "agreement_number_invalid": Facts("", "number"),
    "already_suspended": Facts("", "ends_on"),
    "answer_missing": Facts("answer", "verb"),
    "applications_blocked": Facts("", "employer"),
    "back_to_work_outside": Facts("back_on", "earliest latest"),
    "born_in_future": Facts("born_on", "today"),
    "cancellation_too_late": Facts("", "last_day"),
    "changed_elsewhere": Facts("*", "current seen"),
    "comment_empty": Facts(),
    "contract_too_long": Facts("hiring_ends_on", "latest"),
    "contract_type_unknown": Facts("contract_type", "kind"),
    "criteria_exclusive": Facts("criteria", "codes first second"),
    "criteria_too_few": Facts("criteria", "kind level_1 level_2"),
    "criterion_unknown": Facts("criteria", "criterion"),
    "deny_explanation_missing": Facts("explanation"),
    "deny_reason_unknown": Facts("reason", "reason"),
    "diagnosis_exists": Facts("", "made_at"),
    "diagnosis_missing": Facts(),
    "diagnosis_not_sworn": Facts("is_sworn"),
    "director_must_transfer": Facts(),
    "email_invalid": Facts("email", "value"),
    "employee_record_sent": Facts(),
    "employer_exists": Facts("siret", "kind siret"),
    "employer_kind_closed": Facts("", "kind"),
    "employer_out_of_convention": Facts("", "employer last_day"),
    "field_invalid": Facts("*"),
    "field_not_editable": Facts("*"),
    "hiring_after_pass_end": Facts("hiring_starts_on", "latest"),
    "hiring_date_missing": Facts("hiring_starts_on"),
    "hiring_end_missing": Facts("hiring_ends_on"),
    "hiring_ends_before_start": Facts("hiring_ends_on", "starts_on"),
    "hiring_has_begun": Facts("", "state_label"),
    "hiring_moved_past_pass": Facts("hiring_starts_on", "latest"),
    "hiring_moved_too_far": Facts("hiring_starts_on", "latest"),
    "hiring_not_movable": Facts("", "rules"),
    "hiring_starts_in_past": Facts("hiring_starts_on", "earliest starts_on"),
    "hiring_starts_too_late": Facts("hiring_starts_on", "latest"),
    "hiring_without_pass_not_offered": Facts("", "rules"),
    "hours_per_week_too_many": Facts("hours_per_week", "limit"),
    "in_waiting_period": Facts("", "ends_on"),
    "invitation_days_outside": Facts("valid_days", "longest shortest"),
    "invitation_expired": Facts("", "ends_on"),
    "invitation_not_yours": Facts("", "email"),
    "invitation_used": Facts(),
    "job_description_exists": Facts("appellation_id", "appellation"),
    "job_not_open": Facts(),
    "job_of_another_employer": Facts("hired_job_description_id"),
    "job_seeker_has_account": Facts(),
    "job_seeker_not_editable": Facts("", "states"),
    "lack_reason_unknown": Facts("lack_of_pole_emploi_id_reason"),
    "last_admin": Facts("", "employer"),
    "member_inactive": Facts(),
    "naf_invalid": Facts("naf", "value"),
    "name_missing": Facts("*"),
    "newer_pass_exists": Facts(),
    "nir_fictitious": Facts("nir"),
    "nir_invalid": Facts("nir"),
    "nir_too_long": Facts("nir", "length"),
    "nir_too_short": Facts("nir", "length"),
    "no_hire_under_pass": Facts(),
    "no_manual_pass_awaited": Facts(),
    "not_entitled": Facts("", "act"),
    "not_found": Facts("", "what"),
    "not_last_hirer": Facts(),
    "open_positions_too_few": Facts("open_positions"),
    "organization_not_authorized": Facts("organization_id"),
    "other_department": Facts("other_department_agreed", "department employer_department"),
    "pass_from_stock": Facts(),
    "pass_not_in_progress": Facts("", "ends_on starts_on"),
    "pass_numbers_exhausted": Facts("", "last"),
    "pass_suspended": Facts("", "ends_on"),
    "phone_missing": Facts("phone"),
    "pole_emploi_id_characters": Facts("pole_emploi_id", "value"),
    "pole_emploi_id_invalid": Facts("pole_emploi_id", "value"),
    "pole_emploi_id_missing": Facts("pole_emploi_id"),
    "post_code_invalid": Facts("post_code", "value"),
    "prolongation_answered": Facts("", "answered_by"),
    "prolongation_contact_missing": Facts("contact_email"),
    "prolongation_needs_no_prescriber": Facts("reason"),
    "prolongation_needs_prescriber": Facts("reason"),
    "prolongation_outside_window": Facts("", "first last"),
    "prolongation_pending": Facts(),
    "prolongation_reason_unknown": Facts("reason", "reason"),
    "prolongation_report_missing": Facts("report_sha256", "kind"),
    "prolongation_starts_elsewhere": Facts("starts_on", "expected"),
    "prolongation_too_long": Facts("ends_on", "latest"),
    "prolongation_too_short": Facts("ends_on", "earliest"),
    "prolongation_unknown": Facts("", "rules"),
    "pseudo_sirets_exhausted": Facts("", "siren"),
    "refusal_reason_unknown": Facts("reason", "reason"),
    "resume_not_pdf": Facts("resume"),
    "resume_too_large": Facts("resume", "size limit"),
    "safir_invalid": Facts("safir_code", "value"),
    "sender_kind_unknown": Facts("", "sender_kind"),
    "settlement_unknown": Facts("", "how"),
    "siren_differs": Facts("siret", "siren"),
    "siren_invalid": Facts("siren", "value"),
    "siret_invalid": Facts("siret", "value"),
    "suspension_end_missing": Facts("ends_on"),
    "suspension_ends_before_start": Facts("ends_on", "starts_on"),
    "suspension_explanation_missing": Facts("explanation", "reason_label"),
    "suspension_in_future": Facts("starts_on", "latest"),
    "suspension_not_in_progress": Facts("", "ends_on"),
    "suspension_outside_pass": Facts("starts_on", "earliest latest"),
    "suspension_overlaps": Facts("starts_on", "ends_on starts_on"),
    "suspension_reason_unknown": Facts("reason", "reason"),
    "suspension_starts_too_early": Facts("starts_on", "earliest"),
    "suspension_too_early": Facts("", "earliest"),
    "suspension_too_long": Facts("ends_on", "latest months"),
    "too_old": Facts("born_on", "years"),
    "too_young": Facts("born_on", "years"),
    "transfer_to_itself": Facts("employer_id"),
    "transition_not_allowed": Facts("", "state state_label verb"),
    "transition_not_for_kind": Facts("", "kind kinds verb"),
    "transition_unknown": Facts("", "rules transition"),
}
