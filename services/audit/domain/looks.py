"""Who looked at locked records in a week, and whether a second pair of eyes went through it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from services.audit.domain.commands import ReviewLooks
from services.audit.domain.events import LooksReviewed
from services.audit.domain.refusals import LookedThemselves, WeekNotOver
from services.audit.domain.timeline import StoryFact
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State

_LOCKED, _ENDED = "intake.record_locked", "intake.lock_ended"
_NEAR, _GIVEN_BACK = ("intake.conflict_declared", "intake.staff_matched"), "intake.wall_lifted"
LOCKS = (_LOCKED, _ENDED, *_NEAR, _GIVEN_BACK)
"""The facts that say which record was locked when, and which of them is kept from somebody for being near to it."""

_LOOKED, _TRIED = (".record_viewed", ".detail_revealed"), ".wall_met"
_LONDON = ZoneInfo("Europe/London")
_A_WEEK = timedelta(days=7)


class Locked(msgspec.Struct, frozen=True):
    """A record while it was locked: the moments between, `until` None while it is."""

    referral_id: str
    reference: str
    since: datetime
    until: datetime | None


class LookAtLocked(msgspec.Struct, frozen=True):
    """Somebody looked at a locked record, or (`seen` False) tried to and was shown nothing; `what` is the page."""

    at: datetime
    actor: str
    role: str
    reference: str
    what: str
    seen: bool


def monday_of(day: date) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def london_day(moment: datetime) -> date:
    """The day it is in London."""
    return moment.astimezone(_LONDON).date()


def locked_in(facts: Iterable[StoryFact], reader: str) -> list[Locked]:
    """Every lock there was, in the order of their beginning, without records that are kept from the reader as near."""
    found: dict[str, Locked] = {}
    near: set[str] = set()
    for fact in facts:
        referral_id, lock_id = str(fact.fields["referral_id"]), str(fact.fields.get("lock_id"))
        if fact.name == _LOCKED:
            found[lock_id] = Locked(referral_id, str(fact.fields["reference"]), fact.recorded_at, None)
        elif fact.name == _ENDED and lock_id in found:
            found[lock_id] = msgspec.structs.replace(found[lock_id], until=fact.recorded_at)
        elif fact.fields.get("account_id") == reader:
            (near.add if fact.name in _NEAR else near.discard)(referral_id)
    return [lock for lock in found.values() if lock.referral_id not in near]


def standing_in(locks: Iterable[Locked], week: date) -> list[Locked]:
    """Those that stood at any moment of the week that begins on a Monday."""
    begins, ends = _midnight(week), _midnight(week + _A_WEEK)
    return [lock for lock in locks if lock.since < ends and (lock.until is None or lock.until > begins)]


def looks_in(facts: Iterable[StoryFact], locks: Sequence[Locked], week: date) -> list[LookAtLocked]:
    """Every look, and every try, at these records while they were locked in that week, in order of time."""
    begins, ends = _midnight(week), _midnight(week + _A_WEEK)
    found = []
    for fact in facts:
        if not begins <= fact.recorded_at < ends or not fact.name.endswith((*_LOOKED, _TRIED)):
            continue
        for lock in locks:
            if lock.referral_id in fact.about and _stands(lock, fact.recorded_at):
                found.append(_look(fact, lock))
    return sorted(found, key=lambda look: (look.at, look.reference))


def review_looks(command: ReviewLooks, state: "Reviewed") -> Sequence[Fact]:
    """By somebody who did not look themselves, once the week is over; twice is once."""
    if command.today < command.week + _A_WEEK:
        raise WeekNotOver
    if command.by in command.looked:
        raise LookedThemselves
    if state.done:
        return ()
    return (LooksReviewed(week=command.week, looks=command.looks),)


class Reviewed(State, frozen=True, kw_only=True):
    """Whether a week was gone through."""

    done: bool = False


DECIDER: Decider[Reviewed] = Decider(Reviewed(), lambda state, fact: Reviewed(done=True))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_LONDON)


def _stands(lock: Locked, at: datetime) -> bool:
    return lock.since <= at and (lock.until is None or at < lock.until)


def _look(fact: StoryFact, lock: Locked) -> LookAtLocked:
    told = fact.fields.get("what") or fact.fields.get("field")
    return LookAtLocked(
        at=fact.recorded_at,
        actor=fact.context.actor,
        role=fact.context.role,
        reference=lock.reference,
        what=told if isinstance(told, str) else "the record",
        seen=not fact.name.endswith(_TRIED),
    )
