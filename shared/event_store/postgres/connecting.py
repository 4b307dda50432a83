"""Connections to PostgreSQL: made quickly or refused in words, and never waiting for ever on a server that is gone."""

import time
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.waiting import READY_NONE
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
# A machine that stands still keeps its connections alive: only its server could answer, and is asked after this long.
_SILENCE_SECONDS = 5.0
# A program that starts waits for those at work, who may be long at a page under load; a statement may take a minute.
_START = "55s"
# As long as SQLite waits for another writer.
_SESSION = {"lock_timeout": "10s", "statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"}

RV = TypeVar("RV")


class Listening(psycopg.Connection):
    """A connection that asks a server which keeps silent whether it still answers anybody, and else gives it up.

    A long statement is waited for, however long it may take; a server that stands still answers no new caller either.
    """

    def wait(self, gen: PQGen[RV], *waiting: Any, **how: Any) -> RV:
        """As the driver waits. Raises OperationalError, with the connection closed, where the server stands still."""
        given: RV = super().wait(self._listened_to(gen), *waiting, **how)
        return given

    def _listened_to(self, gen: PQGen[RV]) -> PQGen[RV]:
        try:
            wanted = next(gen)
            heard_at = time.monotonic()
            while True:
                ready = yield wanted
                if ready != READY_NONE:
                    heard_at = time.monotonic()
                elif time.monotonic() - heard_at > _SILENCE_SECONDS:
                    self._ask_anew()
                    heard_at = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as done:
            given: RV = done.value
            return given

    def _ask_anew(self) -> None:
        asking: dict[str, Any] = {**self.info.get_parameters(), "password": self.info.password}
        try:
            psycopg.connect(**asking).close()
        except psycopg.errors.ConnectionTimeout as silent:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server stands still") from silent
        except psycopg.OperationalError:
            return  # it said no, so it answers


def connect(address: str, setting: str = "DATABASE_URL", **session: str) -> psycopg.Connection:
    """A connection in autocommit; `session` are the server's settings for it. Raises Unavailable or StoreNotUsable."""
    url = make_url(address)
    try:
        return Listening.connect(
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
            return Listening.connect(**_parameters(url, {"search_path": schema}))
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
        chosen = connection.get_execution_options()
        if chosen.get("patient"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_START}'")
        if (lock := chosen.get("alone")) is not None:
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0))"), {"lock": lock})
        if chosen.get("patient"):
            connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")

    return made


def writing(engine: Engine, lock: str = "waymark/views") -> Engine:
    """The same engine for transactions that will write: one at a time, so that none reads what another changes."""
    return engine.execution_options(isolation_level="READ COMMITTED", alone=lock)


def patient(engine: Engine) -> Engine:
    """The same for a program that starts: it waits longer for its turn, since nobody waits for its answer."""
    return engine.execution_options(patient=True)


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
