"""The profile of domestic abuse on its page: for whoever answers for the service, by year."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, LittleTriage
from tests.support.builders.web import signed_in

pytestmark = pytest.mark.slow


def read(browser: TestClient, query: str = "") -> str:
    answer = browser.get(f"/triage/profile/domestic-abuse{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_year_tells_its_peaks_and_keeps_a_few_back(triage: LittleTriage) -> None:
    manager = signed_in(triage.app, Role.SERVICE_MANAGER)
    assert "No domestic abuse has been reported yet." in read(manager)
    saturday = datetime(2025, 8, 2, 14, 0, tzinfo=UTC)
    for number in range(9):
        at = saturday + timedelta(days=7 * (number % 3), minutes=number)
        ward = "Abbey" if number < 7 else "Ravensbury"
        triage.refer(**ABUSE, received_at=at, ward=ward, settled=False)
    triage.refer(**ABUSE, received_at=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
    words = read(manager, "?year=2025")
    assert "9 reports Most on a Saturday The busiest seven hours are from 09:00 to 16:00 Most in August" in words
    assert "Abbey a few , not told Ravensbury a few , not told" in words
    assert "5 or fewer reports" in read(manager)
    assert "5 or fewer reports" in read(manager, "?year=1999")


def test_nobody_else_finds_it(triage: LittleTriage) -> None:
    assert signed_in(triage.app, Role.CASE_OFFICER).get("/triage/profile/domestic-abuse").status_code == 404
