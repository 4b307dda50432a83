"""The people and systems that may sign in: opened, changed and closed here, and checked when they sign in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, insert, select, update

from shared.access.database import Database
from shared.access.passwords import Backoff, hash_password, password_matches
from shared.access.roles import Principal, Referrer, Role, Terms
from shared.access.tables import accounts, partner_terms, sessions, tokens
from shared.kernel.clock import Clock, rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound, Refusal

Changes = Callable[[str, Mapping[str, str]], None]
"""Told of each change as (what, details) before it is kept; if it raises, the change does not happen.

Details are opaque: account and token ids, role, agency, and `by`, the account that did it. Never a name.
"""


class SignInNameTaken(Refusal):
    """Two accounts cannot share one sign-in name."""

    says = "There is already an account with this sign-in name."


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it stands; `sign_in_name` and `display_name` are personal details and never go to a log."""

    account_id: str
    sign_in_name: str = field(repr=False)
    display_name: str = field(repr=False)
    role: Role
    agency: str | None
    active: bool
    terms: Terms | None = None

    @property
    def principal(self) -> Principal:
        """The account as somebody who acts."""
        return Principal(self.account_id, self.role, self.agency, self.display_name, self.terms)


@dataclass(frozen=True, slots=True)
class SignInAnswer:
    """Either who it was, or nobody and how many seconds this name must wait before the next try."""

    account: Account | None
    wait_seconds: int = 0


