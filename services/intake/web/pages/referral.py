"""One referral: what is missing on top, how to reach people safely, what was said, what happened; and adding to it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.document.changes import SafeContactDocument, read_change
from services.intake.domain.commands import ChangeSafeContact, RecordMinutes
from services.intake.read_models.referral_timeline import Standing, story
from services.intake.web.access import STAFF, check_may_know
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, by_field, confirmed, document_of, typed_in, written
from services.intake.web.gaps import gaps
from services.intake.web.pages.forms_sent import sent_form, whole_minutes
from services.intake.web.shown import referral_document
from services.intake.web.staff_questions import CONTACT
from services.intake.web.words import ACTIVITIES, PAGES, SAFETY, STATUSES, WAYS
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.handling import Command
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of, principal_of

_WORDS: Mapping[str, Any] = {
    "vocabulary": VOCABULARY, "statuses": STATUSES, "ways": WAYS, "safety": SAFETY, "activities": ACTIVITIES,
}  # fmt: skip
_MINUTES = Field("_minutes", "number", "Minutes", "Whole minutes, such as 12.")
_ACTIVITY = Field("_activity", "pick", "Spent on", options=ACTIVITIES, look="Choose")
_SPENT = (_MINUTES, _ACTIVITY)


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/{reference}, with /minutes and /contact/{person_id} under it."""
    made = APIRouter(
        prefix="/intake/referrals/{reference}", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)]
    )
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("", name="intake:referral")
    def show(request: Request, reference: str) -> Response:
        return _page(desk, request, _found(desk, request, reference), {}, {})

    @made.post("/minutes", name="intake:minutes")
    def minutes(request: Request, reference: str, form: form_sent) -> Response:
        found, typed = _found(desk, request, reference), typed_in(_SPENT, form.multi_items())
        spent = whole_minutes(_MINUTES, typed)
        if not spent:
            return _page(desk, request, found, typed, {_MINUTES.name: "Give whole minutes in figures, such as 12."})
        activity = next((code for code in typed[_ACTIVITY.name] if code in ACTIVITIES), "other")
        known = found.submitted.reference
        command = RecordMinutes.model_validate(
            {"at": desk.clock(), "reference": known, "minutes": spent, "activity": activity}
        )
        return _done(desk, request, known, command)

    @made.get("/contact/{person_id}", name="intake:contact")
    def contact(request: Request, reference: str, person_id: str) -> Response:
        found = _found(desk, request, reference)
        return _contact_page(desk, request, found, person_id, None, {})

    @made.post("/contact/{person_id}", name="intake:contact_changed")
    def contact_changed(request: Request, reference: str, person_id: str, form: form_sent) -> Response:
        found, typed = _found(desk, request, reference), typed_in(CONTACT, form.multi_items())
        document = confirmed(_with_other_times(found, person_id, document_of(CONTACT, typed)), desk.clock())
        try:
            said = read_change(SafeContactDocument, written(document), desk.clock)
        except InvalidInput as invalid:
            return _contact_page(desk, request, found, person_id, typed, by_field(invalid.errors, CONTACT, typed))
        known = found.submitted.reference
        command = ChangeSafeContact(
            at=desk.clock(), reference=known, person_id=person_id, safe_contact=said.safe_contact
        )
        return _done(desk, request, known, command)

    return made


def _found(desk: Desk, request: Request, reference: str) -> Standing:
    known = parse_reference(reference)
    return check_may_know(principal_of(request), desk.standing(known) if known else None)


def _page(desk: Desk, request: Request, found: Standing, typed: Typed, wrong: Mapping[str, str]) -> Response:
    desk.look(context_of(request), found, "referral")
    with desk.views.reading() as connection:
        entries = story(connection, found.submitted.reference)
    referral = referral_document(found, desk.opener)
    names = request.app.state.access.accounts.names(entry.actor for entry in entries)
    return PAGES.render(
        request,
        "intake/referral.html",
        status=422 if wrong else 200,
        referral=referral,
        gaps=gaps(referral, desk.clock()),
        story=[(entry, desk.sentence(entry, found)) for entry in reversed(entries)],
        names=names,
        asked=_SPENT,
        typed=typed,
        wrong=wrong,
        back="/intake/referrals",
        **_WORDS,
    )


def _contact_page(
    desk: Desk, request: Request, found: Standing, person_id: str, typed: Typed | None, wrong: Mapping[str, str]
) -> Response:
    """How one person may be reached. The codeword and the names stay unless others are given, and are not shown."""
    desk.look(context_of(request), found, "safe contact")
    referral = referral_document(found, desk.opener)
    people = [person for person in referral["people"] if person["person_id"] == person_id]
    if not people and person_id != found.submitted.account_of:
        raise NotFound
    contact = people[0]["safe_contact"] if people else referral["safe_contact"]
    return PAGES.render(
        request,
        "intake/contact.html",
        status=422 if wrong else 200,
        referral=referral,
        person=people[0] if people else None,
        person_id=person_id,
        fields=CONTACT,
        typed=_standing_contact(contact) if typed is None else typed,
        wrong=wrong,
        back=f"/intake/referrals/{referral['reference']}",
    )


def _standing_contact(contact: Mapping[str, Any] | None) -> Typed:
    if contact is None:
        return {}
    typed: dict[str, list[str]] = {}
    for way in WAYS:
        typed[f"safe_contact.{way}.safe"] = [contact[way]["safe"]]
        typed[f"safe_contact.{way}.times"] = ["\n".join(contact[way]["times"])]
    return typed | {"safe_contact.phone.voicemail": [contact["phone"]["voicemail"]]}


def _with_other_times(found: Standing, person_id: str, document: dict[str, Any]) -> dict[str, Any]:
    """The hours of ways whose hours the form does not ask for stay as they were."""
    said = document.get("safe_contact", {})
    before = found.safe_contacts.get(person_id)
    kept = {way: list(getattr(before, way).times) for way in WAYS if way != "phone"} if before is not None else {}
    return {"safe_contact": {**said, **{way: {**said.get(way, {}), "times": times} for way, times in kept.items()}}}


def _done(desk: Desk, request: Request, reference: str, command: Command) -> Response:
    done = desk.dispatch(command, context_of(request))
    answer = RedirectResponse(f"/intake/referrals/{reference}", 303)
    remember_position(request, answer, "intake", done.last_position)
    return answer
