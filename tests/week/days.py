"""What happens from Monday to Friday.

The parts: `garden` and `lost` work at an ACI, `office` and `leaver` at an EI, `interim` at an ETTI; only `office` keeps
its network.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop import texts
from desktop.documents.attestation import GradedDay, grade_words
from sync.domain.rulebook import parse
from sync.resources import read_text
from tests.week.stage import Post, Week

EVERYBODY = ("garden", "lost", "office", "leaver", "interim")
AWAY = ("garden", "lost", "leaver", "interim")
NEW_RULES = Path(__file__).resolve().parents[2] / "resources" / "rulebook" / "2026-08-21.toml"
OLD, NEW = (parse(read_text("rulebook", f"{name}.toml")) for name in ("2021-02-08", "2026-08-21"))
_IN_FULL_SWING = 12
# A reason of 2021 that the later edition no longer offers.
WITHDRAWN = "unavailable"
_PARTS = {
    "garden": "administre la structure ; ferme son ordinateur le soir sans l’éteindre",
    "lost": "conseille dans la même structure",
    "office": "administre la structure ; garde le réseau toute la semaine",
    "leaver": "conseille dans la même structure, et la quitte jeudi",
    "interim": "administre la structure ; éteint son ordinateur tous les soirs",
}


def monday(week: Week) -> None:
    """Everybody is online."""
    story = week.story
    story.people = [
        (week.name(role), part, f"{post.counsellor.employer.name} ({post.counsellor.employer.kind})")
        for role, part in _PARTS.items()
        for post in [week.posts[role]]
    ]
    story.day(texts.full_day(week.day(0)), "Tout le monde a du réseau.")
    story.scene(week.at(0, 8), "Cinq postes ouvrent leur session", "Chacun télécharge les données de sa structure.")
    ready = sum(week.sign_in(post) for post in week.posts.values())
    story.equal("Les cinq postes sont complets.", f"{ready} postes complets", "5 postes complets")
    story.scene(week.at(0, 9, 30), "La journée commence", "Notes, candidatures étudiées ou déclinées, fiches de poste.")
    done = week.work(0.036, *EVERYBODY)
    story.check("Chaque acte est gardé aussitôt.", texts.count(done, "acte gardé", "actes gardés"), ok=done > 0)
    _hires_online(week)
    at = week.at(0, 18)
    story.scene(at, "Avant de partir, chacun synchronise", "Les actes de la journée partent vers le serveur central.")
    week.sync(*EVERYBODY)
    outcomes = week.sync(*EVERYBODY)
    settled(week, outcomes)
    week.night()


def _hires_online(week: Week) -> None:
    story, post = week.story, week.posts["garden"]
    hired = week.cast.waiting[post.counsellor.employer.id][0]
    story.scene(
        week.at(0, 16),
        f"{post.name} embauche {week.cast.names[hired]}",
        "La personne était sur liste d’attente. Le contrat commence le jour même, et le réseau est là.",
    )
    week.sync("garden")
    hire(post, hired, week.day(0))
    week.sync("garden")
    ((number, grade),) = hire_rows(post, hired)
    story.check("Le serveur donne un numéro de PASS IAE aussitôt.", texts.pass_number(number or "?"), ok=bool(number))
    story.equal("L’embauche est datée du jour, en ligne.", GRADES[grade], GRADES["online"])


GRADES = {
    grade: grade_words(GradedDay(on=date(2026, 8, 24), grade=grade, confirmed_by="l’administration"))
    for grade in ("online", "proven", "claimed", "confirmed")
}


def hire(post: Post, application: str, starts_on: date) -> dict[str, Any]:
    """Accept an application, for a contract of 150 days."""
    args = {
        "job_application_id": application,
        "hiring_starts_on": str(starts_on),
        "hiring_ends_on": str(starts_on + timedelta(days=150)),
        "pass_id": "new",
    }
    return post.machine.ask("record", name="job_application.accept", args=args)


def hire_rows(post: Post, application: str) -> list[list[Any]]:
    """The PASS number of a hire, and how sure its day is, as its workstation shows them."""
    sql = (
        "SELECT p.number, t.grade FROM job_applications a JOIN transitions t ON t.job_application_id = a.id "
        "JOIN passes p ON p.id = a.pass_id WHERE a.id = :id AND t.to_state = 'accepted'"
    )
    return post.machine.rows(sql, id=application)


def settled(week: Week, outcomes: dict[str, dict[str, Any]]) -> None:
    """Every workstation of these is up to date, and agrees with the server row by row."""
    left = sum(int(outcome["pending"]) for outcome in outcomes.values())
    week.story.equal("Plus aucun acte n’attend.", texts.count(left, "acte en attente", "actes en attente"), _NONE_LEFT)
    wrong = [week.name(role) for role in outcomes if week.posts[role].machine.ask("state")["disagreeing"]]
    week.story.check(
        "Chaque poste montre les mêmes données que le serveur.",
        f"différences chez {', '.join(wrong)}" if wrong else "aucune différence",
        ok=not wrong,
    )


_NONE_LEFT = texts.count(0, "acte en attente", "actes en attente")


def tuesday(week: Week) -> None:
    """Four lose the network; two of them hire."""
    story = week.story
    story.day(texts.full_day(week.day(1)), f"Seul le poste de {week.name('office')} a du réseau.")
    story.scene(
        week.at(1, 7, 30), "Le réseau disparaît", "Ateliers, champs, salles communales : quatre postes sont seuls."
    )
    for role in AWAY:
        week.posts[role].line.is_cut = True
    week.morning()
    kinds = [outcome["kind"] for outcome in week.sync(*AWAY).values()]
    story.equal(
        "Les quatre postes disent « hors ligne ».", f"{kinds.count('offline')} postes hors ligne", "4 postes hors ligne"
    )
    _works(week, 1, 0.028, EVERYBODY)
    for role, why in (
        ("garden", "L’ordinateur reste allumé ou en veille : son horloge interne prouvera l’heure."),
        ("interim", "L’ordinateur sera éteint ce soir : l’heure ne pourra être que déclarée."),
    ):
        _hires_offline(week, role, why)
    week.at(1, 18)
    week.sync("office")
    at = week.at(1, 19)
    story.scene(
        at,
        "Une nouvelle édition des règles est publiée",
        f"Elle s’applique dès mercredi. Le poste de {week.name('office')} la reçoit ; les autres n’en savent rien.",
    )
    week.server.run("rules", "publish", str(NEW_RULES), "--from", str(week.day(2)))
    week.sync("office")
    known = week.posts["office"].machine.rows("SELECT id FROM editions")
    story.equal("Le poste connecté connaît l’édition de demain.", _title(known), NEW.title)
    week.night()


def _title(editions: list[list[Any]]) -> str:
    return NEW.title if [NEW.edition] in editions else OLD.title


def _hires_offline(week: Week, role: str, why: str) -> None:
    post = week.posts[role]
    hired = week.cast.waiting[post.counsellor.employer.id][1]
    week.story.scene(
        week.at(1, 15 if role == "garden" else 16),
        f"{post.name} embauche {week.cast.names[hired]} sans réseau",
        f"Le contrat commence aujourd’hui. {why}",
    )
    hire(post, hired, week.day(1))
    ((number, _),) = hire_rows(post, hired)
    words = "PASS demandé, sans numéro" if number is None else f"numéro {number}"
    week.story.equal("Le poste montre un PASS demandé, sans inventer de numéro.", words, "PASS demandé, sans numéro")


def _works(week: Week, day: int, share: float, roles: tuple[str, ...]) -> None:
    """A day's work; somewhere in it, one day, a program is killed."""
    week.story.scene(week.at(day, 9, 30), "La journée de travail", "Chacun continue, avec ou sans réseau.")
    done = week.work(share, *roles)
    week.sync("office")
    week.story.check("Chaque acte est gardé aussitôt.", texts.count(done, "acte gardé", "actes gardés"), ok=done > 0)


