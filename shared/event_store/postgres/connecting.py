"""Connections to PostgreSQL: made quickly or refused in words, and never waiting for ever on a server that is gone."""

from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url

from shared.event_store.postgres.errors import not_opened
from shared.kernel.refusals import StoreNotUsable

# A second is plenty on one network; libpq takes no less than two.
_CONNECT_SECONDS = 3
# What a dead network takes to be noticed: 5 s of silence, then three questions; what is sent is given up after 10 s.
_TRANSPORT = {
    "connect_timeout": _CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "waymark",
}
# As long as SQLite waits for another writer.
_SESSION = {"lock_timeout": "10s", "statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"}


def connect(address: str, setting: str = "DATABASE_URL", **session: str) -> psycopg.Connection:
    """A connection in autocommit; `session` are the server's settings for it. Raises Unavailable or StoreNotUsable."""
    url = make_url(address)
    try:
        return psycopg.connect(
            **_parameters(url, session), autocommit=True, cursor_factory=psycopg.RawCursor, prepare_threshold=0
        )
    except psycopg.OperationalError as error:
        raise not_opened(error, url, setting) from None


def engine(address: str, schema: str = "public", setting: str = "DATABASE_URL") -> Engine:
    """An engine whose tables stand in one schema; a transaction is one snapshot, reading too.

    What a statement held never shows in an error. A connection that died meanwhile is replaced before it is used.
    """
    url = make_url(address)

    def connected() -> Any:
        try:
            return psycopg.connect(**_parameters(url, {"search_path": schema}))
        except psycopg.OperationalError as error:
            raise not_opened(error, url, setting) from None

    made = create_engine(
        "postgresql+psycopg://",
        creator=connected,
        hide_parameters=True,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        pool_size=5,
        max_overflow=5,
        pool_timeout=10,
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        if (lock := connection.get_execution_options().get("alone")) is not None:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))"), {"lock": lock})

    return made


def writing(engine: Engine, lock: str = "waymark/views") -> Engine:
    """The same engine for transactions that will write: one at a time, so that none reads what another changes."""
    return engine.execution_options(isolation_level="READ COMMITTED", alone=lock)


def where(address: str) -> str:
    """What an address names, without who goes there and by which password."""
    url = make_url(address)
    return f"{url.host or 'this machine'}:{url.port or 5432}/{url.database}"


def must_keep_promises(connection: Connection, where: str) -> None:
    """Raise StoreNotUsable where a commit would not survive a power cut, or texts would sort by a language."""
    fsync, by_bytes = connection.exec_driver_sql("SELECT current_setting('fsync'), 'B' < 'a' AND 'a-b' < 'aa'").one()
    if fsync != "on":
        raise StoreNotUsable(
            f"The server of {where} runs with fsync off, so what it calls stored may be lost. Set fsync = on."
        )
    if not by_bytes:
        raise StoreNotUsable(
            f"The database {where} sorts by the rules of a language, while times and names here must sort by bytes. "
            "Make it anew with LC_COLLATE 'C', as deploy/postgres does."
        )


def _parameters(url: URL, session: dict[str, str]) -> dict[str, Any]:
    given = url.translate_connect_args(username="user", database="dbname")
    options = " ".join(f"-c {name}={value}" for name, value in (_SESSION | session).items())
    return {**_TRANSPORT, **given, **dict(url.query), "options": options}
