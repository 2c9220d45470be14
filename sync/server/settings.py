"""What the operator of a central server decides, in one frozen value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`database_url` is `sqlite:///FILE` or `postgresql+psycopg://…`; port 0 lets the system choose a free one.

    `edition` names the rules published when the database is created, a file of `resources/rulebook`. `note_file` is
    where the server notes, outside the database, how far it has come ("": nowhere).
    """

    database_url: str
    host: str = "127.0.0.1"
    port: int = 8470
    edition: str = "2021-02-08"
    note_file: str = ""
