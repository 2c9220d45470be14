"""`passerelle restore FILE [--profile DIR]`: put a backup back without a window."""

import argparse
import sys
from collections.abc import Callable, Sequence
from getpass import getpass
from pathlib import Path
from typing import Literal

from desktop import texts
from desktop.vault.restoring import restore
from desktop.vault.ring import Ring, SystemRing
from sync.domain.errors import EnvironmentFault

Status = Literal[0, 1]


def main(
    arguments: Sequence[str],
    folder: Path,
    ring: Ring | None = None,
    ask: Callable[[str], str] = getpass,
) -> Status:
    """Restore into `--profile`, else `folder`; 1, with a sentence, when it cannot be done.

    The passphrase is asked for, never taken from the command line, where other users could read it.
    """
    parser = argparse.ArgumentParser(prog="passerelle restore", description="Restaurer une sauvegarde de Passerelle.")
    parser.add_argument("backup", type=Path, help="le fichier de la sauvegarde")
    parser.add_argument("--profile", type=Path, default=folder, help="dossier du profil, au lieu de l’habituel")
    options = parser.parse_args(arguments)
    phrase = ask(f"Phrase secrète de la sauvegarde{texts.NBSP}: ")
    try:
        told = restore(options.backup, options.profile, phrase, ring or SystemRing())
    except EnvironmentFault as fault:
        sys.stdout.write(texts.french().sentence(fault.code, fault.facts) + "\n")
        return 1
    made = texts.instant(told.made_at) if told else ""
    sys.stdout.write(f"Sauvegarde du {made} restaurée dans {options.profile}. Ouvrez Passerelle.\n")
    return 0
