"""What is open on a case as lists know it: promises with their days, and the next step of a review."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.triage.application.asb_room import AsbRoom
from services.triage.domain.asb.days import end_of
from services.triage.domain.asb.due import Due
from services.triage.domain.asb.promises import Clockwork
from services.triage.read_models.asb_work import pauses_of
from services.triage.read_models.cases import OPEN
from services.triage.web.asb.shown import due_lines

_OF_ANTI_SOCIAL_BEHAVIOUR = ("asb", "unsure")
_APART = "vawg_specialist"


def open_work(room: AsbRoom, case: Any, done: Mapping[str, Any], now: datetime) -> list[Mapping[str, Any]]:
    """What is due on a case of anti-social behaviour; nothing on any other, and on a closed one only a review."""
    if case.kind not in _OF_ANTI_SOCIAL_BEHAVIOUR or case.support_due_at is not None or case.route == _APART:
        return []
    found, working = [], done.get(case.referral_id)
    if case.state == OPEN:
        clockwork = Clockwork(
            opened_at=datetime.fromisoformat(case.opened_at),
            priority=case.priority,
            kept=tuple(working.kept.split()) if working else (),
            told_at=datetime.fromisoformat(working.told_at) if working and working.told_at else None,
            pauses=pauses_of(working) if working else (),
        )
        found = [Due(what=each.what, at=end_of(each.by) if each.by else None) for each in room.promised(clockwork)]
    if working and working.review_next:
        found.append(Due(what=working.review_next, at=end_of(date.fromisoformat(working.review_by))))
    return list(due_lines(found, now))
