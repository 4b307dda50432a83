"""A published event on the wire: a CloudEvents 1.0.2 envelope in structured JSON, and the way back.

Middleware may log attributes, so they hold ids and codes only; whatever is about a person stands in `data`, sealed.
The extensions for correlation, recorded time, classification and authentication context follow the texts on the
specification's main branch, since the released 1.0.2 does not have all of them.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.contracts.registry import classification, schema_uri
from shared.kernel.clock import parse_rfc3339, rfc3339
from shared.kernel.messages import Context, Message

CONTENT_TYPE = "application/cloudevents+json"
_DATA_TYPE = "application/json"
_SPECIFICATION = "1.0"

# A bigint has at most 19 digits; one more keeps the text sortable whatever a position may be.
_POSITION_DIGITS = 20

# The words of the authentication context extension for the roles that are no member of staff.
_PRINCIPALS: Mapping[str, str] = {"system": "system", "partner": "api_key", "resident": "unauthenticated"}
_STAFF = "app_user"

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")).encode


class MalformedEnvelope(ValueError):
    """These bytes are not a message of ours; says which attribute is wrong and never what it held."""


def to_json(message: Message, position: int | None = None) -> bytes:
    """The message as UTF-8 bytes. `position` is its place in the publisher's log; given, it becomes `sequence`.

    `data` must be plain JSON, as `model_dump(mode="json")` gives it.
    """
    attributes = _attributes(message) | _extensions(message)
    if position is not None:
        attributes["sequence"] = f"{position:0{_POSITION_DIGITS}d}"
    present = {name: value for name, value in attributes.items() if value}
    return _encode({**present, "data": dict(message.data)}).encode()


def from_json(body: bytes) -> Message:
    """The message in these bytes; attributes it does not know are ignored. Raises `MalformedEnvelope`."""
    envelope = _object(body)
    if envelope.get("specversion") != _SPECIFICATION:
        raise MalformedEnvelope("specversion is not 1.0")
    if envelope.get("datacontenttype", _DATA_TYPE) != _DATA_TYPE or not isinstance(envelope.get("data"), dict):
        raise MalformedEnvelope("data is not a JSON object")
    return Message(
        id=_text(envelope, "id"),
        type=_text(envelope, "type"),
        source=_text(envelope, "source"),
        subject=_text(envelope, "subject"),
        key=_text(envelope, "partitionkey"),
        time=_moment(envelope, "time"),
        recorded_at=_moment(envelope, "recordedtime"),
        context=_context(envelope),
        data=envelope["data"],
    )


def _attributes(message: Message) -> dict[str, str | None]:
    return {
        "specversion": _SPECIFICATION,
        "id": message.id,
        "source": message.source,
        "type": message.type,
        "subject": message.subject,
        "time": rfc3339(message.time),
        "datacontenttype": _DATA_TYPE,
        "dataschema": schema_uri(message.type),
    }


def _extensions(message: Message) -> dict[str, str | None]:
    context = message.context
    return {
        "recordedtime": rfc3339(message.recorded_at),
        "partitionkey": message.key,
        "dataclassification": classification(message.type),
        "correlationid": context.correlation_id,
        "causationid": context.causation_id,
        "authtype": _PRINCIPALS.get(context.role, _STAFF),
        "authid": context.actor,
        "actorrole": context.role,
        "origin": context.origin,
        "traceparent": context.trace_parent,
    }


def _context(envelope: Mapping[str, Any]) -> Context:
    return Context(
        actor=_optional_text(envelope, "authid") or "",
        role=_text(envelope, "actorrole"),
        correlation_id=_text(envelope, "correlationid"),
        causation_id=_optional_text(envelope, "causationid"),
        trace_parent=_optional_text(envelope, "traceparent"),
        origin=_text(envelope, "origin"),
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        envelope = json.loads(body.decode())
    except (ValueError, RecursionError):
        # The decoder's own message quotes what it read, so it goes no further.
        raise MalformedEnvelope("not JSON in UTF-8") from None
    if not isinstance(envelope, dict):
        raise MalformedEnvelope("not a JSON object")
    return envelope


def _text(envelope: Mapping[str, Any], name: str) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not value:
        raise MalformedEnvelope(f"{name} is missing or not text")
    return value


def _optional_text(envelope: Mapping[str, Any], name: str) -> str | None:
    return None if envelope.get(name) is None else _text(envelope, name)


def _moment(envelope: Mapping[str, Any], name: str) -> datetime:
    try:
        moment = parse_rfc3339(_text(envelope, name))
    except MalformedEnvelope:
        raise
    except ValueError:
        raise MalformedEnvelope(f"{name} is not an RFC 3339 time") from None
    if moment.tzinfo is None:
        raise MalformedEnvelope(f"{name} has no offset from UTC")
    return moment
