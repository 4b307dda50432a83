"""How the Open311 calls stand in the API's description: both formats of every answer, and the standard's own errors."""

from typing import Any

from shared.contracts.vocabulary import VOCABULARY

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_MAYBE_NUMBER = {"type": ["number", "null"]}
Responses = dict[int | str, dict[str, Any]]


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


def _texts(*names: str) -> dict[str, Any]:
    return _object(**dict.fromkeys(names, _TEXT))


def _both(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema is that of the JSON; the XML holds the same elements."""
    return {"application/json": {"schema": schema}, "text/xml": {"schema": {"type": "string"}}}


def _list(each: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": each}


_ERRORS = _both(_list(_object(code={"type": "integer"}, description=_TEXT)))
_SAYS = {
    400: "Something of what was sent cannot be taken; see description.",
    403: "The api_key is missing, opens nothing or is not for this.",
    404: "No such jurisdiction, service or request, or none that this key made.",
    415: "Send a form.",
    429: "This key has made as many requests as were agreed. Retry-After says when to come again.",
    503: "The service is busy. Try again in a moment.",
}


def _answers(said: dict[str, Any], status: int = 200) -> Responses:
    errors: Responses = {number: {"description": says, "content": _ERRORS} for number, says in _SAYS.items()}
    return {
        **errors,
        status: {"description": "Done", "content": _both(said)},
    }


_SERVICE = ("service_code", "metadata", "type", "keywords", "group", "service_name", "description")
_ATTRIBUTE = ("variable", "code", "datatype", "required", "datatype_description", "order", "description")
_ATTRIBUTE_SCHEMA = _object(**dict.fromkeys(_ATTRIBUTE, _TEXT), values=_list(_texts("key", "name")))
_REQUEST = _object(
    **dict.fromkeys(("service_request_id", "status", "status_notes", "service_name", "service_code"), _TEXT),
    **dict.fromkeys(("description", "requested_datetime", "updated_datetime", "address"), _TEXT),
    **dict.fromkeys(("expected_datetime", "media_url"), _MAYBE_TEXT),
    **dict.fromkeys(("lat", "long"), _MAYBE_NUMBER),
)

_ENDPOINT = _object(**dict.fromkeys(("specification", "url", "changeset", "type"), _TEXT), formats=_list(_TEXT))
DISCOVERY = _answers(_object(changeset=_TEXT, contact=_TEXT, key_service=_TEXT, endpoints=_list(_ENDPOINT)))
SERVICES = _answers(_list(_texts(*_SERVICE)))
DEFINITION = _answers(_object(service_code=_TEXT, attributes=_list(_ATTRIBUTE_SCHEMA)))
TAKEN = _answers(_list(_object(service_request_id=_TEXT, service_notice=_TEXT, account_id=_MAYBE_TEXT)), 201)
REQUEST = _answers(_list(_REQUEST))
TOKEN = _answers(_list(_texts("service_request_id", "token")))
NO_LIST = _answers(_list({"type": "object"}))

_FIELDS = (
    "api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string", "address_id", "email", "device_id",
    "account_id", "first_name", "last_name", "phone", "description", "media_url",
)  # fmt: skip
_NARROWER = {
    "service_code": {"type": "string", "enum": list(VOCABULARY.categories)},
    "lat": {"type": "number", "minimum": -90, "maximum": 90},
    "long": {"type": "number", "minimum": -180, "maximum": 180},
    "address_id": {"type": "string", "pattern": "^[0-9]{1,12}$"},
}
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["service_code"],
                    "properties": dict.fromkeys(_FIELDS, _TEXT) | _NARROWER,
                    "additionalProperties": _TEXT,
                    "description": "With lat and long, address_string or address_id; answers as attribute[code]=value.",
                }
            }
        },
    }
}
