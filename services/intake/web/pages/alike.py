"""Records that look like one person: listed without a detail of anybody, laid side by side, decided by a person."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.record_commands import DecideAboutPeople, MergePeople, TellPeopleApart, UnmergePeople
from services.intake.read_models import people, sameness
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, typed_in
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.side_by_side import Compared, compared, decision, merge
from services.intake.web.words import PAGES
from shared.kernel.refusals import Refusal
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow, context_of

_ADDRESS = "/intake/alike"
_ROWS = 50
_MERGE, _APART, _UNDO = "merge", "apart", "undo"
ALIKE_BY = {
    "name": "name",
    "birth": "date of birth",
    "email": "e-mail address",
    "phone": "telephone",
    "address": "address",
    "name_in_email": "a name in an e-mail address",
}
BECAUSE = {
    "same_details": "Their details are the same",
    "said_so": "They told us so",
    "known": "An officer knows them",
    "relatives": "They are relatives, or share a home or telephone",
    "same_name": "Only the name is the same",
    "mistake": "It was a mistake",
    "other": "Another reason, given below",
}
_HOW = Field("_decision", "choice", "Is this one person?", options={_MERGE: "One person", _APART: "Two people"})
_AGAIN = Field("_decision", "choice", "Are these two people after all?", options={_UNDO: "Two people: undo the merge"})
_WHY = Field("_because", "pick", "Why?", options=BECAUSE, look="Choose")
_WORDS = Field("_words", "words", "In your own words", "Kept sealed. Needed where you chose “Another reason”.")
_CHECKED = Field(
    "_checked", "codes", "One of these does harm in one referral, the other suffers it in another",
    options={"yes": "I have checked that this is one person"},
)  # fmt: skip
_KINDS: Mapping[str, type[DecideAboutPeople]] = {_MERGE: MergePeople, _APART: TellPeopleApart, _UNDO: UnmergePeople}


def router(desk: Desk) -> APIRouter:
    """The routes under /intake/alike."""
    made = APIRouter(include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get(_ADDRESS, name="intake:alike")
    def listed(request: Request, cursor: Annotated[str, Query(max_length=60)] = "") -> Response:
        shown = desk.views.wait_for(last_position(request, "intake") or 0)
        with desk.views.reading() as connection:
            found = sameness.suggestions(connection, cursor, _ROWS + 1)
            rows = [(row, _referrals(connection, row)) for row in found[:_ROWS]]
        further = f"{_ADDRESS}?cursor={sameness.behind(found[_ROWS - 1])}" if found[_ROWS:] else None
        words: dict[str, Any] = {"alike_by": ALIKE_BY, "because": BECAUSE, "back": "/intake/referrals"}
        return PAGES.render(request, "intake/alike.html", rows=rows, further=further, not_shown_yet=not shown, **words)

    @made.get(f"{_ADDRESS}/{{one_id}}/{{other_id}}", name="intake:side_by_side")
    def side_by_side(request: Request, one_id: str, other_id: str) -> Response:
        return _page(request, compared(desk, context_of(request), one_id, other_id), {}, {})

    @made.post(f"{_ADDRESS}/{{one_id}}/{{other_id}}", name="intake:people_decided")
    def decided(request: Request, one_id: str, other_id: str, form: form_sent) -> Response:
        found = compared(desk, context_of(request), one_id, other_id)
        fields = _fields(found)
        typed = typed_in(fields, form.multi_items())
        wrong = _wrong(typed, fields)
        if wrong:
            return _page(request, found, typed, wrong)
        try:
            position = _do(desk, request, found, typed)
        except Refusal as refused:
            return _page(request, found, typed, {_HOW.name: refused.says})
        answer = RedirectResponse(f"{_ADDRESS}/{one_id}/{other_id}", 303)
        remember_position(request, answer, "intake", position)
        return answer

    return made


def _do(desk: Desk, request: Request, found: Compared, typed: Typed) -> int:
    kind = _KINDS[typed[_HOW.name][0]]
    said: dict[str, Any] = {"because": typed[_WHY.name][0], "words": next(iter(typed[_WORDS.name]), None)}
    if kind is MergePeople:
        said["parts_checked"] = typed.get(_CHECKED.name) == ["yes"]
    command = decision(desk, found, kind, **said)
    context = context_of(request)
    if isinstance(command, MergePeople):
        return merge(desk, context, found, command).last_position
    return desk.dispatch(command, context).last_position


def _wrong(typed: Typed, fields: tuple[Field, ...]) -> dict[str, str]:
    wrong = {}
    if next(iter(typed[_HOW.name]), "") not in next(each for each in fields if each.name == _HOW.name).options:
        wrong[_HOW.name] = "Choose one."
    because, words = next(iter(typed[_WHY.name]), ""), next(iter(typed[_WORDS.name]), "")
    if because not in BECAUSE:
        wrong[_WHY.name] = "Choose a reason."
    elif because == "other" and not words:
        wrong[_WORDS.name] = "Say why in your own words, or choose a reason."
    if len(words) > 2_000:
        wrong[_WORDS.name] = "Shorten this to 2,000 characters at most."
    return wrong


def _fields(found: Compared) -> tuple[Field, ...]:
    if found.standing == sameness.MERGED:
        return (_AGAIN, _WHY, _WORDS)
    return (_HOW, *((_CHECKED,) if found.opposed == "elsewhere" else ()), _WHY, _WORDS)


def _page(request: Request, found: Compared, typed: Typed, wrong: Mapping[str, str]) -> Response:
    return PAGES.render(
        request,
        "intake/side_by_side.html",
        status=422 if wrong else 200,
        found=found,
        fields=_fields(found),
        typed=typed,
        wrong=wrong,
        alike_by=ALIKE_BY,
        because=BECAUSE,
        names=request.app.state.access.accounts.names([found.decided_by] if found.decided_by else []),
        back=_ADDRESS,
    )


def _referrals(connection: Any, row: Any) -> list[list[str]]:
    """Where the two of a pair stand, as references."""
    return [
        list(dict.fromkeys(part.reference for part in people.parts_of(connection, [person_id])))
        for person_id in (row.one_id, row.other_id)
    ]
