"""Whether people fare alike, as a page: shares with ranges; small numbers and what is kept from anybody left out."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.commands import ConfirmDecision, OverrideDecision
from shared.access.roles import Role
from shared.access.walls import Wall
from tests.support.builders.triage import FLY_TIP, PERSISTENT, LittleTriage
from tests.support.builders.web import signed_in

pytestmark = pytest.mark.slow

ADDRESS = "/triage/rules/fairness"


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    """By telephone fourteen that became ours and eight that did not, thirty online that did not, three by e-mail."""
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    for number in range(1, 56):
        kind: dict[str, Any] = PERSISTENT if number <= 14 or 44 < number <= 47 else FLY_TIP
        channel = "online" if 14 < number <= 44 else "email" if 44 < number <= 47 else "phone"
        running.refer(channel=channel, **kind)
        known = {"at": running.clock(), "referral_id": f"referral-{number}"}
        if number <= 6:
            said = {"route": "environmental_health", "code": "local_knowledge", "text": "Known place."}
            running.do(OverrideDecision(**known, **said, overridden_by="officer-1"))
        else:
            running.do(ConfirmDecision(**known))
    yield running
    running.close()


@pytest.fixture(scope="module")
def manager(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.SERVICE_MANAGER)


def read(browser: TestClient, query: str = "", status: int = 200) -> str:
    answer = browser.get(f"{ADDRESS}{query}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    named = [f"{name}-{part}={number}" for name, day in (("first", first), ("last", last))
             for part, number in zip(("day", "month", "year"), day, strict=True)]  # fmt: skip
    return f"?{'&'.join(named)}"


def test_a_group_that_fares_otherwise_is_named_with_its_range_and_a_small_one_is_kept_back(manager: TestClient) -> None:
    words = read(manager)
    assert "55 referrals, 24 November 2025 to 23 November 2026" in words
    online = r"How it came in: [\w ]+\. Became a case of ours or an emergency: 0%, between 0% and \d+%; of all 31%"
    assert re.search(online, words)
    (row,) = re.findall(r"E-mail ((?:Too few to show ){5})", words)
    assert row
    assert "Sex, ethnicity, religion, disability" in words


def test_only_the_days_asked_for_count_and_what_is_no_day_is_said_at_its_field(manager: TestClient) -> None:
    words = read(manager, days((1, 1, 2026), (31, 1, 2026)))
    assert "0 referrals, 1 January 2026 to 31 January 2026" in words
    assert "What came in before 23 November 2026 is not read here" in words
    assert "Nothing came in on these days that was judged." in words
    assert "Give a day that there is" in read(manager, days((31, 2, 2026), (1, 3, 2026)), 422)
    assert "The last day must not be before the first." in read(manager, days((2, 3, 2026), (1, 3, 2026)), 422)


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 200), (Role.RULE_APPROVER, 200), (Role.CASE_OFFICER, 404)])
def test_who_owns_judges_or_audits_the_rules_reads_it(triage: LittleTriage, role: Role, status: int) -> None:
    assert triage.get(ADDRESS, role).status_code == status


def test_a_record_kept_from_anybody_is_left_out_for_everybody(triage: LittleTriage, manager: TestClient) -> None:
    wall = Wall(account_id="account-of-a-colleague", referral_id="referral-1", reference="WM-2222-2")
    triage.access.walls.put(wall, stands=True)
    assert "54 referrals," in read(manager)
    triage.access.walls.put(wall, stands=False)
    assert "55 referrals," in read(manager)
