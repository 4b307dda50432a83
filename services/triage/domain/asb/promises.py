"""What was promised to whoever reported it: an answer, an interview, a plan, news; and by when."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from services.triage.domain.asb.commands import KeepPromise, PauseClocks, StartClocks, TellReporter
from services.triage.domain.asb.days import Pause, day_of, due_after
from services.triage.domain.asb.events import ClocksPaused, ClocksStarted, PromiseKept, ReporterTold
from services.triage.domain.asb.file import CaseFile, worked_on
from services.triage.domain.asb.law import InForce, Practice
from services.triage.domain.asb.refusals import (
    AcknowledgeFirst,
    ClocksAlreadyPaused,
    ClocksRunning,
    NoLawThatDay,
    PromiseKeptBefore,
)
from services.triage.domain.state import Assessed, Closed
from shared.kernel.messages import Fact
from shared.kernel.working_days import WorkingDays

ACKNOWLEDGE, INTERVIEW, PLAN, UPDATE = "acknowledge", "interview", "plan", "update"
PROMISES = (ACKNOWLEDGE, INTERVIEW, PLAN)


class Clockwork(msgspec.Struct, frozen=True, kw_only=True):
    """What the promises of one case are reckoned from."""

    opened_at: datetime
    priority: str
    kept: tuple[str, ...] = ()
    told_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


class Promised(msgspec.Struct, frozen=True, kw_only=True):
    """One promise that is open, and the day by which it is to be kept; None while the clocks stand still."""

    what: str
    by: date | None


def promised(file: CaseFile, practice: InForce[Practice], calendar: WorkingDays) -> list[Promised]:
    """What is open on a case, the earliest first. Nothing is on a closed case, or one that is kept apart."""
    standing = file.standing
    if not isinstance(standing, Assessed) or isinstance(standing, Closed) or file.abuse_seen:
        return []
    if not standing.case_open or file.opened_at is None or standing.referral.origin == "import":
        return []
    clockwork = Clockwork(
        opened_at=file.opened_at,
        priority=file.priority,
        kept=tuple(file.promises),
        told_at=file.told_at,
        pauses=file.pauses,
    )
    return reckoned(clockwork, practice, calendar)


def reckoned(clockwork: Clockwork, practice: InForce[Practice], calendar: WorkingDays) -> list[Promised]:
    """The promises of an open case that are not kept yet, each with its day; the next news is always one of them."""
    opened_on = day_of(clockwork.opened_at)
    agreed = practice.on(opened_on)
    if agreed is None:
        return []
    days, pauses, calendar = agreed.clocks[clockwork.priority], clockwork.pauses, agreed.worked(calendar)
    found = [
        Promised(what=name, by=due_after(opened_on, getattr(days, name), calendar, pauses))
        for name in PROMISES
        if name not in clockwork.kept
    ]
    last = max(clockwork.opened_at, clockwork.told_at or clockwork.opened_at)
    found.append(Promised(what=UPDATE, by=due_after(day_of(last), agreed.update_every, calendar, pauses)))
    return sorted(found, key=lambda each: each.by or date.max)


def keep_promise(command: KeepPromise, file: CaseFile) -> Sequence[Fact]:
    """Record that it was done; whoever is interviewed has been answered before."""
    referral = worked_on(file).referral
    if command.promise in file.promises:
        raise PromiseKeptBefore
    if command.promise != ACKNOWLEDGE and ACKNOWLEDGE not in file.promises:
        raise AcknowledgeFirst
    ids = {"referral_id": referral.referral_id, "reference": referral.reference}
    return [PromiseKept(promise=command.promise, done_at=command.at, done_by=command.by, **ids)]


def tell_reporter(
    command: TellReporter, file: CaseFile, practice: InForce[Practice], calendar: WorkingDays
) -> Sequence[Fact]:
    """News for whoever reported it. Whether a notice goes, and how, is for the gate of notifications alone to say.

    The day promised to them stands still for nobody: a pause is ours.
    """
    referral = worked_on(file).referral
    agreed = practice.on(day_of(command.at))
    if agreed is None:
        raise NoLawThatDay
    return [
        ReporterTold(
            referral_id=referral.referral_id,
            reference=referral.reference,
            update_id=command.update_id,
            how=command.how,
            told_at=command.at,
            done_by=command.by,
            next_by=agreed.worked(calendar).after(day_of(command.at), agreed.update_every),
        )
    ]


def pause_clocks(command: PauseClocks, file: CaseFile) -> Sequence[Fact]:
    """Let the promises wait. The clocks of the law never do: they are kept with the notice they belong to."""
    referral = worked_on(file).referral
    if file.paused is not None:
        raise ClocksAlreadyPaused
    ids = {"referral_id": referral.referral_id, "reference": referral.reference}
    return [ClocksPaused(reason=command.reason, began_at=command.at, **ids)]


def start_clocks(command: StartClocks, file: CaseFile) -> Sequence[Fact]:
    """Let them run again."""
    referral = worked_on(file).referral
    if file.paused is None:
        raise ClocksRunning
    return [ClocksStarted(referral_id=referral.referral_id, reference=referral.reference, ended_at=command.at)]
