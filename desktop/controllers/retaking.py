"""« Reprendre ma saisie »: what an act that did not go through becomes again, an edit or a draft of its form."""

import json
from typing import Any

from desktop.controllers.drafts import DraftKey
from desktop.queries.verbs import ACCEPT, POSTPONE, REFUSE
from sync.domain.inbox import InboxIssue
from sync.domain.managing import EditEmployer
from sync.domain.recruiting import EditJobDescription
from sync.domain.registering import EditJobSeeker

COMMENT, SUSPEND = "comment", "suspend"
# By command: its form, the argument that names the row, and where each argument goes in the form.
_FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "job_application.postpone": (POSTPONE, "job_application_id", {"answer": "answer"}),
    "job_application.refuse": (
        REFUSE,
        "job_application_id",
        {"reason": "reason", "answer": "answer", "answer_to_prescriber": "answer_to_prescriber"},
    ),
    "job_application.accept": (
        ACCEPT,
        "job_application_id",
        {
            "hiring_starts_on": "starts_on",
            "hiring_ends_on": "ends_on",
            "hired_job_description_id": "job_description_id",
            "answer": "answer",
            "is_hired_without_pass": "is_without_pass",
            "other_department_agreed": "other_department_agreed",
        },
    ),
    "job_application.comment": (COMMENT, "job_application_id", {"body": "body"}),
    "suspension.create": (
        SUSPEND,
        "pass_id",
        {"starts_on": "starts_on", "ends_on": "ends_on", "reason": "reason", "explanation": "explanation"},
    ),
}


def edit_of(issue: InboxIssue, mine: dict[str, Any]) -> object | None:
    """The edit that enters one's own values of a form again; None for an issue about something else."""
    if issue.command_name == "job_seeker.edit" and issue.employer_id:
        return EditJobSeeker(job_seeker_id=issue.subject_id, employer_id=issue.employer_id, changes=mine)
    if issue.command_name == "job_description.edit":
        return EditJobDescription(job_description_id=issue.subject_id, changes=mine)
    if issue.command_name == "employer.edit":
        return EditEmployer(employer_id=issue.subject_id, changes=mine)
    return None


def draft_of(issue: InboxIssue) -> tuple[DraftKey, dict[str, object]] | None:
    """The draft that holds what the author of an act had entered; None for an act without a form."""
    known = _FORMS.get(issue.command_name)
    args = json.loads(issue.mine)
    if known is None or not isinstance(args.get(known[1]), str):
        return None
    form, subject, names = known
    values = {name: args[given] for given, name in names.items() if args.get(given) is not None}
    return DraftKey(form, args[subject]), values
