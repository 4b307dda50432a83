"""When the time a route is given is over."""

from datetime import UTC, datetime

import pytest

from services.triage.domain.decision import Also
from tests.support.builders.triage import a_referral, the_judge


def due(route: str, frame: str | None, since: datetime, origin: str = "live") -> datetime | None:
    referral = a_referral(received_at=since, origin=origin)
    return the_judge().due(Also(route=route, done_by="us", time_frame=frame), referral, since)


@pytest.mark.parametrize(
    ("route", "frame", "since", "until"),
    [
        pytest.param("emergency_999", "PT0S", (2026, 11, 23, 9, 12), (2026, 11, 23, 9, 12), id="at once"),
        pytest.param("domestic_abuse", "PT24H", (2026, 11, 21, 22, 0), (2026, 11, 22, 22, 0), id="hours run on"),
        pytest.param("children_mash", "P0D", (2026, 11, 23, 9, 12), (2026, 11, 23, 23, 59), id="the same day"),
        pytest.param("children_mash", "P0D", (2026, 7, 1, 23, 30), (2026, 7, 2, 22, 59), id="the day London has"),
        pytest.param("asb_case", "P1D", (2026, 11, 20, 9, 0), (2026, 11, 23, 23, 59), id="not at a weekend"),
        pytest.param("asb_case", "P5D", (2026, 12, 23, 9, 0), (2027, 1, 4, 23, 59), id="not on a bank holiday"),
        pytest.param("hate_crime_police", "P2D", (2026, 11, 23, 9, 0), (2026, 11, 25, 23, 59), id="working days"),
    ],
)
def test_a_time_frame_ends(
    route: str, frame: str, since: tuple[int, int, int, int, int], until: tuple[int, int, int, int, int]
) -> None:
    year, month, day, hour, minute = since
    expected = datetime(*until, tzinfo=UTC)
    assert due(route, frame, datetime(year, month, day, hour, minute, tzinfo=UTC)) == expected


def test_a_route_without_a_time_and_an_import_are_never_due() -> None:
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert due("police_101", None, monday) is None
    assert due("domestic_abuse", "PT24H", monday, origin="import") is None
