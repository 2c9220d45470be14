"""The command line of the central server, `passerelle-server`; what it says to its operator is in French."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from getpass import getpass
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from sync.domain.calendar import start_of_paris_day
from sync.server.clock import SystemClock
from sync.server.note import UnreadableNoteError, note_beside
from sync.server.settings import Settings

_DEFAULT_DATABASE = "sqlite:///passerelle.db"
Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when it could not, 2 when it was misspelt."""
    options = _parser().parse_args(arguments)
    settings = Settings(database_url=options.database)
    command: Command = options.command
    try:
        return command(options, settings)
    except SQLAlchemyError as error:
        return _fail(f"La base de données {options.database} ne répond pas\u00a0: {error}")
    except UnreadableNoteError as error:
        return _fail(
            f"Le témoin {error} est illisible\u00a0: sans lui, un numéro de PASS pourrait être donné deux fois."
        )
    except (OSError, ValueError) as error:
        return _fail(str(error))


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="passerelle-server", description="Le serveur central de Passerelle.")
    parser.add_argument("--version", action="version", version=f"Passerelle {version('passerelle')}")
    commands = parser.add_subparsers(required=True, metavar="COMMANDE")
    _serve_options(_add(commands, "serve", _serve, "servir les postes de travail"))
    _add(commands, "migrate", _migrate, "créer ou mettre à jour le schéma de la base")
    _import_options(_add(commands, "import", _import, "importer un fichier CSV"))
    _user_options(commands.add_parser("user", help="gérer les comptes"))
    _device_options(commands.add_parser("device", help="gérer les postes d’un compte"))
    _arbitration_options(commands.add_parser("arbitration", help="voir et clore les arbitrages demandés"))
    _demo_options(_add(commands, "demo-data", _demo_data, "remplir la base de données fictives"))
    _rules_options(commands.add_parser("rules", help="gérer les éditions des règles"))
    _news_options(commands.add_parser("news", help="gérer les actualités et les webinaires"))
    _keys_options(commands.add_parser("keys", help="gérer les clés qui scellent les attestations"))
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, help_: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_)
    parser.add_argument(
        "--database",
        metavar="URL",
        default=_DEFAULT_DATABASE,
        help="sqlite:///FICHIER ou postgresql+psycopg://… (par défaut %(default)s)",
    )
    parser.set_defaults(command=run)
    return parser


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (par défaut %(default)s)")
    parser.add_argument("--port", type=int, default=8470, help="port d’écoute (par défaut %(default)s)")
    parser.add_argument(
        "--note",
        metavar="FICHIER",
        help="témoin tenu hors de la base, à ne jamais restaurer avec elle "
        "(par défaut au nom de la base, à côté du fichier SQLite ou dans le dossier courant)",
    )


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("structures", "rome", "prescribers"), metavar="structures|rome|prescribers")
    parser.add_argument("file", metavar="FICHIER.csv")


def _user_options(parser: argparse.ArgumentParser) -> None:
    add = _add(parser.add_subparsers(required=True, metavar="ACTION"), "add", _add_user, "créer un compte")
    add.add_argument("--email", required=True)
    add.add_argument("--first-name", required=True, metavar="PRÉNOM")
    add.add_argument("--last-name", required=True, metavar="NOM")
    add.add_argument("--employer", metavar="SIRET", help="SIRET de la structure qui emploie la personne")
    add.add_argument("--organization", metavar="SIRET", help="SIRET de l’organisation prescriptrice")
    add.add_argument("--admin", action="store_true", help="administratrice ou administrateur de sa structure")
    add.add_argument("--staff", action="store_true", help="équipe du service central")
    add.add_argument("--password", help="mot de passe (demandé s’il manque)")


def _device_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add(actions, "list", _list_devices, "lister les postes d’un compte").add_argument("--email", required=True)
    revoke = _add(actions, "revoke", _revoke_device, "retirer l’accès d’un poste")
    revoke.add_argument("device", metavar="POSTE")
    revoke.add_argument("--wipe", action="store_true", help="faire aussi effacer sa clé, au prochain contact")


def _arbitration_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add(actions, "list", _list_arbitrations, "lister les arbitrages et les actes mis de côté")
    close = _add(actions, "close", _close_arbitration, "clore un arbitrage en laissant les choses en l’état")
    close.add_argument("issue", metavar="ARBITRAGE")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--applications", type=int, default=200, metavar="N", help="nombre de candidatures")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="même graine, mêmes données")


def _rules_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    publish = _add(actions, "publish", _publish, "publier une édition des règles")
    publish.add_argument("file", metavar="FICHIER.toml")
    publish.add_argument("--from", dest="in_force_from", metavar="AAAA-MM-JJ", help="premier jour d’application")


def _news_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    publish = _add(actions, "publish", _tell, "remplacer ce que lisent les postes")
    publish.add_argument("file", metavar="FICHIER.toml")


