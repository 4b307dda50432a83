"""The parts of a case, each on a page of its own; whoever looks at one is recorded as with the case itself."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.triage.application.handover.handlers import handovers_of
from services.triage.read_models import cases
from services.triage.web.asb.shown import work_on
from services.triage.web.case.seen import SeenCase, front_of, is_adviser, see
from services.triage.web.desk import OFFICERS, Desk
from services.triage.web.pages.support_forms import SUPPORTERS, support_cards
from services.triage.web.programme.wording import ANSWERS
from services.triage.web.vawg.shown import abuse_on, signals_of
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, principal_of
from shared.web.pages import Pages

_ROWS = 30
_ADDRESS = "/triage/cases/{reference}"

Context = Callable[[SeenCase, Request], Mapping[str, Any]]


def case_part_pages(desk: Desk, pages: Pages) -> tuple[APIRouter, APIRouter]:
    """The routes /triage/cases/{reference}/… of every part: what an adviser works with too, then what officers do."""
    ours = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*SUPPORTERS, hide=True)])
    officers = APIRouter(prefix=_ADDRESS, include_in_schema=False, dependencies=[allow(*OFFICERS, hide=True)])
    for router, parts in ((ours, _SHARED), (officers, _OFFICERS)):
        for part, context in parts.items():
            router.get(f"/{part}", name=f"triage:case_{part}")(_page(desk, pages, part, context))
    return ours, officers


def _page(desk: Desk, pages: Pages, part: str, context: Context) -> Callable[[Request, str], Response]:
    def show(request: Request, reference: str) -> Response:
        late_view = not desk.shows_what_was_saved(request)
        seen = see(desk, request, reference, part)
        return pages.render(
            request,
            f"triage/case/{part}.html",
            case=seen.case,
            open=seen.open,
            back=front_of(request, seen.case),
            late_view=late_view or seen.late_view,
            say=desk.say,
            **context(seen, request),
        )

    return show


def _handling(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """How each strand is handled, and what came over the programme's wall."""
    desk = seen.desk
    return {
        **_since(seen, request),
        "signals": signals_of(desk.views, desk.vawg, seen.case.referral_id, seen.now),
        "answers": ANSWERS,
        "may_refer": seen.case.support_due_at is not None and not is_adviser(request),
    }


def _since(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """What happened since. Where no abuse was seen there is no such page: NotFound."""
    found = abuse_on(seen.desk.vawg, seen.story, seen.desk.opener, seen.now)
    if found is None:
        raise NotFound
    return {"vawg": found}


def _support(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """The cards of support, and codes of reciprocal moves. Where domestic abuse was never seen: NotFound."""
    cards = support_cards(seen.desk, request, seen.story, seen.names)
    if not cards:
        raise NotFound
    codes = [each.code for each in seen.desk.support.file(seen.story).reciprocals]
    return {"support_cards": cards, "codes": codes}


def _asb(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """The work on anti-social behaviour. Once abuse was seen there is none: NotFound."""
    file, officer = seen.asb(), principal_of(request).account_id
    if file.abuse_seen:
        raise NotFound
    names = {each: name for each, name in seen.names.items() if name}
    work = work_on(seen.desk.asb, file, seen.story, seen.desk.opener, names, seen.now, officer)
    operators = {each.done_by for each in work["operations"]} | (
        {work["review"].contact_by} if work["review"] else set()
    )
    known = {each for each in operators if each}
    return {"asb": work, "names": request.app.state.access.accounts.names(known)}


def _history(seen: SeenCase, request: Request) -> Mapping[str, Any]:
    """The story with that of its hand-overs, the newest first, some at a time, and the offers of support."""
    handed = seen.desk.story(handovers_of(seen.case.referral_id))
    told = sorted((*seen.story, *handed), key=lambda recorded: recorded.position, reverse=True)
    asked = request.query_params.get("page", "")
    last = max(1, -(-len(told) // _ROWS))
    page = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    story = told[(page - 1) * _ROWS : page * _ROWS]
    with seen.desk.views.reading() as connection:
        offers = cases.offers_of(connection, seen.case.referral_id)
    actors = {recorded.context.actor for recorded in story} | {each.offered_by for each in offers}
    here = f"/triage/cases/{seen.case.case_reference}/history"
    return {
        "story": story,
        "first": len(told) - (page - 1) * _ROWS,
        "offers": offers,
        "owed": seen.case.support_due_at is not None or "offer_of_support" in seen.card.newest.decision["give"],
        "tell": seen.desk.tell,
        "names": request.app.state.access.accounts.names(actors),
        "newer": f"{here}?page={page - 1}" if page > 1 else None,
        "older": f"{here}?page={page + 1}" if page < last else None,
    }


_SHARED: Mapping[str, Context] = {"handling": _handling, "support": _support, "since": _since}
_OFFICERS: Mapping[str, Context] = {
    "incidents": _asb,
    "enforcement": _asb,
    "outcome": _asb,
    "history": _history,
}
