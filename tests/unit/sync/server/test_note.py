"""Where the note outside the database is kept."""

from pathlib import Path

from sync.server.note import note_beside


def test_each_database_has_a_note_of_its_own() -> None:
    """That of another one would say that this one was restored."""
    assert note_beside("sqlite:////srv/passerelle.db") == Path("/srv/passerelle.note")
    assert note_beside("postgresql+psycopg://host/one") == Path("one.note")
    assert note_beside("postgresql+psycopg://host/two") == Path("two.note")
