"""Every way a definition can be well formed and still unusable is found and said."""

from datetime import date
from typing import Any

import msgspec
import pytest

from services.panels.domain.definition import EveryDays, MovedSitting, faults
from tests.support.builders.panels import CMARAC, MARAC


def changed(**changes: Any) -> list[str]:
    return list(faults(msgspec.structs.replace(MARAC, **changes)))


def minutes(**changes: Any) -> dict[str, Any]:
    return {"minutes": msgspec.structs.replace(MARAC.minutes, **changes)}


def quorum(**changes: Any) -> dict[str, Any]:
    return {"quorum": msgspec.structs.replace(MARAC.quorum, **changes)}


def a_move(held_on: date, reason: str = "The room is taken.") -> dict[str, Any]:
    return {"moved": (MovedSitting(scheduled_on=date(2026, 12, 16), held_on=held_on, reason=reason),)}


def test_the_shipped_definitions_are_sound() -> None:
    assert list(faults(MARAC)) == []
    assert list(faults(CMARAC)) == []


def test_the_marac_has_fifteen_agencies_or_more_and_the_community_marac_two_chairs() -> None:
    assert len(MARAC.agencies) >= 15
    assert len(CMARAC.agencies) >= 15
    assert [chair.office for chair in CMARAC.chairs] == ["Head of Community Safety", "Detective chief inspector"]


def test_case_minutes_lie_between_twelve_and_fifteen() -> None:
    for panel in (MARAC, CMARAC):
        assert (panel.minutes.case, panel.minutes.case_at_most) == (12, 15)
    assert MARAC.minutes.capacity == 210


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"circulation": 8}, "circulation", id="circulated on the day referrals close"),
        pytest.param({"circulation": 0}, "circulation", id="circulated at the meeting"),
        pytest.param({"referral_deadline": 12, "circulation": 7}, "two meetings", id="two deadlines open at once"),
        pytest.param({"cadence": EveryDays(days=5, anchor=date(2026, 12, 16))}, "overtake", id="every five days"),
        pytest.param(a_move(date(2026, 12, 30)), "third of the cadence", id="moved into the next meeting's time"),
        pytest.param(a_move(date(2026, 12, 17), " "), "needs a reason", id="moved without a reason"),
        pytest.param(minutes(case=16), "case_at_most", id="a case longer than any may be"),
        pytest.param(minutes(repeat=-1), "negative", id="negative minutes"),
        pytest.param(minutes(capacity=20), "no room", id="no room for one case"),
        pytest.param({"agencies": MARAC.agencies * 2}, "used twice", id="an agency named twice"),
        pytest.param(quorum(required=("coastguard",)), "no agency of the panel", id="a stranger in the quorum"),
        pytest.param(quorum(chairs=2), "quorum.chairs", id="more chairs needed than there are"),
        pytest.param(quorum(agencies=40), "quorum.agencies", id="more agencies needed than there are"),
        pytest.param({"decisions": {}}, "decide something", id="nothing to decide"),
    ],
)
def test_an_unusable_definition_says_what_is_wrong(changes: dict[str, Any], says: str) -> None:
    assert any(says in fault for fault in changed(**changes))
