"""Which address of a log is read by what."""

from collections.abc import Callable, Mapping

from services.audit.adapters.postgres_logs import PostgresLogs
from services.audit.adapters.sqlite_logs import SqliteLogs
from services.audit.application.ports import Logs
from shared.event_store.databases import scheme_of

_BY_SCHEME: Mapping[str, Callable[[Mapping[str, str]], Logs]] = {
    "sqlite": SqliteLogs,
    "postgresql": PostgresLogs,
}


def open_logs(addresses: Mapping[str, str]) -> Logs:
    """The logs at these addresses, each by its service's name; they all lie in one kind of database."""
    [scheme] = {scheme_of(address) for address in addresses.values()}
    return _BY_SCHEME[scheme](addresses)
