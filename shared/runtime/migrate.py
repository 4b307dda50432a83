"""`migrate`: brings the tables of logs up to date, for whoever owns the databases; other programs only look."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.event_store.engine import migrate_store
from shared.event_store.migrating import LOG
from shared.runtime.cli import DONE, add_data, settings_of

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def migrate(options: argparse.Namespace, services: Sequence[str]) -> int:
    """Each service's log at DATABASE_URL, one line for each; done again, it changes nothing."""
    settings = settings_of(options)
    for service in services:
        found = migrate_store(settings.address("DATABASE_URL", service), service, settings.origin)
        print(f"{service}: {_said(found)}", flush=True)
    return DONE


def add_command(commands: "Commands", services: Sequence[str]) -> None:
    """`migrate` for these services."""
    made = commands.add_parser("migrate", help="bring the log's tables up to date, as the owner of its database")
    add_data(made)
    made.set_defaults(command=lambda options: migrate(options, services))


def _said(found: str | None) -> str:
    if found is None:
        return f"the log was made, at step {LOG.head}."
    if found == LOG.head:
        return f"the log is at step {LOG.head}, as it was."
    return f"the log was at step {found} and is at {LOG.head} now."
