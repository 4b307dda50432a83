"""What is due in the support of one case, and by when: the adviser's contact, actions, the plan, works, the police."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from services.triage.domain.asb.days import day_of, end_of
from services.triage.domain.state import Assessed, Closed
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.placing import stays_not_safe
from services.triage.domain.support.sanctuary import running

ADVISER, CONTACT, ACTION, REVIEW, MOVED, DANGER, POLICE, WORKS, CHECK = (
    "adviser", "contact", "action", "review", "moved", "danger", "police", "works", "check",
)  # fmt: skip


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is due: `what` is a code, `at` when; None where it is at once."""

    what: str
    at: datetime | None


def due_on(file: SupportFile, now: datetime) -> list[Due]:
    """Everything that is due: first what is due at once, then the earliest; nothing where there is no support."""
    standing = file.standing
    if not isinstance(standing, Assessed) or isinstance(standing, Closed):
        return []
    if not (file.abuse_seen and standing.case_open):
        return []
    return sorted(_all(file, now), key=lambda each: (each.at is not None, each.at or now))


def _all(file: SupportFile, now: datetime) -> Iterator[Due]:
    if stays_not_safe(file):
        yield Due(what=DANGER, at=None)
    if not file.answered:
        yield Due(what=ADVISER if file.adviser_id is None else CONTACT, at=file.due_at)
    for action in file.actions:
        if action.result is None:
            yield Due(what=ACTION, at=end_of(action.due_on))
    if file.moved and (file.actions or file.placements):
        yield Due(what=MOVED, at=end_of(day_of(now)))
    elif file.review_on is not None:
        yield Due(what=REVIEW, at=end_of(file.review_on))
    for order in file.orders:
        if not order.acknowledged:
            yield Due(what=POLICE, at=end_of(order.acknowledge_by))
    for works in file.sanctuaries:
        if works.status == "works_done":
            yield Due(what=CHECK, at=end_of(day_of(now)))
        elif running(works) and works.works_by is not None:
            yield Due(what=WORKS, at=end_of(works.works_by))
