"""Somebody in a referral is not the person she was recognised as: she goes by an id of her own there."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.domain.record_commands import SplitPersonOff, TellPeopleApart
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, typed_in
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.referral import PREFIX, done, found_for
from services.intake.web.together import together
from services.intake.web.words import PAGES
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, context_of

BECAUSE = {
    "relatives": "A relative of the same name",
    "shared_contact": "They share a telephone or an e-mail address",
    "told_us": "Somebody told us",
    "other": "Another reason, given below",
}
_WHY = Field("_because", "pick", "Why?", options=BECAUSE, look="Choose")
_WORDS = Field("_words", "words", "In your own words", "Kept sealed. Needed where you chose “Another reason”.")
_FIELDS = (_WHY, _WORDS)


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/{reference}/people/{person_id}/split."""
    made = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/people/{person_id}/split", name="intake:split")
    def show(request: Request, reference: str, person_id: str) -> Response:
        return _page(desk, request, found_for(desk, request, reference), person_id, {}, {})

    @made.post("/people/{person_id}/split", name="intake:split_off")
    def split(request: Request, reference: str, person_id: str, form: form_sent) -> Response:
        found, typed = found_for(desk, request, reference), typed_in(_FIELDS, form.multi_items())
        wrong = _wrong(typed)
        if wrong:
            return _page(desk, request, found, person_id, typed, wrong)
        said: dict[str, Any] = {"because": typed[_WHY.name][0], "words": next(iter(typed[_WORDS.name]), None)}
        split_id = new_id()
        desk.keys.mint(split_id)
        desk.keys.flush()
        known = found.submitted.reference
        off = SplitPersonOff(at=desk.clock(), reference=known, person_id=person_id, split_id=split_id, **said)
        desk.dispatch(off, context_of(request))
        # The two look alike, or she would not have been taken for the other: nobody need decide that again.
        apart = TellPeopleApart(
            at=desk.clock(),
            one_id=person_id,
            other_id=split_id,
            because=said["because"],
            referral_ids=(found.submitted.referral_id,),
        )
        return done(desk, request, known, apart)

    return made


def _wrong(typed: Typed) -> dict[str, str]:
    because, words = next(iter(typed[_WHY.name]), ""), next(iter(typed[_WORDS.name]), "")
    if because not in BECAUSE:
        return {_WHY.name: "Choose a reason."}
    if because == "other" and not words:
        return {_WORDS.name: "Say why in your own words, or choose a reason."}
    return {_WORDS.name: "Shorten this to 2,000 characters at most."} if len(words) > 2_000 else {}


def _page(
    desk: Desk, request: Request, found: Standing, person_id: str, typed: Typed, wrong: Mapping[str, str]
) -> Response:
    desk.look(context_of(request), found, "whether somebody was recognised rightly")
    reference = found.submitted.reference
    person = next((each for each in desk.shown(found)["people"] if each["person_id"] == person_id), None)
    elsewhere = together(desk, reference, [person_id]).also_in.get(person_id, ())
    if person is None or not elsewhere:
        raise NotFound
    return PAGES.render(
        request,
        "intake/split.html",
        status=422 if wrong else 200,
        reference=reference,
        person=person,
        elsewhere=elsewhere,
        fields=_FIELDS,
        typed=typed,
        wrong=wrong,
        back=f"/intake/referrals/{reference}",
    )
