"""Small parts for tests about who may come in: a fresh access database and a clock that stands still."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.access.accounts import Account, Changes
from shared.access.register import Access, open_access
from shared.access.roles import Role
from shared.event_store.databases import open_database
from shared.kernel.clock import Clock, ScriptedClock
from tests.support.databases import Place

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def a_clock() -> ScriptedClock:
    """A clock that stands at nine o'clock on a Monday."""
    return ScriptedClock(MORNING)


class AdjustableClock:
    """A clock that somebody puts right or wrong while it runs, back too."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def later(clock: ScriptedClock, **by: float) -> None:
    """Move the clock on, by keyword arguments of `timedelta`."""
    clock.set(clock() + timedelta(**by))


def an_access(where: Path | Place, clock: Clock | None = None, changes: Changes | None = None) -> Access:
    """The access database of a folder or of a place; opened again it is the same one, as another process would see."""
    address = f"sqlite:///{where}/access.sqlite" if isinstance(where, Path) else where.address("access")
    database = open_database(address, "ACCESS_URL", lasting=True)
    counts = open_database(address, "ACCESS_URL", "quotas")
    return open_access(database, counts, clock=clock or a_clock(), changes=changes)


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
