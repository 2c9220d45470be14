"""The command `passerelle`: the program, its demonstration, its self-test, its version."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_UNKNOWN_VERSION = "0.1.0"


def program_version() -> str:
    """The version of the installed program; a built one carries it without metadata."""
    try:
        return version("passerelle")
    except PackageNotFoundError:
        return _UNKNOWN_VERSION


def build_parser() -> argparse.ArgumentParser:
    """What the command line takes."""
    parser = argparse.ArgumentParser(prog="passerelle", description="Le poste de travail des conseillers de l’IAE.")
    parser.add_argument("--version", action="version", version=f"Passerelle {program_version()}")
    parser.add_argument("--selftest", action="store_true", help="vérifier le programme installé, puis quitter")
    parser.add_argument("--profile", type=Path, help="dossier du profil, au lieu de celui de l’utilisateur")
    parser.add_argument("--locked", type=int, metavar="N", help=argparse.SUPPRESS)
    words = (
        "demo\u00a0: essayer Passerelle avec un serveur et des dossiers inventés\u00a0; "
        "verify\u00a0: vérifier une attestation (passerelle verify --help)\u00a0; "
        "restore\u00a0: restaurer une sauvegarde (passerelle restore --help)"
    )
    parser.add_argument("command", nargs="?", choices=["demo", "verify", "restore"], help=words)
    return parser


def show_demo(arguments: Sequence[str]) -> int:
    """`passerelle demo`: its own options, since it alone needs the server's part."""
    from desktop.demo.cli import add_options, run

    parser = argparse.ArgumentParser(prog="passerelle demo")
    add_options(parser)
    return run(parser.parse_args(arguments))


def verify_paper(arguments: Sequence[str]) -> int:
    """`passerelle verify`: whether an attestation is genuine, without opening anything of the profile but its keys."""
    from desktop import paths
    from desktop.documents.verification import main as verify

    return verify(arguments, paths.default().folder)


def restore_backup(arguments: Sequence[str]) -> int:
    """`passerelle restore`: a profile made of a backup."""
    from desktop import paths
    from desktop.vault.command import main as restore

    return restore(arguments, paths.default().folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["demo"]:
        return show_demo(given[1:])
    if given[:1] == ["verify"]:
        return verify_paper(given[1:])
    if given[:1] == ["restore"]:
        return restore_backup(given[1:])
    if given[:1] == ["press"]:
        from desktop.documents.press import main as press

        return press()
    options = build_parser().parse_args(given)
    if options.selftest:
        from desktop.selftest import main as selftest

        return selftest()
    # Imports leave next to no garbage, and to look for it is a quarter of a start: the window does, once it is there.
    gc.disable()
    from desktop import logs, paths
    from desktop.app import run

    profile = paths.Paths(options.profile) if options.profile else paths.default()
    profile.create()
    logs.configure(profile.logs)
    return run(profile, options.locked)


if __name__ == "__main__":
    sys.exit(main())
