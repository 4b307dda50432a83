"""Residents who may add to a referral: this browser has just sent it, or has shown that it is theirs."""

from datetime import datetime, timedelta

from fastapi import Request
from fastapi.responses import Response

from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.web.cookies import ADDING, form_token, is_form_token, keep_signed, kept_signed

# As long as a draft is kept: somebody else may use the same device next.
ADMITTED_FOR = timedelta(hours=1)


def admit(request: Request, answer: Response, reference: str, now: datetime) -> None:
    """Let this browser add to a referral for an hour from now."""
    keep_signed(request, answer, ADDING, f"{reference}|{rfc3339(now + ADMITTED_FOR)}")


def admitted(request: Request, now: datetime) -> str | None:
    """The referral that this browser may add to; None if there is none."""
    reference, _, until = (kept_signed(request, ADDING) or "").partition("|")
    return reference if until and parse_rfc3339(until) > now else None


def dismiss(request: Request, answer: Response) -> None:
    """From now on this browser adds to nothing."""
    keep_signed(request, answer, ADDING, "")


def token_of(request: Request) -> str:
    """What a form carries, so that nobody else's form can add anything."""
    return form_token(request, ADDING)


def is_own_form(request: Request, sent: str) -> bool:
    """Whether a form came from a page that this browser was given."""
    return bool(sent) and is_form_token(request, ADDING, sent)
