"""What the program notes about itself: structlog, JSON lines, pseudonymous ids, never a person's data."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog
from structlog.typing import EventDict

# What may be logged by name; any other value could be somebody's name, address or message.
SAFE_KEYS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "code",
        "command",
        "mid",
        "entry_id",
        "table",
        "row_id",
        "rows",
        "seconds",
        "milliseconds",
        "status",
        "attempt",
        "exception_type",
        "where",
        "version",
    }
)
_MEGABYTE = 1_048_576


def keep_safe(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace every value that is not known to be harmless, and reduce an exception to its type and place."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event.update(exception_type=type(error).__name__, where=_where(error))
    return {key: value if key in SAFE_KEYS else "…" for key, value in event.items()}


def _where(error: BaseException) -> str:
    """File and line of the innermost frame: enough to find a bug, without the values that met it."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return "" if frame is None else f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}"


def configure(folder: Path) -> None:
    """Send the program's logs to `folder` (existing), three files of a megabyte."""
    handler = RotatingFileHandler(folder / "passerelle.log", maxBytes=_MEGABYTE, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_safe,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
