"""What happens on Saturday and Sunday: the network is back, the server is restored, papers are printed."""

import re
import subprocess
from typing import Any

from sqlalchemy import select

from desktop import texts
from desktop.documents.attestation import GradedDay, accepted_sentence
from desktop.documents.preview import preview_png
from sync.domain.calendar import paris_date
from sync.domain.employers import User
from sync.domain.inbox import WAITS_FOR_OTHERS, InboxIssue
from sync.domain.job_applications import JobApplication, Transition
from sync.domain.job_seekers import JobSeeker
from sync.domain.passes import Pass
from sync.store.tables import TABLES
from sync.store.world import SqlWorld, Unwatched
from tests.faults.wire import Fault
from tests.week import verdict
from tests.week.days import AWAY, EVERYBODY, GRADES, NEW, OLD, hire_rows, settled
from tests.week.stage import Post, Week

_BACK = ("garden", "leaver", "interim")
_ACCEPT = "job_application.accept"
_PAPERS = 3
_PICTURE_DPI = 60
_ISSUES = "SELECT id, code, command_name, recorded_edition, judged_edition FROM inbox_issues WHERE closed_at IS NULL"


def saturday(week: Week) -> None:
    """The network is back; then the server loses half a day."""
    story = week.story
    story.day(texts.full_day(week.day(5)), "Le réseau revient.")
    at = week.at(5, 8, 30)
    story.scene(at, "Sauvegarde du serveur central", "Comme chaque matin. Elle servira plus tôt que prévu.")
    backup = week.server.backup()
    story.check("La sauvegarde est faite.", f"{sum(map(len, backup.values())) // 1024} Kio", ok=bool(backup))
    week.morning()
    for role in AWAY:
        week.posts[role].line.is_cut = False
    _returns(week)
    _hires_are_dated(week)
    _withdrawn_reason(week)
    _departure(week)
    _disaster(week, backup)
    _confirmations(week)
    _new_laptop(week)
    week.night()


def _returns(week: Week) -> None:
    """Everybody sends four days of acts, and the server dies while it answers the first of them."""
    story = week.story
    first = week.random.choice(_BACK)
    at = week.at(5, 9)
    story.scene(
        at,
        "Les trois postes envoient leurs quatre jours",
        f"Malchance : pendant que le serveur répond à {week.name(first)}, il est tué net, puis relancé.",
    )
    pending = {role: week.posts[role].machine.ask("journal")["pending"] for role in _BACK}
    fault = Fault("call", "down", week.random.randint(1, 400), "/sync/v1/push", call=lambda: _kill(week))
    week.posts[first].line.arm(fault)
    outcome = week.posts[first].machine.ask("sync")
    story.check(
        "Le serveur est mort pendant la réponse.",
        "tué" if fault.happened.is_set() else "debout",
        ok=fault.happened.is_set(),
    )
    story.equal("Le poste n’a pas cru que c’était fini.", _kind(outcome), "hors ligne")
    week.server.start()
    week.sync("office", *_BACK)
    outcomes = week.sync("office", *_BACK)
    with week.server.central() as central, central.reading() as rows:
        log = verdict.logged(rows)
    sent = {act for acts in pending.values() for act in acts}
    account = verdict.compare(sent, [act for act in log if act.id in sent])
    story.check(
        "Chaque acte est arrivé, une seule fois.",
        f"{texts.count(len(sent), 'acte')}, {len(account.lost)} en moins, {len(account.doubled)} en double",
        ok=account.is_clean and bool(sent),
    )
    settled(week, outcomes)


def _kill(week: Week) -> None:
    week.server.kill()


def _kind(outcome: dict[str, Any]) -> str:
    return {"offline": "hors ligne", "done": "terminé"}.get(outcome["kind"], str(outcome["kind"]))


