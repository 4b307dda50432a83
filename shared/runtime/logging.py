"""Logging, configured once: JSON where it is collected, readable in a terminal; ids and codes only."""

import contextlib
import logging
import sys
import time
from collections.abc import Iterator
from contextvars import ContextVar

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)
_ROUTINE = ("debug", "info")
# A library that cannot reach its server says so with every try; the first says it all.
_SAID_AGAIN_AFTER_SECONDS = 300.0
_log = structlog.get_logger()


class _OfLibraries(logging.Handler):
    """What libraries have to say, as one of our own lines: who, where and what kind, never their words.

    Theirs may quote what somebody sent: an event loop prints the whole exception of a task nobody waited for.
    """

    def __init__(self, level: int) -> None:
        super().__init__(level)
        # When each was last said, and how often it was left out since; there are only as many as places in the code.
        self._said: dict[tuple[str, str, str | None], tuple[float, int]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        at = f"{record.module}:{record.lineno}"
        error = kind.__qualname__ if kind else None
        which, now = (record.name, at, error), time.monotonic()
        said_at, left_out = self._said.get(which, (-_SAID_AGAIN_AFTER_SECONDS, 0))
        if now - said_at < _SAID_AGAIN_AFTER_SECONDS:
            self._said[which] = said_at, left_out + 1
            return
        self._said[which] = now, 0
        _log.log(record.levelno, "library_warning", library=record.name, at=at, error=error, left_out=left_out)


def configure_logging(service: str, json_lines: bool | None = None, level: int = logging.INFO) -> None:
    """One canonical line for each request and message, on standard error; JSON unless it is a terminal.

    `service` stands in every line that does not name one itself.
    """
    as_json = not sys.stderr.isatty() if json_lines is None else json_lines
    renderer = structlog.processors.JSONRenderer(_json) if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            _leave_out_routine,
            _named(service),
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


def _named(service: str) -> Processor:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)
        return event

    return add


def _json(event: EventDict, **_for_json: object) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def _leave_out_routine(_logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    if method in _ROUTINE and _quiet.get():
        raise structlog.DropEvent
    return event
