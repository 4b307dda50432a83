"""Which leases go with an address of logs."""

from collections.abc import Callable, Mapping
from pathlib import Path

from shared.event_store.databases import scheme_of
from shared.event_store.lease import FileLeases, Leases
from shared.event_store.postgres.leases import PostgresLeases


def leases_at(address: str) -> Leases:
    """Leases for whoever works on the logs at an address, which may say {service} for each of them."""
    return _BY_SCHEME[scheme_of(address)](address)


def _beside_file(address: str) -> Leases:
    return FileLeases(Path(address.removeprefix("sqlite:///")).parent / "leases")


_BY_SCHEME: Mapping[str, Callable[[str], Leases]] = {"sqlite": _beside_file, "postgresql": PostgresLeases}
