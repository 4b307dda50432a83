"""The same referrals over HTTP with everything intake keeps on a PostgreSQL server: log, receipts, keys, accounts."""

from pathlib import Path

from bench.outcome import Outcome
from bench.postgres_server import new_database, running
from bench.posting import posted

# The token's account is looked for in all of them.
_SERVICES = ("intake", "triage", "panels", "notifications", "audit")


def run(folder: Path, rounds: int, share: float) -> Outcome:
    """On one server that waits for the disk."""
    with running(folder) as server:
        made = {name: new_database(server, name) for name in (*_SERVICES, "keyring", "access")}
        environment = {
            "WAYMARK_DATA": str(folder / "data"),
            "DATABASE_URL": made["intake"].replace("/intake", "/{service}"),
            "KEYRING_URL": made["keyring"],
            "ACCESS_URL": made["access"],
        }
        return posted("http-postgres", folder, rounds, share, environment, "fsync=on, synchronous_commit=on")
