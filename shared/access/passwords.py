"""Passwords: how they are kept, what makes one acceptable, and how guessing is slowed down."""

import math
import threading
from datetime import datetime, timedelta

import argon2
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from shared.access.signing import Signer
from shared.access.tables import sign_in_failures
from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.kernel.refusals import FieldError, InvalidInput

# OWASP's password storage advice for Argon2id: 19 MiB, two passes, one lane.
_HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Verified against when there is no such account, so that the answer takes as long either way. Written out, since every
# start of every program would work it out.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$TQMB9W8sc2Jx73BdnMRnfQ$xWepOOB33f7Xu1PmEoG+gSngjv8vDBj6NavDQmP6BOc"
_AT_ONCE = threading.BoundedSemaphore(4)  # bounds what a burst of sign-ins may take in memory
_MINIMUM, _MAXIMUM = 12, 128  # ASVS 5.0: length alone, no rules about characters; an upper bound against long work
_FREE_FAILURES = 3
_LONGEST_WAIT = timedelta(minutes=5)
_FORGET_AFTER = timedelta(days=1)


def hash_password(password: str) -> str:
    """The Argon2id hash to keep; `InvalidInput` if the password is too short or too long."""
    if len(password) < _MINIMUM:
        raise InvalidInput([FieldError("/password", "too_short", f"Use at least {_MINIMUM} characters.")])
    if len(password) > _MAXIMUM:
        raise InvalidInput([FieldError("/password", "too_long", f"Use at most {_MAXIMUM} characters.")])
    with _AT_ONCE:
        return _HASHER.hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Whether this is the password; takes the same time when there is none to compare with."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, password[:_MAXIMUM]) and kept is not None
        except argon2.exceptions.VerifyMismatchError:
            return False


class Backoff:
    """Each failure for one name doubles the wait before the next try: 1 s, 2 s, 4 s ... at most five minutes.

    It counts by name, never by address: a refuge, a library and a contact centre each share one address.
    """

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def wait(self, connection: Connection, name: str, now: datetime) -> int:
        """Whole seconds this name must still wait; 0 means it may try once, and that try is counted already.

        Counted before the password is looked at, so that a hundred tries sent at once are not one try.
        """
        row = connection.execute(
            select(sign_in_failures.c.failures, sign_in_failures.c.last_at).where(self._is(name))
        ).one_or_none()
        if row is not None and row.failures >= _FREE_FAILURES:
            pause = min(timedelta(seconds=2 ** min(row.failures - _FREE_FAILURES, 20)), _LONGEST_WAIT)
            left = (parse_rfc3339(row.last_at) + pause - now).total_seconds()
            if left > 0:
                return math.ceil(left)
        self._count(connection, name, now)
        return 0

    def forgive(self, connection: Connection, name: str) -> None:
        """A right password starts the count anew."""
        connection.execute(delete(sign_in_failures).where(self._is(name)))

    def _count(self, connection: Connection, name: str, now: datetime) -> None:
        connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at < rfc3339(now - _FORGET_AFTER)))
        counted = connection.execute(
            update(sign_in_failures)
            .where(self._is(name))
            .values(failures=sign_in_failures.c.failures + 1, last_at=rfc3339(now))
        )
        if counted.rowcount == 0:
            mark = self._signer.mark("sign-in-name", name)
            connection.execute(insert(sign_in_failures), {"name_mark": mark, "failures": 1, "last_at": rfc3339(now)})

    def _is(self, name: str) -> ColumnElement[bool]:
        return sign_in_failures.c.name_mark == self._signer.mark("sign-in-name", name)
