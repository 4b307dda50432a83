"""Keys for programs: a random text shown once, kept as its SHA-256, looked up through a short memory."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from shared.access.accounts import Changes, account_from, with_terms
from shared.access.database import Database
from shared.access.roles import Principal
from shared.access.tables import accounts, tokens
from shared.kernel.clock import Clock, parse_rfc3339, rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound

PREFIX = "wmk_"  # so that scanners for leaked secrets can know one when they see it
REMEMBERED_FOR = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token at the one moment its text is known; `token_id` names it from then on."""

    token_id: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token that still opens something, as much as is kept of it; times are RFC 3339 text."""

    token_id: str
    issued_at: str
    expires_at: str | None


class Tokens:
    """Bearer tokens. A token revoked by another process still opens here for at most 30 seconds."""

    def __init__(self, database: Database, clock: Clock, changes: Changes) -> None:
        self._database, self._clock, self._changes = database, clock, changes
        # Whose each is, from when and until when; before that it is asked for as well: a clock that was put back would
        # otherwise keep what it remembers for as long as it went back.
        self._remembered: dict[bytes, tuple[Principal, datetime, datetime]] = {}

    def issue(self, account_id: str, *, by: str = "system", lasts: timedelta | None = None) -> IssuedToken:
        """A new token for an account; `lasts` None means until revoked. `NotFound` if there is no such account."""
        token, now = IssuedToken(new_id(), PREFIX + secrets.token_urlsafe(32)), self._clock()
        with self._database.changing() as connection:
            wanted = select(accounts.c.account_id).where(accounts.c.account_id == account_id, accounts.c.active)
            if connection.execute(wanted).first() is None:
                raise NotFound
            connection.execute(
                insert(tokens),
                {
                    "token_hash": _digest(token.text).hex(),
                    "token_id": token.token_id,
                    "account_id": account_id,
                    "issued_at": rfc3339(now),
                    "expires_at": rfc3339(now + lasts) if lasts is not None else None,
                },
            )
            self._changes("token_issued", {"token_id": token.token_id, "account_id": account_id, "by": by})
        return token

    def revoke(self, token_id: str, *, by: str = "system") -> None:
        """The token opens nothing any more; at once in this process. `NotFound` if there is no live one."""
        with self._database.changing() as connection:
            live = update(tokens).where(tokens.c.token_id == token_id, tokens.c.revoked_at.is_(None))
            if connection.execute(live.values(revoked_at=rfc3339(self._clock()))).rowcount == 0:
                raise NotFound
            self._changes("token_revoked", {"token_id": token_id, "by": by})
        self.forget_remembered()

    def live(self, account_id: str) -> list[LiveToken]:
        """The tokens of an account that open something, the oldest first."""
        columns = (tokens.c.token_id, tokens.c.issued_at, tokens.c.expires_at)
        wanted = select(*columns).where(tokens.c.account_id == account_id, _opens(rfc3339(self._clock())))
        with self._database.reading() as connection:
            return [LiveToken(*row) for row in connection.execute(wanted.order_by(tokens.c.issued_at))]

    def remembered(self, text: str) -> Principal | None:
        """Whose token this is, from memory alone; None means ask `principal`. Never waits."""
        kept = self._remembered.get(_digest(text))
        if kept is None or not kept[1] <= self._clock() < kept[2]:
            return None
        return kept[0]

    def principal(self, text: str) -> Principal | None:
        """Whose token this is, from the database; None if it is not, or no longer, a token of ours. May wait."""
        digest, now = _digest(text), self._clock()
        wanted = (
            with_terms(tokens.c.expires_at)
            .join(tokens, accounts.c.account_id == tokens.c.account_id)
            .where(
                tokens.c.token_hash == digest.hex(),
                _opens(rfc3339(now)),
                accounts.c.active,
            )
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            self._remembered.pop(digest, None)
            return None
        until = now + REMEMBERED_FOR
        if row.expires_at is not None:
            until = min(until, parse_rfc3339(row.expires_at))
        principal = account_from(row).principal
        self._remembered[digest] = (principal, now, until)  # at most one entry for each token ever issued
        return principal

    def forget_remembered(self) -> None:
        """Drop what is remembered, so that every token is looked up anew."""
        self._remembered.clear()


def _opens(now: str) -> ColumnElement[bool]:
    return and_(tokens.c.revoked_at.is_(None), or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
