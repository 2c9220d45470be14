"""The stolen laptop is reported, and switched on by somebody else."""

from typing import Any

from sqlalchemy import select

from desktop import texts
from sync.server.auth.devices import ask_wipe
from sync.server.tables import CLIENTS
from tests.week.machines import Machine
from tests.week.stage import Week


def report_lost(week: Week) -> None:
    """The central service revokes the device and wants its key gone; whoever switches it on gets nothing."""
    story, post = week.story, week.posts["lost"]
    machine, line = post.machine, post.line
    story.scene(
        week.at(3, 11),
        f"Le vol de l’ordinateur de {post.name} est déclaré",
        "Le service central lui retire l’accès et demande qu’il s’efface. Quelqu’un l’allume, avec du réseau.",
    )
    machine.start()
    waiting = len(machine.ask("journal")["pending"])
    client = machine.ask("state")["client"]
    with week.server.central() as central, central.work() as unit:
        ask_wipe(unit.connection, client, central.now())
    line.is_cut = False
    outcome = machine.ask("sync")
    story.equal("Le serveur refuse cet ordinateur et lui dit de s’effacer.", _answer(outcome), "refusé, à effacer")
    machine.ask("wipe")
    machine.stop()
    line.is_cut = True
    story.equal("Sans sa clé, plus personne ne peut ouvrir ses fichiers.", _opened(machine), "clé perdue")
    with week.server.central() as central, central.reading() as rows:
        known = rows.scalar(select(CLIENTS.c.unsent).where(CLIENTS.c.id == client))
    words = texts.count(known or 0, "acte perdu", "actes perdus")
    story.equal(
        "Le serveur a noté combien d’actes sont perdus.", words, texts.count(waiting, "acte perdu", "actes perdus")
    )


def _answer(outcome: dict[str, Any]) -> str:
    if outcome["kind"] == "refused" and outcome["problem"] == "revoked":
        return "refusé, à effacer" if outcome["must_wipe"] else "refusé"
    return f"{outcome['kind']} {outcome['problem']}"


def _opened(machine: Machine) -> str:
    answer = machine.start()
    if answer["ok"]:
        machine.stop()
        return "ouverts"
    machine.process.wait()
    return "clé perdue" if answer["code"] == "key_lost" else str(answer["code"])
