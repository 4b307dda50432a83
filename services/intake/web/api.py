"""The API's hot path: a referral comes in. Awaited all the way, and no model between the bytes and the document."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.intake.document.reading import MOST_BYTES, referral_schema
from services.intake.domain.commands import SubmitReferral
from services.intake.web.access import MAY_SUBMIT, believes_agency, referrer_of
from services.intake.web.desk import Desk
from shared.kernel.refusals import InvalidInput
from shared.web.errors import Problem, json_body
from shared.web.guard import Principal, allow, allow_anyone, context_of, principal_of
from shared.web.idempotency import keyed

SCHEMA_JSON = "application/schema+json"
_KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "New for each thing you want done; the same key and body bring the same answer for 24 hours.",
}
_TAKEN = {
    "type": "object",
    "required": ["reference", "referral_id", "position"],
    "properties": {
        "reference": {"type": "string"},
        "referral_id": {"type": "string"},
        "position": {"type": "string", "description": "where it stands in intake's log, in digits"},
    },
}


def described(schema: dict[str, Any], answer: dict[str, Any], status: str = "200") -> dict[str, Any]:
    """What the API's description says about a call that takes and gives JSON by hand."""
    return {
        "parameters": [_KEY_HEADER],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {status: {"description": "Done", "content": {"application/json": {"schema": answer}}}},
    }


def router(desk: Desk) -> APIRouter:
    """The routes POST /intake/api/referrals and GET /intake/api/schemas/referral."""
    made = APIRouter(tags=["intake"])
    schema = referral_schema()
    schema_text = json.dumps(schema, ensure_ascii=False).encode()

    @made.post(
        "/intake/api/referrals",
        name="intake:api_submit",
        status_code=201,
        response_class=Response,
        openapi_extra=described(schema, _TAKEN, "201"),
        dependencies=[allow(*MAY_SUBMIT)],
    )
    async def submit(request: Request) -> Response:
        """Take in a referral."""
        body = await document_body(request)
        async with keyed(request) as once:
            who = principal_of(request)
            command = await read(desk, body, who)
            taken, done = await desk.submit_later(
                command, context_of(request), lambda command: once.receipt(_answer(command))
            )
        answer = done.repeated.answer if done.repeated else _answer(taken)
        return Response(with_position(answer, done.last_position), 201, media_type="application/json")

    @made.get(
        "/intake/api/schemas/referral",
        name="intake:api_schema",
        response_class=Response,
        dependencies=[allow_anyone("whoever sends documents may know their form")],
    )
    async def document_schema() -> Response:
        """The JSON Schema (2020-12) of the referral document."""
        return Response(schema_text, media_type=SCHEMA_JSON)

    return made


async def document_body(request: Request) -> bytes:
    """The bytes of a document that is not too large; Problem 413, or 415 for another media type."""
    body = await json_body(request)
    if len(body) > MOST_BYTES:
        raise Problem(413, "too_large", f"Send {MOST_BYTES // 1024} KiB at most.")
    return body


async def read(desk: Desk, body: bytes, who: Principal) -> SubmitReferral:
    """The command for a document; what is not JSON at all is Problem 400, what is wrong with it InvalidInput."""
    try:
        return await desk.reception.command_later(
            body, who.agency, believes_agency=believes_agency(who), referrer=referrer_of(who)
        )
    except InvalidInput as invalid:
        raise as_problem(invalid) from None


def as_problem(invalid: InvalidInput) -> Exception:
    """What cannot be read as JSON at all is answered as everywhere else, with 400."""
    if [(error.pointer, error.code) for error in invalid.errors] == [("", "not_json")]:
        return Problem(400, "malformed_json", errors=invalid.errors)
    return invalid


def with_position(answer: bytes, position: int) -> bytes:
    """A stored answer with the position it is told with: null where nothing was written, since all was as wanted."""
    told = b'"%d"' % position if position else b"null"
    return answer[:-1] + b', "position": ' + told + b"}"


def _answer(command: SubmitReferral) -> bytes:
    # Both are of our own making: letters, digits and dashes.
    return f'{{"reference": "{command.reference}", "referral_id": "{command.referral_id}"}}'.encode()
