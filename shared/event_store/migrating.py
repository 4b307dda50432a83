"""Brings fixed tables up to date, or says in one sentence why this program may not use them as they stand."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from shared.event_store import sqlite, tables
from shared.event_store.postgres import errors
from shared.kernel.refusals import StoreNotUsable

_MIGRATIONS = Path(__file__).parent / "migrations"
# Where tables are that were made before steps were counted.
_BASELINE = "0001"


@dataclass(frozen=True)
class Chain:
    """Tables that migrate together: what they are now, the steps that led there, and the last of these steps."""

    name: str
    metadata: MetaData
    head: str
    folder: Path

    @property
    def step(self) -> Table:
        """Where a database says which step it is at; the table Alembic keeps."""
        return Table(f"{self.name}_version", MetaData(), Column("version_num", Text, primary_key=True))


LOG = Chain("log", tables.log, f"{tables.STORE_VERSION:04}", _MIGRATIONS / "log")
KEYRING = Chain("keyring", tables.keyring, "0001", _MIGRATIONS / "keyring")
CHECKPOINTS = Chain("checkpoints", tables.beside_views, "0001", _MIGRATIONS / "checkpoints")


def make_tables(connection: Connection, metadata: MetaData, where: str, setting: str) -> None:
    """Make what is missing of these tables; those that have a chain are brought up to date by it.

    A place that holds others' tables and none of these is left untouched: StoreNotUsable with what to do.
    """
    for chain in (LOG, KEYRING, CHECKPOINTS):
        if chain.metadata is metadata:
            migrate(connection, chain, where, setting)
            return
    there = set(inspect(connection).get_table_names())
    if there and there.isdisjoint(metadata.tables):
        raise StoreNotUsable(_other_programs(where, setting))
    metadata.create_all(connection)


def migrate(connection: Connection, chain: Chain, where: str, setting: str = "DATABASE_URL") -> str | None:
    """Make the tables or bring them up to date, in the transaction the connection is in.

    Returns the step they were at, None where there were none. Raises StoreNotUsable where they are another program's,
    a newer program's, or changed only in part.
    """
    at = standing_at(connection, chain, where, setting)
    if at is None:
        _make(connection, chain, where)
    elif at != chain.head:
        climb(connection, chain, at, where)
    elif not _counted(connection, chain):
        _stamp(connection, chain, at)
    _must_be_whole(connection, chain, where)
    return at


def must_be_up_to_date(
    connection: Connection, chain: Chain, where: str, command: str, setting: str = "DATABASE_URL"
) -> None:
    """For a program whose role may not change tables; raises StoreNotUsable with the command to run first."""
    at = standing_at(connection, chain, where, setting)
    if at is None:
        raise StoreNotUsable(f"The database at {where} has no {chain.name} yet. Run `{command}` as its owner first.")
    if at != chain.head:
        raise StoreNotUsable(
            f"The {chain.name} at {where} is at step {at} and this program needs {chain.head}: a migration is due. "
            f"Run `{command}` as the database's owner first."
        )
    _must_be_whole(connection, chain, where)


def standing_at(connection: Connection, chain: Chain, where: str, setting: str) -> str | None:
    """The step the tables are at, None where there are none yet; raises StoreNotUsable as `migrate` does."""
    found = set(inspect(connection).get_table_names())
    if chain.step.name in found:
        steps = list(connection.execute(select(chain.step.c.version_num)).scalars())
        if len(steps) != 1:
            raise StoreNotUsable(_in_part(chain, where))
        if steps[0] > chain.head:
            raise StoreNotUsable(
                f"The {chain.name} at {where} was written by a newer Waymark (step {steps[0]}; this program knows "
                f"{chain.head}). Start the newer program, or point {setting} at another one."
            )
        return str(steps[0])
    if found.isdisjoint(chain.metadata.tables):
        if found:
            raise StoreNotUsable(_other_programs(where, setting))
        return None
    return _BASELINE


def _counted(connection: Connection, chain: Chain) -> bool:
    return inspect(connection).has_table(chain.step.name)


def _make(connection: Connection, chain: Chain, where: str) -> None:
    """New tables; on SQLite at once as they are now, since stores are made often there and Alembic takes its time."""
    if connection.dialect.name == "sqlite":
        chain.metadata.create_all(connection)
        _stamp(connection, chain, chain.head)
    else:
        climb(connection, chain, None, where)


def _stamp(connection: Connection, chain: Chain, step: str) -> None:
    chain.step.create(connection, checkfirst=True)
    connection.execute(delete(chain.step))
    connection.execute(insert(chain.step), {"version_num": step})


def climb(connection: Connection, chain: Chain, at: str | None, where: str) -> None:
    """Take the steps that are left from one on (all, where there is none), in the transaction the connection is in."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if at is not None:
        _stamp(connection, chain, at)  # also for tables made before steps were counted
    script = ScriptDirectory(chain.folder, version_locations=[chain.folder])
    context = MigrationContext.configure(
        connection,
        opts={
            "script": script,
            "version_table": chain.step.name,
            "fn": lambda heads, _: script._upgrade_revs(chain.head, heads),
        },
    )
    try:
        with Operations.context(context):
            context.run_migrations()
    except SQLAlchemyError as error:
        if sqlite.explain(error) is not error or errors.explain(error) is not error:
            raise  # a full disk, say, or a user who may not
        raise StoreNotUsable(_in_part(chain, where)) from error


def _must_be_whole(connection: Connection, chain: Chain, where: str) -> None:
    found = set(inspect(connection).get_table_names())
    for table in chain.metadata.tables.values():
        if table.name not in found:
            raise StoreNotUsable(_in_part(chain, where))
        stands = connection.exec_driver_sql(f"SELECT * FROM {table.name} LIMIT 0").keys()
        if set(stands) != {column.name for column in table.columns}:
            raise StoreNotUsable(_in_part(chain, where))


def _other_programs(where: str, setting: str) -> str:
    return f"What is at {where} is some other program's database. Point {setting} elsewhere."


def _in_part(chain: Chain, where: str) -> str:
    return (
        f"The tables of the {chain.name} at {where} were changed only in part, by a migration broken off or by hand. "
        "Nothing was touched. Put back the copy made before it, then migrate again."
    )
