"""Hands out what is in the access database.

access = open_access(database, counts, clock=system_clock, changes=record_change)
access.accounts   access.sessions   access.tokens   access.quotas   access.walls   access.unsent   access.signer
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.access.accounts import Accounts, Changes
from shared.access.database import Counts, Database
from shared.access.passwords import Backoff
from shared.access.quotas import Quotas
from shared.access.sessions import Sessions
from shared.access.signing import Signer, open_signer
from shared.access.tables import metadata
from shared.access.tokens import Tokens
from shared.access.unsent import UnsentForms
from shared.access.walls import Met, Walls
from shared.kernel.clock import Clock, system_clock


@dataclass(frozen=True, slots=True)
class Access:
    """Accounts, sessions, tokens, quotas, walls and forms not sent of one installation, with the signer of cookies."""

    accounts: Accounts
    sessions: Sessions
    tokens: Tokens
    quotas: Quotas
    walls: Walls
    unsent: UnsentForms
    signer: Signer
    database: Database
    counts: Counts

    def close(self) -> None:
        """Give every connection back."""
        self.database.close()
        self.counts.close()


def open_access(
    database: Database,
    counts: Counts,
    *,
    clock: Clock = system_clock,
    changes: Changes | None = None,
    met: Met | None = None,
) -> Access:
    """The accounts kept in a database, whose tables are made if they are not there yet; requests are counted apart.

    `changes` is told of each change to accounts and tokens inside its transaction (see `accounts.Changes`), `met` of
    whoever came up against a wall.
    """
    with database.making(metadata):
        pass
    signer, told = open_signer(database), changes or _tell_nobody
    tokens = Tokens(database, clock, told)
    accounts = Accounts(database, Backoff(signer), clock, told, tokens.forget_remembered)
    sessions, quotas = Sessions(database, signer, clock), Quotas(counts, clock)
    walls = Walls(database, met or _nobody_to_tell)
    unsent = UnsentForms(database, clock)
    return Access(accounts, sessions, tokens, quotas, walls, unsent, signer, database, counts)


def _tell_nobody(what: str, details: Mapping[str, str]) -> None:
    """Before the services are wired there is no log to tell."""


def _nobody_to_tell(account_id: str, role: str, referral_id: str) -> None:
    """The same of walls."""
