"""Statements straight to a database, in autocommit and past everything of ours: for mistakes that are to be caught."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from shared.event_store.postgres.connecting import connect as connect_postgres
from shared.event_store.postgres.log import numbered
from shared.event_store.sqlite import connect as connect_sqlite

Run = Callable[..., list[Any]]

_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


def plain_access(address: str) -> Run:
    """Runs a statement, with values that stand as ? in it, and gives its rows."""
    if address.startswith("sqlite:"):
        file = connect_sqlite(Path(address.removeprefix("sqlite:///")))
        return lambda statement, values=(): file.execute(statement, values).fetchall()
    server = connect_postgres(address)

    def run(statement: str, values: Sequence[object] = ()) -> list[Any]:
        done = server.execute(numbered(statement), values)
        return done.fetchall() if done.description else []

    return run


@contextlib.contextmanager
def sessions_end(address: str) -> Iterator[None]:
    """Sessions begun within have ended afterwards: a server goes on with what a program that was killed had asked."""
    if address.startswith("sqlite:"):
        yield
        return
    with connect_postgres(address) as watching:
        before = set(watching.execute(_SESSIONS).fetchall())
        yield
        until = time.monotonic() + 60
        while set(watching.execute(_SESSIONS).fetchall()) - before:
            assert time.monotonic() < until, "a session does not end"
