"""Open311's request and the referral document: what was posted becomes one, and one is told as the other."""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from services.intake.read_models.referral_timeline import Standing
from services.intake.web.forms import written
from services.intake.web.open311.catalogue import asked, service_name
from services.intake.web.told import status_told
from shared.kernel.clock import rfc3339
from shared.kernel.personal import C, Narrative, Opener, Personal, Place, still_known
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.errors import Problem

NOTICE = "If somebody is in danger now, call 999. Nobody watches for new requests at night and at weekends."
_NO_CODE = "Give service_code: one of those that GET /open311/v2/services lists."
_NO_PLACE = "Say where: give lat and long, address_string or address_id."
_NO_SERVICE = "There is no service of this code. GET /open311/v2/services lists those there are."
_NO_ATTRIBUTE = "Give only attributes that the service's definition lists."
# Where a member of the document is wrong, what it was called in the form.
_FIELDS = {
    "/location/lat": "lat", "/location/long": "long", "/location/address": "address_string",
    "/location/uprn": "address_id", "/reporter/email": "email", "/reporter/phone": "phone",
    "/reporter/full_name": "first_name", "/description": "description",
}  # fmt: skip
_NOTES = {
    "signposted": "Passed to whoever deals with this.",
    "case_open": "Being dealt with.",
    "case_closed": "Dealt with.",
}
_CLOSED = ("signposted", "case_closed")
_RECEIVED = "Received."


def document_of(form: FormData) -> bytes:
    """The referral document of a posted request. Raises Problem 400 or 404 for what the standard itself asks for."""
    said = {name: text.strip() for name, text in form.items() if isinstance(text, str) and text.strip()}
    code = said.get("service_code")
    if code is None:
        raise Problem(400, "service_code_missing", _NO_CODE)
    if service_name(code) is None:
        raise Problem(404, "no_such_service", _NO_SERVICE)
    place = _place(said)
    if not place:
        raise Problem(400, "location_missing", _NO_PLACE)
    members = {"category": code, "location": place, "reporter": _reporter(said), "facts": _answers(code, said)}
    kept = {name: value for name, value in members.items() if value}
    return written({"kind": "asb", "channel": "partner", "description": _account(said), **kept})


# Where a form means something else than a document does: it has no quotation marks, and nothing in it is null.
_SAYS = {"not_a_number": "Give a number, such as 51.42, or leave this out."}


def in_the_forms_words(invalid: InvalidInput) -> Problem:
    """What is wrong with the document, by the names of the form's fields."""
    errors = [
        FieldError(
            _FIELDS.get(error.pointer) or _attribute(error.pointer), error.code, _SAYS.get(error.code, error.message)
        )
        for error in invalid.errors
    ]
    return Problem(400, "invalid_input", errors=errors)


def request_of(found: Standing, opener: Opener, noted_at: str | None) -> dict[str, Any]:
    """The request as the key that made it may read it: what it sent of the matter, and a plain state.

    Never a name, a way to reach anybody or a case: a request's page in another system is read by whoever may.
    """
    submitted, place = found.submitted, found.submitted.location
    route = found.outcome.route if found.outcome else None
    status = status_told(found.outcome.status, route) if found.outcome else ""
    received_at = rfc3339(submitted.received_at)
    lat, _, long = _open(opener, place.point, Place).partition(",")
    return {
        "service_request_id": submitted.reference,
        "status": "closed" if status in _CLOSED else "open",
        "status_notes": _NOTES.get(status, _RECEIVED),
        "service_name": service_name(submitted.category or "") or "",
        "service_code": submitted.category or "",
        "description": _open(opener, submitted.description, Narrative),
        "agency_responsible": "",
        "service_notice": NOTICE,
        "requested_datetime": received_at,
        # When it was noted is told only where that says no more than the state does.
        "updated_datetime": noted_at if status in _NOTES and noted_at else received_at,
        "expected_datetime": None,
        "address": _open(opener, place.address, Place),
        "address_id": _open(opener, place.uprn, Place),
        "zipcode": _open(opener, place.postcode, Place),
        "lat": _degrees(lat),
        "long": _degrees(long),
        "media_url": None,
    }


def _place(said: Mapping[str, str]) -> dict[str, Any]:
    place: dict[str, Any] = {}
    for name in ("lat", "long"):
        if name in said:
            place[name] = _number(said[name])
    for name, member in (("address_string", "address"), ("address_id", "uprn")):
        if name in said:
            place[member] = said[name]
    return place


def _number(text: str) -> float | str:
    """A number, or what was sent in its place, which the document refuses."""
    try:
        return float(text)
    except ValueError:
        return text


def _reporter(said: Mapping[str, str]) -> dict[str, str]:
    name = " ".join(said[part] for part in ("first_name", "last_name") if part in said)
    return {
        member: text
        for member, text in (("full_name", name), ("phone", said.get("phone")), ("email", said.get("email")))
        if text
    }


def _account(said: Mapping[str, str]) -> str | None:
    """In the reporter's words. A link to a picture stands below them: we fetch nothing from an address we were sent."""
    parts = [said.get("description", ""), f"media_url: {said['media_url']}" if "media_url" in said else ""]
    return "\n\n".join(part for part in parts if part) or None


def _answers(code: str, said: Mapping[str, str]) -> dict[str, str]:
    given = {name[10:-1]: text for name, text in said.items() if name.startswith("attribute[") and name.endswith("]")}
    if not given.keys() <= set(asked(code)):
        raise Problem(400, "no_such_attribute", _NO_ATTRIBUTE)
    return given


def _attribute(pointer: str) -> str:
    return f"attribute[{pointer.removeprefix('/facts/')}]" if pointer.startswith("/facts/") else pointer


def _open(opener: Opener, value: Personal[C] | None, data_class: type[C]) -> str:
    return "" if value is None else still_known(opener, value, data_class) or ""


def _degrees(text: str) -> float | None:
    return float(text) if text else None
