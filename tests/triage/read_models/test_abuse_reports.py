"""Reports of domestic abuse are counted by London's clock, and by no ward where nobody may find the place."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from services.triage.domain.commands import NoteAnswers
from services.triage.domain.hidden_commands import HideAddress
from services.triage.read_models import abuse_reports
from tests.support.builders.triage import ABUSE, FLY_TIP, LittleTriage

pytestmark = pytest.mark.slow


def counts(triage: LittleTriage, year: int = 2026) -> Mapping[str, Counter[str]]:
    with triage.service.views.reading() as connection:
        return abuse_reports.counts(connection, year)


def test_a_report_counts_at_the_hour_and_day_of_london(triage: LittleTriage) -> None:
    """Half past eleven at night by Greenwich on 31 July is half past midnight on 1 August."""
    triage.refer(**ABUSE, received_at=datetime(2026, 7, 31, 23, 30, tzinfo=UTC), ward="Abbey")
    triage.refer(**FLY_TIP, received_at=datetime(2026, 7, 31, 23, 30, tzinfo=UTC), ward="Abbey")
    told = {name: dict(column) for name, column in counts(triage).items()}
    assert told == {"ward": {"Abbey": 1}, "weekday": {"5": 1}, "hour": {"0": 1}, "month": {"8": 1}}


def test_years_are_those_with_reports_and_the_turn_of_the_year_is_london_s(triage: LittleTriage) -> None:
    triage.refer(**ABUSE, received_at=datetime(2025, 12, 31, 23, 59, tzinfo=UTC))
    triage.refer(**ABUSE, received_at=datetime(2026, 1, 1, 0, 0, tzinfo=UTC))
    with triage.service.views.reading() as connection:
        assert abuse_reports.years(connection) == [2026, 2025]


def test_what_turns_out_to_be_abuse_counts_from_then_on(triage: LittleTriage) -> None:
    triage.refer(**FLY_TIP, ward="Abbey")
    triage.do(
        NoteAnswers(at=triage.clock(), referral_id="referral-1", answers={"domestic_abuse": "yes"}, ward="Ravensbury")
    )
    assert dict(counts(triage)["ward"]) == {"Ravensbury": 1}


def test_a_place_nobody_may_find_counts_for_no_ward(triage: LittleTriage) -> None:
    triage.refer(**ABUSE, ward="Abbey")
    triage.do(HideAddress(at=triage.clock(), referral_id="referral-1", code="R-7", location=True, person_ids=()))
    assert dict(counts(triage)["ward"]) == {"": 1}
