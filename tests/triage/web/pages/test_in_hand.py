"""Who has a referral in hand is seen by everybody, and changed with one button."""

import re

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.events import ReferralPutBack, ReferralTaken
from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, LittleTriage
from tests.support.builders.web import csrf_of, signed_in


def words(browser: TestClient, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(path).text))


def press(triage: LittleTriage, browser: TestClient, reference: str, what: str, **form: str) -> tuple[int, str]:
    path = f"/triage/referrals/{reference}/{what}"
    if "seen" not in form:  # as the form on the page says in whose hands it is
        shown = re.search(r'name="seen" value="([^"]*)"', browser.get(f"/triage/referrals/{reference}").text)
        form["seen"] = shown[1] if shown else ""
    answer = browser.post(path, data={"csrf": csrf_of(triage.app, browser), **form})
    triage.settle()
    return answer.status_code, answer.headers.get("location", "")


def test_what_i_take_on_is_mine_and_first_and_a_colleague_sees_whose_it_is(triage: LittleTriage) -> None:
    noise, abuse = triage.refer(**LIVING_NOISE), triage.refer(**ABUSE)
    me = signed_in(triage.app)
    card = f"/triage/referrals/{noise}"
    assert "Nobody has it in hand. Take it on" in words(me, card)
    assert press(triage, me, noise, "take") == (303, card)
    queue = words(me, "/triage/queue")
    assert queue.index(noise) < queue.index(abuse)
    assert f"{noise} Noise, Abbey Mine" in queue
    assert abuse not in words(me, "/triage/queue?mine=yes")
    colleague = signed_in(triage.app, Role.CASE_OFFICER, "a.begum")
    assert f"{noise} Noise, Abbey With Jo Okafor" in words(colleague, "/triage/queue")
    assert "In the hands of Jo Okafor . Take it over" in words(colleague, card)
    press(triage, colleague, noise, "take")
    assert "Mine Put it back" in words(colleague, card)
    assert press(triage, colleague, noise, "put-back") == (303, card)
    kinds = [type(fact) for fact in triage.facts_of(noise)]
    assert kinds[-3:] == [ReferralTaken, ReferralTaken, ReferralPutBack]


def test_from_a_case_the_way_leads_back_to_the_case(triage: LittleTriage) -> None:
    abuse, me = triage.refer(**ABUSE), signed_in(triage.app)
    assert press(triage, me, abuse, "take", **{"from": "case"}) == (303, f"/triage/cases/{abuse}")
    assert "Mine Put it back" in words(me, f"/triage/cases/{abuse}")
    assert f"{abuse} Domestic abuse, Abbey Mine" in words(me, "/triage/cases")
    colleague = signed_in(triage.app, Role.CASE_OFFICER, "a.begum")
    assert f"{abuse} Domestic abuse, Abbey With Jo Okafor" in words(colleague, "/triage/cases")
    assert "You have no such case in hand." in words(colleague, "/triage/cases?mine=yes")
    assert abuse in words(me, "/triage/cases?mine=yes")
    assert "An officer took it on. 23 November 2026" in words(me, f"/triage/cases/{abuse}/history")


def test_what_is_closed_is_taken_on_by_nobody(triage: LittleTriage) -> None:
    reference, me = triage.refer(**FLY_TIP), signed_in(triage.app)
    press(triage, me, reference, "take")
    triage.post(f"/triage/api/referrals/{reference}/confirm", {})
    assert press(triage, me, reference, "put-back")[0] == 409
    assert "In the hands of Jo Okafor when it was closed." in words(me, f"/triage/referrals/{reference}")


@pytest.mark.parametrize("what", ["take", "put-back"])
def test_it_is_for_officers_and_for_what_there_is(triage: LittleTriage, what: str) -> None:
    reference = triage.refer(**FLY_TIP)
    assert press(triage, signed_in(triage.app, Role.AUDITOR, "m.hale"), reference, what)[0] == 404
    assert press(triage, signed_in(triage.app), "WM-2222-2", what)[0] == 404
