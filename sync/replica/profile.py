"""Who a workstation is to the server."""

from dataclasses import dataclass, fields

from sync.replica.journal import Journal


@dataclass(frozen=True, slots=True)
class Profile:
    """What enrolment left; all "" before the first sign-in."""

    server_url: str = ""
    client_id: str = ""
    token: str = ""
    user_id: str = ""
    user_name: str = ""
    email: str = ""


def read_profile(journal: Journal) -> Profile:
    """The profile the journal keeps."""
    known = journal.profile()
    return Profile(**{field.name: known.get(field.name, "") for field in fields(Profile)})


def save_profile(journal: Journal, profile: Profile) -> None:
    """Let the journal keep it."""
    journal.save_profile(**{field.name: getattr(profile, field.name) for field in fields(Profile)})
