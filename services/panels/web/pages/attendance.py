"""Who came to a meeting, agency by agency, and whether that makes a quorum."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.panels.domain.commands import RecordAttendance
from services.panels.domain.definition import PanelDefinition
from services.panels.domain.meeting import Convened, Held
from services.panels.domain.values.sittings import Attendee, Capacity
from services.panels.web.access import STEERING
from services.panels.web.desk import Desk, saved
from services.panels.web.forms import Again, Form, Typed, again, receipt_of
from services.panels.web.words import ATTENDANCE, PAGES, WORDS, missing_words, quorum_of
from shared.kernel.refusals import InvalidInput, Refusal
from shared.web.guard import allow, context_of, principal_of

_CAPACITIES: dict[str, Capacity] = {"member": "member", "chair": "chair", "observer": "observer"}
_WEIGHT: Sequence[Capacity] = ("observer", "member", "chair")
_APOLOGIES, _SIGNED = "apologies", "yes"


def router(desk: Desk) -> APIRouter:
    """The route /panels/meetings/{meeting_id}/attendance."""
    made = APIRouter(prefix="/panels/meetings", include_in_schema=False, dependencies=[allow(*STEERING, hide=True)])

    @made.get("/{meeting_id}/attendance", name="panels:attendance")
    def show(request: Request, meeting_id: str) -> Response:
        return page(desk, request, meeting_id)

    @made.post("/{meeting_id}/attendance", name="panels:record_attendance")
    def record(request: Request, meeting_id: str, form: Typed) -> Response:
        meeting = desk.known_meeting(principal_of(request), meeting_id)
        panel = desk.timetable.panel(meeting.sitting.panel)
        attendees, apologies = _read(panel, form)
        command = RecordAttendance(at=desk.clock(), meeting_id=meeting_id, attendees=attendees, apologies=apologies)
        try:
            done = desk.dispatch(command, context_of(request), receipt_of(request, form))
        except (InvalidInput, Refusal) as wrong:
            return page(desk, request, meeting_id, again(wrong, form))
        return saved(request, f"/panels/meetings/{meeting_id}/attendance", done.last_position)

    return made


def page(desk: Desk, request: Request, meeting_id: str, typed: Again | None = None) -> Response:
    """Every agency of the panel with what was recorded, or was typed just now."""
    meeting, typed = desk.known_meeting(principal_of(request), meeting_id), typed or Again()
    panel = desk.timetable.panel(meeting.sitting.panel)
    lacked = meeting.attendance.missing if isinstance(meeting, Held) else ()
    context: dict[str, Any] = {
        "panel": panel,
        "sitting": meeting.sitting,
        "came": _recorded(meeting) if typed.form is None else typed.form,
        "recorded": isinstance(meeting, Held),
        "missing": missing_words(lacked, panel, meeting.sitting.kind),
        "quorum": quorum_of(panel, meeting.sitting.kind),
        "attendance_words": ATTENDANCE,
        "back": f"/panels/meetings/{meeting_id}",
    }
    return PAGES.render(request, "panels/attendance.html", status=typed.status, **context, **typed.context(), **WORDS)


def _read(panel: PanelDefinition, form: Form) -> tuple[tuple[Attendee, ...], tuple[str, ...]]:
    """What the form says of each agency; an agency about which it says nothing was not recorded."""
    said = [(agency.code, form.get(f"came-{agency.code}", "")) for agency in panel.agencies]
    attendees = tuple(
        Attendee(agency=code, capacity=_CAPACITIES[how], signed=form.get(f"signed-{code}") == _SIGNED)
        for code, how in said
        if how in _CAPACITIES
    )
    return attendees, tuple(code for code, how in said if how == _APOLOGIES)


def _recorded(meeting: Convened) -> Form:
    """What stands in the log, as the form would send it."""
    if not isinstance(meeting, Held):
        return {}
    found = {f"came-{code}": _APOLOGIES for code in meeting.attendance.apologies}
    # Where an agency was there twice, as chair and as member say, the form shows the capacity that counts most.
    for attendee in sorted(meeting.attendance.attendees, key=lambda each: _WEIGHT.index(each.capacity)):
        found[f"came-{attendee.agency}"] = attendee.capacity
        if attendee.signed:
            found[f"signed-{attendee.agency}"] = _SIGNED
    return found
