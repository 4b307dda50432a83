"""Everything five services need on a server: a database each, keyring and accounts apart, roles that differ."""

import itertools
import os
import secrets as randomness
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from shared.event_store.engine import migrate_store
from tests.support.databases import database_files
from tests.support.postgres import administer, at, plain_connection

SERVICES = ("intake", "triage", "panels", "notifications", "audit")
_numbers = itertools.count(1)


class PostgresAddresses:
    """The databases of one borough. Three roles: what runs the services, what keeps keys, and what may only read."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.prefix = f"waymark_{os.getpid()}_{next(_numbers)}"
        self.password = randomness.token_urlsafe(12)
        self._databases = [f"{self.prefix}_{name}" for name in (*SERVICES, "keyring", "access")]
        self._roles = {name: f"{self.prefix}_{name}" for name in ("services", "keys", "reader")}
        administer(server, *(f"CREATE ROLE {role} LOGIN PASSWORD '{self.password}'" for role in self._roles.values()))
        for database in self._databases:
            owner = self._roles["keys" if database.endswith("keyring") else "services"]
            administer(
                server,
                f"CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' "
                "LC_CTYPE 'C'",
                f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
                f"GRANT CONNECT ON DATABASE {database} TO {self._roles['reader']}",
            )
        for service in SERVICES:
            migrate_store(self.owned(service), service)
            administer(self.owned(service), f"GRANT SELECT ON events TO {self._roles['reader']}")

    def owned(self, name: str) -> str:
        """A database as its owner reaches it."""
        return self._as("keys" if name == "keyring" else "services", name)

    def environment(self, data: str) -> dict[str, str]:
        """What five services are told."""
        return {
            "WAYMARK_DATA": data,
            "DATABASE_URL": self._as("services", "{service}"),
            "KEYRING_URL": self.owned("keyring"),
            "ACCESS_URL": self.owned("access"),
            "LEDGER_SOURCE_URL": self._as("reader", "{service}"),
            "CHECKPOINT_DIR": f"{data}.checkpoints",
        }

    def tamper(self, name: str, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Change something past everything that guards it; how many rows were changed."""
        with plain_connection(at(self.server, database=f"{self.prefix}_{name}")) as connection:
            return connection.execute(statement.encode(), parameters).rowcount

    def look(self, name: str, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows as they are stored."""
        with plain_connection(at(self.server, database=f"{self.prefix}_{name}")) as connection:
            return connection.execute(statement.encode(), parameters).fetchall()

    def lies_in(self, secrets: Mapping[str, bytes]) -> set[str]:
        """Which of these lie in any file of these databases, once everything in memory has reached them."""
        held = b"".join(database_files(self.server, database) for database in self._databases)
        return {name for name, secret in secrets.items() if secret in held}

    def drop(self) -> None:
        """Leave the server as it was."""
        for database in self._databases:
            administer(self.server, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        administer(self.server, *(f"DROP ROLE IF EXISTS {role}" for role in self._roles.values()))

    def _as(self, role: str, name: str) -> str:
        address = at(self.server, user=self._roles[role], password=self.password, database="named-below")
        return address.replace("named-below", f"{self.prefix}_{name}")


@pytest.fixture
def postgres_addresses(postgres: str) -> Iterator[PostgresAddresses]:
    """Empty databases for a whole borough."""
    made = PostgresAddresses(postgres)
    yield made
    made.drop()
