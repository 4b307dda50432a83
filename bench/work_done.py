"""How much SQLite does for a question, counted in its own instructions: the same on every machine, however busy."""

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

# Counting each one would take longer than the work itself.
_EVERY = 10


def instructions(connection: Connection, ask: Callable[[Connection], Any]) -> int:
    """The instructions of SQLite's machine that it takes to answer, to the nearest ten."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    ticks = [0]

    def tick() -> None:
        ticks[0] += 1

    driver.set_progress_handler(tick, _EVERY)
    try:
        ask(connection)
    finally:
        driver.set_progress_handler(None, 0)
    return ticks[0] * _EVERY
