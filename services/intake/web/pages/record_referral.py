"""The staff form: danger first, then closed questions and what they lead to, then the story; nothing typed is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.commands import RecordMinutes, SubmitReferral
from services.intake.web.access import STAFF
from services.intake.web.call_gaps import may_wait, missing
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed, by_field, confirmed, document_of, typed_in, written
from services.intake.web.pages.forms_sent import sent_form, whole_minutes
from services.intake.web.pages.unfinished import FORM, keep, opened
from services.intake.web.so_far import SoFar, so_far
from services.intake.web.staff_questions import FIELDS, MINUTES, SCREENED, SECTIONS, TO_999
from services.intake.web.words import PAGES
from shared.kernel.dispatching import Receipt
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import InvalidInput, KeyReused
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of, principal_of

_ADDRESS = "/intake/call"
_SCOPE = "http/staff/form"
# What the button that was pressed says: show the answer so far, keep it for later, take it in with its gaps.
LOOK, KEEP, ANYWAY = "look", "keep", "anyway"
_NEEDED = ("kind", "channel")
_MINUTES_WRONG = "Give whole minutes in figures, such as 12, and a day at most."
_SAVED_BEFORE = "This was saved before and has been changed since. Saving it now makes a second referral."


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one showing of the form holds. `once` makes it come in once; `draft_id` is the draft it continues, `opened`
    just now; `gaps` are said; `looked` is whether the rules were asked."""

    typed: Typed
    once: str
    draft_id: str = ""
    opened: bool = False
    wrong: Mapping[str, str] = field(default_factory=dict)
    gaps: Sequence[str] = ()
    looked: bool = False
    advice: SoFar | None = None
    notice: str = ""


def router(desk: Desk) -> APIRouter:
    """The routes GET and POST /intake/call."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF)])
    form_sent = Annotated[FormData, Depends(sent_form)]
    advised = Annotated[SoFar | None, Depends(_advice)]

    @made.get(_ADDRESS, name="intake:record_referral")
    def blank(request: Request, draft: Annotated[str, Query(max_length=60)] = "") -> Response:
        if draft:
            typed = opened(desk, request, draft)
            return _form(desk, request, _Shown(typed, typed[FORM][0], draft, opened=True, gaps=missing(typed)))
        return _form(desk, request, _Shown({"channel": ["phone"]}, new_id()))

    @made.post(_ADDRESS, name="intake:record_referral_sent")
    def sent(request: Request, form: form_sent, advice: advised) -> Response:
        typed = typed_in(FIELDS, form.multi_items())
        draft_id, then = str(form.get("draft") or ""), form.get("then")
        shown = _Shown(typed, str(form.get("form_key") or "") or new_id(), draft_id)
        if then == KEEP:
            return keep(desk, request, draft_id, typed, shown.once)
        wrong = _wrong(desk, typed)
        if then == LOOK:
            # What was not asked yet is not wrong yet.
            typed_wrongly = {name: says for name, says in wrong.items() if name not in _NEEDED or typed[name]}
            return _form(desk, request, replace(shown, wrong=typed_wrongly, advice=advice, looked=True))
        lacking = () if then == ANYWAY or not may_wait(typed) else missing(typed)
        if wrong or lacking:
            return _form(desk, request, replace(shown, wrong=wrong, gaps=lacking))
        return _saved(desk, request, shown)

    return made


async def _advice(request: Request, form: Annotated[FormData, Depends(sent_form)]) -> SoFar | None:
    """What the rules say so far, where the officer has asked."""
    if form.get("then") != LOOK:
        return None
    return await so_far(request, FIELDS, typed_in(FIELDS, form.multi_items()))


def _wrong(desk: Desk, typed: Typed) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    wrong = {} if whole_minutes(MINUTES, typed) is not None else {MINUTES.name: _MINUTES_WRONG}
    try:
        desk.reception.check(written(document_of(FIELDS, typed)))
    except InvalidInput as invalid:
        wrong |= by_field(invalid.errors, FIELDS, typed)
    return wrong


def _saved(desk: Desk, request: Request, shown: _Shown) -> Response:
    """Take it in; the key was drawn with the blank form, so a second press of the button takes in nothing twice."""
    mark = request.app.state.access.signer.mark(_SCOPE, repr(sorted(shown.typed.items())))
    document = confirmed(document_of(FIELDS, shown.typed), desk.clock())
    command = desk.reception.command(written(document), principal_of(request).agency)

    def receipt(going: SubmitReferral) -> Receipt:
        return Receipt(_SCOPE, shown.once, mark, going.reference.encode())

    context = context_of(request)
    try:
        taken, done = desk.submit(command, context, receipt)
    except KeyReused:
        return _form(desk, request, replace(shown, once=new_id(), notice=_SAVED_BEFORE))
    reference, position = taken.reference, done.last_position
    if done.repeated is not None:
        reference = done.repeated.answer.decode()
    elif spent := whole_minutes(MINUTES, shown.typed):
        minutes = RecordMinutes(at=desk.clock(), reference=reference, minutes=spent, activity="call")
        position = desk.dispatch(minutes, context).last_position
    desk.unfinished.discard(shown.draft_id)
    answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
    remember_position(request, answer, "intake", position)
    return answer


def _form(desk: Desk, request: Request, shown: _Shown) -> Response:
    return PAGES.render(
        request,
        "intake/record_referral.html",
        status=422 if shown.wrong or (shown.gaps and not shown.opened) or shown.notice else 200,
        sections=SECTIONS,
        screened=SCREENED,
        fields=FIELDS,
        shown=shown,
        typed=shown.typed,
        wrong=shown.wrong,
        unfolded=_unfolded(shown),
        danger=any(shown.typed.get(f"facts.{name}") == ["yes"] for name in TO_999),
        waiting=desk.unfinished.count(),
    )


def _unfolded(shown: _Shown) -> set[str]:
    """The sections in which something was typed or is wrong."""
    return {
        section.slug
        for section in SECTIONS
        for each in section.fields
        if each.name in shown.wrong or any(shown.typed.get(name) for name in each.names())
    }