def _keys_options(parser: argparse.ArgumentParser) -> None:
    rotate = _add(parser.add_subparsers(required=True, metavar="ACTION"), "rotate", _rotate, "changer de clé")
    words = "l’ancienne clé a pu être volée\u00a0: ses attestations ne valent plus rien, tout est signé de nouveau"
    rotate.add_argument("--compromised", action="store_true", help=words)


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    import uvicorn

    from sync.server.app import create_app
    from sync.server.embedded import configuration, listening

    note = options.note or str(note_beside(settings.database_url))
    settings = replace(settings, host=options.host, port=options.port, note_file=note)
    app = create_app(settings, SystemClock())
    try:
        taken = listening(settings)
    except OSError as error:
        return _fail(f"Impossible d’écouter sur {options.host}, port {options.port}\u00a0: {error.strerror}.")
    with taken, suppress(KeyboardInterrupt):  # Ctrl+C is how one stops it
        print(f"Passerelle écoute sur http://{options.host}:{taken.getsockname()[1]}", flush=True)
        uvicorn.Server(configuration(app)).run(sockets=[taken])
    return 0


def _migrate(_options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.schema import upgrade

    upgrade(settings, SystemClock())
    print("Le schéma de la base est à jour.")
    return 0


def _import(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.imports.importing import import_file
    from sync.server.opening import opened

    def progress(done: int, total: int) -> None:
        print(f"\r{done}/{total} lignes", end="", file=sys.stderr, flush=True)

    with opened(settings) as central:
        report = import_file(central, options.what, Path(options.file), progress)
    print(file=sys.stderr)
    for line in report.bad_lines:
        print(f"Ligne {line.number} laissée de côté\u00a0: {line.reason}.", file=sys.stderr)
    print(
        f"{report.written} ligne(s) importée(s), {report.unchanged} déjà à jour, "
        f"{len(report.bad_lines)} laissée(s) de côté."
    )
    return 0


def _add_user(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.auth.joining import NewUser, employer_by_siret, join, organization_by_siret
    from sync.server.opening import opened

    password = options.password or getpass("Mot de passe\u00a0: ")
    with opened(settings) as central, central.work() as unit:
        employer = employer_by_siret(unit, options.employer) if options.employer else None
        organization = organization_by_siret(unit, options.organization) if options.organization else None
        person = NewUser(
            email=options.email,
            first_name=options.first_name,
            last_name=options.last_name,
            password=password,
            employer_id=employer.id if employer else None,
            organization_id=organization.id if organization else None,
            is_admin=options.admin,
            is_staff=options.staff,
        )
        join(unit, person, central.now())
    print(f"Le compte {options.email} est créé.")
    return 0


def _demo_data(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.demo.writing import DemoPlan, write_demo
    from sync.server.opening import opened

    with opened(settings) as central:
        demo = write_demo(central, DemoPlan(applications=options.applications, seed=options.seed))
    print("\n".join(demo.sentences()))
    return 0


def _publish(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.opening import opened
    from sync.server.rules import first_day, publish

    source = Path(options.file).read_text(encoding="utf-8")
    with opened(settings) as central, central.work() as unit:
        begins = first_day(source, options.in_force_from)
        rulebook = publish(unit.world, source, start_of_paris_day(begins), central.now())
    print(f"L’édition {rulebook.edition} est publiée, en vigueur à partir du {begins:%d/%m/%Y}.")
    return 0


def _tell(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server import news
    from sync.server.opening import opened

    source = Path(options.file).read_text(encoding="utf-8")
    with opened(settings) as central, central.work() as unit:
        count = news.publish(unit.world, source, central.now())
    print(f"Les postes liront {count} information{'s' if count > 1 else ''}.")
    return 0


def _rotate(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.opening import opened
    from sync.server.sealing import rotate

    with opened(settings) as central, central.work() as unit:
        rotate(unit, central.now(), is_compromised=options.compromised)
    print("Les attestations sont désormais scellées avec une nouvelle clé.")
    return 0


def _list_devices(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.attending import devices
    from sync.server.opening import opened

    with opened(settings) as central:
        found = devices(central, options.email)
    print(*(device.words() for device in found), sep="\n")
    return 0 if found else _fail(f"Aucun poste pour {options.email}.")


def _revoke_device(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.attending import take_access
    from sync.server.opening import opened

    with opened(settings) as central:
        if not take_access(central, options.device, wipes=options.wipe):
            return _fail(f"Aucun poste ne s’appelle {options.device}.")
    print("L’accès est retiré." + (" La clé sera effacée au prochain contact." if options.wipe else ""))
    return 0


def _list_arbitrations(_options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.attending import arbitrations
    from sync.server.opening import opened

    with opened(settings) as central:
        print(*(one.words() for one in arbitrations(central)), sep="\n")
    return 0


def _close_arbitration(options: argparse.Namespace, settings: Settings) -> int:
    from sync.server.attending import close
    from sync.server.opening import opened

    with opened(settings) as central:
        if not close(central, options.issue):
            return _fail(f"Aucun arbitrage ouvert ne s’appelle {options.issue}.")
    print(f"L’arbitrage {options.issue} est clos, rien n’est changé.")
    return 0
