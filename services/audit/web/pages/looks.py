"""/audit/looks: who looked at locked records in a week, for whoever goes through it afterwards."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.audit.domain.commands import ReviewLooks
from services.audit.domain.looks import (
    LOCKS,
    Locked,
    LookAtLocked,
    locked_in,
    london_day,
    looks_in,
    monday_of,
    standing_in,
)
from services.audit.read_models import reviews
from services.audit.web.desk import AUDITORS, Desk, OwnViews, names_of
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.kept_from import knowing_everything
from shared.kernel.refusals import FieldError, InvalidInput, Refusal
from shared.web.caller import context_of
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow, principal_of
from shared.web.pages import Pages

PAGES = Pages(Path(__file__).parents[1] / "templates")
_A_WEEK = timedelta(days=7)
# No record is older, and from the last on a calendar has no week after.
_FIRST, _LAST = date(2000, 1, 3), date(9000, 1, 1)


def router(desk: Desk, views: OwnViews, dispatch: Dispatch, record_view: RecordView) -> APIRouter:
    """The routes under /audit/looks."""
    made = APIRouter(prefix="/audit/looks", include_in_schema=False, dependencies=[allow(*AUDITORS)])

    @made.get("", name="audit:looks")
    def show(request: Request, week: str = "") -> Response:
        return _page(desk, views, request, record_view, _monday(desk, week))

    @made.post("/{week}", name="audit:looks_reviewed")
    def reviewed(request: Request, week: str) -> Response:
        monday = _monday(desk, week)
        _, looks = _looks(desk, request, monday)
        command = ReviewLooks(
            at=desk.clock(),
            week=monday,
            today=london_day(desk.clock()),
            by=principal_of(request).account_id,
            looks=len(looks),
            looked=tuple(sorted({look.actor for look in looks})),
        )
        try:
            done = dispatch(command, context_of(request))
        except Refusal as refused:
            return _page(desk, views, request, record_view, monday, refused)
        answer = RedirectResponse(f"/audit/looks?week={monday}", 303)
        remember_position(request, answer, "audit", done.last_position)
        return answer

    return made


def _monday(desk: Desk, text: str) -> date:
    """The week asked for, by any day in it; the one before this if none. Raises InvalidInput."""
    if not text:
        return monday_of(london_day(desk.clock())) - _A_WEEK
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not _FIRST <= day < _LAST:
        raise InvalidInput([FieldError("query:week", "unreadable", "Give a day such as 2026-11-23.")])
    return monday_of(day)


def _looks(desk: Desk, request: Request, week: date) -> tuple[Sequence[Locked], Sequence[LookAtLocked]]:
    """Also for an auditor who is not named: the list says that somebody looked, and nothing of what they saw."""
    desk.current()
    with knowing_everything():
        locks = standing_in(locked_in(desk.stories.named(LOCKS), principal_of(request).account_id), week)
        facts = desk.stories.about({lock.referral_id for lock in locks})
        return locks, looks_in(facts, locks, week)


def _page(
    desk: Desk,
    views: OwnViews,
    request: Request,
    record_view: RecordView,
    week: date,
    refused: Refusal | None = None,
) -> Response:
    saved = last_position(request, "audit")
    shown = saved is None or views.shows(saved)
    locks, looks = _looks(desk, request, week)
    record_view(context_of(request), f"looks-{week}", (), "looks at locked records")
    with views.reading() as connection:
        review = reviews.of_week(connection, week)
    this = monday_of(london_day(desk.clock()))
    return PAGES.render(
        request,
        "audit/looks.html",
        status=409 if refused else 200,
        week=week,
        last_day=week + timedelta(days=6),
        before=week - _A_WEEK,
        after=week + _A_WEEK if week < this else None,
        over=week < this,
        locks=len({lock.referral_id for lock in locks}),
        looks=looks,
        review=review,
        shown=shown,
        refused=refused.says if refused else None,
        names=names_of(request, [*(look.actor for look in looks), *([review.reviewed_by] if review else [])]),
    )