class Accounts:
    """Every account of the installation."""

    def __init__(
        self, database: Database, backoff: Backoff, clock: Clock, changes: Changes, changed: Callable[[], None]
    ) -> None:
        """`changed` is called once a change stands: what others remember of accounts is then out of date."""
        self._database, self._backoff, self._clock = database, backoff, clock
        self._changes, self._changed = changes, changed

    def open(
        self,
        sign_in_name: str,
        display_name: str,
        role: Role,
        *,
        agency: str | None = None,
        password: str | None = None,
        by: str = "system",
    ) -> Account:
        """A new account. Without a password nobody can sign in with it; it can still hold tokens.

        Raises `SignInNameTaken`, and `InvalidInput` for a password that is too short.
        """
        terms = Terms() if role is Role.PARTNER else None
        account = Account(new_id(), _as_kept(sign_in_name), display_name.strip(), role, agency, True, terms)
        kept = hash_password(password) if password is not None else None
        with self._database.changing() as connection:
            if connection.execute(_wanted(accounts.c.sign_in_name == account.sign_in_name)).first():
                raise SignInNameTaken
            self._insert(connection, account, kept)
            self._changes("account_opened", _details(account, by))
        return account

    def ensure(self, role: Role, *, agency: str | None = None, name: str | None = None) -> Account:
        """The local account for a role, agency and name, opened if it is missing; for tokens made on the machine."""
        display_name = name or "Local " + role.value.replace("_", " ")
        sign_in_name = _as_kept(f"{display_name}/{role.value}/{agency or 'council'}@local")
        if (found := self.by_sign_in_name(sign_in_name)) is not None:
            return found
        try:
            return self.open(sign_in_name, display_name, role, agency=agency)
        except SignInNameTaken:  # another process was quicker
            return self.ensure(role, agency=agency, name=name)

    def change_role(self, account_id: str, role: Role, *, agency: str | None = None, by: str = "system") -> None:
        """Another role from now on. Whoever is signed in must sign in again."""
        with self._database.changing() as connection:
            account = self._needed(connection, account_id)
            connection.execute(_at(account_id).values(role=role.value, agency=agency))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            changed = Account(account_id, account.sign_in_name, account.display_name, role, agency, account.active)
            self._changes("account_role_changed", _details(changed, by))
        self._changed()

    def agree(self, account_id: str, terms: Terms, *, by: str = "system") -> None:
        """Other terms for a partner from now on. `NotFound` where the account is no partner's."""
        referrer = terms.referrer.value if terms.referrer else None
        values = {"referrer": referrer, "per_minute": terms.per_minute, "per_day": terms.per_day}
        with self._database.changing() as connection:
            account = self._needed(connection, account_id)
            if account.role is not Role.PARTNER:
                raise NotFound
            known = partner_terms.c.account_id == account_id
            if not connection.execute(update(partner_terms).where(known).values(**values)).rowcount:
                connection.execute(insert(partner_terms), {"account_id": account_id, **values})
            told = {name: str(value) for name, value in values.items() if value is not None}
            self._changes("partner_terms_agreed", _details(account, by) | told)
        self._changed()

    def set_password(self, account_id: str, password: str, *, by: str = "system") -> None:
        """A new password; every session of the account ends."""
        kept = hash_password(password)
        with self._database.changing() as connection:
            account = self._needed(connection, account_id)
            connection.execute(_at(account_id).values(password_hash=kept))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            self._changes("account_password_set", _details(account, by))

    def close(self, account_id: str, *, by: str = "system") -> None:
        """Nobody acts under this account any more: its sessions end and its tokens are revoked."""
        with self._database.changing() as connection:
            account = self._needed(connection, account_id)
            now = rfc3339(self._clock())
            connection.execute(_at(account_id).values(active=False))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            connection.execute(
                update(tokens)
                .where(tokens.c.account_id == account_id, tokens.c.revoked_at.is_(None))
                .values(revoked_at=now)
            )
            self._changes("account_closed", _details(account, by))
        self._changed()

    def find(self, account_id: str) -> Account | None:
        """The account with this id, active or not."""
        return self._one(accounts.c.account_id == account_id)

    def by_sign_in_name(self, sign_in_name: str) -> Account | None:
        """The account with this sign-in name, however its letters are written."""
        return self._one(accounts.c.sign_in_name == _as_kept(sign_in_name))

    def all(self, role: Role | None = None) -> list[Account]:
        """Every account, or those of one role, by display name."""
        wanted = with_terms().order_by(accounts.c.display_name, accounts.c.account_id)
        if role is not None:
            wanted = wanted.where(accounts.c.role == role.value)
        with self._database.reading() as connection:
            return [account_from(row) for row in connection.execute(wanted)]

    def names(self, account_ids: Iterable[str]) -> dict[str, str]:
        """What to call these accounts on a page; an id that is not an account (a policy, a resident) is left out."""
        wanted = select(accounts.c.account_id, accounts.c.display_name).where(
            accounts.c.account_id.in_(set(account_ids))
        )
        with self._database.reading() as connection:
            return {row.account_id: row.display_name for row in connection.execute(wanted)}

    def check(self, sign_in_name: str, password: str) -> SignInAnswer:
        """Who signs in with this name and password. Slow on purpose (Argon2): call it off the event loop."""
        name = _as_kept(sign_in_name)
        with self._database.changing() as connection:
            if wait := self._backoff.wait(connection, name, self._clock()):
                return SignInAnswer(None, wait)
            row = connection.execute(_wanted(accounts.c.sign_in_name == name)).one_or_none()
        right = password_matches(row.password_hash if row and row.active else None, password)
        if row is None or not right:
            return SignInAnswer(None)
        with self._database.changing() as connection:
            self._backoff.forgive(connection, name)
        return SignInAnswer(account_from(row))

    def _one(self, condition: Any) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(_wanted(condition)).one_or_none()
        return account_from(row) if row else None

    def _needed(self, connection: Connection, account_id: str) -> Account:
        row = connection.execute(_wanted(accounts.c.account_id == account_id)).one_or_none()
        if row is None:
            raise NotFound
        return account_from(row)

    def _insert(self, connection: Connection, account: Account, password_hash: str | None) -> None:
        connection.execute(
            insert(accounts),
            {
                "account_id": account.account_id,
                "sign_in_name": account.sign_in_name,
                "display_name": account.display_name,
                "role": account.role.value,
                "agency": account.agency,
                "password_hash": password_hash,
                "active": True,
                "opened_at": rfc3339(self._clock()),
            },
        )


def account_from(row: Row[Any]) -> Account:
    """The account in a row of `with_terms`."""
    role = Role(row.role)
    terms = _terms(row) if role is Role.PARTNER else None
    return Account(row.account_id, row.sign_in_name, row.display_name, role, row.agency, row.active, terms)


def with_terms(*further: ColumnElement[Any]) -> Select[Any]:
    """Accounts, with the terms agreed for those of partners, and further columns."""
    agreed = (partner_terms.c.referrer, partner_terms.c.per_minute, partner_terms.c.per_day)
    joined = accounts.outerjoin(partner_terms, partner_terms.c.account_id == accounts.c.account_id)
    return select(accounts, *agreed, *further).select_from(joined)


def _terms(row: Row[Any]) -> Terms:
    if row.per_minute is None:
        return Terms()
    return Terms(Referrer(row.referrer) if row.referrer else None, row.per_minute, row.per_day)


def _wanted(condition: Any) -> Any:
    return with_terms().where(condition)


def _at(account_id: str) -> Any:
    return update(accounts).where(accounts.c.account_id == account_id)


def _as_kept(sign_in_name: str) -> str:
    return " ".join(sign_in_name.split()).casefold()


def _details(account: Account, by: str) -> dict[str, str]:
    return {"account_id": account.account_id, "role": account.role.value, "agency": account.agency or "", "by": by}
