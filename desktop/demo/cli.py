"""`passerelle demo`: with a display, a window to try; without one, or with `--script`, the story played by itself."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop.demo.clock import StoryClock
from desktop.demo.privacy import found_in, names_of
from desktop.demo.report import Report
from desktop.demo.stage import Setting, Stage
from desktop.demo.story import Story
from sync.server.demo.cast import Sources

_DEFAULT_APPLICATIONS = 120


def add_options(parser: argparse.ArgumentParser) -> None:
    """What the demonstration takes."""
    shipped = Sources()
    parser.add_argument("--script", action="store_true", help="jouer l’histoire sans fenêtre et vérifier chaque étape")
    parser.add_argument(
        "--out", type=Path, default=Path("demo-output"), metavar="DOSSIER", help="où écrire le résultat"
    )
    parser.add_argument("--keep-profiles", type=Path, metavar="DOSSIER", help="où laisser les dossiers des postes")
    parser.add_argument("--structures", type=Path, default=shipped.structures, metavar="FICHIER.csv")
    parser.add_argument("--rome", type=Path, default=shipped.rome, metavar="FICHIER.csv")
    parser.add_argument("--prescribers", type=Path, default=shipped.prescribers, metavar="FICHIER.csv")
    parser.add_argument("--applications", type=int, default=_DEFAULT_APPLICATIONS, metavar="N")


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(options: argparse.Namespace) -> int:
    """Play or show; 0 when every check held, or when the window was closed."""
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        profiles = options.keep_profiles or Path(folder) / "profiles"
        profiles.mkdir(parents=True, exist_ok=True)
        setting = Setting(
            server_folder=Path(folder),
            profiles=profiles,
            sources=Sources(structures=options.structures, rome=options.rome, prescribers=options.prescribers),
            applications=options.applications,
        )
        if options.script or not has_display():
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
            return _play(setting, options.out)
        from desktop.demo.window import show_window

        return show_window(setting)


def _play(setting: Setting, out: Path) -> int:
    from desktop.demo.doors import keep_doors
    from desktop.demo.screens import Screens, dressed_application

    out.mkdir(parents=True, exist_ok=True)
    report = Report()
    clock = StoryClock()
    application = dressed_application()
    with report.timed("histoire"):
        stage = Stage(setting, clock)
        told = _told(Story(stage, clock, report, Screens(out), out).play, report)
        stage.cut()
    keep_doors(out, setting.server_folder / "nowhere", clock)
    with stage.central() as central:
        found = found_in(setting.profiles, names_of(central))
    report.check("aucun nom en clair dans les dossiers des postes", not found, ", ".join(found))
    report.write(out / "report.json")
    _tell(report, out)
    del application
    return 0 if told and report.is_ok else 1


def _told(play: Callable[[], None], report: Report) -> bool:
    """Play to the end; a story that breaks off is a check that failed, and its report is written all the same."""
    try:
        play()
    except Exception as error:
        report.check("histoire jouée jusqu’au bout", ok=False, detail=f"{type(error).__name__}: {error}")
        raise
    return report.check("histoire jouée jusqu’au bout", ok=True)


def _tell(report: Report, out: Path) -> None:
    for check in report.checks:
        print(f"{'✔' if check.ok else '✘'} {check.name}" + (f" — {check.detail}" if check.detail else ""))
    print(f"PASS IAE {report.pass_number} · {sum(check.ok for check in report.checks)}/{len(report.checks)} · {out}")
