"""The calls that add evidence to a referral, and that say what may be done with it."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from services.intake.application.ports import Held
from services.intake.document.changes import ConsentDocument, EvidenceDocument, read_change
from services.intake.domain.commands import ChangeEvidenceConsent
from services.intake.domain.refusals import FileNotTaken
from services.intake.read_models.referral_timeline import Standing
from services.intake.web.access import MAY_SUBMIT, STAFF, sees_only_own
from services.intake.web.adding import Road, command_of
from services.intake.web.api import as_problem, described, document_body, with_position
from services.intake.web.desk import Desk
from services.intake.web.evidence_reading_api import found_by_program
from services.intake.web.files_sent import FILE, MOST_SENT, Came, files_sent, status_of
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.body_limit import takes_files
from shared.web.errors import Problem
from shared.web.guard import allow, context_of, principal_of
from shared.web.idempotency import keyed, must_have_key

_ABOUT = "about"
_TEXT = {"type": "string"}
_ADDED = {
    "type": "object",
    "required": ["evidence_id", "kind", "media_type", "size", "cleaned", "position"],
    "properties": {
        "evidence_id": _TEXT,
        "kind": {"enum": ["photo", "recording", "document"]},
        "media_type": {**_TEXT, "description": "as told from the bytes; what was declared counts for nothing"},
        "size": {"type": "integer", "description": "in bytes, as it is kept"},
        "cleaned": {
            "enum": ["removed", "none", "kept"],
            "description": "what became of what the device wrote into the file: taken out, nothing there, still there",
        },
        "position": {"type": ["string", "null"]},
    },
}
_ABOUT_SCHEMA = EvidenceDocument.model_json_schema()
_CONSENT_SCHEMA = {"$id": "urn:waymark:intake:consent", **ConsentDocument.model_json_schema()}
_FORM: dict[str, Any] = {
    "type": "object",
    "required": [FILE],
    "properties": {
        FILE: {"type": "string", "format": "binary"},
        _ABOUT: {
            **_TEXT,
            "description": "JSON: what it shows, when it was made, what it is held for, what was agreed",
            "contentMediaType": "application/json",
            "contentSchema": _ABOUT_SCHEMA,
        },
    },
}


def router(desk: Desk) -> APIRouter:
    """The routes POST /intake/api/referrals/{reference}/evidence and /{evidence_id}/consent under it."""
    made = APIRouter(prefix="/intake/api/referrals/{reference}/evidence", tags=["intake"])
    described_form = described({}, _ADDED, "201")
    described_form["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}

    @made.post(
        "",
        name="intake:api_add_evidence",
        status_code=201,
        response_class=Response,
        openapi_extra=described_form,
        dependencies=[allow(*MAY_SUBMIT, hide=True)],
    )
    @takes_files(up_to=MOST_SENT)
    async def add(request: Request, reference: str) -> Response:
        """Add one file to a referral, sealed as it comes; what a device wrote into it is taken out where it can be."""
        must_have_key(request)
        found = await run_in_threadpool(found_by_program, desk, request, reference)
        came = await files_sent(request, desk.evidence, found.submitted.reference, found.submitted.account_of)
        return await _added(desk, request, found, came)

    @made.post(
        "/{evidence_id}/consent",
        name="intake:api_evidence_consent",
        response_class=Response,
        openapi_extra=described(_CONSENT_SCHEMA, {"type": "object"}),
        dependencies=[allow(*STAFF, hide=True)],
    )
    async def consent(request: Request, reference: str, evidence_id: str) -> Response:
        """Say anew what may be done with a piece; consent taken back takes the piece back."""
        body = await document_body(request)
        found = await run_in_threadpool(found_by_program, desk, request, reference)
        return await _consent(desk, request, found, evidence_id, body)

    return made


async def _consent(desk: Desk, request: Request, found: Standing, evidence_id: str, body: bytes) -> Response:
    try:
        said = read_change(ConsentDocument, body, desk.clock)
    except InvalidInput as invalid:
        raise as_problem(invalid) from None
    submitted = found.submitted
    command = ChangeEvidenceConsent(
        at=desk.clock(),
        referral_id=submitted.referral_id,
        reference=submitted.reference,
        evidence_id=evidence_id,
        consent=said.consent,
    )
    answer = json.dumps({"evidence_id": evidence_id}).encode()
    async with keyed(request, body) as once:
        done = await desk.dispatch.later(command, context_of(request), once.receipt(answer))
    return Response(with_position(answer, done.last_position), media_type="application/json")


async def _added(desk: Desk, request: Request, found: Standing, came: Came) -> Response:
    told = (came.typed.get(_ABOUT) or ["{}"])[0].encode()
    try:
        held = _one_file(came)
        command = command_of(desk, found, held, _read(desk, told), _road(request))
        async with keyed(request, b"|".join((*came.digests, told))) as once:
            done = await desk.dispatch.later(command, context_of(request), once.receipt(_answer(held)))
    except BaseException as failure:
        await run_in_threadpool(_throw_away, desk, came)
        if isinstance(failure, FileNotTaken):
            raise _problem(failure) from None
        raise
    if done.repeated is not None:
        await run_in_threadpool(_throw_away, desk, came)
    answer = done.repeated.answer if done.repeated else _answer(held)
    return Response(with_position(answer, done.last_position), 201, media_type="application/json")


def _one_file(came: Came) -> Held:
    for _, refusal in came.refused:
        raise refusal
    if len(came.files) != 1:
        code, says = ("required", "Send one file.") if not came.files else ("too_many", "Send one file at a time.")
        raise InvalidInput([FieldError(f"/{FILE}", code, says)])
    return came.files[0]


def _read(desk: Desk, told: bytes) -> EvidenceDocument:
    try:
        return read_change(EvidenceDocument, told, desk.clock)
    except InvalidInput as invalid:
        errors = [FieldError(f"/{_ABOUT}{error.pointer}", error.code, error.message) for error in invalid.errors]
        raise InvalidInput(errors) from None


def _road(request: Request) -> Road:
    return "partner" if sees_only_own(principal_of(request)) else "staff"


def _problem(refusal: FileNotTaken) -> Problem:
    error = FieldError(f"/{FILE}", refusal.why, refusal.says)
    return Problem(status_of([refusal]), refusal.why, refusal.says, errors=[error])


def _throw_away(desk: Desk, came: Came) -> None:
    for held in came.files:
        desk.evidence.discard(held.evidence_id)


def _answer(held: Held) -> bytes:
    file = held.file
    told = {"evidence_id": held.evidence_id, "kind": held.kind, "media_type": file.media_type}
    return json.dumps(told | {"size": file.size, "cleaned": file.cleaned}).encode()
