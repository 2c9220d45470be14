"""What holds for every test: a home of its own, no real keyring, no screen, no ERROR logged unannounced."""

import logging
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import structlog

# Before anything loads Qt or keyring. Programs that tests start inherit both.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Everything a library may take for the user's folders, on Linux, macOS and Windows.
_HOMES = (
    ("HOME", ""),
    ("USERPROFILE", ""),
    ("APPDATA", "appdata"),
    ("LOCALAPPDATA", "localappdata"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_RUNTIME_DIR", "runtime"),
    ("XDG_STATE_HOME", "state"),
)


@pytest.fixture(autouse=True, scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's home for this run: empty and temporary, so that no test meets the developer's files."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for variable, name in _HOMES:
            place = folder / name
            place.mkdir(mode=0o700, exist_ok=True)
            patch.setenv(variable, str(place))
        yield folder


def _route_structlog() -> None:
    """Make what the code logs through structlog records that this file and `caplog` see."""
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.stdlib.render_to_log_kwargs],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


class _Errors(logging.Handler):
    """Keeps the ERROR records of one phase of a test, from whatever thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


def _watch(item: pytest.Item, announced: tuple[str, ...] = ()) -> Generator[None, object, object]:
    """Fail the phase that logged an ERROR nobody announced, or did not log one that was announced."""
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        outcome = yield
    finally:
        logging.getLogger().removeHandler(errors)
    unexpected = [message for message in errors.messages if not any(text in message for text in announced)]
    missing = [text for text in announced if not any(text in message for message in errors.messages)]
    if unexpected or missing:
        pytest.fail(f"{item.name}: ERROR logged {unexpected}, announced but not logged {missing}", pytrace=False)
    return outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, object]:
    """Let fixtures log no ERROR; undo what an earlier test did to structlog."""
    _route_structlog()
    return (yield from _watch(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let a test log only the ERRORs that its `logs_error` marks announce."""
    return (yield from _watch(item, tuple(mark.args[0] for mark in item.iter_markers("logs_error"))))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Let the end of a test log no ERROR."""
    return (yield from _watch(item))
