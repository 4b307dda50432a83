"""The calls that change something: circulate, attendance, decisions, actions; each happens once for its key."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from services.panels.domain.banding_commands import RecordBanding
from services.panels.domain.commands import AssignAction, CirculateAgenda, CloseAction, DecideCase, RecordAttendance
from services.panels.domain.events import AgendaCirculated
from services.panels.domain.meeting import lacking
from services.panels.domain.values.sittings import Attendee
from services.panels.read_models import actions
from services.panels.web.access import STEERING, UNDERTAKING, may_close, may_know
from services.panels.web.bodies import ActionBody, AttendanceBody, BandBody, CloseBody, DecisionBody
from services.panels.web.desk import Desk
from shared.kernel.dispatching import Done
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.refusals import FieldError, InvalidInput, NotAllowed, NotFound
from shared.web.guard import Role, allow, context_of, principal_of
from shared.web.idempotency import Once, keyed

_KEY = {
    "parameters": [{"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}],
}
_Told = dict[str, Any]


def router(desk: Desk) -> APIRouter:
    """The routes POST /panels/api/meetings/{meeting_id}/… and /panels/api/actions/{action_id}/close."""
    made = APIRouter(prefix="/panels/api", tags=["panels"])
    steering = [allow(*STEERING)]

    @made.post(
        "/meetings/{meeting_id}/circulate", name="panels:api_circulate", dependencies=steering, openapi_extra=_KEY
    )
    async def circulate(request: Request, meeting_id: str) -> Response:
        """Freeze the agenda as it stands and make it known; where nothing has changed, the last version stays."""
        async with keyed(request) as once:
            last = (await run_in_threadpool(desk.known_meeting, principal_of(request), meeting_id)).agenda_version
            command = CirculateAgenda(at=desk.clock(), meeting_id=meeting_id)
            told, done = await _once(desk, request, once, command, {"meeting_id": meeting_id, "version": last})
            if done.last_position:
                told["version"] = await run_in_threadpool(_version, desk, meeting_id, done)
            return _answer(told, done)

    @made.post(
        "/meetings/{meeting_id}/attendance", name="panels:api_attendance", dependencies=steering, openapi_extra=_KEY
    )
    async def attendance(request: Request, meeting_id: str, body: AttendanceBody) -> Response:
        """Who came, who sent apologies; the answer says what is missing for a quorum."""
        async with keyed(request) as once:
            sitting = (await run_in_threadpool(desk.known_meeting, principal_of(request), meeting_id)).sitting
            attendees = tuple(Attendee(**present.model_dump()) for present in body.attendees)
            _known_agencies(desk.timetable.panel(sitting.panel).agency_codes, body)
            missing = lacking(desk.timetable.panel(sitting.panel), sitting.kind, attendees)
            command = RecordAttendance(
                at=desk.clock(), meeting_id=meeting_id, attendees=attendees, apologies=body.apologies
            )
            told = {"meeting_id": meeting_id, "quorate": not missing, "missing": list(missing)}
            return _answer(*await _once(desk, request, once, command, told))

    _add_case_steps(made, desk)
    _add_bands(made, desk)
    _add_closing(made, desk)
    return made


def _add_case_steps(made: APIRouter, desk: Desk) -> None:
    steering = [allow(*STEERING)]

    @made.post(
        "/meetings/{meeting_id}/decisions",
        name="panels:api_decide",
        status_code=201,
        dependencies=steering,
        openapi_extra=_KEY,
    )
    async def decide(request: Request, meeting_id: str, body: DecisionBody) -> Response:
        """What the panel decided about a case; sent again for the same meeting it corrects."""
        async with keyed(request) as once:
            case_id = await run_in_threadpool(_case, desk, request, meeting_id, body.case_reference)
            members = body.model_dump(exclude={"case_reference"})
            command = DecideCase(at=desk.clock(), case_id=case_id, meeting_id=meeting_id, **members)
            told = {"meeting_id": meeting_id, "case_id": case_id, "decision": body.decision}
            return _answer(*await _once(desk, request, once, command, told), 201)

    @made.post(
        "/meetings/{meeting_id}/actions",
        name="panels:api_assign",
        status_code=201,
        dependencies=steering,
        openapi_extra=_KEY,
    )
    async def assign(request: Request, meeting_id: str, body: ActionBody) -> Response:
        """An action for an agency, with an owner and a day."""
        async with keyed(request) as once:
            asked = body.case_reference
            case_id = await run_in_threadpool(_case, desk, request, meeting_id, asked) if asked else None
            members = body.model_dump(exclude={"case_reference"})
            command = AssignAction(
                at=desk.clock(), meeting_id=meeting_id, action_id=new_id(), case_id=case_id, **members
            )
            told = {"id": command.action_id, "meeting_id": meeting_id}
            return _answer(*await _once(desk, request, once, command, told), 201)


def _add_bands(made: APIRouter, desk: Desk) -> None:
    @made.post(
        "/meetings/{meeting_id}/bands",
        name="panels:api_band",
        status_code=201,
        dependencies=[allow(*STEERING)],
        openapi_extra=_KEY,
    )
    async def band(request: Request, meeting_id: str, body: BandBody) -> Response:
        """What a panel that gives bands said of one: the band and its days, none, or put off. That is its decision."""
        async with keyed(request) as once:
            case_id = await run_in_threadpool(_case, desk, request, meeting_id, body.case_reference)
            who = principal_of(request)
            command = RecordBanding(
                at=desk.clock(),
                case_id=case_id,
                meeting_id=meeting_id,
                signed_off_by=who.account_id if who.role is Role.PANEL_CHAIR else None,
                **body.model_dump(exclude={"case_reference"}),
            )
            told = {"meeting_id": meeting_id, "case_id": case_id, "result": body.result}
            return _answer(*await _once(desk, request, once, command, told), 201)


def _add_closing(made: APIRouter, desk: Desk) -> None:
    @made.post(
        "/actions/{action_id}/close",
        name="panels:api_close_action",
        dependencies=[allow(*UNDERTAKING)],
        openapi_extra=_KEY,
    )
    async def close(request: Request, action_id: str, body: CloseBody) -> Response:
        """How an action ended; an agency closes its own."""
        async with keyed(request) as once:
            found = await run_in_threadpool(_action, desk, request, action_id)
            command = CloseAction(
                at=desk.clock(), meeting_id=found.meeting_id, action_id=action_id, **body.model_dump()
            )
            return _answer(*await _once(desk, request, once, command, {"id": action_id, "outcome": body.outcome}))


async def _once(desk: Desk, request: Request, once: Once, command: Command, told: _Told) -> tuple[_Told, Done]:
    """Do it once, beside the event loop, and wait until it can be read; a repeated request is told the same again."""
    receipt = once.receipt(json.dumps(told).encode())
    done = await run_in_threadpool(desk.dispatch, command, context_of(request), receipt)
    await run_in_threadpool(desk.caught_up, done.last_position)
    return (json.loads(done.repeated.answer) if done.repeated else told), done


def _answer(told: _Told, done: Done, status: int = 200) -> Response:
    """With the position in panels' log, None where nothing was written since all was as wanted."""
    return JSONResponse({**told, "position": str(done.last_position) if done.last_position else None}, status)


