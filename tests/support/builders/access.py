"""Small parts for tests about who may come in: a fresh access database and a clock that stands still."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.access.accounts import Account, Changes
from shared.access.register import Access, open_access
from shared.access.roles import Role
from shared.event_store.databases import open_database
from shared.kernel.clock import ScriptedClock

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def a_clock() -> ScriptedClock:
    """A clock that stands at nine o'clock on a Monday."""
    return ScriptedClock(MORNING)


def later(clock: ScriptedClock, **by: float) -> None:
    """Move the clock on, by keyword arguments of `timedelta`."""
    clock.set(clock() + timedelta(**by))


def an_access(folder: Path, clock: ScriptedClock | None = None, changes: Changes | None = None) -> Access:
    """An access database in a folder; opening the same folder again gives the same one, as another process would."""
    database = open_database(f"sqlite:///{folder}/access.sqlite", "ACCESS_URL", lasting=True)
    return open_access(database, clock=clock or a_clock(), changes=changes)


def an_officer(
    access: Access,
    role: Role = Role.TRIAGE_OFFICER,
    *,
    sign_in_name: str = "j.okafor",
    display_name: str = "Jo Okafor",
    password: str | None = PASSWORD,
) -> Account:
    """An account that can sign in."""
    return access.accounts.open(sign_in_name, display_name, role, password=password)
