"""What PostgreSQL's errors mean, in words that say what to do; never the password, never what a statement held."""

import contextlib
from collections.abc import Iterator

import psycopg
from psycopg import errors
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from shared.kernel.refusals import Damaged, StoreNotUsable, Unavailable, cannot_be_kept

GONE = (
    "The database cannot be reached just now, so nothing was stored. It is tried again by itself; "
    "send it again in a moment."
)
NOT_KNOWN = (
    "The database went away in the midst of this, and whether it was stored is not known yet. Look whether it is "
    "there, then send it again; the same Idempotency-Key is stored once."
)
_BUSY = "The store is busy with another program's work. Nothing was stored; send it again."
_MAY_NOT = "The database's user may not do this, so nothing was stored. Check the roles in deploy/postgres."
_DAMAGED = (
    "The database says its files are damaged. Stop Waymark, keep them as they are, and put back the last good copy."
)
_MEANT: dict[str, str] = {
    "53100": "The database's disk is full, so nothing was stored. Free some space, then send it again.",
    "53300": "The database has no connection left for us, so nothing was stored. Raise its max_connections.",
    "55P03": _BUSY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "57014": _BUSY,
    "25006": "The store may only be read, so nothing was stored. Check the database's user.",
    "42501": _MAY_NOT,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
# What the driver refuses itself (it gives no code), and the server: a zero byte, a number that is too large.
_CANNOT_BE_KEPT = (None, "22021", "22P05", "22003")
# The server's own words, which come before it sends codes; one that speaks another language is said in general.
_NEVER = {
    "password authentication failed": "does not take {user} with the password given. Check {setting}.",
    "no password supplied": "wants a password for {user}, and {setting} gives none.",
    "no pg_hba.conf entry": "does not let {user} in from here. Check {setting} and the server's pg_hba.conf.",
    "permission denied for database": "does not let {user} into {database}. Check {setting} and the roles.",
    "is not permitted to log in": "does not let {user} log in. Check {setting} and the roles in deploy/postgres.",
}
_NO_DATABASE = "has no database {database}. Check {setting}, or make it as deploy/postgres says."
_LATER = ("starting up", "shutting down", "recovery mode", "too many clients", "connection slots are reserved")


def explain(error: Exception) -> Exception:
    """A database error in words, where we know what to do about it."""
    of_driver = getattr(error, "orig", None) or error
    if isinstance(error, NoConnectionFree):
        return Unavailable(_BUSY)
    if not isinstance(of_driver, psycopg.Error):
        return error
    if is_lost(of_driver):
        return Unavailable(GONE)
    if isinstance(of_driver, psycopg.DataError) and of_driver.sqlstate in _CANNOT_BE_KEPT:
        return cannot_be_kept()
    said = _MEANT.get(of_driver.sqlstate or "")
    if said is None:
        return error
    return Damaged(said) if said is _DAMAGED else Unavailable(said)


def is_lost(error: psycopg.Error) -> bool:
    """Whether it means that the connection is gone, rather than that the server said no."""
    state = error.sqlstate or ""
    if state.startswith("08") or state in ("57P01", "57P02", "57P03", "57P05"):
        return True
    return not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)


@contextlib.contextmanager
def explaining() -> Iterator[None]:
    """Raise what went wrong in words that say what to do."""
    try:
        yield
    except (psycopg.Error, SQLAlchemyError) as error:
        explained = explain(error)
        if explained is error:
            raise
        raise explained from error


@contextlib.contextmanager
def opening(address: str, setting: str = "DATABASE_URL") -> Iterator[None]:
    """Say what to do when a database cannot be opened: Unavailable where it may be there soon, else StoreNotUsable."""
    try:
        yield
    except (psycopg.Error, SQLAlchemyError) as error:
        of_driver = getattr(error, "orig", None) or error
        if not isinstance(of_driver, psycopg.Error):
            raise
        raise not_opened(of_driver, make_url(address), setting) from None


def not_opened(error: psycopg.Error, url: URL, setting: str) -> Exception:
    """Why a connection could not be made, with the address but not its password."""
    where = f"The PostgreSQL server at {url.host or 'this machine'}:{url.port or 5432}"
    said = str(error)
    names = {"user": f"the user {url.username}", "database": url.database, "setting": setting}
    for words, meant in _NEVER.items():
        if words in said:
            return StoreNotUsable(f"{where} {meant.format(**names)}")
    if f'database "{url.database}" does not exist' in said:
        return StoreNotUsable(f"{where} {_NO_DATABASE.format(**names)}")
    if any(words in said for words in _LATER) or isinstance(error, errors.TooManyConnections):
        return Unavailable(f"{where} takes no connection just now. Try again in a moment.")
    explained = _MEANT.get(error.sqlstate or "")
    if explained is _BUSY:
        return Unavailable(f"{where} is busy with another program's work and cannot be opened just now. Try again.")
    if explained:
        return StoreNotUsable(f"{where}: {explained}")
    return Unavailable(
        f"{where} does not answer. Check that it runs, and that {setting} names the right host and port."
    )
