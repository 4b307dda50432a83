"""How one person may be reached: asked anew, and saved as confirmed just now."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.intake.document.changes import SafeContactDocument, read_change
from services.intake.domain.commands import ChangeSafeContact
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.forms import Typed, by_field, confirmed, document_of, typed_in, written
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.referral import PREFIX, done, found_for
from services.intake.web.staff_questions import CONTACT
from services.intake.web.words import PAGES, WAYS
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.guard import allow, context_of


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/{reference}/contact/{person_id}."""
    made = APIRouter(prefix=PREFIX, include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/contact/{person_id}", name="intake:contact")
    def contact(request: Request, reference: str, person_id: str) -> Response:
        found = found_for(desk, request, reference)
        return _contact_page(desk, request, found, person_id, None, {})

    @made.post("/contact/{person_id}", name="intake:contact_changed")
    def contact_changed(request: Request, reference: str, person_id: str, form: form_sent) -> Response:
        found, typed = found_for(desk, request, reference), typed_in(CONTACT, form.multi_items())
        document = confirmed(_with_other_times(found, person_id, document_of(CONTACT, typed)), desk.clock())
        try:
            said = read_change(SafeContactDocument, written(document), desk.clock)
        except InvalidInput as invalid:
            return _contact_page(desk, request, found, person_id, typed, by_field(invalid.errors, CONTACT, typed))
        known = found.submitted.reference
        command = ChangeSafeContact(
            at=desk.clock(), reference=known, person_id=person_id, safe_contact=said.safe_contact
        )
        return done(desk, request, known, command)

    return made


def _contact_page(
    desk: Desk, request: Request, found: Standing, person_id: str, typed: Typed | None, wrong: Mapping[str, str]
) -> Response:
    """How one person may be reached. The codeword and the names stay unless others are given, and are not shown."""
    desk.look(context_of(request), found, "safe contact")
    referral = desk.shown(found)
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
