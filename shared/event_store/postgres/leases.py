"""Leases as advisory locks of the databases the work is about: free when the connection that holds them is gone."""

import contextlib
import hashlib
import select
import threading

import psycopg

from shared.event_store.lease import Lease
from shared.event_store.postgres.connecting import connect
from shared.event_store.postgres.errors import explaining

# How long the server keeps a lease for a machine that has dropped off the network: 15 s of silence, then three
# questions. The holder finds out sooner, by the questions every connection of ours asks from its own side.
_SESSION = {"tcp_keepalives_idle": "15", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}


class PostgresLeases:
    """Leases at one address; where it says {service}, each is kept in that service's database its name begins with."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def lease(self, name: str) -> Lease:
        address = self._address.replace("{service}", name.partition(".")[0])
        with self._lock:
            session = self._sessions.setdefault(address, _Session(address))
        return PostgresLease(session, name)


class PostgresLease:
    """One lease; it is ours while the session that took it lives."""

    def __init__(self, session: "_Session", name: str) -> None:
        self._session = session
        self._name = name

    def acquire(self) -> bool:
        """Take it if it is free; never waits. Lost with its connection, it is taken anew or somebody else's by now.

        Raises Unavailable where the database cannot be had.
        """
        with explaining():
            return self._session.take(self._name, self)

    def release(self) -> None:
        """Give it back; harmless if it is not held."""
        self._session.give_back(self._name, self)


class _Session:
    """A connection that does nothing but hold locks, there while there are any, and who holds which in this process."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: psycopg.Connection | None = None
        self._held: dict[str, PostgresLease] = {}
        self._lock = threading.Lock()

    def take(self, name: str, holder: PostgresLease) -> bool:
        with self._lock:
            if self._connection is not None and not _alive(self._connection):
                self._drop()
            if name in self._held:  # the server would give its own session the same lock again
                return self._held[name] is holder
            try:
                taken = self._ask("SELECT pg_try_advisory_lock($1)", name)
            except psycopg.Error:
                self._drop()
                raise
            if taken:
                self._held[name] = holder
            elif not self._held:
                self._drop()
            return taken

    def give_back(self, name: str, holder: PostgresLease) -> None:
        with self._lock:
            if self._held.get(name) is not holder:
                return
            del self._held[name]
            try:
                self._ask("SELECT pg_advisory_unlock($1)", name)
            except psycopg.Error:
                self._drop()  # what else was held is lost with it, and is noticed before the next step
            if not self._held:
                self._drop()

    def _ask(self, statement: str, name: str) -> bool:
        if self._connection is None:
            self._connection = connect(self._address, **_SESSION)
        ((answer,),) = self._connection.execute(statement, (_key(name),)).fetchall()
        return bool(answer)

    def _drop(self) -> None:
        self._held.clear()
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
            self._connection = None


def _key(name: str) -> int:
    """The lock's number; names of leases meet no other locks and, with 64 bits of a digest, not one another."""
    return int.from_bytes(hashlib.sha256(f"lease/{name}".encode()).digest()[:8], "big", signed=True)


def _alive(connection: psycopg.Connection) -> bool:
    """Whether nobody has ended the session: a server that ends one says so or hangs up, and else it says nothing."""
    try:
        return not connection.closed and not _hears_something(connection)
    except (psycopg.Error, OSError, ValueError):
        return False


def _hears_something(connection: psycopg.Connection) -> bool:
    ear = select.poll()
    ear.register(connection.pgconn.socket, select.POLLIN)
    return bool(ear.poll(0))
