"""Who may see notices, who may do something about them, and how looking is recorded."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from fastapi import Request
from sqlalchemy import Connection

from services.notifications.domain.values.safe_route import SafeRoute
from services.notifications.read_models.notice_log import LoggedNotice
from shared.kernel.dispatching import RecordView
from shared.web.guard import Role, context_of

# Auditors see what became of notices, never a number, and change nothing.
OFFICERS = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER, Role.PANEL_COORDINATOR)
READERS = (*OFFICERS, Role.AUDITOR)
# Who may open the referral, where it stands how somebody is reached safely; a panel's coordinator may not.
READ_REFERRALS = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)
_RESIDENT = "reporter"

Reading = Callable[[], AbstractContextManager[Connection]]
SafeRoutes = Callable[[str], Sequence[SafeRoute]]


def note_reading(request: Request, record_view: RecordView, found: Sequence[LoggedNotice]) -> None:
    """Record, before anything is sent, that somebody reads what was sent to the people of these referrals."""
    for referral_id in dict.fromkeys(notice.referral_id for notice in found if notice.referral_id):
        record_view(context_of(request), f"contacts-{referral_id}", (referral_id,), "notices of a referral")


def may_act(role: Role, notice: LoggedNotice) -> bool:
    """Whether somebody may settle a notice, and see by which number."""
    return role in (READ_REFERRALS if notice.audience == _RESIDENT else OFFICERS)


def offered(notice: LoggedNotice, safe_routes: SafeRoutes) -> Sequence[SafeRoute]:
    """What a person may do instead, where a notice to a resident is stuck."""
    if not notice.stuck or notice.audience != _RESIDENT or notice.referral_id is None:
        return ()
    return safe_routes(notice.referral_id)
