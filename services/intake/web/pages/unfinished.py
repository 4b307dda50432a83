"""Referrals that officers have begun and not finished: kept sealed, listed without a detail of anybody, continued."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.intake.read_models import calls
from services.intake.web.access import STAFF
from services.intake.web.call_gaps import may_wait, missing
from services.intake.web.desk import Desk
from services.intake.web.drafts import Draft
from services.intake.web.forms import Typed
from services.intake.web.sayings import AFTER_DROPPED
from services.intake.web.words import PAGES
from shared.kernel.clock import parse_rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound
from shared.web.cookies import last_position
from shared.web.guard import allow, context_of, principal_of

_ADDRESS = "/intake/call/unfinished"
_ROWS = 50
# Who types keeps what is typed every few seconds.
_BEING_TYPED = timedelta(minutes=2)
# What a draft remembers besides what was typed: the one saving it is for, who began it, which referrals were listed,
# and the page it was taken up on last.
FORM, BEGUN_BY, SEEN, PAGE = "_form", "_begun_by", "_seen", "_page"


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list. `danger`: somebody may be hurt, so it must not wait."""

    draft_id: str
    begun_by: str
    touched_at: datetime
    danger: bool
    missing: int


def router(desk: Desk) -> APIRouter:
    """The routes under /intake/call/unfinished."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF)])

    @made.get(_ADDRESS, name="intake:unfinished")
    def listed(request: Request, page: Annotated[int, Query(ge=1, le=1_000)] = 1) -> Response:
        every = sorted(map(_row, desk.unfinished.all()), key=lambda row: (not row.danger, row.touched_at))
        rows = every[(page - 1) * _ROWS : page * _ROWS]
        names = request.app.state.access.accounts.names(row.begun_by for row in rows)
        shown = desk.views.wait_for(last_position(request, "intake") or 0)
        with desk.views.reading() as connection:
            dropped, in_all = calls.cut_off(connection), calls.how_many_cut_off(connection)
        return PAGES.render(
            request,
            "intake/unfinished.html",
            rows=rows,
            names=names,
            page=page,
            more=len(every) > page * _ROWS,
            typed_since=desk.clock() - _BEING_TYPED,
            dropped=dropped,
            in_all=in_all,
            next_steps=AFTER_DROPPED,
            not_shown_yet=not shown,
            back="/intake/referrals",
        )

    @made.post(f"{_ADDRESS}/discard", name="intake:unfinished_discarded")
    def thrown_away(request: Request, draft: Annotated[str, Form(max_length=60)] = "") -> Response:
        if desk.unfinished.find(draft) is None:
            raise NotFound
        desk.record_view(context_of(request), f"draft-{draft}", (), "unfinished referral, thrown away")
        desk.unfinished.discard(draft)
        return RedirectResponse(_ADDRESS, 303)

    return made


def keep(
    desk: Desk, request: Request, known: Draft | None, typed: Typed, memory: Typed, draft_id: str | None = None
) -> str:
    """Keep what was typed, whatever is missing in it or wrong with it, with what the page remembers; the draft's id.

    Where none is `known`, or it was finished or thrown away meanwhile, one is begun: of this id, where one is given.
    """
    begun_by = known.typed[BEGUN_BY] if known is not None else [principal_of(request).account_id]
    draft_id = known.draft_id if known is not None else desk.unfinished.begin(draft_id)
    kept = {name: values for name, values in typed.items() if values}
    desk.unfinished.keep(draft_id, {**kept, **memory, BEGUN_BY: begun_by})
    return draft_id


def taken_up(desk: Desk, request: Request, draft_id: str) -> str:
    """Note that a draft is gone on with on this page, so that an older one does not write over it; the page's id."""
    page = new_id()
    known = desk.unfinished.find(draft_id)
    if known is not None:
        desk.unfinished.keep(draft_id, {**known.typed, PAGE: [page]})
    return page


def put_by(request: Request) -> Response:
    """The list, on which what was kept now stands."""
    return RedirectResponse(_ADDRESS, 303)


def opened(desk: Desk, request: Request, draft_id: str) -> dict[str, Any]:
    """What was typed, once it is recorded who reads it; else NotFound."""
    found = desk.unfinished.find(draft_id)
    if found is None:
        raise NotFound
    desk.record_view(context_of(request), f"draft-{draft_id}", (), "unfinished referral")
    return dict(found.typed)


def _row(draft: Draft) -> _Row:
    (begun_by,) = draft.typed[BEGUN_BY]
    danger = not may_wait(draft.typed)
    return _Row(draft.draft_id, begun_by, parse_rfc3339(draft.touched_at), danger, len(missing(draft.typed)))
