"""Which referrals belong together with one: linked, read in one another, told apart, and all of it undone."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.domain.record_commands import (
    DecideAboutReferrals,
    LinkReferrals,
    MergeReferral,
    TellReferralsApart,
    UnlinkReferrals,
    UnmergeReferral,
)
from services.intake.domain.refusals import OneReferral
from services.intake.read_models import sameness
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.access import STAFF, check_may_know
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, typed_in
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.referral import PREFIX, done, found_for
from services.intake.web.together import LINKS, read_in, together
from services.intake.web.words import PAGES
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import NotFound, Refusal
from shared.web.guard import allow, context_of, principal_of

_MERGE, _APART, _UNLINK, _UNMERGE = "one_report", "two_reports", "unlink", "unmerge"
BECAUSE = {
    "same_place_time": "Same place and time",
    "same_words": "The same words, sent twice",
    "told_us": "Somebody told us",
    "mistake": "It was a mistake",
    "another_matter": "It is another matter",
    "other": "Another reason, given below",
}
_OTHER = Field("_other", "line", "Reference of the other referral", "Such as WM-7K3F-Q.", look="govuk-input--width-10")
_HOW = Field(
    "_how", "choice", "How do the two belong together?",
    options={
        "same_incident": "They tell of one incident, each from their own side",
        "same_trouble": "The same trouble again",
        _MERGE: "One report told twice: read this one in the other",
        _APART: "They do not: two reports that only look alike",
        _UNLINK: "They were linked: undo the link",
        _UNMERGE: "They were one report: take this one out of the other again",
    },
)  # fmt: skip
_WHY = Field("_because", "pick", "Why?", options=BECAUSE, look="Choose")
_WORDS = Field("_words", "words", "In your own words", "Kept sealed. Needed where you chose “Another reason”.")
_FIELDS = (_OTHER, _HOW, _WHY, _WORDS)
_KINDS: Mapping[str, type[DecideAboutReferrals]] = {
    **dict.fromkeys(LINKS, LinkReferrals),
    _MERGE: MergeReferral,
    _APART: TellReferralsApart,
    _UNLINK: UnlinkReferrals,
    _UNMERGE: UnmergeReferral,
}


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/{reference}/together."""
    made = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/together", name="intake:together")
    def show(request: Request, reference: str) -> Response:
        return _page(desk, request, found_for(desk, request, reference), {}, {})

    @made.post("/together", name="intake:together_decided")
    def decide(request: Request, reference: str, form: form_sent) -> Response:
        found, typed = found_for(desk, request, reference), typed_in(_FIELDS, form.multi_items())
        other = _other(desk, request, typed)
        wrong = _wrong(typed, other)
        if wrong or other is None:
            return _page(desk, request, found, typed, wrong)
        try:
            return done(desk, request, found.submitted.reference, _command(desk, found, other, typed))
        except Refusal as refused:
            place = _OTHER if isinstance(refused, OneReferral) else _HOW
            return _page(desk, request, found, typed, {place.name: refused.says})

    return made


def _other(desk: Desk, request: Request, typed: Typed) -> Standing | None:
    """The other referral, as far as the officer may know of it."""
    known = parse_reference(next(iter(typed[_OTHER.name]), ""))
    try:
        return check_may_know(principal_of(request), desk.standing(known) if known else None)
    except NotFound:
        return None


def _command(desk: Desk, found: Standing, other: Standing, typed: Typed) -> DecideAboutReferrals:
    this, that, how = found.submitted, other.submitted, typed[_HOW.name][0]
    said: dict[str, Any] = {
        "at": desk.clock(),
        "reference": this.reference,
        "words_under": this.account_of,
        "referral_ids": tuple(sorted({this.referral_id, that.referral_id})),
        "because": typed[_WHY.name][0],
        "words": next(iter(typed[_WORDS.name]), None),
    }
    if how in (_MERGE, _UNMERGE):
        said["into_reference"] = that.reference
    else:
        said["other_reference"] = that.reference
    if how == _MERGE:
        desk.views.wait_for(desk.head())
        said["leads_back"] = read_in(desk, that.reference) == this.reference
    if how in LINKS:
        said["link"] = how
    return _KINDS[how].model_validate(said)


def _wrong(typed: Typed, other: Standing | None) -> dict[str, str]:
    because, words = next(iter(typed[_WHY.name]), ""), next(iter(typed[_WORDS.name]), "")
    wrong = {}
    if other is None:
        wrong[_OTHER.name] = "Give the reference of another referral, such as WM-7K3F-Q."
    if next(iter(typed[_HOW.name]), "") not in _KINDS:
        wrong[_HOW.name] = "Choose one."
    if because not in BECAUSE:
        wrong[_WHY.name] = "Choose a reason."
    elif because == "other" and not words:
        wrong[_WORDS.name] = "Say why in your own words, or choose a reason."
    if len(words) > 2_000:
        wrong[_WORDS.name] = "Shorten this to 2,000 characters at most."
    return wrong


def _page(desk: Desk, request: Request, found: Standing, typed: Typed, wrong: Mapping[str, str]) -> Response:
    desk.look(context_of(request), found, "what belongs together")
    reference = found.submitted.reference
    belongs = together(desk, reference, ())
    return PAGES.render(
        request,
        "intake/together.html",
        status=422 if wrong else 200,
        reference=reference,
        together=belongs,
        links=LINKS,
        because=BECAUSE,
        merged=sameness.MERGED,
        names=request.app.state.access.accounts.names(each.decided_by for each in belongs.related),
        fields=_FIELDS,
        typed=typed,
        wrong=wrong,
        back=f"/intake/referrals/{reference}",
    )