def _hires_are_dated(week: Week) -> None:
    """Of the two hires made on Tuesday, one is proven, one waits for a person's word."""
    story, garden, interim = week.story, week.posts["garden"], week.posts["interim"]
    proven, claimed = (week.cast.waiting[post.counsellor.employer.id][1] for post in (garden, interim))
    story.scene(
        week.at(5, 9, 30),
        "Les embauches de mardi arrivent samedi",
        "L’heure de l’une est prouvée par l’horloge de l’ordinateur. L’autre repose sur la seule parole du poste, et "
        "commencerait dans le passé si on la datait d’aujourd’hui.",
    )
    ((number, grade),) = hire_rows(garden, proven)
    story.equal(f"{garden.name} : datée de mardi, heure prouvée.", GRADES[grade], GRADES["proven"])
    story.check("Elle a reçu son numéro de PASS.", texts.pass_number(number or "?"), ok=bool(number))
    issues = interim.machine.rows(f"{_ISSUES} AND subject_id = :id", id=claimed)
    words = "date à confirmer" if [issue[1] for issue in issues] == ["needs_confirmation"] else f"{issues}"
    story.equal(f"{interim.name} : attend une confirmation dans « À régler ».", words, "date à confirmer")


def _withdrawn_reason(week: Week) -> None:
    """The refusal for a reason that is no more comes back to its author, with the two editions named."""
    story, garden = week.story, week.posts["garden"]
    refused = week.cast.waiting[garden.counsellor.employer.id][2]
    story.scene(
        week.at(5, 9, 45),
        "Le motif supprimé revient à son auteur",
        "L’acte de jeudi est jugé selon les règles de jeudi. Il n’est pas effacé en silence.",
    )
    issues = garden.machine.rows(f"{_ISSUES} AND subject_id = :id", id=refused)
    titles = {rules.edition: rules.title for rules in (OLD, NEW)}
    words = [f"{titles[issue[3]]} → {titles[issue[4]]}" for issue in issues]
    story.equal("« À régler » nomme la règle d’avant et celle d’après.", " ".join(words), f"{OLD.title} → {NEW.title}")
    ((state,),) = garden.machine.rows("SELECT state FROM job_applications WHERE id = :id", id=refused)
    story.equal("La candidature reste en liste d’attente.", NEW.state_label(state), NEW.state_label("postponed"))
    for issue in issues:
        garden.machine.ask("record", name="inbox.settle", args={"issue_id": issue[0], "how": "current"})


def _departure(week: Week) -> None:
    """What the one who left did meanwhile waits for the administrator; their own rows are gone."""
    story, office, leaver = week.story, week.posts["office"], week.posts["leaver"]
    story.scene(
        week.at(5, 10),
        f"Le poste de {leaver.name} apprend le départ de jeudi",
        "Les actes faits depuis mardi ne sont ni perdus ni appliqués : l’administration de la structure décidera.",
    )
    left = leaver.machine.rows("SELECT count(*) FROM job_applications")[0][0]
    found = leaver.machine.rows("SELECT count(*) FROM search")[0][0]
    words = f"{texts.count(left, 'candidature')}, {texts.count(found, 'entrée')} dans l’index"
    story.check("Plus aucune candidature sur ce poste, index de recherche compris.", words, ok=not (left or found))
    with week.server.central() as central, central.reading() as rows:
        log = {act.id: act for act in verdict.logged(rows)}
    mine = [log[act] for act in leaver.machine.acts if act in log]
    parked = [act.id for act in mine if act.code == "not_entitled"]
    applied = [act.id for act in mine[len(mine) - len(parked) :] if act.status == "applied"]
    week.sync("office")
    told = office.machine.rows("SELECT command_id FROM inbox_issues WHERE code = 'not_entitled'")
    story.check(
        f"Ses actes en attente sont dans « À régler » de {office.name}.",
        f"{texts.count(len(parked), 'acte')}, dont {len({row[0] for row in told} & set(parked))} à régler",
        ok=bool(parked) and {row[0] for row in told} == set(parked) and not applied,
    )
    issues = office.machine.rows(f"{_ISSUES} AND code = 'not_entitled'")
    taken = _settle(week, office, issues)
    words = f"{taken} repris à son compte, {len(issues) - taken} écartés"
    story.check(f"{office.name} les règle un par un.", words, ok=bool(issues))


def _settle(week: Week, post: Post, issues: list[list[Any]]) -> int:
    """Confirm some, dismiss the others, as the seed draws; how many were confirmed."""
    hows = [week.random.choice(("confirmed", "confirmed", "dismissed")) for _ in issues]
    for issue, how in zip(issues, hows, strict=True):
        post.machine.ask("record", name="inbox.settle", args={"issue_id": issue[0], "how": how})
    week.sync(post.counsellor.role)
    return hows.count("confirmed")


