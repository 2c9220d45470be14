"""Keeping the note outside the database level with it, and noticing that the database went back (SYNC.md §1.9)."""

from sqlalchemy import select

from sync.server.central import Central
from sync.server.note import Noted
from sync.server.tables import CENTRAL, SCOPE_HEADS
from sync.store.types import instant_text


def resume(central: Central) -> None:
    """Before anybody is served: numbers go on behind the noted ones, and a database that went back begins anew."""
    if not central.note.is_kept:
        return
    reserved = central.note.reserved()
    with central.work() as unit:
        ledger = central.ledger(unit.connection)
        ledger.go_on_behind(reserved)
        for number in ledger.greatest_numbers().values():
            central.note.reserve(number)
    note(central)


def note(central: Central) -> None:
    """Note how far the database has come; if it stands behind the note before, begin an epoch first.

    The note is read before the database: what another server of the same database notes meanwhile raises no alarm. An
    epoch that another server began is this one's too.
    """
    before = central.note.read()
    now = _present(central)
    if before is not None and any(now.heads.get(scope, 0) < head for scope, head in before.heads.items()):
        central.begin_epoch()
        now = _present(central)
    central.epoch = now.epoch
    central.note.write(now)


def part(central: Central) -> None:
    """At an orderly end: note exactly how far the database has come, numbers too."""
    if central.note.is_kept:
        with central.work() as unit:
            central.note.release(central.ledger(unit.connection).greatest_numbers())
        note(central)


def _present(central: Central) -> Noted:
    with central.reading() as connection:
        epoch = connection.scalar(select(CENTRAL.c.value).where(CENTRAL.c.name == "epoch"))
        heads = {row.scope: row.head for row in connection.execute(select(SCOPE_HEADS.c.scope, SCOPE_HEADS.c.head))}
    return Noted(epoch=str(epoch), heads=heads, at=instant_text(central.now()))
