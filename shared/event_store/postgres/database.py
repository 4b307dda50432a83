"""A database beside a log as a schema of PostgreSQL, in the service's own database or in one by itself."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, MetaData, Table, event, text

from shared.event_store.migrating import make_tables
from shared.event_store.postgres import connecting, errors
from shared.kernel.refusals import StoreNotUsable

# Whoever waits for a table to be rewritten keeps all who come later waiting too; it is tried again soon.
_REWRITING = {"lock_timeout": "1s", "statement_timeout": "0"}
# What every append holds until its commit: see migrations/log.
_ORDER_LOCK = 6292339801477406513
_NUMBER = re.compile(r"\d+")


class PostgresDatabase:
    """One schema, whose tables belong to whoever the address names."""

    byte_order = "C"

    def __init__(self, address: str, setting: str, schema: str, lasting: bool = False) -> None:
        self._address = address
        self._setting = setting
        self._schema = schema
        self._engine = connecting.engine(address, schema, setting)
        if not lasting:
            event.listen(self._engine, "connect", _not_waiting_for_the_disk)
        self._writing = connecting.writing(self._engine, f"waymark/{schema}")

    @contextlib.contextmanager
    def making(self, metadata: MetaData) -> Iterator[Connection]:
        starting = connecting.patient(self._writing)
        with errors.opening(self._address, self._setting), starting.begin() as connection:
            connecting.must_keep_promises(connection, connecting.where(self._address))
            # Asked first: to make one that is there already takes a right that whoever runs Waymark need not have.
            if connection.execute(text("SELECT to_regnamespace(:schema)"), {"schema": self._schema}).scalar() is None:
                connection.exec_driver_sql(f'CREATE SCHEMA "{self._schema}"')
            where = f"{connecting.where(self._address)} (schema {self._schema})"
            make_tables(connection, metadata, where, self._setting)
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        with errors.explaining(), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        with self.reading() as connection:
            for limit in ("idle_in_transaction_session_timeout", "statement_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
            yield connection

    @contextlib.contextmanager
    def held_still(self) -> Iterator[None]:
        with errors.explaining(), self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ORDER_LOCK})
            yield

    @contextlib.contextmanager
    def changing(self, part: str = "") -> Iterator[Connection]:
        apart = connecting.writing(self._engine, f"waymark/{self._schema}/{part}") if part else self._writing
        with errors.explaining(), apart.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def scratch(self, name: str) -> Iterator[Connection]:
        """Temporary tables: they end with their session, also when this program is killed."""
        engine = connecting.engine(self._address, "pg_temp", self._setting)
        try:
            with errors.explaining(), engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    def keep_no_samples(self, connection: Connection, tables: Sequence[Table]) -> None:
        """ANALYZE copies the commonest values of a column into the catalogue, where no forgetting would reach them."""
        without_samples(connection, tables)

    def remove_old_copies(self, tables: Sequence[Table]) -> bool:
        try:
            with contextlib.closing(
                connecting.connect(self._address, self._setting, search_path=self._schema, **_REWRITING)
            ) as connection:
                return rewritten(connection, [table.name for table in tables])
        except (psycopg.Error, StoreNotUsable):
            return False

    def close(self) -> None:
        self._engine.dispose()


def without_samples(connection: Connection, tables: Sequence[Table]) -> None:
    """Have ANALYZE pass over every column of these tables."""
    for table in tables:
        for column in table.columns:
            connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ALTER COLUMN "{column.name}" SET STATISTICS 0')


def rewritten(connection: psycopg.Connection, names: Sequence[str]) -> bool:
    """Write tables and their indexes anew and let the old files go; VACUUM alone leaves the bytes in its free space.

    False where somebody who reads still may see what was deleted: then it was copied too.
    """
    kept: list[int] = []

    def listen(notice: psycopg.errors.Diagnostic) -> None:
        # "5 dead row versions cannot be removed yet", in whatever language the server speaks.
        if found := _NUMBER.search(notice.message_detail or ""):
            kept.append(int(found.group()))

    connection.add_notice_handler(listen)
    for name in names:
        connection.execute(f'VACUUM (FULL, VERBOSE) "{name}"'.encode())
    return not any(kept)


def postgres_database(address: str, setting: str, beside: str, lasting: bool) -> PostgresDatabase:
    """The schema of that name in the database an address names, or its public one."""
    return PostgresDatabase(address, setting, beside or "public", lasting)


def _not_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """What can be made again from a log need not have reached the disk to be shown."""
    connection.execute("SET synchronous_commit = off")
    connection.commit()
