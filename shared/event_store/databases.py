"""Databases beside the logs: views, drafts, accounts, audit's ledger; the port, and which address is opened by what."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, MetaData, Table

from shared.event_store.postgres.database import postgres_database
from shared.event_store.sqlite_database import sqlite_database


class Database(Protocol):
    """Tables of one purpose, by themselves. What stands in the way is raised as Unavailable, with what to do."""

    @property
    def byte_order(self) -> str:
        """The collation that orders text as Python does."""
        ...

    def making(self, metadata: MetaData) -> AbstractContextManager[Connection]:
        """A transaction in which these tables are there, for making more; programs that start together queue.

        Raises StoreNotUsable with what to do, also where others' tables stand here and none of these.
        """
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for queries, which all see what stood there at the first."""
        ...

    def snapshot(self) -> AbstractContextManager[Connection]:
        """The same, for as long as it takes to read everything, with nothing asked for meanwhile."""
        ...

    def held_still(self) -> AbstractContextManager[None]:
        """Nobody adds to the log here meanwhile, in any program: for as short a while as can be."""
        ...

    def changing(self, part: str = "") -> AbstractContextManager[Connection]:
        """A transaction that writes; two of them never read the same and then both write.

        `part` names rows that nobody else writes: where the database can, they do not wait for who writes the others.
        """
        ...

    def scratch(self, name: str) -> AbstractContextManager[Connection]:
        """A connection to an empty place where tables may be made anew; it is gone afterwards, whatever happens."""
        ...

    def keep_no_samples(self, connection: Connection, tables: Sequence[Table]) -> None:
        """Have the database remember no values of these tables elsewhere, to plan by say."""
        ...

    def remove_old_copies(self, tables: Sequence[Table]) -> bool:
        """Leave no copy in any file of what was deleted from these tables.

        False where that cannot be done now; done again, it finishes.
        """
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


_BY_SCHEME: Mapping[str, Callable[[str, str, str, bool], Database]] = {
    "sqlite": sqlite_database,
    "postgresql": postgres_database,
}


def open_database(address: str, setting: str, beside: str = "", *, lasting: bool = False) -> Database:
    """The database at an address, or one of some name beside it; `setting` is where the address came from.

    `lasting` is for what could not be made again: its commits are on the disk before they are acknowledged.
    """
    return _BY_SCHEME[scheme_of(address)](address, setting, beside, lasting)


def scheme_of(address: str) -> str:
    """What an address begins with, less the driver: "postgresql" of "postgresql+psycopg://…"."""
    return address.split(":", 1)[0].split("+", 1)[0]
