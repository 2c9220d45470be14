"""Full-text search over applications: names, message, comments and jobs, without accents, as you type.

One FTS5 row an application, at the application's rowid. Triggers keep it; an update that leaves the text alone does not
touch it. A build from nothing fills it in one pass instead.
"""

from sqlalchemy import Connection

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

TABLE = """
    CREATE VIRTUAL TABLE search USING fts5(names, message, comments, jobs,
        content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')
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


def match_expression(typed: str) -> str:
    """What FTS5 is asked when a person typed this: every word, as a prefix, quotes and operators taken literally."""
    words = [word.replace('"', '""') for word in typed.split()]
    return " ".join(f'"{word}"*' for word in words)
