"""One referral: what is missing on top, how to reach people safely, what was said and what happened."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.domain.commands import RecordMinutes
from services.intake.domain.telephones import is_usable
from services.intake.read_models import calls, evidence
from services.intake.read_models.referral_timeline import Standing, story
from services.intake.web.access import STAFF, check_may_know
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, typed_in
from services.intake.web.gaps import gaps
from services.intake.web.languages import LANGUAGES
from services.intake.web.pages.forms_sent import sent_form, whole_minutes
from services.intake.web.sayings import AFTER_DROPPED
from services.intake.web.together import LINKS, read_in, together
from services.intake.web.words import ACTIVITIES, CALL_BACKS, PAGES, ROUTES, SAFETY, STATUSES, WAYS, agency_then
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.handling import Command
from shared.kernel.identifiers import parse_reference
from shared.kernel.personal import Narrative
from shared.web.cookies import last_position, remember_position
from shared.web.guard import allow, context_of, principal_of

# Ends the address of a referral that is read in another, to see it as it was recorded all the same.
AS_RECORDED = "recorded"
PREFIX = "/intake/referrals/{reference}"
_WORDS: Mapping[str, Any] = {
    "usable": is_usable, "agency_then": agency_then,
    "vocabulary": VOCABULARY, "statuses": STATUSES, "ways": WAYS, "safety": SAFETY, "activities": ACTIVITIES,
    "routes": ROUTES, "languages": LANGUAGES, "next_steps": AFTER_DROPPED, "outcomes": CALL_BACKS,
}  # fmt: skip
_MINUTES = Field("_minutes", "number", "Minutes", "Whole minutes, such as 12.")
_ACTIVITY = Field("_activity", "pick", "Spent on", options=ACTIVITIES, look="Choose")
_ENTRIES = 50
_SPENT = (_MINUTES, _ACTIVITY)


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/{reference} and /minutes under it."""
    made = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name="intake:referral")
    def show(request: Request, reference: str, before: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> Response:
        found = found_for(desk, request, reference)
        known = found.submitted.reference
        desk.views.wait_for(last_position(request, "intake") or 0)
        leads_to = read_in(desk, known)
        if leads_to != known and request.query_params.get("as") != AS_RECORDED:
            return RedirectResponse(f"/intake/referrals/{leads_to}?merged={known}", 303)
        return _page(desk, request, found, {}, {}, before)

    @made.post("/minutes", name="intake:minutes")
    def minutes(request: Request, reference: str, form: form_sent) -> Response:
        found, typed = found_for(desk, request, reference), typed_in(_SPENT, form.multi_items())
        spent = whole_minutes(_MINUTES, typed)
        if not spent:
            return _page(desk, request, found, typed, {_MINUTES.name: "Give whole minutes in figures, such as 12."})
        activity = next((code for code in typed[_ACTIVITY.name] if code in ACTIVITIES), "other")
        known = found.submitted.reference
        command = RecordMinutes.model_validate(
            {"at": desk.clock(), "reference": known, "minutes": spent, "activity": activity}
        )
        return done(desk, request, known, command)

    return made


def found_for(desk: Desk, request: Request, reference: str) -> Standing:
    """The referral of that reference, as far as the reader may know of it; else NotFound."""
    known = parse_reference(reference)
    return check_may_know(principal_of(request), desk.standing(known) if known else None)


def _page(
    desk: Desk,
    request: Request,
    found: Standing,
    typed: Typed,
    wrong: Mapping[str, str],
    before: int | None = None,
) -> Response:
    desk.look(context_of(request), found, "referral")
    with desk.views.reading() as connection:
        entries = story(connection, found.submitted.reference, before, _ENTRIES + 1)
        files = evidence.count(connection, found.submitted.reference)
        ended = calls.of_referral(connection, found.submitted.reference)
    earlier, entries = (entries[1].position if len(entries) > _ENTRIES else None), entries[-_ENTRIES:]
    referral = desk.shown(found)
    names = request.app.state.access.accounts.names(entry.actor for entry in entries)
    return PAGES.render(
        request,
        "intake/referral.html",
        status=422 if wrong else 200,
        referral=referral,
        gaps=gaps(referral, desk.clock()),
        together=together(desk, referral["reference"], [person["person_id"] for person in referral["people"]]),
        links=LINKS,
        came_from=parse_reference(request.query_params.get("merged", "")),
        read_in=read_in(desk, referral["reference"]),
        place=desk.places.told(referral, besides=referral["reference"]),
        derived={each["name"]: each for each in referral["derived"]},
        story=[(entry, desk.sentence(entry, found)) for entry in reversed(entries)],
        earlier=earlier,
        later=before is not None,
        names=names,
        evidence=files,
        asked=_SPENT,
        ended=_as_read(desk, ended) if ended is not None else None,
        typed=typed,
        wrong=wrong,
        back="/intake/referrals",
        **_WORDS,
    )


def _as_read(desk: Desk, ended: Any) -> Mapping[str, Any]:
    """How the call ended, with the words that were read out."""
    row, fact = ended
    return {"row": row, "fact": fact, "said": desk.opener.open(fact.said, Narrative)}


def done(desk: Desk, request: Request, reference: str, command: Command) -> Response:
    """Do it and go back to the referral, which then shows it."""
    written = desk.dispatch(command, context_of(request))
    answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
    remember_position(request, answer, "intake", written.last_position)
    return answer
