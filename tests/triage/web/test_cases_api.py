"""The calls about cases."""

from datetime import timedelta

import pytest

from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, FLY_TIP, MONDAY, PERSISTENT, LittleTriage

CASES = "/triage/api/cases"
OFFICERS = {Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER}


def test_cases_are_for_officers(triage: LittleTriage) -> None:
    expected = {role: 200 if role in OFFICERS else 403 for role in Role}
    for path in (CASES, f"{CASES}/{triage.refer(**PERSISTENT)}"):
        assert {role: triage.get(path, role).status_code for role in Role} == expected


def test_an_adviser_records_an_offer_where_support_is_owed_and_nothing_else(triage: LittleTriage) -> None:
    abuse, other = triage.refer(**ABUSE), triage.refer(**PERSISTENT)
    offered = {"outcome": "accepted"}
    assert triage.post(f"{CASES}/{abuse}/support-offer", offered, Role.IDVA).status_code == 200
    assert triage.post(f"{CASES}/{other}/support-offer", offered, Role.IDVA).status_code == 404
    assert triage.post(f"{CASES}/{abuse}/close", {"reason": "resolved"}, Role.IDVA).status_code == 403
    assert [offer["outcome"] for offer in triage.get(f"{CASES}/{abuse}").json()["support_offers"]] == ["accepted"]
    assert triage.get(f"{CASES}/{other}").json()["support_offers"] == []


def test_cases_come_by_risk_and_may_be_narrowed(triage: LittleTriage) -> None:
    standard, high = triage.refer(**PERSISTENT), triage.refer(**ABUSE)
    triage.refer(**FLY_TIP)
    found = triage.get(CASES).json()
    assert [case["case_reference"] for case in found["cases"]] == [high, standard]
    assert found["cursor"] is None
    narrowed = triage.get(f"{CASES}?priority=standard&state=open").json()
    assert [case["reference"] for case in narrowed["cases"]] == [standard]
    assert triage.get(f"{CASES}?state=closed").json() == {"cases": [], "cursor": None}


def test_a_filter_that_is_none_of_ours_is_refused(triage: LittleTriage) -> None:
    assert triage.get(f"{CASES}?priority=low").status_code == 422
    assert triage.get(f"{CASES}?cursor=x").status_code == 422
    assert triage.get(f"{CASES}?limit=101").status_code == 422


def test_a_long_list_goes_on_at_its_cursor(triage: LittleTriage) -> None:
    made = [triage.refer(**PERSISTENT, received_at=MONDAY + timedelta(minutes=n)) for n in range(3)]
    first = triage.get(f"{CASES}?limit=2").json()
    second = triage.get(f"{CASES}?limit=2&cursor={first['cursor']}").json()
    assert [case["reference"] for case in (*first["cases"], *second["cases"])] == made


def test_one_case_has_its_offers_and_its_reading_is_recorded(triage: LittleTriage) -> None:
    reference = triage.refer(**ABUSE)
    assert triage.post(f"{CASES}/{reference}/support-offer", {"outcome": "declined"}).status_code == 200
    case = triage.get(f"{CASES}/{reference}", Role.CASE_OFFICER).json()
    assert [offer["outcome"] for offer in case["support_offers"]] == ["declined"]
    assert (case["state"], case["route"], case["panels"]) == ("open", "domestic_abuse", [])
    assert triage.looks() == [("case_officer", "case", ("referral-1",))]


@pytest.mark.parametrize("reference", ["WM-2222-2", "nonsense"])
def test_a_case_nobody_has_is_not_found(triage: LittleTriage, reference: str) -> None:
    assert triage.get(f"{CASES}/{reference}").status_code == 404
    assert triage.post(f"{CASES}/{reference}/close", {"reason": "resolved"}).status_code == 404


def test_a_referral_that_is_no_case_is_none(triage: LittleTriage) -> None:
    reference = triage.refer(**FLY_TIP)
    assert triage.get(f"{CASES}/{reference}").status_code == 404
    answer = triage.post(f"{CASES}/{reference}/close", {"reason": "resolved"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_case_open")


def test_domestic_abuse_closes_only_after_an_offer(triage: LittleTriage) -> None:
    close = f"{CASES}/{triage.refer(**ABUSE)}/close"
    refused = triage.post(close, {"reason": "resolved"})
    assert (refused.status_code, refused.json()["code"]) == (409, "support_not_offered")
    triage.post(close.replace("close", "support-offer"), {"outcome": "accepted"})
    assert triage.post(close, {"reason": "resolved"}).status_code == 200
    assert triage.get(f"{CASES}?state=closed").json()["cases"][0]["closed_because"] == "resolved"


@pytest.mark.parametrize(("step", "body"), [("close", {"reason": "bored"}), ("support-offer", {"outcome": "maybe"})])
def test_a_code_that_is_none_of_ours_is_refused(triage: LittleTriage, step: str, body: dict[str, str]) -> None:
    answer = triage.post(f"{CASES}/{triage.refer(**ABUSE)}/{step}", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{next(iter(body))}"]


def test_the_same_offer_under_one_key_is_recorded_once(triage: LittleTriage) -> None:
    offer = f"{CASES}/{triage.refer(**ABUSE)}/support-offer"
    answers = [triage.post(offer, {"outcome": "declined"}, key="one-key") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(triage.get(offer.removesuffix("/support-offer")).json()["support_offers"]) == 1
