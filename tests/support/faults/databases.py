"""Where a fleet keeps everything: a PostgreSQL server of its own, which a test may stop, kill and start again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from deploy.local.postgres import LocalPostgres
from tests.support.postgres_addresses import PostgresAddresses


class Databases:
    """One server with every database that five services need."""

    def __init__(self, server: LocalPostgres) -> None:
        self.server = server
        self._addresses = PostgresAddresses(server.address)

    def environment(self, data: str) -> Mapping[str, str]:
        """What the processes are told."""
        return self._addresses.environment(data)

    def query(self, service: str, statement: str) -> Sequence[Sequence[Any]]:
        """Ask one service's database, as whoever may do everything."""
        return self._addresses.look(service, statement)

    def change(self, service: str, statement: str) -> int:
        """Change something behind everybody's back; how many rows were changed."""
        return self._addresses.tamper(service, statement)

    def relayed(self, service: str) -> int:
        """How far a service's relay has come."""
        found = self.query(service, "SELECT position FROM views.checkpoints WHERE name = 'relay'")
        return int(found[0][0]) if found else 0

    def compared(self) -> bool:
        """Whether everybody who came in was compared with those like them; intake takes its time over that."""
        found = self.query(
            "intake",
            "SELECT coalesce(max(parts.position), 0), (SELECT coalesce(max(position), 0) FROM views.checkpoints"
            " WHERE name = 'likenesses seen') FROM views.likeness_parts AS parts",
        )
        return int(found[0][0]) <= int(found[0][1])


@contextmanager
def some_databases(server: LocalPostgres) -> Iterator[Databases]:
    """On a server that is started for them, and ended with them."""
    server.start()
    try:
        yield Databases(server)
    finally:
        server.close()
