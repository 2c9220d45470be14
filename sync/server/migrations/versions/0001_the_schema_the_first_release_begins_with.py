"""The schema the first release begins with.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from sync.store import types

revision = "0001"
down_revision = None


def upgrade() -> None:
    """The schema the first release begins with."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("pole_emploi_id", sa.Text(), nullable=False),
        sa.Column("born_on", types.LegalDate(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("starts_on", types.LegalDate(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agreements_job_seeker_id", "agreements", ["job_seeker_id"], unique=False)
    op.create_index("ix_agreements_pole_emploi_id", "agreements", ["pole_emploi_id"], unique=False)
    op.create_table(
        "appellations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("rome_code", sa.Text(), nullable=False),
        sa.Column("rome_label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_appellations_rome_code", "appellations", ["rome_code"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_application_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_comments_job_application_id", "comments", ["job_application_id"], unique=False)
    op.create_table(
        "editions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("in_force_from", types.Instant(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("published_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "eligibility_diagnoses",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("author_kind", sa.Text(), nullable=False),
        sa.Column("author_user_id", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("author_organization_id", sa.Text(), nullable=True),
        sa.Column("author_employer_id", sa.Text(), nullable=True),
        sa.Column("criteria", types.Names(), nullable=False),
        sa.Column("replaced_at", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_eligibility_diagnoses_job_seeker_id", "eligibility_diagnoses", ["job_seeker_id"], unique=False)
    op.create_table(
        "employee_records",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_application_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("was_sent", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_employee_records_job_application_id", "employee_records", ["job_application_id"], unique=False)
    op.create_table(
        "employers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("naf", sa.Text(), nullable=False),
        sa.Column("address_line_1", sa.Text(), nullable=False),
        sa.Column("address_line_2", sa.Text(), nullable=False),
        sa.Column("post_code", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("activities", sa.Text(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("convention_id", sa.Text(), nullable=False),
        sa.Column("convention_ended_on", types.LegalDate(), nullable=True),
        sa.Column("applications_blocked_at", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_employers_siret", "employers", ["siret"], unique=False)
    op.create_table(
        "inbox_issues",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=True),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("command_name", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("mine", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.Column("recorded_edition", sa.Text(), nullable=False),
        sa.Column("judged_edition", sa.Text(), nullable=False),
        sa.Column("acted_at", types.Instant(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("closed_at", types.Instant(), nullable=True),
        sa.Column("closed_how", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_inbox_issues_employer_id", "inbox_issues", ["employer_id"], unique=False)
    op.create_index("ix_inbox_issues_subject_id", "inbox_issues", ["subject_id"], unique=False)
    op.create_index("ix_inbox_issues_user_id", "inbox_issues", ["user_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.Column("accepted_at", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_invitations_employer_id", "invitations", ["employer_id"], unique=False)
    op.create_table(
        "job_applications",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sender_kind", sa.Text(), nullable=False),
        sa.Column("sender_user_id", sa.Text(), nullable=True),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("sender_organization_id", sa.Text(), nullable=True),
        sa.Column("sender_employer_id", sa.Text(), nullable=True),
        sa.Column("job_description_ids", types.Names(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("resume_sha256", sa.Text(), nullable=False),
        sa.Column("resume_size", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_to_prescriber", sa.Text(), nullable=False),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.Column("hired_job_description_id", sa.Text(), nullable=True),
        sa.Column("hiring_starts_on", types.LegalDate(), nullable=True),
        sa.Column("hiring_ends_on", types.LegalDate(), nullable=True),
        sa.Column("is_hired_without_pass", sa.Boolean(), nullable=False),
        sa.Column("other_department_agreed", sa.Boolean(), nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=True),
        sa.Column("pass_delivery", sa.Text(), nullable=False),
        sa.Column("diagnosis_id", sa.Text(), nullable=True),
        sa.Column("accepted_at", types.Instant(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("state_changed_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_applications_employer_id", "job_applications", ["employer_id"], unique=False)
    op.create_index("ix_job_applications_job_seeker_id", "job_applications", ["job_seeker_id"], unique=False)
    op.create_index("ix_job_applications_pass_id", "job_applications", ["pass_id"], unique=False)
    op.create_table(
        "job_descriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("appellation_id", sa.Text(), nullable=False),
        sa.Column("custom_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("contract_type", sa.Text(), nullable=False),
        sa.Column("hours_per_week", sa.Integer(), nullable=True),
        sa.Column("open_positions", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_descriptions_employer_id", "job_descriptions", ["employer_id"], unique=False)
    op.create_table(
        "job_seekers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("birth_name", sa.Text(), nullable=False),
        sa.Column("born_on", types.LegalDate(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("address_line_1", sa.Text(), nullable=False),
        sa.Column("address_line_2", sa.Text(), nullable=False),
        sa.Column("post_code", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("pole_emploi_id", sa.Text(), nullable=False),
        sa.Column("lack_of_pole_emploi_id_reason", sa.Text(), nullable=False),
        sa.Column("nir", sa.Text(), nullable=False),
        sa.Column("is_third_party_account", sa.Boolean(), nullable=False),
        sa.Column("has_signed_in", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_job_seekers_pole_emploi_id", "job_seekers", ["pole_emploi_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_director", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("wants_notifications", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_memberships_employer_id", "memberships", ["employer_id"], unique=False)
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)
    op.create_table(
        "news_items",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("published_at", types.Instant(), nullable=False),
        sa.Column("starts_at", types.Instant(), nullable=True),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "pass_seals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pass_seals_employer_id", "pass_seals", ["employer_id"], unique=False)
    op.create_index("ix_pass_seals_pass_id", "pass_seals", ["pass_id"], unique=False)
    op.create_table(
        "pass_standings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("is_last_hirer", sa.Boolean(), nullable=False),
        sa.Column("hiring_starts_on", types.LegalDate(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_pass_standings_pass_id", "pass_standings", ["pass_id"], unique=False)
    op.create_table(
        "passes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("starts_on", types.LegalDate(), nullable=False),
        sa.Column("initial_ends_on", types.LegalDate(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_passes_ends_on", "passes", ["ends_on"], unique=False)
    op.create_index("ix_passes_job_seeker_id", "passes", ["job_seeker_id"], unique=False)
    op.create_table(
        "prescriber_memberships",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_prescriber_memberships_organization_id", "prescriber_memberships", ["organization_id"], unique=False
    )
    op.create_index("ix_prescriber_memberships_user_id", "prescriber_memberships", ["user_id"], unique=False)
    op.create_table(
        "prescriber_organizations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_authorized", sa.Boolean(), nullable=False),
        sa.Column("safir_code", sa.Text(), nullable=False),
        sa.Column("address_line_1", sa.Text(), nullable=False),
        sa.Column("post_code", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_prescriber_organizations_siret", "prescriber_organizations", ["siret"], unique=False)
    op.create_table(
        "prolongation_details",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("validated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "prolongation_requests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Text(), nullable=False),
        sa.Column("prescriber_email", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("starts_on", types.LegalDate(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.Column("report_sha256", sa.Text(), nullable=False),
        sa.Column("wants_interview", sa.Boolean(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deny_reason", sa.Text(), nullable=False),
        sa.Column("deny_explanation", sa.Text(), nullable=False),
        sa.Column("deny_actions", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("answered_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_prolongation_requests_pass_id", "prolongation_requests", ["pass_id"], unique=False)
    op.create_table(
        "prolongations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("starts_on", types.LegalDate(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_prolongations_job_seeker_id", "prolongations", ["job_seeker_id"], unique=False)
    op.create_index("ix_prolongations_pass_id", "prolongations", ["pass_id"], unique=False)
    op.create_table(
        "sent_applications",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("sender_user_id", sa.Text(), nullable=True),
        sa.Column("sender_organization_id", sa.Text(), nullable=True),
        sa.Column("sender_employer_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("refusal_reason", sa.Text(), nullable=False),
        sa.Column("answer_to_prescriber", sa.Text(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("state_changed_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sent_applications_job_seeker_id", "sent_applications", ["job_seeker_id"], unique=False)
    op.create_table(
        "suspension_details",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "suspensions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pass_id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("starts_on", types.LegalDate(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_suspensions_job_seeker_id", "suspensions", ["job_seeker_id"], unique=False)
    op.create_index("ix_suspensions_pass_id", "suspensions", ["pass_id"], unique=False)
    op.create_table(
        "transitions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_application_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("received_at", types.Instant(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_transitions_job_application_id", "transitions", ["job_application_id"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "visibilities",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job_seeker_id", sa.Text(), nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ends_on", types.LegalDate(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_visibilities_employer_id", "visibilities", ["employer_id"], unique=False)
    op.create_index("ix_visibilities_job_seeker_id", "visibilities", ["job_seeker_id"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("disabled_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "central",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "client_entries",
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "mid"),
    )
    op.create_index(op.f("ix_client_entries_command_id"), "client_entries", ["command_id"], unique=False)
    op.create_table(
        "clients",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("device_name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("last_mid", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("last_effective_at", types.Instant(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("revoked_at", types.Instant(), nullable=True),
        sa.Column("wipe_asked_at", types.Instant(), nullable=True),
        sa.Column("wiped_at", types.Instant(), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_clients_user_id"), "clients", ["user_id"], unique=False)
    op.create_table(
        "command_log",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("recorded_edition", sa.Text(), nullable=False),
        sa.Column("judged_edition", sa.Text(), nullable=False),
        sa.Column("effective_at", types.Instant(), nullable=False),
        sa.Column("received_at", types.Instant(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_command_log_words",
        "command_log",
        ["received_at"],
        unique=False,
        sqlite_where=sa.text("body <> ''"),
        postgresql_where=sa.text("body <> ''"),
    )
    op.create_table(
        "command_tries",
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", types.Instant(), nullable=False),
        sa.Column("last_at", types.Instant(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("command_id"),
    )
    op.create_table(
        "issued_numbers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("issued_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(op.f("ix_issued_numbers_series"), "issued_numbers", ["series"], unique=False)
    op.create_table(
        "sealing_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("retired_on", types.LegalDate(), nullable=True),
        sa.Column("is_compromised", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "revoked_passes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revoked_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "scope_heads",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "quarantine",
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=False),
        sa.Column("mid", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("effective_at", types.Instant(), nullable=False),
        sa.Column("received_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("command_id"),
    )
    op.create_index(op.f("ix_quarantine_client_id"), "quarantine", ["client_id"], unique=False)
    op.create_index(op.f("ix_quarantine_issue_id"), "quarantine", ["issue_id"], unique=False)
    op.create_table(
        "waiting_acts",
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("since", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("command_id"),
    )
    op.create_index(op.f("ix_waiting_acts_client_id"), "waiting_acts", ["client_id"], unique=False)
    op.create_table(
        "scope_floors",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope"),
    )
    op.create_table(
        "scope_marks",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("noted_on", types.LegalDate(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "noted_on"),
    )
    op.create_table(
        "sync_index",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "table_name", "row_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sync_index_row_id", "sync_index", ["row_id"], unique=False)
    op.create_index("ix_sync_index_scope_seq", "sync_index", ["scope", "seq"], unique=False)
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("completed_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "blob_uploads",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("began_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "user_id"),
    )
    op.create_table(
        "blob_pieces",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "owner", "start"),
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
