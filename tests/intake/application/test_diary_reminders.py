"""Reminders of a diary: only as wished, three at most, each looked at again when its moment comes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.intake.application.diary_reminders import deadlines, reminder_timers
from services.intake.domain.events import DangerWordsFound, DiaryClosed, DiaryOpened, OutcomeNoted, SafeContactChanged
from services.intake.domain.reminder_commands import RemindOfDiary
from shared.kernel.clock import ScriptedClock
from shared.kernel.messages import Fact, Recorded
from shared.kernel.personal import Contact, private
from tests.support.builders.intake import REFERENCE, REPORTER, a_submitted_referral

ABOUT: dict[str, Any] = {"referral_id": "referral-1", "reference": REFERENCE}
THIRD_DAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def opened(**changes: Any) -> DiaryOpened:
    code = private(REPORTER, Contact, "7K3F-QAHW-4RMX-92TC")
    members = {"person_id": REPORTER, "code": code, "first_on": date(2026, 11, 20), "days": 10, "way": "phone"}
    return DiaryOpened(**ABOUT | members | {"remind": True} | changes)


def recorded(*facts: Fact) -> Sequence[Recorded]:
    return [
        Recorded(number, "s", number, f"e-{number}", "n", 1, "2026-11-20", "2026-11-20", b"{}", fact)
        for number, fact in enumerate(facts, start=1)
    ]


def asked(*since: Fact, before: Sequence[Fact] = (), late: timedelta = timedelta()) -> Any:
    """What is asked when the first reminder's moment comes; the diary was given after `before`."""
    story = [a_submitted_referral(kind="asb", people=[]), *before, opened(), *since]
    referral = [each for each in recorded(*story) if not isinstance(each.fact, DiaryOpened)]
    diary = [each for each in recorded(*story) if isinstance(each.fact, DiaryOpened)]
    (deadline,) = deadlines(lambda _: referral, lambda _: diary, ScriptedClock(THIRD_DAY + late))
    (timer, *_) = reminder_timers([opened()])
    return deadline.react(timer, THIRD_DAY)


def test_three_moments_are_set_within_its_days_and_only_as_wished() -> None:
    due = [timer.due_at for timer in reminder_timers([opened()])]
    assert due == [THIRD_DAY, THIRD_DAY + timedelta(days=3), THIRD_DAY + timedelta(days=6)]
    assert [timer.due_at is None for timer in reminder_timers([opened(days=7)])] == [False, False, True]
    assert {timer.due_at for timer in reminder_timers([opened(remind=False)])} == {None}


def test_its_end_takes_them_back() -> None:
    ended = reminder_timers([DiaryClosed(**ABOUT, because="finished")])
    assert [(timer.timer_id, timer.due_at) for timer in ended] == [
        (timer.timer_id, None) for timer in reminder_timers([opened()])
    ]


def test_in_summer_it_is_nine_in_london_too() -> None:
    (first, *_) = reminder_timers([opened(first_on=date(2026, 6, 1))])
    assert first.due_at == datetime(2026, 6, 3, 8, 0, tzinfo=UTC)


def test_nothing_stands_in_the_way_of_a_plain_one() -> None:
    assert asked() == (RemindOfDiary(at=THIRD_DAY, **ABOUT, abuse=False, said_anew=False),)


def judged(route: str) -> OutcomeNoted:
    return OutcomeNoted(
        **ABOUT, status="open", outcome="open_case", route=route, priority=None, case_reference=None, confirmed=False
    )


CHANGED = SafeContactChanged(**ABOUT, person_id=REPORTER, safe_contact=a_submitted_referral(people=[]).safe_contact)
DANGER = DangerWordsFound(**ABOUT, message_id="m-1", dangers=(), listed="1")


@pytest.mark.parametrize(
    ("since", "abuse", "said_anew"),
    [(CHANGED, False, True), (judged("domestic_abuse"), True, False), (DANGER, True, False)],
    ids=["how she may be reached was said anew", "it was judged to be abuse", "an e-mail spoke of danger"],
)
def test_what_has_come_since_is_seen(since: Fact, abuse: bool, said_anew: bool) -> None:
    assert asked(since) == (RemindOfDiary(at=THIRD_DAY, **ABOUT, abuse=abuse, said_anew=said_anew),)


def test_what_was_said_before_the_diary_was_given_does_not_stop_it() -> None:
    (command,) = asked(before=[CHANGED])
    assert not command.said_anew


def test_after_we_stood_still_none_goes_out_late() -> None:
    assert asked(late=timedelta(hours=13)) == ()
