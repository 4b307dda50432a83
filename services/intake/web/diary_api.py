"""The call that reads a diary: how far it is filled in, and its entries with the three times of each kept apart."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from services.intake.read_models import diary
from services.intake.web.access import STAFF
from services.intake.web.desk import Desk
from services.intake.web.diaries import days_of, is_open, progress, sheet_of
from services.intake.web.evidence_reading_api import found_by_program
from shared.kernel.clock import rfc3339
from shared.kernel.personal import Narrative
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, context_of


def router(desk: Desk) -> APIRouter:
    """The route GET /intake/api/referrals/{reference}/diary."""
    made = APIRouter(prefix="/intake/api/referrals/{reference}/diary", tags=["intake"])

    @made.get("", name="intake:api_diary", dependencies=[allow(*STAFF, hide=True)])
    def read(request: Request, reference: str, cursor: Annotated[str, Query(max_length=60)] = "") -> dict[str, Any]:
        """The diary kept for a referral, a page of entries at a time; days not filled in say nothing."""
        found = found_by_program(desk, request, reference)
        sheet = sheet_of(desk, found.submitted.reference)
        if sheet is None:
            raise NotFound
        desk.look(context_of(request), found, "diary, by program")
        with desk.views.reading() as connection:
            page = diary.page(connection, found.submitted.reference, cursor or None)
        return {
            "first_on": sheet.opened.first_on.isoformat(),
            "days": sheet.opened.days,
            "open": is_open(sheet, desk.clock()),
            "progress": dict(progress(days_of(desk, sheet))),
            "items": [_item(desk, entry) for entry in page.entries],
            "next_cursor": page.cursor,
        }

    return made


def _item(desk: Desk, entry: diary.Entry) -> dict[str, Any]:
    written = entry.written
    return {
        "on": written.on.isoformat(),
        "quiet": written.quiet,
        "began": written.began,
        "ended": written.ended,
        "what": desk.opener.open(written.what, Narrative),
        "effect": desk.opener.open(written.effect, Narrative),
        "witnesses": desk.opener.open(written.witnesses, Narrative),
        "road": written.road,
        "occurred_at": entry.occurred_at,
        "received_at": rfc3339(written.received_at),
        "recorded_at": entry.recorded_at,
    }
