"""The call screen: danger first, then a few spoken questions and what they lead to; each answer is kept as it comes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.web.access import STAFF
from services.intake.web.call_clock import SPENT, moment_in, read_clock, resumed, started
from services.intake.web.call_gaps import may_wait, missing
from services.intake.web.desk import Desk
from services.intake.web.earlier import earlier
from services.intake.web.forms import Typed, typed_in
from services.intake.web.pages.call_shown import ADVISED, SAYING, Call, beside, whole
from services.intake.web.pages.ending_call import dropped, faults, finished, handed_over
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.unfinished import FORM, PAGE, SEEN, keep, opened, put_by, taken_up
from services.intake.web.so_far import SoFar, so_far
from services.intake.web.staff_questions import FIELDS
from shared.kernel.clock import rfc3339
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import Unavailable
from shared.web.guard import allow, context_of

_ADDRESS = "/intake/call"
# What the button that was pressed says. Those in _STAYS stay on the page.
LOOK, NOTE, PAUSE, ASK, ADVISE, KEEP, ANYWAY = "look", "note", "pause", "ask", "advise", "keep", "anyway"
FINISH, DROPPED = "finish", "dropped"
_STAYS = frozenset({LOOK, NOTE, PAUSE, ASK, ADVISE})
_NEEDED = ("kind", "channel")
_GONE = "Not kept: this was saved or thrown away meanwhile. “Keep for later” keeps it as another one."
_ELSEWHERE = "Not kept: somebody has taken this up on another page. “Keep for later” keeps yours as another one."
_FULL = "Not kept: too much is being kept already. Save it, or write it down."


def router(desk: Desk) -> APIRouter:
    """The routes GET and POST /intake/call and POST /intake/call/so-far."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF)])
    form_sent = Annotated[FormData, Depends(sent_form)]
    advised = Annotated[SoFar | None, Depends(_advising(desk))]

    @made.get(_ADDRESS, name="intake:record_referral")
    def blank(request: Request, draft: Annotated[str, Query(max_length=60)] = "") -> Response:
        if not draft:
            return whole(desk, request, Call({"channel": ["phone"]}, new_id(), started(desk.clock()), page=new_id()))
        typed = opened(desk, request, draft)
        page = taken_up(desk, request, draft)
        clock = resumed("".join(typed.get(SPENT, ())), desk.clock())
        seen = list(typed.get(SEEN, ()))
        before = earlier(desk, context_of(request), typed, seen)
        known = Call(typed, typed[FORM][0], clock, draft, seen, earlier=before, page=page, opened=True)
        advised_at = moment_in("".join(typed.get(ADVISED, ())))
        return whole(desk, request, replace(known, gaps=missing(typed), advised_at=advised_at))

    @made.post(_ADDRESS, name="intake:record_referral_sent")
    def sent(request: Request, form: form_sent, advice: advised) -> Response:
        return _done(desk, request, form, advice)

    @made.post(f"{_ADDRESS}/so-far", name="intake:call_so_far")
    def answered(request: Request, form: form_sent, advice: advised) -> Response:
        call = _noted(desk, request, _heard(desk, request, form, advice))
        return beside(desk, request, call)

    return made


def _advising(desk: Desk) -> Any:
    async def advice(request: Request, form: Annotated[FormData, Depends(sent_form)]) -> SoFar | None:
        """What the rules say so far, unless it is of no use any more."""
        if form.get("then") in (KEEP, DROPPED):
            return None
        return await so_far(request, typed_in(FIELDS, form.multi_items()), desk.places)

    return advice


def _heard(desk: Desk, request: Request, form: FormData, advice: SoFar | None) -> Call:
    """The call as the page brought it back."""
    typed, draft_id = typed_in(FIELDS, form.multi_items()), str(form.get("draft") or "")
    clock = read_clock(dict(form.items()), desk.clock())
    if form.get("then") == PAUSE:
        clock = clock.turned(desk.clock())
    once = str(form.get("form_key") or "") or new_id()
    # Before the page has been told of its draft, the draft bears the form's own key: however often it asks, it is one.
    known = desk.unfinished.find(draft_id or once)
    seen = list(known.typed.get(SEEN, ())) if known is not None else []
    before = earlier(desk, context_of(request), typed, seen)
    heard = Call(typed, once, clock, draft_id, seen, looked=True, advice=advice, earlier=before)
    advised_at = desk.clock() if form.get("then") == ADVISE else moment_in(str(form.get(ADVISED) or ""))
    return replace(heard, known=known, page=str(form.get(PAGE) or ""), advised_at=advised_at)


def _noted(desk: Desk, request: Request, call: Call) -> Call:
    """The same, kept. What was finished, thrown away or taken up elsewhere stays so, and the page says that it does."""
    if not _anything(call.typed):
        return call
    if call.draft_id and call.known is None:
        return replace(call, not_kept=_GONE)
    if call.known is not None and call.known.typed.get(PAGE) != [call.page]:
        return replace(call, not_kept=_ELSEWHERE)
    try:
        kept_as = keep(desk, request, call.known, call.typed, _memory(call), call.once)
        return replace(call, draft_id=kept_as, saved=True)
    except Unavailable:
        return replace(call, not_kept=_FULL)


def _done(desk: Desk, request: Request, form: FormData, advice: SoFar | None) -> Response:
    then, call = form.get("then"), _heard(desk, request, form, advice)
    if then == KEEP:
        taken_up_elsewhere = call.known is not None and call.known.typed.get(PAGE) != [call.page]
        keep(desk, request, None if taken_up_elsewhere else call.known, call.typed, _memory(call))
        return put_by(request)
    if then == DROPPED:
        return dropped(desk, request, call)
    wrong = faults(desk, call.typed)
    if then in _STAYS:
        # What was not asked yet is not wrong yet.
        typed_wrongly = {name: says for name, says in wrong.items() if name not in _NEEDED or call.typed[name]}
        return whole(desk, request, _noted(desk, request, replace(call, wrong=typed_wrongly)))
    lacking = () if then in (ANYWAY, FINISH) or not may_wait(call.typed) else missing(call.typed)
    if wrong or lacking:
        return whole(desk, request, _noted(desk, request, replace(call, wrong=wrong, gaps=lacking)))
    if then == FINISH:
        return finished(desk, request, _noted(desk, request, call), str(form.get(SAYING) or ""))
    return handed_over(desk, request, call)


def _anything(typed: Typed) -> bool:
    return any(values for name, values in typed.items() if name != "channel")


def _memory(call: Call) -> Mapping[str, Any]:
    """What a draft remembers besides what was typed."""
    told = [rfc3339(call.advised_at)] if call.advised_at is not None else []
    clock = {SPENT: [str(call.clock.spent)], ADVISED: told}
    return {FORM: [call.once], SEEN: list(call.seen), PAGE: [call.page], **clock}