def wednesday(week: Week) -> None:
    """The rules change; in the evening a laptop is stolen."""
    story, office = week.story, week.posts["office"]
    story.day(
        texts.full_day(week.day(2)), f"Seul le poste de {office.name} a du réseau. Les règles ont changé à minuit."
    )
    week.morning()
    story.scene(
        week.at(2, 9), "Deux postes, deux éditions des règles", f"« {NEW.title} » est en vigueur depuis minuit."
    )
    editions = {role: week.posts[role].machine.ask("state")["edition"] for role in ("office", "garden")}
    story.equal("Le poste connecté applique la nouvelle.", _rules(editions["office"]), NEW.title)
    story.equal("Un poste sans réseau en reste à ce qu’il sait.", _rules(editions["garden"]), OLD.title)
    _works(week, 2, 0.024, EVERYBODY)
    crash(week, 2)
    post = week.posts["lost"]
    week.sync("lost")
    week.gone = set(unsent(post))
    waiting = post.machine.ask("journal")["pending"]
    week.at(2, 18)
    week.sync("office")
    story.scene(
        week.at(2, 18, 30),
        f"L’ordinateur de {post.name} est volé dans le train",
        "Il est éteint. Ses données sont chiffrées. Les actes faits depuis mardi n’étaient nulle part ailleurs.",
    )
    post.machine.kill()
    post.is_lost = True
    undone = texts.count(len(week.gone) - len(waiting), "autre annulé aussitôt", "autres annulés aussitôt")
    words = f"{texts.count(len(waiting), 'acte non envoyé', 'actes non envoyés')}, {undone}"
    story.check("On sait ce qui n’était pas encore parti.", words, ok=bool(waiting))
    week.night()


