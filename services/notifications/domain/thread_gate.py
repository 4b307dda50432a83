"""Whether a plain answer may go in the thread of an e-mail: the gate's checks, less what only writing first asks for.

Whoever wrote to us from an address reads at that address, so for this one answer nobody has to have said that e-mail is
safe. Everything else holds: a "no" above all, and nothing goes where anything is sensitive.
"""

from dataclasses import replace
from datetime import datetime

from services.notifications.domain.gate import (
    CHECKS,
    Allowed,
    Asked,
    Checks,
    Verdict,
    may_send,
    not_known_to_be_safe,
    nothing_stated,
)
from services.notifications.domain.recipient import ReachableBy, Recipient


def _said_not_safe(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return "not_safe" if by.safe == "no" else None


def _another_way(asked: Asked, who: Recipient, by: ReachableBy, now: datetime) -> str | None:
    return None if by.way == "email" else "not_in_thread"


def _sensitive(asked: Asked) -> str | None:
    """Whatever the text is like: here not even a neutral one goes."""
    return "sensitive_in_thread" if asked.sensitive else None


IN_THREAD = Checks(
    message=(*CHECKS.message, _sensitive),
    person=tuple(check for check in CHECKS.person if check is not nothing_stated),
    channel=(*(check for check in CHECKS.channel if check is not not_known_to_be_safe), _said_not_safe, _another_way),
)


def may_answer(asked: Asked, now: datetime, checks: Checks = IN_THREAD) -> Verdict:
    """Whether this answer may go to whoever wrote, now."""
    verdict = may_send(asked, now, checks)
    return replace(verdict, reasons=("in_thread", "not_sensitive")) if isinstance(verdict, Allowed) else verdict
