"""The limits on PostgreSQL: the same rows in the same table by the driver alone, and by the server's load program."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from psycopg import RawCursor

from bench.postgres_server import connected
from deploy.local.postgres import LocalPostgres, programs
from shared.event_store.engine import migrate_store
from shared.event_store.jobs import EncodedFact

_RECORDED_AT = "2026-11-23T09:12:00.000000Z"
_COLUMNS = 10

Row = tuple[object, ...]


class RawPostgresLog:
    """Rows into the table of events by the driver alone, prepared and in autocommit, one statement a commit."""

    def __init__(self, address: str) -> None:
        migrate_store(address)
        self._connection = connected(address)
        self._cursor = RawCursor(self._connection)
        self._position = 0

    def rows(self, encoded: Sequence[EncodedFact]) -> list[Row]:
        """Rows as the store would write them, with the next positions."""
        made: list[Row] = []
        for stream, version, event_id, name, schema, occurred_at, metadata, data in encoded:
            self._position += 1
            made.append(
                (self._position, stream, version, event_id, name, schema, occurred_at, _RECORDED_AT, metadata, data)
            )
        return made

    def insert(self, batches: Sequence[Sequence[Row]]) -> None:
        """One batch a commit, as one multi-VALUES statement."""
        execute, statement = self._cursor.execute, _insert(len(batches[0]))
        for rows in batches:
            execute(statement, [value for row in rows for value in row], prepare=True)

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


def _insert(rows: int) -> bytes:
    places = (f"({', '.join(f'${row * _COLUMNS + each + 1}' for each in range(_COLUMNS))})" for row in range(rows))
    return f"INSERT INTO events VALUES {', '.join(places)}".encode()


class PgBench:
    """pgbench with many clients, each of its transactions one plain insert into a table like that of events."""

    def __init__(self, server: LocalPostgres, address: str, folder: Path, row: EncodedFact) -> None:
        migrate_store(address)
        with connected(address) as connection:
            connection.execute(b"CREATE SEQUENCE positions CACHE 100")
        *_, metadata, data = row
        self._script = folder / "insert.sql"
        self._script.write_text(
            "INSERT INTO events VALUES (nextval('positions'), gen_random_uuid()::text, 1, gen_random_uuid()::text, "
            f"'{row[3]}', {row[4]}, '{row[5]}', '{_RECORDED_AT}', '\\x{metadata.hex()}', '\\x{data.hex()}');\n"
        )
        self._address = address.replace("+psycopg", "", 1)
        self._programs = programs()

    def run(self, clients: int, transactions: int) -> float:
        """Seconds for so many transactions, without those for connecting."""
        each = transactions // clients
        load = ["-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-t", str(each), "-f", str(self._script)]
        command = [str(self._programs / "pgbench"), *load, self._address]
        environment = {**os.environ, "LC_ALL": "C"}
        said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        (rate,) = [line.split()[2] for line in said.splitlines() if line.startswith("tps = ")]
        return each * clients / float(rate)
