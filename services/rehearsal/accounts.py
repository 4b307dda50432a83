"""Opens the cast's accounts, and says how to sign in with them."""

from services.one_process import Borough
from services.rehearsal.plan.cast import CAST, COLLEAGUES, PASSWORD, RESIDENT, Member
from services.rehearsal.play.stage import Actor
from shared.access.accounts import Account
from shared.access.roles import ROLE_WORDS
from shared.web.settings import ShownAccount

# As our pages name whoever has no account.
PUBLIC = "public"

SHOWN = tuple(
    ShownAccount(sign_in_name=member.sign_in_name, password=PASSWORD, role=ROLE_WORDS[member.role], first=member.first)
    for member in CAST
)


def open_accounts(borough: Borough) -> dict[str, Actor]:
    """Every account of the cast and its colleagues, opened where it is missing, by sign-in name; and residents."""
    opened = {member.sign_in_name: _actor(_opened(borough, member)) for member in (*CAST, *COLLEAGUES)}
    return opened | {RESIDENT: Actor(PUBLIC, PUBLIC)}


def how_to_sign_in() -> str:
    """For the terminal: who one may be."""
    width = max(len(account.sign_in_name) for account in SHOWN)
    lines = [f"  {account.sign_in_name:<{width}}  {account.role}: {account.first}" for account in SHOWN]
    lines.append(f"  {'':<{width}}  Partner: a system signs in with a key: python -m services token --role partner")
    words = f"Everybody in it is invented. Sign in at /sign-in with the password {PASSWORD} as one of these:"
    return "\n".join([words, *lines, ""])


def _opened(borough: Borough, member: Member) -> Account:
    accounts = borough.access.accounts
    return accounts.by_sign_in_name(member.sign_in_name) or accounts.open(
        member.sign_in_name, member.display_name, member.role, agency=member.agency, password=PASSWORD
    )


def _actor(account: Account) -> Actor:
    return Actor(account.account_id, account.role.value)
