"""The adviser's pages: whom to offer support, how to reach them safely, and nothing of anybody else."""

import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from fastapi.testclient import TestClient

from services.triage.domain.commands import CloseCase, NoteSafeContact
from services.triage.domain.events import SafeContact, SupportOffered, WaySafety
from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, MONDAY, PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

PEOPLE = (("Mark Penrose", "perpetrator"), ("Amina Okafor", "victim"))


@pytest.fixture
def adviser(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.IDVA)


def read(browser: TestClient, path: str = "", status: int = 200) -> str:
    answer = browser.get(f"/triage/support{path}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def send(triage: LittleTriage, browser: TestClient, reference: str, **fields: str) -> Any:
    fields["csrf"] = csrf_of(triage.app, browser)
    answer = browser.post(f"/triage/support/{reference}", data=fields)
    triage.settle()
    return answer


def offers(triage: LittleTriage, reference: str) -> list[str]:
    return [fact.outcome for fact in triage.facts_of(reference) if isinstance(fact, SupportOffered)]


def test_nobody_to_reach_is_said_to_be_nobody(adviser: TestClient) -> None:
    assert "Nobody waits for an offer of support." in read(adviser)
    assert "Support has not been offered in any case that is open." in read(adviser, "?offered=yes")


def test_the_list_holds_those_owed_an_offer_until_it_is_made_and_no_name(
    triage: LittleTriage, adviser: TestClient
) -> None:
    abuse, other = triage.refer(*PEOPLE, **ABUSE), triage.refer(**PERSISTENT)
    words = read(adviser)
    assert f"{abuse} High 24 November 2026, 09:12 Nobody yet None" in words
    assert (other in words, "Amina" in words, "Late" in words) == (False, False, False)
    triage.clock.set(MONDAY + timedelta(days=2))
    assert "Late 24 November 2026, 09:12" in read(adviser)
    assert send(triage, adviser, abuse, outcome="accepted").status_code == 303
    assert abuse not in read(adviser)
    assert abuse in read(adviser, "?offered=yes")


def test_a_long_list_goes_on_and_a_cut_cursor_leads_to_its_first_page(
    triage: LittleTriage, adviser: TestClient
) -> None:
    times = [MONDAY + timedelta(minutes=number) for number in range(51)]
    made = [triage.refer(**ABUSE, received_at=time, settled=False) for time in times]
    triage.settle()
    first = adviser.get("/triage/support").text
    assert made[-1] not in first
    (further,) = re.findall(r'href="(/triage/support\?[^"]*cursor=[^"]*)"', first)
    assert made[-1] in adviser.get(further.replace("&amp;", "&")).text
    assert made[0] in read(adviser, "?cursor=cut")


def test_a_case_begins_with_how_to_reach_whoever_is_at_risk_then_by_when(
    triage: LittleTriage, adviser: TestClient
) -> None:
    answers = {**ABUSE["answers"], "strangulation": "yes", "immediate_danger": "no", "landlord_contacted": "yes"}
    reference = triage.refer(*PEOPLE, **{**ABUSE, "answers": answers})
    assert "No safe way to reach them is known. Do not call, write or visit." in read(adviser, f"/{reference}")
    safe = SafeContact(phone=WaySafety(safe="yes", times=("Mon-Fri 10:00-14:00",)), post=WaySafety(safe="no"))
    triage.do(NoteSafeContact(at=MONDAY, referral_id="referral-1", contacts={"person-1-1": safe}))
    assert "nobody has confirmed it within 30 days. Make sure before you use any of it" in read(
        adviser, f"/{reference}"
    )
    safe = msgspec.structs.replace(safe, confirmed_at=MONDAY)
    triage.do(NoteSafeContact(at=MONDAY, referral_id="referral-1", contacts={"person-1-1": safe}))
    words = read(adviser, f"/{reference}")
    assert "Amina Okafor , victim. Safe: Telephone, Mon-Fri 10:00-14:00, leave no message Not safe: post." in words
    assert "Offer support and record what came of it Due 24 November 2026, 09:12" in words
    assert words.index("Safe: Telephone") < words.index("What is dangerous") < words.index("Offer support and record")
    assert "Strangled, choked or kept from breathing" in words
    assert "Has anyone been strangled, choked or kept from breathing? Yes" in words
    assert "Is anyone in danger right now? No" in words
    assert ("Penrose" in words, "landlord" in words) == (False, False)
    page = adviser.get(f"/triage/support/{reference}").text
    theirs = r'[^"]+/(?:risk"|family"|handling"|since"|support|abuse/)'
    assert not re.findall(rf'href="/(?:intake/(?!insiders)|triage/(?:referrals|cases/(?!{theirs})))', page)


def test_what_came_of_each_offer_is_recorded_with_who_made_it(triage: LittleTriage, adviser: TestClient) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    answer = send(triage, adviser, reference, outcome="declined", once="1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/triage/support/{reference}")
    words = read(adviser, f"/{reference}")
    assert "Declined, 23 November 2026, 09:30, recorded by Jo Okafor" in words
    assert "Support was offered. Record each further offer too" in words
    send(triage, adviser, reference, outcome="declined", once="1")
    send(triage, adviser, reference, outcome="accepted", once="2")
    assert offers(triage, reference) == ["declined", "accepted"]
    triage.do(CloseCase(at=triage.clock(), referral_id="referral-1", reason="resolved"))
    assert "The case was closed on 23 November 2026: resolved." in read(adviser, f"/{reference}")


def test_to_which_of_several_victims_support_was_offered_is_said(triage: LittleTriage, adviser: TestClient) -> None:
    reference = triage.refer(("Amina Okafor", "victim"), ("Zainab Okafor", "victim"), **ABUSE)
    assert "To whom was support offered? Choose one Amina Okafor Zainab Okafor" in read(adviser, f"/{reference}")
    refused = send(triage, adviser, reference, outcome="accepted")
    assert (refused.status_code, "Choose to whom support was offered." in refused.text) == (422, True)
    send(triage, adviser, reference, outcome="accepted", person_id="person-1-1")
    offered = [fact for fact in triage.facts_of(reference) if isinstance(fact, SupportOffered)]
    assert [(fact.person_id, fact.by_adviser) for fact in offered] == [("person-1-1", True)]
    closing = triage.post(f"/triage/api/cases/{reference}/close", {"reason": "resolved"})
    assert (closing.status_code, "It is missing for 1." in closing.text) == (409, True)
    other = {"outcome": "declined", "person_id": "person-1-0"}
    assert triage.post(f"/triage/api/cases/{reference}/support-offer", other).status_code == 200
    assert triage.post(f"/triage/api/cases/{reference}/close", {"reason": "resolved"}).status_code == 200


@pytest.mark.parametrize("closed", [False, True])
def test_what_cannot_be_recorded_says_what_to_do(triage: LittleTriage, adviser: TestClient, closed: bool) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    if closed:
        send(triage, adviser, reference, outcome="accepted")
        triage.do(CloseCase(at=triage.clock(), referral_id="referral-1", reason="resolved"))
    answer = send(triage, adviser, reference, **({"outcome": "declined"} if closed else {}))
    says = "closed" if closed else "Choose what came of the offer."
    assert (answer.status_code, says in answer.text) == (409 if closed else 422, True)
    assert "<title>Error: " in answer.text
    assert offers(triage, reference) == (["accepted"] if closed else [])


def test_reading_is_recorded_and_what_needs_no_support_is_not_found(triage: LittleTriage, adviser: TestClient) -> None:
    abuse, other = triage.refer(*PEOPLE, **ABUSE), triage.refer(**PERSISTENT)
    read(adviser, f"/{abuse}")
    for reference in (other, "WM-2222-2"):
        read(adviser, f"/{reference}", 404)
        assert send(triage, adviser, reference, outcome="accepted").status_code == 404
    assert triage.looks() == [("idva", "support", ("referral-1",))]
    assert offers(triage, other) == []


def test_the_pages_are_the_advisers_alone_and_those_of_officers_not_hers(
    triage: LittleTriage, adviser: TestClient
) -> None:
    reference = triage.refer(*PEOPLE, **ABUSE)
    for role in Role:
        expected = 200 if role is Role.IDVA else 404
        headers = triage.headers(role)
        for path in ("/triage/support", f"/triage/support/{reference}"):
            assert triage.client.get(path, headers=headers).status_code == expected, role
    for path in (f"/triage/cases/{reference}", f"/triage/referrals/{reference}", "/triage/queue"):
        assert adviser.get(path).status_code == 404
