"""Triage does not start on a day on which no set of desk rules is in force."""

from datetime import UTC, datetime

import pytest

from services.triage.desk_wiring import desk_rules
from shared.runtime.settings import BadSetting


def test_it_starts_from_the_first_day_in_london_of_the_first_set() -> None:
    first_moment = datetime(2016, 6, 30, 23, 0, tzinfo=UTC)
    assert desk_rules(lambda: first_moment).on(first_moment.date().replace(month=7, day=1)).silences
    with pytest.raises(BadSetting, match=r"Triage cannot start\. No set of desk rules is in force on 2016-06-30"):
        desk_rules(lambda: first_moment.replace(hour=22))