def _disaster(week: Week, backup: dict[str, bytes]) -> None:
    """The server's disk fails; it goes on from the morning's backup."""
    story = week.story
    with week.server.central() as central, central.reading() as rows:
        before, numbers = {act.id: act for act in verdict.logged(rows)}, dict(verdict.numbers(rows))
    at = week.at(5, 14)
    story.scene(
        at,
        "Le disque du serveur central casse",
        "On le relance sur la sauvegarde de 8 h 30. Ce qu’il a reçu ce matin, presque toute la semaine, lui manque.",
    )
    week.server.restore(backup)
    week.server.start()
    with week.server.central() as central, central.reading() as rows:
        lacking = set(before) - {act.id for act in verdict.logged(rows)}
    story.check(
        "Le serveur a bien oublié des actes qu’il avait confirmés.",
        texts.count(len(lacking), "acte oublié", "actes oubliés"),
        ok=bool(lacking),
    )
    reissued = 0
    roles = ("office", *_BACK)
    outcomes: dict[str, dict[str, Any]] = {}
    for _ in range(3):
        outcomes = week.sync(*roles)
        reissued += sum(int(str(outcome["reissued"])) for outcome in outcomes.values())
    story.check(
        "Les postes s’en aperçoivent et les renvoient d’eux-mêmes.", f"{reissued} renvoyés", ok=reissued == len(lacking)
    )
    changed = _came_back(week, before, numbers)
    settled(week, outcomes)
    _waited(week, changed)


def _came_back(week: Week, before: dict[str, verdict.Logged], numbers: dict[str, str]) -> list[str]:
    """What the server had confirmed before it lost it is there again, once; no PASS number changed hands.

    Returns the acts that were applied before and are not now.
    """
    with week.server.central() as central, central.reading() as rows:
        log, given = verdict.logged(rows), dict(verdict.numbers(rows))
    acts = [act for act, logged in before.items() if logged.name != "void"]
    account = verdict.compare(acts, [act for act in log if act.id in before])
    back = f"{len(account.lost)} en moins, {len(account.doubled)} en double"
    week.story.check("Tout est revenu, une seule fois.", back, ok=not (account.lost or account.doubled))
    replaced = [number for number in numbers if number not in given]
    swapped = [number for number, person in numbers.items() if given.get(number, person) != person]
    week.story.check(
        "Un numéro de PASS oublié par le serveur est remplacé, et jamais donné à quelqu’un d’autre.",
        f"{texts.count(len(replaced), 'numéro remplacé', 'numéros remplacés')}, {len(swapped)} changé de mains",
        ok=not swapped,
    )
    done = {act.id for act in log if act.status not in verdict.TO_SETTLE}
    return [act for act in acts if before[act].status not in verdict.TO_SETTLE and act not in done]


def _waited(week: Week, changed: list[str]) -> None:
    """Decisions that came back before the acts they decide on waited for them, and were executed by themselves."""
    story = week.story
    story.scene(
        week.at(5, 15),
        "Ce qui dépendait d’un acte pas encore revenu",
        "Chaque poste renvoie ses actes dans leur ordre, mais tous ne reviennent pas en même temps. Une décision qui "
        "arrive avant l’acte qu’elle concerne l’attend, puis s’applique d’elle-même, à sa date.",
    )
    with week.server.central() as central, central.reading() as rows:
        issues = SqlWorld(rows, Unwatched()).find(InboxIssue, code=WAITS_FOR_OTHERS)
    waiting = [issue for issue in issues if issue.closed_at is None]
    words = f"{texts.count(len(issues), 'acte a', 'actes ont')} attendu, {len(waiting)} attendent encore"
    story.check("Tous ont trouvé ce qu’ils attendaient.", words, ok=not waiting)
    story.equal("Aucun acte appliqué avant la panne n’est refusé après.", f"{len(changed)} refusé", "0 refusé")


