"""Whoever referred is called what they were called on the day the referral came in, in London."""

from datetime import UTC, datetime

import pytest

from services.intake.web.words import REFERRERS, agency_then
from shared.access.roles import Referrer


@pytest.mark.parametrize(
    ("received_at", "called"),
    [
        ("2017-06-01T09:00:00Z", "Metropolitan Police, borough command unit (BOCU)"),
        ("2018-03-31T22:59:00Z", "Metropolitan Police, borough command unit (BOCU)"),
        ("2018-03-31T23:00:00Z", "Metropolitan Police, command unit of several boroughs (BCU)"),
        (datetime(2026, 11, 28, tzinfo=UTC), "Metropolitan Police, command unit of several boroughs (BCU)"),
    ],
)
def test_the_police_of_a_referral_are_those_of_its_day(received_at: str | datetime, called: str) -> None:
    assert agency_then("police", received_at) == called


def test_every_kind_of_partner_has_words() -> None:
    assert set(REFERRERS) == set(Referrer)
