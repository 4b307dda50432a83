"""What is due on a case of anti-social behaviour: promises, steps of a review, and the clocks of what was served."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from services.triage.domain.asb.days import day_of, end_of
from services.triage.domain.asb.file import CaseFile, Step, worked_on
from services.triage.domain.asb.law import InForce, Practice
from services.triage.domain.asb.promises import promised
from services.triage.domain.asb.review import review_due
from shared.kernel.refusals import Refusal
from shared.kernel.working_days import WorkingDays

HEARING, NOTICE_ENDS, TIME_TO_COMPLY, PAYMENT = "hearing", "notice_ends", "time_to_comply", "payment"


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is due: `what` is a code, `at` when, None while its clock stands still; `tool` what was served."""

    what: str
    at: datetime | None
    tool: str | None = None

    def late(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.at is not None and self.at < now


def due_on(file: CaseFile, practice: InForce[Practice], calendar: WorkingDays, now: datetime) -> list[Due]:
    """Everything that is due, the earliest first; on a case that is not worked on only what a review asks for."""
    found = [_on_day(each.what, each.by) for each in promised(file, practice, calendar)]
    if not file.abuse_seen and (asked := review_due(file)) is not None:
        found.append(_on_day(*asked))
    if _is_worked_on(file):
        found += [due for step in file.steps if step.result is None for due in _of_step(step, file, now)]
    return sorted(found, key=lambda each: (each.at is None, each.at or now))


def _of_step(step: Step, file: CaseFile, now: datetime) -> Iterator[Due]:
    """A clock of the law that has run out stays due until somebody says what came of it."""
    followed = any(
        each.tool in ("closure_application", "closure_order") and each.served_at >= step.served_at
        for each in file.steps
    )
    if step.hearing_by_at is not None and not followed and step.tool != "closure_application":
        yield Due(what=HEARING, at=step.hearing_by_at, tool=step.tool)
    if step.ends_at is not None:
        yield Due(what=NOTICE_ENDS, at=step.ends_at, tool=step.tool)
    if step.comply_by is not None and day_of(now) <= step.comply_by:
        yield _on_day(TIME_TO_COMPLY, step.comply_by, step.tool)
    if step.pay_by is not None:
        yield _on_day(PAYMENT, step.pay_by, step.tool)


def _on_day(what: str, day: date | None, tool: str | None = None) -> Due:
    return Due(what=what, at=end_of(day) if day else None, tool=tool)


def _is_worked_on(file: CaseFile) -> bool:
    try:
        worked_on(file)
    except Refusal:
        return False
    return True