def _confirmations(week: Week) -> None:
    """Whoever administers a structure confirms the dates that are only claimed; what the rules refuse is set aside."""
    story, interim = week.story, week.posts["interim"]
    story.scene(
        week.at(5, 16),
        f"{interim.name} confirme les dates déclarées",
        "L’attestation dira que la date a été confirmée, et par qui.",
    )
    issues = interim.machine.rows(f"{_ISSUES} AND code = 'needs_confirmation'")
    for issue in issues:
        interim.machine.ask("record", name="inbox.settle", args={"issue_id": issue[0], "how": "confirmed"})
    week.sync("interim")
    for issue in interim.machine.rows(f"{_ISSUES} AND code = 'needs_confirmation'"):
        interim.machine.ask("record", name="inbox.settle", args={"issue_id": issue[0], "how": "dismissed"})
    week.sync("interim")
    left = interim.machine.rows(f"{_ISSUES} AND code = 'needs_confirmation'")
    story.equal("Plus aucune date à confirmer.", len(left), 0)
    hired = week.cast.waiting[interim.counsellor.employer.id][1]
    ((number, grade),) = hire_rows(interim, hired)
    story.equal("L’embauche de mardi est datée de mardi, confirmée.", GRADES[grade], GRADES["confirmed"])
    story.check("Elle a reçu son numéro de PASS.", texts.pass_number(number or "?"), ok=bool(number))


def _new_laptop(week: Week) -> None:
    """The colleague whose laptop was stolen goes on with another one."""
    story, old = week.story, week.posts["lost"]
    story.scene(
        week.at(5, 17),
        f"{old.name} reçoit un autre ordinateur",
        "Une session s’ouvre, tout ce qui était arrivé au serveur se retrouve.",
    )
    new = week.replace_post("lost")
    complete = week.sign_in(new)
    story.check("Le nouveau poste est complet.", "complet" if complete else "incomplet", ok=complete)
    with week.server.central() as central, central.reading() as rows:
        there = {act.id for act in verdict.logged(rows)}
    sent = [act for act in old.machine.acts if act not in week.gone]
    missing = [act for act in sent if act not in there]
    words = f"{len(sent) - len(missing)} sur {len(sent)}"
    story.check("Les actes envoyés avant le vol sont là.", words, ok=not missing)
    count = texts.count(len(week.gone), "acte parti", "actes partis")
    story.check("Les autres ont disparu avec la machine, et on sait combien.", count, ok=not week.gone & there)


def sunday(week: Week) -> None:
    """What is left of the acts, papers, and the last count."""
    story = week.story
    story.day(texts.full_day(week.day(6)), "Tout le monde a du réseau.")
    week.at(6, 8)
    week.morning()
    story.scene(week.at(6, 9), "Derniers actes", "Chacun termine ce qu’il avait à faire.")
    _tops_up(week)
    roles = tuple(role for role in EVERYBODY if role != "leaver")
    for _ in range(2):
        week.sync(*roles)
    outcomes = week.sync(*roles)
    settled(week, outcomes)
    _prints(week)
    _counts(week)


def _tops_up(week: Week) -> None:
    left = week.acts - len(week.kept())
    roles = ("garden", "office", "interim", "lost")
    for number, role in enumerate(roles):
        share = left // len(roles) + (number < left % len(roles))
        if share > 0:
            week.posts[role].machine.ask("work", acts=share)
    total = len(week.kept())
    week.story.equal(
        "Le compte des actes de la semaine est bon.", texts.count(total, "acte"), texts.count(week.acts, "acte")
    )
    week.story.acts = total


def _prints(week: Week) -> None:
    """Attestations, each compared with the server's own rows."""
    story = week.story
    story.scene(
        week.at(6, 11),
        "On imprime les attestations de PASS IAE",
        "Chaque papier est relu mot à mot et comparé à ce que dit le serveur central.",
    )
    for role in ("garden", "office", "interim"):
        post = week.posts[role]
        found = post.machine.rows(
            "SELECT a.id FROM job_applications a JOIN passes p ON p.id = a.pass_id "
            "WHERE a.state = 'accepted' AND p.number IS NOT NULL AND a.employer_id = :id",
            id=post.counsellor.employer.id,
        )
        named = week.cast.waiting[post.counsellor.employer.id]
        ids = sorted((row[0] for row in found), key=lambda each: (each not in named, each))
        for application in ids[:_PAPERS]:
            _prints_one(week, post, application)


