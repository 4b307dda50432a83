"""Logging, configured once: JSON where it is collected, readable in a terminal; ids and codes only."""

import logging
import sys

import structlog


def configure_logging(json_lines: bool | None = None, level: int = logging.INFO) -> None:
    """One canonical line for each request and message, on standard error; JSON unless it is a terminal."""
    as_json = not sys.stderr.isatty() if json_lines is None else json_lines
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
