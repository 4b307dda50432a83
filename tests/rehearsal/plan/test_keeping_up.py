"""Open cases are kept up while they are open and no longer; now and then one is forgotten about."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from services.rehearsal.plan.deeds import GetInTouch, LookAgain, Referral
from services.rehearsal.plan.keeping_up import KeepingUp

ENDS_AT = datetime(2026, 11, 22, 22, tzinfo=UTC)
KEEPING = KeepingUp("seed", ENDS_AT)
A_DAY = timedelta(days=1)


def a_referral(number: int) -> Referral:
    return Referral(f"case/{number}", f"id-{number}", "WM-2222-2", {})


def touched(number: int, opened_at: datetime, closed_at: datetime | None = None) -> list[GetInTouch]:
    deeds = KEEPING.of_abuse(a_referral(number), opened_at, closed_at)
    return [deed for deed in deeds if isinstance(deed, GetInTouch)]


def test_a_case_of_abuse_is_never_quiet_for_a_week() -> None:
    opened_at = ENDS_AT - 300 * A_DAY
    at = [opened_at, *(deed.at for deed in touched(1, opened_at)), ENDS_AT]
    assert all(later - earlier < 7 * A_DAY for earlier, later in pairwise(at))


def test_its_risk_is_looked_at_again_within_four_weeks_each_time() -> None:
    opened_at = ENDS_AT - 100 * A_DAY
    deeds = KEEPING.of_abuse(a_referral(1), opened_at, None)
    at = [opened_at, *(deed.at for deed in deeds if isinstance(deed, LookAgain)), ENDS_AT]
    assert len(at) == 5
    assert all(later - earlier < 28 * A_DAY for earlier, later in pairwise(at))


def test_nothing_is_done_on_a_case_that_is_closed() -> None:
    opened_at = ENDS_AT - 200 * A_DAY
    closed_at = opened_at + 40 * A_DAY
    assert all(deed.at < closed_at for deed in touched(1, opened_at, closed_at))
    assert all(deed.at < closed_at for deed in KEEPING.of_behaviour(a_referral(1), opened_at, closed_at))
    assert list(KEEPING.of_behaviour(a_referral(1), opened_at, opened_at)) == []


def test_whoever_reported_behaviour_is_rung_the_next_day_and_then_every_other_week() -> None:
    opened_at = ENDS_AT - 60 * A_DAY
    at = [deed.at for deed in KEEPING.of_behaviour(a_referral(1), opened_at, None)]
    assert at[0] - opened_at < 2 * A_DAY
    assert all(later - earlier < 14 * A_DAY for earlier, later in pairwise([*at, ENDS_AT]))


def test_one_case_in_twenty_five_is_forgotten_about_the_same_ones_each_time() -> None:
    opened_at = ENDS_AT - 60 * A_DAY
    forgotten = [number for number in range(500) if not touched(number, opened_at)]
    assert 8 <= len(forgotten) <= 40
    assert forgotten == [number for number in range(500) if not touched(number, opened_at)]


def test_people_are_rung_in_the_daytime() -> None:
    hours = {deed.at.hour for number in range(20) for deed in touched(number, ENDS_AT - 30 * A_DAY)}
    assert hours <= set(range(8, 17))
