"""The calls that add to a referral: how somebody may be reached now, and the minutes spent on it."""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from services.intake.document.changes import DetailsDocument, MinutesDocument, SafeContactDocument, read_change
from services.intake.domain.commands import ChangeContactDetails, ChangeSafeContact, RecordMinutes
from services.intake.domain.given import GivenDetails
from services.intake.domain.restricted import CodeOf, hide_address
from services.intake.web.access import STAFF, check_may_know
from services.intake.web.api import as_problem, described, document_body, with_position
from services.intake.web.desk import Desk
from shared.kernel.handling import Command
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import InvalidInput, NotFound
from shared.web.guard import allow, context_of, principal_of
from shared.web.idempotency import keyed

_POSITION = {"type": ["string", "null"], "description": "in intake's log, in digits; null where it already was so"}

# With an id of its own, so that what it refers to is looked for in itself.
_SAFE_CONTACT_SCHEMA = {"$id": "urn:waymark:intake:safe-contact", **SafeContactDocument.model_json_schema()}
_DETAILS_SCHEMA = {"$id": "urn:waymark:intake:contact-details", **DetailsDocument.model_json_schema()}


def router(desk: Desk) -> APIRouter:
    """The routes POST /intake/api/referrals/{reference}/safe-contact, /contact-details and /minutes."""
    made = APIRouter(prefix="/intake/api/referrals/{reference}", tags=["intake"], dependencies=[allow(*STAFF)])

    @made.post(
        "/safe-contact",
        name="intake:api_safe_contact",
        response_class=Response,
        openapi_extra=described(_SAFE_CONTACT_SCHEMA, _answer_of("person_id")),
    )
    async def safe_contact(request: Request, reference: str) -> Response:
        """Say anew how somebody may be reached; this replaces what was said before, but for the codeword and names."""
        known, body = _known(reference), await document_body(request)
        said = _read(desk, SafeContactDocument, body)
        person_id = said.person_id or await _account_of(desk, request, known)
        command = ChangeSafeContact(
            at=desk.clock(), reference=known, person_id=person_id, safe_contact=said.safe_contact
        )
        return await _done(desk, request, command, {"reference": known, "person_id": person_id})

    _add_details(made, desk)

    @made.post(
        "/minutes",
        name="intake:api_minutes",
        response_class=Response,
        openapi_extra=described(MinutesDocument.model_json_schema(), _answer_of()),
    )
    async def minutes(request: Request, reference: str) -> Response:
        """Record whole minutes spent on a referral."""
        known, body = _known(reference), await document_body(request)
        said = _read(desk, MinutesDocument, body)
        command = RecordMinutes(at=desk.clock(), reference=known, minutes=said.minutes, activity=said.activity)
        return await _done(desk, request, command, {"reference": known})

    return made


def _add_details(made: APIRouter, desk: Desk) -> None:
    @made.post(
        "/contact-details",
        name="intake:api_contact_details",
        response_class=Response,
        openapi_extra=described(_DETAILS_SCHEMA, _answer_of("person_id")),
    )
    async def contact_details(request: Request, reference: str) -> Response:
        """Say what reaches somebody now; nothing is sent there until it is known to be safe."""
        known, body = _known(reference), await document_body(request)
        said = _read(desk, DetailsDocument, body)
        person_id = said.person_id or await _account_of(desk, request, known)
        code_of = await run_in_threadpool(desk.hidden.now)
        given = GivenDetails.model_construct(said.model_fields_set - {"person_id"}, **_details(said, code_of))
        command = ChangeContactDetails(at=desk.clock(), reference=known, person_id=person_id, given=given)
        return await _done(desk, request, command, {"reference": known, "person_id": person_id})


def _details(said: DetailsDocument, code_of: CodeOf) -> dict[str, str | None]:
    return {"phone": said.phone, "email": said.email, "address": hide_address(said.address, code_of)}


async def _account_of(desk: Desk, request: Request, reference: str) -> str:
    found = check_may_know(principal_of(request), await desk.standing_later(reference))
    return found.submitted.account_of


async def _done(desk: Desk, request: Request, command: Command, told: dict[str, str]) -> Response:
    answer = json.dumps(told).encode()
    async with keyed(request) as once:
        done = await desk.dispatch.later(command, context_of(request), once.receipt(answer))
    stored = done.repeated.answer if done.repeated else answer
    return Response(with_position(stored, done.last_position), media_type="application/json")


def _read(desk: Desk, shape: type[Any], body: bytes) -> Any:
    try:
        return read_change(shape, body, desk.clock)
    except InvalidInput as invalid:
        raise as_problem(invalid) from None


def _known(reference: str) -> str:
    known = parse_reference(reference)
    if known is None:
        raise NotFound
    return known


def _answer_of(*names: str) -> dict[str, Any]:
    members: Sequence[str] = ("reference", *names, "position")
    return {"type": "object", "properties": {name: {"type": "string"} for name in members} | {"position": _POSITION}}
