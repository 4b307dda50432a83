"""`python -m services accounts`: who may sign in and which tokens open anything; each change is a fact of intake."""

import argparse
import contextlib
import getpass
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from services.one_process import build
from shared.access.accounts import Account
from shared.access.register import Access
from shared.access.roles import Referrer, Role, Terms
from shared.runtime.cli import DONE, add_data, settings_of
from shared.runtime.origin import clock_beside

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_BY = "command line"
_TERMS = ("referrer", "per_minute", "per_day")
_MOST_REQUESTS = 100_000_000


def list_accounts(options: argparse.Namespace) -> int:
    """One line an account."""
    with _access(options) as access:
        for account in access.accounts.all():
            agency = f", {account.agency}" if account.agency else ""
            closed = "" if account.active else ", closed"
            terms = _told(account.terms, access.quotas.made(account.account_id)) if account.terms else ""
            print(f"{account.sign_in_name} ({account.display_name}): {account.role.value}{agency}{terms}{closed}")
    return DONE


def open_account(options: argparse.Namespace) -> int:
    """A new account that can sign in."""
    with _access(options) as access:
        name = options.name or options.sign_in_name
        password = _password()
        role, agency = Role(options.role), options.agency
        access.accounts.open(options.sign_in_name, name, role, agency=agency, password=password, by=_BY)
    print(f"{options.sign_in_name} can sign in now.")
    return DONE


def set_password(options: argparse.Namespace) -> int:
    """Another password; whoever is signed in under this name has to sign in again."""
    with _access(options) as access:
        account = _named(access, options.sign_in_name)
        access.accounts.set_password(account.account_id, _password(), by=_BY)
    print(f"{options.sign_in_name} has a new password, and is signed out everywhere.")
    return DONE


def change_role(options: argparse.Namespace) -> int:
    """Another role from now on; whoever is signed in under this name has to sign in again."""
    with _access(options) as access:
        account = _named(access, options.sign_in_name)
        access.accounts.change_role(account.account_id, Role(options.role), agency=options.agency, by=_BY)
    print(f"{options.sign_in_name} has a new role, and is signed out everywhere.")
    return DONE


def close_account(options: argparse.Namespace) -> int:
    """Nobody acts under this name any more."""
    with _access(options) as access:
        access.accounts.close(_named(access, options.sign_in_name).account_id, by=_BY)
    print(f"{options.sign_in_name} is closed: signed out everywhere, its tokens withdrawn.")
    return DONE


def change_terms(options: argparse.Namespace) -> int:
    """Other terms for a partner: what was not named stays as it was."""
    with _access(options) as access:
        account = _named(access, options.sign_in_name)
        if account.terms is None:
            raise LookupError("Only a partner's account has terms.")
        agree_terms(access, account, options)
        changed = _named(access, options.sign_in_name)
        assert changed.terms is not None
        print(f"{options.sign_in_name}{_told(changed.terms, access.quotas.made(changed.account_id))}.")
    return DONE


def agree_terms(access: Access, account: Account, options: argparse.Namespace) -> None:
    """Agree on those terms that the command line names, where it names any; LookupError for whoever is no partner."""
    named = {name: value for name in _TERMS if (value := getattr(options, name)) is not None}
    if "referrer" in named:
        named["referrer"] = Referrer(named["referrer"])
    if not named:
        return
    if account.terms is None:
        raise LookupError("Only a partner's account has terms.")
    access.accounts.agree(account.account_id, replace(account.terms, **named), by=_BY)


def add_terms(to: argparse.ArgumentParser) -> None:
    """The options that name a partner's terms."""
    to.add_argument("--referrer", choices=[each.value for each in Referrer], help="who refers with a partner's key")
    to.add_argument("--per-minute", type=_at_least_one, metavar="N", help="requests a partner may make a minute")
    to.add_argument("--per-day", type=_at_least_one, metavar="N", help="requests a partner may make a day")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_REQUESTS:
        raise argparse.ArgumentTypeError(f"give a whole number from 1 to {_MOST_REQUESTS}")
    return int(text)


def _told(terms: Terms, made: Mapping[str, int]) -> str:
    kind = f", {terms.referrer.value}" if terms.referrer else ""
    return (
        f"{kind}, {made['minute']} of {terms.per_minute} requests this minute, {made['day']} of {terms.per_day} today"
    )


def list_tokens(options: argparse.Namespace) -> int:
    """One line a token that still opens something."""
    with _access(options) as access:
        for token in access.tokens.live(_named(access, options.sign_in_name).account_id):
            until = f"until {token.expires_at}" if token.expires_at else "until withdrawn"
            print(f"{token.token_id} issued {token.issued_at}, {until}")
    return DONE


def withdraw_token(options: argparse.Namespace) -> int:
    """The token opens nothing any more."""
    with _access(options) as access:
        access.tokens.revoke(options.token_id, by=_BY)
    print("Withdrawn. Other programs that run now may still take it for up to 30 seconds.")
    return DONE


def add_commands(commands: "Commands") -> None:
    """`accounts list | open | password | role | terms | close | tokens | withdraw`."""
    office = commands.add_parser("accounts", help="who may sign in, and tokens")
    actions = office.add_subparsers(title="actions", metavar="ACTION", required=True)
    _action(actions, "list", list_accounts, "one line an account")
    opening = _action(actions, "open", open_account, "a new account; its password is asked for", "sign_in_name")
    _action(actions, "password", set_password, "another password, asked for", "sign_in_name")
    moving = _action(actions, "role", change_role, "another role", "sign_in_name")
    add_terms(_action(actions, "terms", change_terms, "a partner's quotas and kind", "sign_in_name"))
    for made in (opening, moving):
        made.add_argument("--role", required=True, choices=[role.value for role in Role])
        made.add_argument("--agency")
    opening.add_argument("--name", help="what pages call this person")
    _action(actions, "close", close_account, "nobody acts under this name any more", "sign_in_name")
    _action(actions, "tokens", list_tokens, "the tokens of an account", "sign_in_name")
    _action(actions, "withdraw", withdraw_token, "a token that shall open nothing any more", "token_id")


def _action(
    actions: "Commands", name: str, does: Callable[[argparse.Namespace], int], about: str, *wants: str
) -> argparse.ArgumentParser:
    made = actions.add_parser(name, help=about)
    for wanted in wants:
        made.add_argument(wanted, metavar=wanted.upper())
    add_data(made)
    made.set_defaults(command=does)
    return made


@contextlib.contextmanager
def _access(options: argparse.Namespace) -> Iterator[Access]:
    settings = settings_of(options)
    borough = build(settings, clock_beside(settings, "intake"))
    try:
        yield borough.access
    finally:
        borough.close()


def _named(access: Access, sign_in_name: str) -> Account:
    account = access.accounts.by_sign_in_name(sign_in_name)
    if account is None:
        raise LookupError("There is no account with this sign-in name; `accounts list` shows those there are.")
    return account


def _password() -> str:
    """Asked for twice in a terminal, else the first line that comes in; never an argument, which others could see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise LookupError("The two were not the same, so nothing was changed.")
    return password
