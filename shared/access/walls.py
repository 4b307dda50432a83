"""Whom which record is kept from: looked up with every request, by every service, as accounts are."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from shared.access.database import Database
from shared.access.roles import Role
from shared.access.tables import accounts, locks, walls
from shared.kernel.identifiers import parse_reference
from shared.kernel.together import Together

# How long another process may still show what has just been walled off. It is stated, and as short as one query allows.
REMEMBERED_SECONDS = 1.0
_STAFF_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Wall:
    """One record that one account may not know of."""

    account_id: str
    referral_id: str
    reference: str


@dataclass(frozen=True, slots=True)
class Lock:
    """One record that nobody may know of but the accounts that are `named`."""

    referral_id: str
    reference: str
    named: frozenset[str]


Met = Callable[[str, str, str], None]
"""Told, as (account, role, referral), that somebody came up against a wall."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept from one account, by its references."""

    by_reference: Mapping[str, str]

    @property
    def records(self) -> frozenset[str]:
        """Every id and reference that does not exist for this account."""
        return frozenset({*self.by_reference, *self.by_reference.values()})

    def named_in(self, text: str) -> str | None:
        """The referral that a part of an address leads to, if it is one of these: by its reference or within an id."""
        if (known := parse_reference(text)) is not None and known in self.by_reference:
            return self.by_reference[known]
        return next((each for each in self.by_reference.values() if each in text), None)


_NOTHING = Kept({})


class Walls:
    """Every wall and lock there is. What stands here follows from intake's log, which says why and since when."""

    def __init__(self, database: Database, met: Met, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._database, self.met, self._monotonic = database, met, monotonic
        self._known: Mapping[str, Kept] = {}
        self._locked: frozenset[Lock] = frozenset()
        self._until = float("-inf")
        self._staff: Mapping[str, str] = {}
        self._staff_until = float("-inf")
        # All who are here when a second is over ask at that moment; one look is for all of them.
        self._together = Together[str, Kept]("walls", lambda accounts: [self.of(each) for each in accounts])

    def remembered(self, account_id: str) -> Kept | None:
        """What is kept from an account, None where that must be looked up anew."""
        return self._kept(account_id) if self._monotonic() < self._until else None

    def of(self, account_id: str) -> Kept:
        """What is kept from an account. Raises Unavailable: who cannot be told apart is shown nothing."""
        if (found := self.remembered(account_id)) is not None:
            return found
        now, by_account = self._monotonic(), dict[str, dict[str, str]]()
        for wall in self.standing():
            by_account.setdefault(wall.account_id, {})[wall.reference] = wall.referral_id
        self._known = {account: Kept(records) for account, records in by_account.items()}
        self._locked = self.locks()
        self._until = now + REMEMBERED_SECONDS
        return self._kept(account_id)

    def _kept(self, account_id: str) -> Kept:
        walled = self._known.get(account_id, _NOTHING)
        locked = {lock.reference: lock.referral_id for lock in self._locked if account_id not in lock.named}
        return Kept({**walled.by_reference, **locked}) if locked else walled

    async def of_later(self, account_id: str) -> Kept:
        """The same from an event loop, which waits for no database."""
        return await self._together.ask(account_id)

    def accounts(self) -> frozenset[str]:
        """Everybody from whom anything is kept."""
        self.of("")
        shut_out = [self.staff().keys() - lock.named for lock in self._locked]
        return frozenset(self._known).union(*shut_out)

    def standing(self) -> frozenset[Wall]:
        """Every wall there is."""
        with self._database.reading() as connection:
            rows = connection.execute(select(walls)).all()
        return frozenset(Wall(row.account_id, row.referral_id, row.reference) for row in rows)

    def locks(self) -> frozenset[Lock]:
        """Every lock there is."""
        named: dict[tuple[str, str], set[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(locks)):
                named.setdefault((row.referral_id, row.reference), set()).add(row.account_id)
        return frozenset(Lock(*record, frozenset(people)) for record, people in named.items())

    def staff(self) -> Mapping[str, str]:
        """What everybody with an account is called, by account; programs that refer are left out."""
        if self._monotonic() >= self._staff_until:
            query = select(accounts.c.account_id, accounts.c.display_name)
            with self._database.reading() as connection:
                rows = connection.execute(query.where(accounts.c.active, accounts.c.role != Role.PARTNER.value)).all()
            self._staff = {row.account_id: row.display_name for row in rows}
            self._staff_until = self._monotonic() + _STAFF_SECONDS
        return self._staff

    def left(self) -> frozenset[str]:
        """The accounts that were closed: nobody acts under them any more."""
        with self._database.reading() as connection:
            return frozenset(connection.execute(select(accounts.c.account_id).where(~accounts.c.active)).scalars())

    def put(self, wall: Wall, stands: bool) -> None:
        """Have a wall stand, or stand no longer; either may be said twice."""
        this = (walls.c.account_id == wall.account_id) & (walls.c.referral_id == wall.referral_id)
        with self._database.changing() as connection:
            there = connection.execute(select(walls.c.account_id).where(this)).first() is not None
            if stands and not there:
                values = {"account_id": wall.account_id, "referral_id": wall.referral_id}
                connection.execute(insert(walls), {"reference": wall.reference, **values})
            elif there and not stands:
                connection.execute(delete(walls).where(this))
        self.look_again()

    def put_lock(self, lock: Lock, stands: bool) -> None:
        """Have a lock stand with exactly those named, in one step, or stand no longer; either may be said twice."""
        with self._database.changing() as connection:
            connection.execute(delete(locks).where(locks.c.referral_id == lock.referral_id))
            if stands:
                row = {"referral_id": lock.referral_id, "reference": lock.reference}
                connection.execute(insert(locks), [{**row, "account_id": each} for each in sorted(lock.named)])
        self.look_again()

    def look_again(self) -> None:
        """Remember nothing: what somebody has just declared is kept from them on the very next page."""
        self._until = float("-inf")


def differences(kept: Iterable[Wall | Lock], due: Iterable[Wall | Lock]) -> str | None:
    """How the walls and locks that stand differ from those that should; None where they do not."""
    standing, wanted = frozenset(kept), frozenset(due)
    missing, odd = len(wanted - standing), len(standing - wanted)
    return f"{missing} missing, {odd} that the history does not give" if missing or odd else None