def _prints_one(week: Week, post: Post, application: str) -> None:
    file = week.out / f"{application}.pdf"
    told = post.machine.ask("print", application=application, file=str(file))
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    text = _plain(done.stdout)
    missing = [item for item in _must_say(week, application) if _plain(item) not in text]
    number = texts.pass_number(told["number"])
    accepted = str(told["accepted"])
    story = f"{week.cast.names[application]} : {accepted[0].lower()}{accepted[1:]}."
    seen = f"n° {number}" if not missing else f"il manque : {' ; '.join(missing)}"
    week.story.check(story, seen, ok=not missing)
    if application in week.cast.waiting[post.counsellor.employer.id]:
        week.story.picture(week.cast.names[application], preview_png(file.read_bytes(), 0, _PICTURE_DPI))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _must_say(week: Week, application_id: str) -> list[str]:
    """What the paper of a hire has to carry, by the server's rows."""
    with week.server.central() as central, central.work() as unit:
        world = unit.world
        hire = world.get(JobApplication, application_id)
        iae_pass = world.get(Pass, hire.pass_id) if hire and hire.pass_id else None
        person = world.get(JobSeeker, hire.job_seeker_id) if hire else None
        moves = world.find(Transition, job_application_id=application_id, to_state="accepted")
        issues = world.find(InboxIssue, subject_id=application_id, command_name=_ACCEPT, closed_how="confirmed")
        users = [world.get(User, issue.closed_by) for issue in issues]
    if iae_pass is None or person is None:
        raise LookupError(application_id)
    move = max(moves, key=lambda each: each.at)
    accepted = GradedDay(
        on=paris_date(move.at),
        grade=move.grade,
        received_on=paris_date(move.received_at) if move.received_at else None,
        confirmed_by=" ".join(user.display_name for user in users if user),
        is_confirmed_by_author=any(issue.closed_by == issue.user_id for issue in issues),
    )
    return [
        texts.pass_number(iae_pass.number or ""),
        texts.person(person.last_name, person.first_name),
        f"du {texts.day(iae_pass.starts_on)} au {texts.day(iae_pass.ends_on)} inclus",
        accepted_sentence(accepted),
    ]


def _counts(week: Week) -> None:
    """The last count: every act, every number, every inbox."""
    story = week.story
    story.scene(
        week.at(6, 12), "Le dernier compte", "Acte par acte, ce que les postes ont annoncé et ce que le serveur tient."
    )
    with week.server.central() as central, central.reading() as rows:
        log, untold, numbers = verdict.logged(rows), verdict.unseen(rows), verdict.numbers(rows)
        valid = rows.execute(select(TABLES[Pass].c.job_seeker_id)).scalars().all()
    account = verdict.compare(week.kept(), log, week.gone)
    story.equal("Aucun acte perdu.", len(account.lost), 0)
    story.equal("Aucun acte en double.", len(account.doubled), 0)
    story.equal("Aucun acte que personne n’a fait.", len(account.unknown), 0)
    story.equal("Chaque acte refusé ou mis de côté est dans « À régler » de quelqu’un.", len(untold), 0)
    story.check(
        "Chaque numéro de PASS est unique.", texts.count(len(numbers), "numéro"), ok=len(dict(numbers)) == len(numbers)
    )
    story.check("Une personne, un PASS.", texts.count(len(valid), "PASS", "PASS"), ok=len(set(valid)) == len(valid))
    _figures(week, log)


def _figures(week: Week, log: list[verdict.Logged]) -> None:
    own = [act for act in log if act.name != "void"]
    count = {
        name: sum(act.status == name for act in own) for name in ("applied", "noop", "adjusted", "rejected", "parked")
    }
    week.story.figures = {
        "Actes faits": str(len(week.kept())),
        "Appliqués tels quels": str(count["applied"]),
        "Sans effet (annulés dans les 30 secondes, ou déjà faits)": str(count["noop"]),
        "Appliqués en partie (autre saisie gardée)": str(count["adjusted"]),
        "Refusés par les règles, revenus à leur auteur": str(count["rejected"]),
        "Mis de côté pour décision": str(count["parked"]),
        "Disparus avec l’ordinateur volé": str(len(week.gone)),
    }
