"""Who is signed in, kept by us: the browser holds a random id, the database only its hash."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, not_, or_, select, update

from shared.access.accounts import account_from, with_terms
from shared.access.database import Database
from shared.access.roles import Principal
from shared.access.signing import Signer
from shared.access.tables import accounts, sessions
from shared.kernel.clock import Clock, parse_rfc3339, rfc3339

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)  # a long shift; after that one signs in again whatever happens
# So long it is still known whose a session was that ended by itself or by unlocking: what comes of it is kept for them.
REMEMBERED = timedelta(hours=12)
_NOTE_SEEN_EVERY = timedelta(minutes=1)  # so that reading pages does not write on every one


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in. `csrf` is the anti-forgery token of this session; locked, it gives nothing away."""

    principal: Principal
    csrf: str = field(repr=False)
    locked: bool


class Sessions:
    """Every session that has not ended: after 30 minutes without use, after 10 hours, on sign-out, on closing."""

    def __init__(self, database: Database, signer: Signer, clock: Clock) -> None:
        self._database, self._signer, self._clock = database, signer, clock

    def start(self, account_id: str) -> str:
        """A new session; what comes back is the id for the cookie, which is kept nowhere else."""
        session_id, now = secrets.token_urlsafe(32), self._clock()
        with self._database.changing() as connection:
            connection.execute(delete(sessions).where(_over(now - REMEMBERED)))
            connection.execute(
                insert(sessions),
                {
                    "session_hash": _hash(session_id),
                    "account_id": account_id,
                    "started_at": rfc3339(now),
                    "seen_at": rfc3339(now),
                    "locked": False,
                },
            )
        return session_id

    def find(self, session_id: str) -> Session | None:
        """The live session with this id, noted as used now; None if it ended or never was."""
        now = self._clock()
        wanted = (
            with_terms(sessions.c.started_at, sessions.c.seen_at, sessions.c.locked)
            .join(sessions, accounts.c.account_id == sessions.c.account_id)
            .where(sessions.c.session_hash == _hash(session_id), accounts.c.active)
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None or _ended(row, now):
            return None
        # Either way: what a clock that was ahead has noted must not keep a session alive for longer.
        if abs(now - parse_rfc3339(row.seen_at)) >= _NOTE_SEEN_EVERY and not row.locked:
            self._change(session_id, seen_at=rfc3339(now))
        return Session(account_from(row).principal, self.csrf(session_id), row.locked)

    def csrf(self, session_id: str) -> str:
        """The anti-forgery token of a session: worked out, not stored."""
        return self._csrf(_hash(session_id))

    def once_had(self, account_id: str, csrf: str) -> bool:
        """Whether this is the anti-forgery token of another session of theirs, of today; pages of it are still open."""
        wanted = select(sessions.c.session_hash).where(
            sessions.c.account_id == account_id, not_(_over(self._clock() - REMEMBERED))
        )
        with self._database.reading() as connection:
            hashes = connection.execute(wanted).scalars().all()
        return any(hmac.compare_digest(self._csrf(each).encode(), csrf.encode()) for each in hashes)

    def whose(self, session_id: str) -> str | None:
        """The account whose session this is, or was until it ended by itself not long ago; None after signing out."""
        wanted = (
            select(accounts.c.account_id)
            .join(sessions, accounts.c.account_id == sessions.c.account_id)
            .where(
                sessions.c.session_hash == _hash(session_id),
                accounts.c.active,
                not_(_over(self._clock() - REMEMBERED)),
            )
        )
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def lock(self, session_id: str) -> None:
        """Nothing more is shown until the password is given again."""
        self._change(session_id, locked=True)

    def replace(self, session_id: str) -> None:
        """Another session follows it: nobody gets in by it any more, and forms of its pages are still theirs."""
        self._change(session_id, seen_at=rfc3339(self._clock() - IDLE))

    def end(self, session_id: str) -> None:
        """Signed out."""
        with self._database.changing() as connection:
            connection.execute(delete(sessions).where(sessions.c.session_hash == _hash(session_id)))

    def _csrf(self, session_hash: str) -> str:
        return self._signer.mark("csrf", session_hash)

    def _change(self, session_id: str, **values: Any) -> None:
        with self._database.changing() as connection:
            connection.execute(update(sessions).where(sessions.c.session_hash == _hash(session_id)).values(**values))


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def _ended(row: Row[Any], now: datetime) -> bool:
    return now - parse_rfc3339(row.seen_at) >= IDLE or now - parse_rfc3339(row.started_at) >= LONGEST


def _over(now: datetime) -> Any:
    return or_(sessions.c.seen_at <= rfc3339(now - IDLE), sessions.c.started_at <= rfc3339(now - LONGEST))
