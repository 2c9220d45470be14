"""A person's seat: a real X screen, a keyboard, a program in front of them, a server somewhere, and days that pass."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.kit.tools import need

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
PATIENCE_S = 90.0

State = Mapping[str, Any]


class Days:
    """The wall clock of the programs started with `environment`; it goes on by itself, and jumps when told."""

    def __init__(self, folder: Path) -> None:
        need("faketime", is_there=FAKETIME.exists())
        self._file = folder / "days"
        self._passed = 0
        self._write()

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process read this clock; time that only measures durations is left alone."""
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def pass_by(self, days: int) -> None:
        """So many days later."""
        self._passed += days
        self._write()

    def _write(self) -> None:
        draft = self._file.with_suffix(".new")
        draft.write_text(f"+{self._passed}d\n", encoding="ascii")
        draft.replace(self._file)


class Screen:
    """An X server of its own."""

    def __init__(self, size: str = "1440x900x24") -> None:
        for tool in ("Xvfb", "xdotool", "openbox"):
            need(tool)
        read, write = os.pipe()
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            self.display = f":{told.readline().strip()}"
        # Without a window manager no window ever gets the keyboard.
        environment = {**os.environ, "DISPLAY": self.display}
        self._manager = subprocess.Popen(
            ["openbox"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def close(self) -> None:
        """Switch it off."""
        for process in (self._manager, self._process):
            process.terminate()
            process.wait()


class Seat:
    """The program on a screen, and hands that only type. `see` waits for what a person would wait for."""

    def __init__(self, screen: Screen, folder: Path, days: Days) -> None:
        self._screen, self._folder, self._days = screen, folder, days
        self._state_file = folder / "state.json"
        self._log = folder / "program.log"
        self._program: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """The person's home folder."""
        return self._folder / "home"

    def launch(self) -> None:
        """Start the program."""
        self.home.mkdir(exist_ok=True)
        self._state_file.unlink(missing_ok=True)
        environment = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "LANG", "LC_ALL"}},
            **self._days.environment,
            "HOME": str(self.home),
            "DISPLAY": self._screen.display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        with self._log.open("ab") as log:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.driven", str(self._state_file)],
                env=environment,
                stdout=log,
                stderr=log,
            )

    def leave(self) -> None:
        """Ctrl+Q, and wait for the program to end."""
        self.press("ctrl+q")
        if self._program is not None:
            self._program.wait(PATIENCE_S)

    def close(self) -> None:
        """Whatever happens, the program ends."""
        if self._program is not None and self._program.poll() is None:
            self._program.kill()
            self._program.wait()

    # --- hands -----------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other, named as X names them."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        self._xdotool("type", "--delay", "15", text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the part with that name, or of that kind, has the keyboard."""
        for _ in range(120):
            before = self.state()
            if name in before["focus"] or name == before["focus_kind"]:
                return
            self.press("Tab")
            self.see(partial(_has_moved, before["moves"]), f"Tab to go on from {before['focus']!r}")
        raise AssertionError(f"Tab never reaches {name!r}: {self.state()}")

    def go(self, words: str, offered: str) -> None:
        """Ctrl+K, some words, Enter once the palette offers what is meant."""
        self.press("ctrl+k")
        self.see(lambda now: "une page, une action" in now["focus"], "the palette")
        self.type(words)
        self.see(lambda now: offered in now["offered"], f"{offered!r} in the palette")
        self.press("Return")
        self.see(lambda now: not now["offered"], "the palette closed")

    def walk_to(self, words: str) -> None:
        """Press ↓ in the list that has the keyboard until the row with these words is chosen."""
        for _ in range(60):
            before = self.state()["chosen"]
            if words in before:
                return
            self.press("Down")
            self.see(partial(_is_another, before), f"the row after {before!r}")
        raise AssertionError(f"no row says {words!r}: {self.state()}")

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env={**os.environ, "DISPLAY": self._screen.display}, check=True)

    # --- eyes ------------------------------------------------------------------------------------------------

    def state(self) -> State:
        """What is on screen."""
        try:
            found: State = json.loads(self._state_file.read_text(encoding="utf-8").replace("\u00a0", " "))
        except (OSError, ValueError):
            found = {"focus": "", "focus_kind": "", "window": "", "moves": 0}
        return found

    def see(self, condition: Callable[[State], object], what: str, patience_s: float = PATIENCE_S) -> State:
        """Wait for something to be on screen; AssertionError with what is there instead."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            state = self.state()
            if _holds(condition, state):
                return state
            if self._program is not None and self._program.poll() is not None:
                break
            time.sleep(0.03)
        raise AssertionError(f"never saw {what}: {self.state()}\n{self._log.read_text(encoding='utf-8')[-1500:]}")

    def picture(self, path: Path) -> None:
        """What the screen shows, for a person to look at."""
        subprocess.run(["xwd", "-root", "-silent", "-display", self._screen.display, "-out", str(path)], check=False)


def _has_moved(moves: int, now: State) -> bool:
    """Whether the keyboard went elsewhere, whatever else changed on screen meanwhile."""
    return bool(now["moves"] != moves)


def _is_another(row: str, now: State) -> bool:
    return bool(now["chosen"] != row)


def _holds(condition: Callable[[State], object], state: State) -> bool:
    try:
        return bool(condition(state))
    except KeyError:
        return False
