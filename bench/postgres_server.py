"""The server that appends on PostgreSQL are measured on, and what every client of it is told alike."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from deploy.local.postgres import LocalPostgres

# As much memory as a small server has for this; nothing that touches durability.
_MEMORY = {"shared_buffers": "512MB", "max_wal_size": "8GB", "autovacuum": "off"}


@contextlib.contextmanager
def running(folder: Path) -> Iterator[LocalPostgres]:
    """A server in a folder of its own that waits for the disk: fsync and synchronous_commit on."""
    server = LocalPostgres(**_MEMORY)
    try:
        server.start()
        with connected(server.address) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                if connection.execute(f"SHOW {setting}".encode()).fetchone() != ("on",):
                    raise RuntimeError(f"{setting} is off, so that nothing could be compared")
        yield server
    finally:
        server.close()


def new_database(server: LocalPostgres, name: str) -> str:
    """An empty database's address."""
    with connected(server.address) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'".encode())
    return make_url(server.address).set(database=name).render_as_string(hide_password=False)


def connected(address: str) -> psycopg.Connection:
    """The driver as it comes, in autocommit."""
    return psycopg.connect(address.replace("+psycopg", "", 1), autocommit=True)
