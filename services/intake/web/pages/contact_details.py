"""What reaches one person now: another telephone, e-mail or address, which is not safe until she is asked."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.intake.document.changes import DetailsDocument, read_change
from services.intake.domain.commands import ChangeContactDetails
from services.intake.domain.given import GivenDetails
from services.intake.domain.restricted import hide_address
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.forms import Field, Typed, by_field, document_of, telephones_wrong, typed_in, written
from services.intake.web.pages.forms_sent import sent_form
from services.intake.web.pages.referral import PREFIX, found_for
from services.intake.web.words import PAGES
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.cookies import remember_position
from shared.web.guard import allow, context_of

_NONE_NOW = {"phone": "Telephone", "email": "E-mail", "address": "Postal address"}
FIELDS = (
    Field("phone", "line", "New telephone number", "Left empty, the one we have stays.", look="tel"),
    Field("email", "line", "New e-mail address", "Left empty, the one we have stays.", look="email"),
    Field("address", "words", "New postal address", "Left empty, the one we have stays.", look="3"),
    Field("_none", "codes", "Which do they no longer have at all?", options=_NONE_NOW, look="small"),
)
_NOTHING = "Give what has changed."
_BOTH = "Give the new one, or say that there is none, not both."


def router(desk: Desk) -> APIRouter:
    """The routes /intake/referrals/{reference}/details/{person_id}."""
    made = APIRouter(prefix=f"{PREFIX}/details", include_in_schema=False, dependencies=[allow(*STAFF, hide=True)])
    form_sent = Annotated[FormData, Depends(sent_form)]

    @made.get("/{person_id}", name="intake:details")
    def ask(request: Request, reference: str, person_id: str) -> Response:
        return _page(desk, request, found_for(desk, request, reference), person_id, {}, {})

    @made.post("/{person_id}", name="intake:details_changed")
    def change(request: Request, reference: str, person_id: str, form: form_sent) -> Response:
        found, typed = found_for(desk, request, reference), typed_in(FIELDS, form.multi_items())
        _person(desk, found, person_id)
        given, wrong = _read(desk, typed)
        if wrong or given is None:
            return _page(desk, request, found, person_id, typed, wrong)
        known = found.submitted.reference
        command = ChangeContactDetails(at=desk.clock(), reference=known, person_id=person_id, given=given)
        done = desk.dispatch(command, context_of(request))
        # What is new is not safe yet: that is asked next.
        answer = RedirectResponse(f"/intake/referrals/{known}/contact/{person_id}", 303)
        remember_position(request, answer, "intake", done.last_position)
        return answer

    return made


def _read(desk: Desk, typed: Typed) -> tuple[GivenDetails | None, dict[str, str]]:
    document = document_of(FIELDS, typed)
    gone = [name for name in typed["_none"] if name in _NONE_NOW]
    wrong = {name: _BOTH for name in gone if name in document} | telephones_wrong(FIELDS, typed)
    if not document and not gone:
        wrong["phone"] = _NOTHING
    try:
        said = read_change(DetailsDocument, written(document | dict.fromkeys(gone)), desk.clock)
    except InvalidInput as invalid:
        return None, wrong | by_field(invalid.errors, FIELDS, typed)
    address = hide_address(said.address, desk.hidden.now())
    values = {"phone": said.phone, "email": said.email, "address": address}
    return GivenDetails.model_construct(set(said.model_fields_set), **values), wrong


def _person(desk: Desk, found: Standing, person_id: str) -> Mapping[str, Any]:
    people = desk.shown(found)["people"]
    person: Mapping[str, Any] | None = next((each for each in people if each["person_id"] == person_id), None)
    if person is None:
        raise NotFound
    return person


def _page(
    desk: Desk, request: Request, found: Standing, person_id: str, typed: Typed, wrong: Mapping[str, str]
) -> Response:
    person = _person(desk, found, person_id)
    desk.look(context_of(request), found, "contact details")
    return PAGES.render(
        request,
        "intake/contact_details.html",
        status=422 if wrong else 200,
        reference=found.submitted.reference,
        person=person,
        fields=FIELDS,
        typed=typed,
        wrong=wrong,
        back=f"/intake/referrals/{found.submitted.reference}",
    )
