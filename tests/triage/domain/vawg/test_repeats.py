"""The definition of a repeat by its day; it says what the rule sets of the same days say."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.anniversary import months_after
from services.triage.domain.events import ReferralFacts
from services.triage.domain.vawg.repeats import RepeatProblem, definitions_from, earlier_sexual_violence
from tests.support.builders.triage import a_referral, the_decision
from tests.support.builders.vawg import SAFE, at, the_repeats

CODES = st.sampled_from(["yes", "no", "unknown"])
SOUND: dict[str, Any] = {
    "version": "2020-01-01", "effective_from": date(2020, 1, 1), "author": "A", "approver": "B", "says": "S",
    "sources": ["domain.md 2.2"],
    "marac": {"months": 12, "needs_crime": True, "same_person": True},
    "sexual_violence": {"months": 12, "needs_crime": False, "same_person": False},
}  # fmt: skip


def referred(on: date, last: date, criminal: str, same_person: str) -> ReferralFacts:
    answers = {
        **SAFE,
        "dash_yes_count": 0,
        "judgement_high_risk": "no",
        "incidents_in_12_months": 0,
        "last_marac_referral_on": last.isoformat(),
        "new_incident_since_last_marac": "yes",
        "new_incident_criminal": criminal,
        "new_incident_same_perpetrator": same_person,
    }
    return a_referral(
        kind="domestic_abuse", category=None, answers=answers, received_at=at(on.day, 12, on.month, on.year)
    )


@settings(max_examples=60, deadline=None)
@for_all(st.dates(date(2018, 1, 1), date(2028, 1, 1)), st.integers(0, 400), CODES, CODES)
def test_it_is_a_repeat_exactly_where_the_rules_of_that_day_send_it_to_marac(
    on: date, days: int, criminal: str, same_person: str
) -> None:
    last = on - timedelta(days=days)
    ours = the_repeats().on(on).marac.met(last, on, criminal, same_person)
    assert ours is ("marac" in the_decision(referred(on, last, criminal, same_person)).panels)


@pytest.mark.parametrize(
    ("on", "criminal", "repeat"),
    [(date(2026, 3, 31), "no", False), (date(2026, 3, 31), "yes", True), (date(2026, 4, 1), "no", True)],
    ids=["no crime, the day before", "a crime, the day before", "no crime, under the later definition"],
)
def test_the_day_it_is_recorded_picks_the_definition(on: date, criminal: str, repeat: bool) -> None:
    assert the_repeats().on(on).marac.met(date(2026, 1, 5), on, criminal, "yes") is repeat


def test_a_year_is_counted_to_the_day_and_29_february_ends_on_the_28th() -> None:
    marac = the_repeats().on(date(2026, 4, 1)).marac
    assert marac.met(date(2024, 2, 29), date(2025, 2, 28), "no", "yes")
    assert not marac.met(date(2024, 2, 29), date(2025, 3, 1), "no", "yes")
    assert not marac.met(date(2024, 2, 29), date(2024, 2, 28), "no", "yes")


@settings(max_examples=60, deadline=None)
@for_all(st.lists(st.dates(date(2024, 1, 1), date(2027, 1, 1)), min_size=2, max_size=6))
def test_sexual_violence_is_a_repeat_in_whatever_order_it_was_told(days: list[date]) -> None:
    definition = the_repeats().on(date(2026, 4, 1)).sexual_violence

    def pairs(order: list[date]) -> int:
        return sum(
            earlier_sexual_violence(definition, order[:place], day) is not None for place, day in enumerate(order)
        )

    ordered = sorted(days)
    near = any(later <= months_after(earlier, 12) for earlier, later in pairwise(ordered))
    assert (pairs(days) > 0) is (pairs(ordered) > 0) is near


@pytest.mark.parametrize(
    ("fault", "says"),
    [({"version": "2020-01-02"}, "Name it"), ({"sources": []}, "sources"), ({"marac": {"months": 12}}, "needs_crime")],
    ids=["wrong day", "no source", "half a definition"],
)
def test_a_definition_with_a_fault_is_refused(fault: dict[str, Any], says: str) -> None:
    assert definitions_from(SOUND)
    with pytest.raises(RepeatProblem, match=says):
        definitions_from(SOUND | fault)