def _version(desk: Desk, meeting_id: str, done: Done) -> int:
    frozen = next((fact.agenda_version for fact in done.facts if isinstance(fact, AgendaCirculated)), None)
    return frozen or desk.version_at(meeting_id, done.last_position)


def _case(desk: Desk, request: Request, meeting_id: str, typed: str) -> str:
    desk.caught_up(None)
    panel = desk.known_meeting(principal_of(request), meeting_id).sitting.panel
    found = desk.case_on(meeting_id, panel, typed)
    if found is None:
        says = "No case of that reference is before this panel. Take it from the agenda."
        raise InvalidInput([FieldError("/case_reference", "unknown_case", says)])
    return found


def _action(desk: Desk, request: Request, action_id: str) -> actions.Action:
    desk.caught_up(None)
    with desk.reading() as connection:
        found = actions.find(connection, action_id)
    who = principal_of(request)
    if found is None or not may_know(who, found, desk.timetable.panels.values()):
        raise NotFound
    if not may_close(who, found):
        raise NotAllowed
    return found


def _known_agencies(known: frozenset[str], body: AttendanceBody) -> None:
    """Only codes of the panel's agencies: anybody's words here would stand in the log in clear."""
    errors = [
        FieldError(f"/attendees/{number}/agency", "unknown_value", "Name an agency of the panel, by its code.")
        for number, present in enumerate(body.attendees)
        if present.agency not in known
    ]
    errors += [
        FieldError(f"/apologies/{number}", "unknown_value", "Name an agency of the panel, by its code.")
        for number, agency in enumerate(body.apologies)
        if agency not in known
    ]
    if errors:
        raise InvalidInput(errors)
