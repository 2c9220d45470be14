"""Full-text search over applications: names, message, comments and jobs, without accents, as you type.

One FTS5 row an application, at the application's rowid. Triggers keep it; an update that leaves the text alone does not
touch it. A build from nothing fills it in one pass instead.
"""

from sqlalchemy import Connection

from sync.replica.connection import JSON_ROWS

_DOCUMENT = """
    SELECT a.rowid, coalesce(p.last_name || ' ' || p.first_name || ' ' || p.birth_name, ''), a.message,
           coalesce((SELECT group_concat(c.body, ' ') FROM comments c WHERE c.job_application_id = a.id), ''),
           coalesce((SELECT group_concat(d.custom_name || ' ' || coalesce(r.label, ''), ' ')
                     FROM json_each(a.job_description_ids) j
                     JOIN job_descriptions d ON d.id = j.value
                     LEFT JOIN appellations r ON r.id = d.appellation_id), '')
    FROM job_applications a LEFT JOIN job_seekers p ON p.id = a.job_seeker_id
"""
_INSERT = "INSERT INTO search(rowid, names, message, comments, jobs)" + _DOCUMENT
_GIVEN = " SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM " + JSON_ROWS  # noqa: S608 - our own words
_INSERT_GIVEN = "INSERT INTO search(rowid, names, message, comments, jobs)" + _GIVEN

TABLE = """
    CREATE VIRTUAL TABLE search USING fts5(names, message, comments, jobs,
        content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')
"""


def _again(where: str) -> str:
    """Statements that index anew the applications matching `where`."""
    gone = f"DELETE FROM search WHERE rowid IN (SELECT a.rowid FROM job_applications a WHERE {where});"  # noqa: S608
    return f"{gone} {_INSERT} WHERE {where};"


TRIGGERS = (
    f"""CREATE TRIGGER search_application_insert AFTER INSERT ON job_applications
        BEGIN {_INSERT} WHERE a.id = new.id; END""",
    """CREATE TRIGGER search_application_delete AFTER DELETE ON job_applications
       BEGIN DELETE FROM search WHERE rowid = old.rowid; END""",
    f"""CREATE TRIGGER search_application_update AFTER UPDATE OF message, job_description_ids ON job_applications
        WHEN old.message IS NOT new.message OR old.job_description_ids IS NOT new.job_description_ids
        BEGIN {_again("a.id = new.id")} END""",
    f"""CREATE TRIGGER search_person_insert AFTER INSERT ON job_seekers
        BEGIN {_again("a.job_seeker_id = new.id")} END""",
    f"""CREATE TRIGGER search_person_update AFTER UPDATE OF last_name, first_name, birth_name ON job_seekers
        WHEN old.last_name IS NOT new.last_name OR old.first_name IS NOT new.first_name
          OR old.birth_name IS NOT new.birth_name
        BEGIN {_again("a.job_seeker_id = new.id")} END""",
    f"""CREATE TRIGGER search_comment_insert AFTER INSERT ON comments
        BEGIN {_again("a.id = new.job_application_id")} END""",
    f"""CREATE TRIGGER search_comment_update AFTER UPDATE OF body ON comments WHEN old.body IS NOT new.body
        BEGIN {_again("a.id = new.job_application_id")} END""",
    f"""CREATE TRIGGER search_comment_delete AFTER DELETE ON comments
        BEGIN {_again("a.id = old.job_application_id")} END""",
)


def create(connection: Connection) -> None:
    """The empty index and its triggers, on a replica that will be filled act by act."""
    connection.exec_driver_sql(TABLE)
    create_triggers(connection)


def create_triggers(connection: Connection) -> None:
    """Keep the index from now on."""
    for trigger in TRIGGERS:
        connection.exec_driver_sql(trigger)


def build(connection: Connection) -> None:
    """The index of all applications, in one pass, then its triggers."""
    connection.exec_driver_sql(TABLE)
    connection.exec_driver_sql(_INSERT)
    create_triggers(connection)


# --- made beside the replica ---------------------------------------------------------------------------------------

# Where acts recorded since the rows were confirmed may have changed a text.
_TOUCHED = """a.id IN (SELECT row_id FROM pending_rows WHERE table_name = 'job_applications')
    OR a.id IN (SELECT c.job_application_id FROM comments c JOIN pending_rows w
                ON w.table_name = 'comments' AND w.row_id = c.id)
    OR a.job_seeker_id IN (SELECT row_id FROM pending_rows WHERE table_name = 'job_seekers')"""
_SHADOWS = ("search_data", "search_idx", "search_docsize")
_MOST_SEGMENTS = 1_000
_HASH_BYTES = 16 * 1024 * 1024


def create_empty(connection: Connection) -> None:
    """The index without content or triggers: `move_in` or `build_late` fill it."""
    connection.exec_driver_sql(TABLE)


def create_alone(connection: Connection) -> None:
    """The index in a file of its own, to be filled in few, large steps and merged only by later writes."""
    connection.exec_driver_sql("PRAGMA cache_size = -4000")
    connection.exec_driver_sql(TABLE)
    for option, value in (("hashsize", _HASH_BYTES), ("automerge", 0), ("crisismerge", _MOST_SEGMENTS)):
        connection.exec_driver_sql("INSERT INTO search(search, rank) VALUES (?, ?)", (option, value))


def insert_documents(connection: Connection, documents: bytes) -> None:
    """Index a JSON array of documents: rowid, names, message, comments, jobs."""
    connection.exec_driver_sql(_INSERT_GIVEN, (documents,))


def move_in(connection: Connection, side: str) -> None:
    """Fill the empty index from the attached database `side`, then from the texts of pending acts; keep it from now on.

    The pages of an index are copied as they are, as when SQLite itself copies a database.
    """
    for name in _SHADOWS:
        connection.exec_driver_sql(f"DELETE FROM main.{name}")  # noqa: S608 - our own names
        connection.exec_driver_sql(f"INSERT INTO main.{name} SELECT * FROM {side}.{name}")  # noqa: S608 - as above
    for statement in _again(_TOUCHED).split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    create_triggers(connection)


def build_late(connection: Connection) -> None:
    """Fill the empty index from the rows, in one pass; keep it from now on."""
    connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")
    connection.exec_driver_sql(_INSERT)
    create_triggers(connection)


def match_expression(typed: str) -> str:
    """What FTS5 is asked when a person typed this: every word, as a prefix, quotes and operators taken literally."""
    words = [word.replace('"', '""') for word in typed.split()]
    return " ".join(f'"{word}"*' for word in words)
