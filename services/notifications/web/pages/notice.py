"""One notice: why it is where it is, and what a person can do about it."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.notifications.domain.commands import FollowUp, SendAgain
from services.notifications.read_models import notice_log
from services.notifications.read_models.notice_log import LoggedNotice
from services.notifications.web.access import OFFICERS, READ_REFERRALS, READERS, Reading, SafeRoutes, may_act, offered
from services.notifications.web.pages.words import PAGES, WORDS
from shared.kernel.clock import Clock
from shared.kernel.dispatching import Dispatch, RecordView
from shared.kernel.handling import Command
from shared.kernel.refusals import NotFound
from shared.web.guard import Principal, allow, context_of, current, principal_of


def pages(record_view: RecordView, reading: Reading, safe_routes: SafeRoutes) -> APIRouter:
    """The route /notifications/notices/{notice_id}. Numbers are shown to who may reach residents, masked for others."""
    made = APIRouter(prefix="/notifications/notices", include_in_schema=False)
    somebody = Annotated[Principal, Depends(current)]

    @made.get("/{notice_id}", name="notifications:notice", dependencies=[allow(*READERS, hide=True)])
    def notice(request: Request, notice_id: str, who: somebody) -> Response:
        found = _found(reading, notice_id)
        about = (found.referral_id,) if found.referral_id else ()
        record_view(context_of(request), f"notice-{notice_id}", about, "a notice")
        context: dict[str, Any] = {
            "offered": found.stuck and found.audience == "reporter",
            "may_act": may_act(who.role, found),
            "reads_referral": who.role in READ_REFERRALS,
        }
        routes = offered(found, safe_routes)
        return PAGES.render(
            request,
            "notifications/notice.html",
            entry=found,
            routes=routes,
            back="/notifications",
            **context,
            **WORDS,
        )

    return made


def actions(dispatch: Dispatch, reading: Reading, shown: Callable[[int], bool], clock: Clock) -> APIRouter:
    """What an officer may do about a notice that is stuck; `shown(position)` waits until the page would show it."""
    made = APIRouter(prefix="/notifications/notices", include_in_schema=False)
    officers = [allow(*OFFICERS)]

    @made.post("/{notice_id}/again", name="notifications:send_again", dependencies=officers)
    def send_again(request: Request, notice_id: str) -> Response:
        return done(request, notice_id, SendAgain(at=clock(), notice_id=notice_id))

    @made.post("/{notice_id}/follow-up", name="notifications:follow_up", dependencies=officers)
    def follow_up(request: Request, notice_id: str, way: Annotated[str, Form(max_length=40)]) -> Response:
        return done(request, notice_id, FollowUp(at=clock(), notice_id=notice_id, way=way))

    def done(request: Request, notice_id: str, command: Command) -> Response:
        if not may_act(principal_of(request).role, _found(reading, notice_id)):
            raise NotFound
        shown(dispatch(command, context_of(request)).last_position)
        return RedirectResponse(f"/notifications/notices/{notice_id}", 303)

    return made


def _found(reading: Reading, notice_id: str) -> LoggedNotice:
    with reading() as connection:
        found = notice_log.one(connection, notice_id)
    if found is None:
        raise NotFound
    return found
