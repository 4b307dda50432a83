"""A handling is checked when it is loaded, and its clocks run from when its strand was known."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.triage.domain.risk.signs import all_signs
from services.triage.domain.vawg.handling import HandlingProblem, Step, due_at, handling_from
from shared.contracts.vocabulary import VOCABULARY
from shared.runtime.bank_holidays import england_and_wales
from tests.support.builders.protection import DASH

LONDON = ZoneInfo("Europe/London")
SOUND: dict[str, Any] = {
    "code": "forced_marriage",
    "title": "Forced marriage",
    "version": "2020-01-01",
    "effective_from": datetime(2020, 1, 1, tzinfo=UTC).date(),
    "author": "Lead",
    "approver": "Head",
    "lead": "One chance.",
    "never": ["Do not ring home"],
    "sources": ["domain.md 1.5 item 78"],
    "applies": {"strands": ["forced_marriage"]},
    "steps": [{"code": "seen", "says": "See them", "duty": True, "hours": 2}],
}


def read(**changes: Any) -> None:
    handling_from(SOUND | changes, VOCABULARY.strands, VOCABULARY.answers, all_signs(DASH))


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"version": "2020-01-02"}, "Name it after its first day"),
        ({"applies": {}}, "applies"),
        ({"applies": {"strands": ["forced_mariage"]}}, "forced_mariage"),
        ({"applies": {"answers": ["strangled"]}}, "strangled"),
        ({"applies": {"risk": ["dash.mony"]}}, "sign of risk dash.mony"),
        ({"never": []}, "never"),
        ({"sources": []}, "sources"),
        ({"steps": []}, "steps"),
        ({"steps": [{"code": "a", "says": "A"}, {"code": "a", "says": "B"}]}, "same code"),
        ({"steps": [{"code": "a", "says": "A", "hours": 2, "working_days": 1}]}, "two clocks"),
        ({"steps": [{"code": "a", "says": "A", "hours": 2, "days": 0}]}, "two clocks"),
        ({"steps": [{"code": "a", "says": "A", "duty": True}]}, "without a clock"),
        ({"alway": ["x"]}, "alway"),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_planted_fault_is_named_with_what_to_do(fault: dict[str, Any], says: str) -> None:
    read()
    with pytest.raises(HandlingProblem, match=says):
        read(**fault)


def test_hours_run_on_through_the_night_and_working_days_end_with_the_day_in_london() -> None:
    friday = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
    calendar = england_and_wales()
    assert due_at(Step(code="a", says="A", hours=24), friday, calendar) == datetime(2026, 12, 5, 17, 0, tzinfo=UTC)
    assert due_at(Step(code="a", says="A", working_days=1), friday, calendar) == datetime(
        2026, 12, 7, 23, 59, tzinfo=UTC
    )
    christmas_eve = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    assert due_at(Step(code="a", says="A", working_days=1), christmas_eve, calendar) == datetime(
        2026, 12, 29, 23, 59, tzinfo=UTC
    )
    sunday = datetime(2026, 12, 6, 8, 0, tzinfo=UTC)
    assert due_at(Step(code="a", says="A", days=0), sunday, calendar) == datetime(2026, 12, 6, 23, 59, tzinfo=UTC)
    assert due_at(Step(code="a", says="A"), friday, calendar) is None


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 3_600_000), st.integers(0, 30))
def test_whenever_a_strand_was_known_hours_run_on_the_clock_and_days_end_with_londons_working_day(
    minutes: int, count: int
) -> None:
    calendar, since = england_and_wales(), datetime(2021, 1, 4, tzinfo=UTC) + timedelta(minutes=minutes)
    assert due_at(Step(code="a", says="A", hours=count), since, calendar) == since + timedelta(hours=count)
    due = due_at(Step(code="a", says="A", working_days=count + 1), since, calendar)
    assert due is not None
    first, last = since.astimezone(LONDON).date(), due.astimezone(LONDON)
    days = [first + timedelta(days=each) for each in range(1, (last.date() - first).days + 1)]
    assert (last.hour, last.minute, calendar.worked(last.date())) == (23, 59, True)
    assert sum(map(calendar.worked, days)) == count + 1
