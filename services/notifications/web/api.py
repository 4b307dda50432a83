"""The notices of one referral, for programs: text, channel, state, and what the safe-contact gate said and why."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.notifications.domain.values.reasons import says
from services.notifications.domain.values.safe_route import SafeRoute
from services.notifications.read_models import notice_log
from services.notifications.read_models.notice_log import LoggedNotice
from services.notifications.web.access import READERS, Reading, SafeRoutes, note_reading, offered
from shared.kernel.dispatching import RecordView
from shared.kernel.identifiers import parse_reference
from shared.kernel.refusals import FieldError, InvalidInput
from shared.web.guard import allow


class Reason(BaseModel):
    """A code of the gate, and its sentence."""

    code: str
    says: str


class Decision(BaseModel):
    """What the gate said last: "pending", "allowed", "not_yet" or "withheld"."""

    outcome: str
    reasons: list[Reason]
    decided_at: datetime | None


class NextRoute(BaseModel):
    """A way a person may use instead; the number stands on the pages only. Ask again first if not `confirmed`."""

    way: str
    times: list[str]
    voicemail: bool
    confirmed: bool


class NoticeDocument(BaseModel):
    """One notice. `template` is the text used, or while none was, the one asked for."""

    id: str
    reference: str | None
    to: str
    template: str
    template_version: int | None
    language: str | None
    neutral: bool | None
    channel: str | None
    state: str
    attempts: int
    failure: Reason | None
    decision: Decision
    next_safe_routes: list[NextRoute]
    follow_up: str | None
    requested_at: datetime
    due_at: datetime | None


def router(record_view: RecordView, reading: Reading, safe_routes: SafeRoutes) -> APIRouter:
    """The route /notifications/api/notices."""
    made = APIRouter(prefix="/notifications/api", tags=["notifications"])

    @made.get("/notices", name="notifications:api_notices", dependencies=[allow(*READERS)])
    def notices(request: Request, reference: str) -> list[NoticeDocument]:
        """Every notice about one referral, the oldest first; none for a reference that nothing is known of."""
        known = parse_reference(reference)
        if known is None:
            raise InvalidInput([FieldError("query:reference", "reference", "Give a reference such as WM-7K3F-Q.")])
        with reading() as connection:
            found = notice_log.of_reference(connection, known)
        note_reading(request, record_view, found)
        return [_document(notice, offered(notice, safe_routes)) for notice in found]

    return made


def _document(notice: LoggedNotice, routes: Sequence[SafeRoute]) -> NoticeDocument:
    return NoticeDocument(
        id=notice.notice_id,
        reference=notice.reference,
        to=notice.audience,
        template=notice.message or notice.about,
        template_version=notice.message_version,
        language=notice.language,
        neutral=notice.neutral,
        channel=notice.channel,
        state=notice.state,
        attempts=notice.attempts,
        failure=None if notice.failure is None else _reason(notice.failure),
        decision=Decision(
            outcome=notice.decision,
            reasons=[_reason(code) for code in notice.reasons],
            decided_at=_moment(notice.decided_at),
        ),
        next_safe_routes=[
            NextRoute(way=route.way, times=list(route.times), voicemail=route.voicemail, confirmed=route.confirmed)
            for route in routes
        ],
        follow_up=notice.follow_up,
        requested_at=datetime.fromisoformat(notice.requested_at),
        due_at=_moment(notice.due_at),
    )


def _reason(code: str) -> Reason:
    return Reason(code=code, says=says(code))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
