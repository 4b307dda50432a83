"""Whose looks at locked records stand in the list of which week, and who may say that it was gone through."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given as whatever
from hypothesis import strategies

from services.audit.domain import looks
from services.audit.domain.commands import ReviewLooks
from services.audit.domain.events import LooksReviewed
from services.audit.domain.refusals import LookedThemselves, WeekNotOver
from services.audit.domain.timeline import StoryFact
from shared.kernel.messages import Context
from tests.support.scenario import given

WEEK = date(2026, 11, 16)
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
RECORD = {"referral_id": "referral-1", "reference": "WM-2222-2", "lock_id": "lock-1"}


def fact(
    name: str, at: datetime, actor: str = "ann", about: tuple[str, ...] = ("referral-1",), **fields: Any
) -> StoryFact:
    return StoryFact(
        ledger_position=1, source=name.partition(".")[0], position=1, stream="a-stream", version=1, event_id="event",
        name=name, schema_version=1, occurred_at=at, recorded_at=at, context=Context(actor, "case_officer", "story"),
        about=about, fields=fields,
    )  # fmt: skip


LOCKED = fact("intake.record_locked", NOON, **RECORD, named=["ann"])


def viewed(at: datetime, **changes: Any) -> StoryFact:
    return fact("triage.record_viewed", at, record="assessment-referral-1", what="case", **changes)


def test_looks_while_it_was_locked_count_and_tries_with_them() -> None:
    ended = fact("intake.lock_ended", NOON + A_DAY, **RECORD)
    locks = looks.locked_in([LOCKED, ended], "reader")
    told = [
        viewed(NOON - A_DAY),
        viewed(NOON + timedelta(hours=2)),
        fact("panels.wall_met", NOON + timedelta(hours=1), "bo", referral_id="referral-1"),
        fact("triage.case_opened", NOON + timedelta(hours=1), case_reference="CW-1"),
        viewed(NOON + timedelta(hours=2), about=("referral-2",)),
        viewed(NOON + 2 * A_DAY),
    ]
    found = looks.looks_in(told, locks, WEEK)
    assert [(look.actor, look.what, look.seen) for look in found] == [
        ("bo", "the record", False),
        ("ann", "case", True),
    ]
    assert {look.reference for look in found} == {"WM-2222-2"}


def test_a_week_is_that_of_london() -> None:
    june = date(2026, 6, 1)
    sunday = datetime(2026, 6, 7, 22, 59, tzinfo=UTC)
    locks = [looks.Locked("referral-1", "WM-2222-2", datetime(2026, 1, 1, tzinfo=UTC), None)]
    assert len(looks.looks_in([viewed(sunday)], locks, june)) == 1
    assert looks.looks_in([viewed(sunday + timedelta(minutes=1))], locks, june) == []
    assert looks.monday_of(looks.london_day(sunday + timedelta(minutes=1))) == june + 7 * A_DAY


def test_a_lock_stands_in_every_week_it_touches() -> None:
    locks = [looks.Locked("referral-1", "WM-2222-2", NOON, NOON + 7 * A_DAY)]
    weeks = [WEEK + timedelta(days=7 * number) for number in range(-1, 3)]
    assert [len(looks.standing_in(locks, week)) for week in weeks] == [0, 1, 1, 0]


def test_a_reader_who_is_near_to_it_does_not_read_of_it_until_it_is_given_back() -> None:
    near = fact("intake.conflict_declared", NOON, referral_id="referral-1", account_id="reader", relation="family")
    back = fact("intake.wall_lifted", NOON, referral_id="referral-1", account_id="reader", because="tie_is_over")
    assert looks.locked_in([LOCKED, near], "reader") == []
    assert len(looks.locked_in([LOCKED, near], "another")) == 1
    assert len(looks.locked_in([near, LOCKED, back], "reader")) == 1


def review(today: date, by: str = "max", *looked: str) -> ReviewLooks:
    return ReviewLooks(at=NOON, week=WEEK, today=today, by=by, looks=2, looked=looked)


def test_a_week_is_gone_through_once_when_it_is_over_by_somebody_who_did_not_look() -> None:
    done, after = LooksReviewed(week=WEEK, looks=2), WEEK + 7 * A_DAY
    given(looks.DECIDER).when(looks.review_looks, review(after - A_DAY)).then_refused(WeekNotOver)
    given(looks.DECIDER).when(looks.review_looks, review(after, "ann", "ann")).then_refused(LookedThemselves)
    given(looks.DECIDER).when(looks.review_looks, review(after, "max", "ann")).then(done)
    given(looks.DECIDER, done).when(looks.review_looks, review(after)).then_nothing()


@whatever(strategies.integers(min_value=0, max_value=2 * 366 * 24 * 60))
def test_every_moment_is_in_one_week_alone(minutes: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    locks = [looks.Locked("referral-1", "WM-2222-2", datetime(2025, 1, 1, tzinfo=UTC), None)]
    week = looks.monday_of(looks.london_day(at))
    around = [week + timedelta(days=7 * number) for number in (-1, 0, 1)]
    assert [len(looks.looks_in([viewed(at)], locks, each)) for each in around] == [0, 1, 0]
