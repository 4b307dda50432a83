"""Reads the JSON bodies of triage's calls, which hold answers of many names and are checked by the rules themselves."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from services.triage.domain.commands import CloseReason, OfferOutcome, OverrideCode
from shared.contracts.vocabulary import VOCABULARY
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.errors import Problem, field_errors, json_body

LONGEST_TEXT = 2_000
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "New for each thing you want done; the same key and body bring the same answer for 24 hours.",
}


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EvaluateBody(_Body):
    """A case to be judged without storing it. Every member but `kind` may be absent, which is unknown."""

    kind: str = Field(json_schema_extra={"enum": list(VOCABULARY.kinds)})
    category: str | None = Field(default=None, json_schema_extra={"enum": [*VOCABULARY.categories, None]})
    strands: tuple[str, ...] = Field(
        default=(), json_schema_extra={"items": {"type": "string", "enum": list(VOCABULARY.strands)}}
    )
    received_on: str | None = Field(
        default=None,
        description="YYYY-MM-DD; today in London if absent",
        json_schema_extra={"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
    )
    facts: dict[str, str | int | None] = Field(
        default={}, json_schema_extra={"propertyNames": {"enum": list(VOCABULARY.answers)}}
    )
    landlord_number: str | None = Field(
        default=None,
        max_length=20,
        description="the landlord's number in the regulator's register, or null; where it is given, `by_message` says "
        "whether details could go today to a mailbox that was made sure of",
    )


class OverrideBody(_Body):
    """A decision otherwise than the rules: which route, a coded reason, and words where the code needs them."""

    route: str
    code: OverrideCode
    text: str = Field(default="", max_length=LONGEST_TEXT)


class AnswersBody(_Body):
    """Answers by name, as in the referral document."""

    facts: dict[str, str | int | None]


class OfferBody(_Body):
    """What came of an offer of support, and to which victim; the first unless said."""

    outcome: OfferOutcome
    person_id: str | None = None


class CloseBody(_Body):
    """Why the case ends."""

    reason: CloseReason


async def json_members(request: Request) -> Mapping[str, Any]:
    """The members of a JSON object, otherwise unchecked. Problem 400 where it is no JSON, 415 of another type."""
    body = await json_body(request)
    try:
        found = from_json(body, allow_inf_nan=False)
    except ValueError:
        raise Problem(400, "malformed_json") from None
    if not isinstance(found, dict):
        raise InvalidInput([FieldError("", "wrong_type", "Send one JSON object.")])
    return found


async def facts_in(request: Request) -> Mapping[str, Any]:
    """The member `facts` of a body that has no other. Raises InvalidInput; the answers themselves are not looked at."""
    members = await json_members(request)
    errors = [FieldError("", "unknown_member", "Send facts and nothing else.")] if members.keys() - {"facts"} else []
    if not isinstance(members.get("facts"), dict):
        errors.append(FieldError("/facts", "missing", "The facts are an object of names and answers."))
    if errors:
        raise InvalidInput(errors)
    found: Mapping[str, Any] = members["facts"]
    return found


async def checked(request: Request, shape: type[Any]) -> Any:
    """The body as one of the shapes above. Raises InvalidInput with every error found."""
    try:
        return shape.model_validate(await json_members(request))
    except ValidationError as error:
        raise InvalidInput(field_errors(error.errors())) from None


def described(shape: type[BaseModel] | None, *, keyed: bool = True) -> dict[str, Any]:
    """How a body that is read by hand, and the key that goes with it, stand in the description of the API."""
    told: dict[str, Any] = {"parameters": [_KEY]} if keyed else {}
    if shape is not None:
        content = {"application/json": {"schema": shape.model_json_schema()}}
        told["requestBody"] = {"required": True, "content": content}
    return told
