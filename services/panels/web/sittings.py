"""Calls a sitting outside the cadence and moves cases to it: several commands behind one form."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from fastapi import Request

from services.panels.domain.commands import CallSitting, MoveCaseToSitting
from services.panels.domain.refusals import SittingNotEarlier, require
from services.panels.domain.values.sittings import Sitting
from services.panels.web.desk import Desk
from services.panels.web.forms import Form, receipt_of
from shared.web.guard import context_of


def move_to_sitting(
    desk: Desk,
    request: Request,
    form: Form,
    sitting: Sitting,
    kind: Literal["extra", "emergency"],
    starts_at: datetime,
    case_ids: Sequence[str],
) -> tuple[str, int]:
    """The new sitting's id, and the position all of it takes. Sent again, what was done stays done.

    What would refuse the cases is looked at first, so that no sitting is called that nobody can be moved to.
    """
    reason = form.get("reason", "")
    require([("reason", reason, "Say why, in a sentence.")])
    if starts_at >= desk.next_regular(sitting).starts_at:
        raise SittingNotEarlier
    at, context = desk.clock(), context_of(request)
    call = CallSitting(at=at, panel=sitting.panel, kind=kind, starts_at=starts_at)
    position = desk.dispatch(call, context, receipt_of(request, form)).last_position
    sitting_id = desk.timetable.extra_sitting(sitting.panel, kind, starts_at, at).meeting_id
    for case_id in case_ids:
        move = MoveCaseToSitting(
            at=at, case_id=case_id, meeting_id=sitting.meeting_id, sitting_id=sitting_id, reason=reason
        )
        moved = desk.dispatch(move, context, receipt_of(request, form, case_id))
        position = max(position, moved.last_position)
    return sitting_id, position
