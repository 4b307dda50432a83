"""What two people do at one moment happens once: the other is told so clearly, and nothing is half done."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.access.roles import Role
from tests.journeys.test_insiders_learn_nothing import NUISANCE
from tests.support.builders.borough import LittleBorough

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("at-once") / "data")
    yield made
    made.close()


def facts_named(borough: LittleBorough, name: str) -> list[Any]:
    return [each.fact for each in borough.built.services["triage"].store.page(0, 10_000) if each.name == name]


def test_of_four_who_close_a_case_at_once_one_does_and_the_others_are_told_that_it_is_closed(
    borough: LittleBorough,
) -> None:
    reference = borough.refer(NUISANCE)
    borough.post(f"/triage/api/referrals/{reference}/confirm", {}, Role.TRIAGE_OFFICER)
    borough.settle()
    headers = {**borough.headers(Role.CASE_OFFICER), "accept": "text/html"}

    def close(_: int) -> Any:
        address, reason = f"/triage/cases/{reference}/close", {"reason": "resolved"}
        return borough.client.post(address, headers=headers, data=reason, follow_redirects=False)

    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(close, range(4)))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    for answer in answers:
        assert answer.status_code == 303 or re.search("This referral is closed", answer.text)
    assert len(facts_named(borough, "triage.case_closed")) == 1
