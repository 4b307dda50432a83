"""Unfinished answers: a resident's are found again only by the browser that gave them, and gone on leaving."""

from collections.abc import Sequence
from typing import Protocol

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.intake.web.forms import Typed
from shared.web.cookies import DRAFT, form_token, is_form_token, keep_signed, kept_signed
from shared.web.errors import Problem

# What a resident's draft remembers besides the answers: the one sending it is for, then what came of it.
FORM, REFERENCE, URGENT, RETURNS = "_form", "_reference", "_urgent", "_returns"
# Nobody needs this many pages; a program that fills in forms does.
MOST_SAVES = 300


class Draft(Protocol):
    """Unfinished answers as they were found."""

    @property
    def draft_id(self) -> str: ...

    @property
    def typed(self) -> Typed: ...

    @property
    def saves(self) -> int: ...

    @property
    def touched_at(self) -> str: ...


class Drafts(Protocol):
    """Where drafts are kept for a short while."""

    def begin(self, draft_id: str | None = None) -> str: ...

    def find(self, draft_id: str) -> Draft | None: ...

    def all(self) -> Sequence[Draft]: ...

    def count(self) -> int: ...

    def keep(self, draft_id: str, typed: Typed) -> None: ...

    def discard(self, draft_id: str) -> None: ...


def draft_of(request: Request, drafts: Drafts, cookie: str = DRAFT) -> Draft | None:
    """The draft this browser has begun, if it is still kept."""
    draft_id = kept_signed(request, cookie)
    return drafts.find(draft_id) if draft_id else None


def saved(request: Request, drafts: Drafts, draft: Draft | None, typed: Typed, to: str) -> Response:
    """Keep these answers, in a new draft if there is none yet, and go on to another page. Too many saves: 429."""
    if draft is not None and draft.saves >= MOST_SAVES:
        raise Problem(429, "too_many_changes", "These answers were changed very often. Call us instead.")
    answer = RedirectResponse(to, 303)
    draft_id = draft.draft_id if draft is not None else drafts.begin()
    drafts.keep(draft_id, typed)
    if draft is None:
        keep_signed(request, answer, DRAFT, draft_id)
    return answer


def discard(request: Request, drafts: Drafts, cookie: str = DRAFT) -> None:
    """Throw away whatever this browser has begun."""
    if draft_id := kept_signed(request, cookie):
        drafts.discard(draft_id)


def token_of(request: Request) -> str:
    """What each form of a draft carries, so that nobody else's form can write into it; "" before there is a draft."""
    return form_token(request, DRAFT)


def is_own_form(request: Request, sent: str) -> bool:
    """Whether a form came from a page that this browser was given for its draft."""
    return is_form_token(request, DRAFT, sent)
