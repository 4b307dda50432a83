"""Whoever keeps a diary and wished it is reminded of it where nothing was written lately; when, and when no more."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.intake.domain.events import (
    ContactDetailsChanged,
    DangerWordsFound,
    DiaryClosed,
    DiaryOpened,
    OutcomeNoted,
    ReferralSubmitted,
    SafeContactChanged,
    completed,
)
from services.intake.domain.events.completion import AnswersGiven
from services.intake.domain.reminder_commands import RemindOfDiary
from services.intake.domain.signs_of_abuse import speaks_of_abuse
from shared.kernel.clock import Clock
from shared.kernel.handling import Command, Deadline, Timer
from shared.kernel.messages import Fact, Recorded

_KIND = "remind_of_diary"
# On the third, sixth and ninth day, in the morning; the gate waits for the hours that are safe.
_AFTER_DAYS = (2, 5, 8)
_AT, _LONDON = time(9), ZoneInfo("Europe/London")
# A reminder that comes late, as after we stood still, is of no use and may come with others.
_LATEST = timedelta(hours=12)

Story = Callable[[str], Sequence[Recorded]]
"""All facts of a stream, by its name."""


def reminder_timers(facts: Sequence[Fact]) -> Sequence[Timer]:
    """Set where somebody wished it, and taken back with the diary's end."""
    timers: list[Timer] = []
    for fact in facts:
        if isinstance(fact, DiaryOpened):
            timers += [_timer(fact, number) for number in range(len(_AFTER_DAYS))]
        elif isinstance(fact, DiaryClosed):
            timers += [Timer(_id(fact.reference, number), _KIND, None) for number in range(len(_AFTER_DAYS))]
    return timers


def _timer(fact: DiaryOpened, number: int) -> Timer:
    days = _AFTER_DAYS[number]
    wanted = fact.remind and days < fact.days
    due = datetime.combine(fact.first_on + timedelta(days=days), _AT, _LONDON).astimezone(UTC) if wanted else None
    return Timer(_id(fact.reference, number), _KIND, due, {"reference": fact.reference})


def _id(reference: str, number: int) -> str:
    return f"{_KIND}/{reference}/{number}"


def deadlines(referral: Story, diary: Story, clock: Clock) -> tuple[Deadline, ...]:
    """The table of deadlines; `referral` and `diary` are the stories of a reference."""

    def react(timer: Timer, moment: datetime) -> Sequence[Command]:
        reference = timer.payload["reference"]
        opened = [each for each in diary(reference) if isinstance(each.fact, DiaryOpened)][-1:]
        if not opened or clock() - moment > _LATEST:
            return ()
        return (_command(reference, moment, opened[0], referral(reference)),)

    return (Deadline(_KIND, react),)


def _command(reference: str, moment: datetime, opened: Recorded, story: Sequence[Recorded]) -> RemindOfDiary:
    assert isinstance(opened.fact, DiaryOpened)
    since = [each.fact for each in story if each.position > opened.position]
    return RemindOfDiary(
        at=moment,
        referral_id=opened.fact.referral_id,
        reference=reference,
        abuse=_abuse([each.fact for each in story]),
        said_anew=any(isinstance(each, SafeContactChanged | ContactDetailsChanged) for each in since),
    )


def _abuse(facts: Sequence[Fact]) -> bool:
    """Whether anything said, found or judged so far speaks of it."""
    submitted, route, danger = None, None, False
    for fact in facts:
        match fact:
            case ReferralSubmitted():
                submitted = fact
            case AnswersGiven() if submitted is not None:
                submitted = completed(submitted, fact)
            case OutcomeNoted():
                route = fact.route
            case DangerWordsFound():
                danger = True
    if submitted is None:
        return True
    return danger or speaks_of_abuse(submitted.kind, submitted.strands, submitted.answers, route)
