"""One MetaData for both sides: a table an entity, a column a field, so that neither can drift from the other."""

from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import Boolean, Column, Double, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from sync.domain.agreements import Agreement
from sync.domain.editions import Edition
from sync.domain.eligibility import EligibilityDiagnosis
from sync.domain.employers import Employer, Invitation, Membership, User
from sync.domain.inbox import InboxIssue
from sync.domain.job_applications import Comment, EmployeeRecord, JobApplication, SentApplication, Transition
from sync.domain.job_descriptions import Appellation, JobDescription
from sync.domain.job_seekers import JobSeeker
from sync.domain.news import NewsItem
from sync.domain.passes import Pass, PassStanding
from sync.domain.prescribers import PrescriberMembership, PrescriberOrganization
from sync.domain.prolongations import Prolongation, ProlongationDetail, ProlongationRequest
from sync.domain.seals import PassSeal, RevokedPass, SealingKey
from sync.domain.suspensions import Suspension, SuspensionDetail
from sync.domain.visibility import Visibility
from sync.store.types import Choice, Instant, LegalDate, Names

METADATA = MetaData()

# Entity → (table name, columns to index one by one). The order is the order in which tables travel.
ENTITIES: dict[type, tuple[str, tuple[str, ...]]] = {
    Edition: ("editions", ()),
    SealingKey: ("sealing_keys", ()),
    RevokedPass: ("revoked_passes", ()),
    NewsItem: ("news_items", ()),
    Appellation: ("appellations", ("rome_code",)),
    PrescriberOrganization: ("prescriber_organizations", ("siret",)),
    Employer: ("employers", ("siret",)),
    User: ("users", ()),
    Membership: ("memberships", ("employer_id", "user_id")),
    PrescriberMembership: ("prescriber_memberships", ("organization_id", "user_id")),
    Invitation: ("invitations", ("employer_id",)),
    JobDescription: ("job_descriptions", ("employer_id",)),
    JobSeeker: ("job_seekers", ("pole_emploi_id",)),
    Visibility: ("visibilities", ("job_seeker_id", "employer_id")),
    Agreement: ("agreements", ("job_seeker_id", "pole_emploi_id")),
    EligibilityDiagnosis: ("eligibility_diagnoses", ("job_seeker_id",)),
    Pass: ("passes", ("job_seeker_id", "ends_on")),
    PassStanding: ("pass_standings", ("pass_id",)),
    PassSeal: ("pass_seals", ("pass_id", "employer_id")),
    Suspension: ("suspensions", ("pass_id", "job_seeker_id")),
    SuspensionDetail: ("suspension_details", ()),
    Prolongation: ("prolongations", ("pass_id", "job_seeker_id")),
    ProlongationDetail: ("prolongation_details", ()),
    ProlongationRequest: ("prolongation_requests", ("pass_id",)),
    JobApplication: ("job_applications", ("job_seeker_id", "employer_id", "pass_id")),
    Transition: ("transitions", ("job_application_id",)),
    SentApplication: ("sent_applications", ("job_seeker_id",)),
    Comment: ("comments", ("job_application_id",)),
    EmployeeRecord: ("employee_records", ("job_application_id",)),
    InboxIssue: ("inbox_issues", ("user_id", "employer_id", "subject_id")),
}

_SCALARS: dict[type, type[TypeEngine[Any]]] = {
    str: Text,
    bool: Boolean,
    int: Integer,
    float: Double,
    date: LegalDate,
    datetime: Instant,
}


def _column(entity_field: Field[Any], hint: Any) -> Column[Any]:  # noqa: ANN401 - a type expression
    nullable = isinstance(hint, UnionType)
    kind = next(option for option in get_args(hint) if option is not type(None)) if nullable else hint
    default = entity_field.default
    return Column(
        entity_field.name,
        _column_type(kind),
        primary_key=entity_field.name == "id",
        nullable=nullable,
        default=None if default is MISSING else default,
    )


def _column_type(kind: Any) -> TypeEngine[Any]:  # noqa: ANN401 - a type expression
    if get_origin(kind) is tuple:
        return Names()
    if issubclass(kind, StrEnum):
        return Choice(kind)
    return _SCALARS[kind]()


def _table(entity: type, name: str, indexed: tuple[str, ...]) -> Table:
    hints = get_type_hints(entity)
    columns = [_column(entity_field, hints[entity_field.name]) for entity_field in fields(entity)]
    indexes = [Index(f"ix_{name}_{column}", column) for column in indexed]
    return Table(name, METADATA, *columns, *indexes)


TABLES: dict[type, Table] = {entity: _table(entity, *spec) for entity, spec in ENTITIES.items()}
BY_NAME: dict[str, Table] = {str(table.name): table for table in TABLES.values()}
ENTITY_OF: dict[str, type] = {str(table.name): entity for entity, table in TABLES.items()}
