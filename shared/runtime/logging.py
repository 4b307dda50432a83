"""Logging, configured once: JSON where it is collected, readable in a terminal; ids and codes only."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from contextvars import ContextVar

import msgspec
import structlog
from structlog.typing import EventDict, WrappedLogger

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)
_ROUTINE = ("debug", "info")
_log = structlog.get_logger()


class _OfLibraries(logging.Handler):
    """What libraries have to say, as one of our own lines: who, where and what kind, never their words.

    Theirs may quote what somebody sent: an event loop prints the whole exception of a task nobody waited for.
    """

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        at = f"{record.module}:{record.lineno}"
        error = kind.__qualname__ if kind else None
        _log.log(record.levelno, "library_warning", library=record.name, at=at, error=error)


def configure_logging(json_lines: bool | None = None, level: int = logging.INFO) -> None:
    """One canonical line for each request and message, on standard error; JSON unless it is a terminal."""
    as_json = not sys.stderr.isatty() if json_lines is None else json_lines
    renderer = structlog.processors.JSONRenderer(_json) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            _leave_out_routine,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_OfLibraries(logging.WARNING)], level=logging.WARNING, force=True)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Leave routine lines out of what this thread does: a year played in a minute would write ten thousand."""
    before = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(before)


def _json(event: EventDict, **_for_json: object) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def _leave_out_routine(_logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    if method in _ROUTINE and _quiet.get():
        raise structlog.DropEvent
    return event