def _rules(edition: str) -> str:
    return {rules.edition: rules.title for rules in (OLD, NEW)}[edition]


def unsent(post: Post) -> list[str]:
    """The acts of a workstation that are nowhere else, those it undid included."""
    acts = post.machine.ask("journal")["acts"]
    return [act["id"] for act in acts if act["state"] != "closed" and act["name"] != "void"]


def crash(week: Week, day: int) -> None:
    """A program is killed while it keeps an act; opened again, everything acknowledged is there."""
    role = week.random.choice(("garden", "interim", "leaver"))
    post = week.posts[role]
    machine = post.machine
    week.story.scene(
        week.at(day, 14),
        f"Le programme de {post.name} est tué net",
        "En plein travail, au milieu d’un acte. On le rouvre quelques minutes plus tard.",
    )
    machine.begin("work", acts=_IN_FULL_SWING)
    for _ in range(week.random.randint(1, 4)):
        machine.hear_act()
    told = list(machine.acts)
    was_killed = machine.kill()
    machine.start(boot=f"{machine.name}-{machine.boots}")
    found = [act["id"] for act in machine.ask("journal")["acts"] if act["name"] != "void"]
    machine.acts += [act for act in found if act not in told]
    missing = [act for act in told if act not in found]
    week.story.check(
        "Le programme est bien mort sans prévenir.", "tué" if was_killed else "terminé seul", ok=was_killed
    )
    week.story.check(
        "À la réouverture, chaque acte annoncé comme gardé est là.",
        f"{len(told)} sur {len(told)}" if not missing else f"{len(missing)} manquent",
        ok=not missing,
    )


def thursday(week: Week, revoke: Callable[[Week], None]) -> None:
    """A colleague leaves; the stolen laptop is reported; an act rests on a rule that is no more."""
    story, office, leaver, garden = week.story, week.posts["office"], week.posts["leaver"], week.posts["garden"]
    story.day(texts.full_day(week.day(3)), f"Seul le poste de {office.name} a du réseau.")
    week.morning()
    _works(week, 3, 0.022, ("garden", "office", "leaver", "interim"))
    story.scene(
        week.at(3, 10, 30),
        f"{leaver.name} quitte la structure",
        f"{office.name} met fin à son accès. Son poste, sans réseau, n’en sait rien encore et contient des actes.",
    )
    answer = office.machine.ask(
        "record", name="membership.deactivate", args={"membership_id": leaver.counsellor.membership_id}
    )
    story.check("Le départ est enregistré.", "enregistré" if "act" in answer else "refusé", ok="act" in answer)
    week.sync("office")
    revoke(week)
    refused = week.cast.waiting[garden.counsellor.employer.id][2]
    story.scene(
        week.at(3, 15),
        f"{garden.name} décline {week.cast.names[refused]}",
        "Le motif « indisponible » n’existe plus depuis mercredi, mais ce poste ne le sait pas encore.",
    )
    act = {"job_application_id": refused, "reason": WITHDRAWN, "answer": "Bonjour, ce poste demande d’être disponible."}
    answer = garden.machine.ask("record", name="job_application.refuse", args=act)
    story.check(
        "Le poste garde l’acte : c’est le serveur qui jugera.",
        "gardé" if "act" in answer else "refusé",
        ok="act" in answer,
    )
    waiting = week.cast.waiting[office.counsellor.employer.id][2]
    check = office.machine.ask("check", name="job_application.refuse", args=act | {"job_application_id": waiting})
    story.equal("Le poste connecté, lui, refuse ce motif tout de suite.", _refusal(check), "motif refusé")
    week.at(3, 18)
    week.sync("office")
    week.night()


def _refusal(check: dict[str, Any]) -> str:
    return "motif refusé" if check["refused"] == "refusal_reason_unknown" else "motif accepté"


def friday(week: Week) -> None:
    """One more day without network."""
    week.story.day(texts.full_day(week.day(4)), "Quatrième jour sans réseau.")
    week.morning()
    _works(week, 4, 0.02, ("garden", "office", "leaver", "interim"))
    week.at(4, 17)
    week.sync("office")
    waiting = {
        role: len(week.posts[role].machine.ask("journal")["pending"]) for role in ("garden", "leaver", "interim")
    }
    week.story.scene(
        week.at(4, 18),
        "Le compte de la semaine",
        "Chaque poste dit combien d’actes il garde pour le serveur, sans en avoir envoyé un seul depuis lundi.",
    )
    for role, count in waiting.items():
        words = texts.count(count, "acte en attente", "actes en attente")
        week.story.check(f"Le poste de {week.name(role)} garde tout.", words, ok=count > 0)
    week.night()
