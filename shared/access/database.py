"""What accounts are kept in: a database that whoever starts the program opens and hands over."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, MetaData


class Database(Protocol):
    """Reads and writes raise Unavailable where the database cannot be had."""

    def making(self, metadata: MetaData) -> AbstractContextManager[Connection]:
        """A transaction in which these tables are there. Raises StoreNotUsable with what to do."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for reading."""
        ...

    def changing(self) -> AbstractContextManager[Connection]:
        """A transaction that commits at the end of its `with` block, or takes everything back on an error.

        It has the one write lock from its start, so that what it checks stays true until it commits. Writes are rare
        here: a sign-in, a change of an account, once a minute for each busy session.
        """
        ...

    def close(self) -> None:
        """Give every connection back."""
        ...


class Counts(Protocol):
    """What requests are counted in, with every one of them: what is counted last may be lost where the power is."""

    def making(self, metadata: MetaData) -> AbstractContextManager[Connection]:
        """A transaction in which these tables are there."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for reading."""
        ...

    def changing(self, part: str = "") -> AbstractContextManager[Connection]:
        """A transaction that writes; two of the same `part` never read the same and then both write."""
        ...

    def close(self) -> None:
        """Give every connection back."""
        ...
