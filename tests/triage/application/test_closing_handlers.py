"""A case is closed for silence only as practice says, by page and by call, and each says plainly what is missing."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from services.triage.domain.desk.commands import RecordContact
from shared.access.roles import Role
from tests.support.builders.triage import PERSISTENT, LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

MISSING = "A case is closed for silence only once contact was tried 3 times, then by letter"


def tried(triage: LittleTriage, way: str = "phone", outcome: str = "no_answer") -> None:
    said = {"at": triage.clock(), "referral_id": "referral-1", "way": way, "outcome": outcome}
    triage.do(RecordContact.model_validate(said))


def words(browser: TestClient, reference: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(f"/triage/cases/{reference}/close").text))


def test_a_call_is_refused_until_contact_was_tried_and_time_has_passed(triage: LittleTriage) -> None:
    reference = triage.refer(**PERSISTENT)
    address = f"/triage/api/cases/{reference}/close"
    refused = triage.post(address, {"reason": "silence"})
    assert (refused.status_code, MISSING in refused.text) == (409, True)
    for _ in range(3):
        tried(triage)
    assert "Send a letter if that is safe" in triage.post(address, {"reason": "silence"}).text
    tried(triage, "post", "sent")
    assert "They have until 7 December 2026 to answer." in triage.post(address, {"reason": "silence"}).text
    triage.clock.set(triage.clock() + timedelta(days=15))
    assert triage.post(address, {"reason": "silence"}).status_code == 200


def test_the_page_says_before_what_silence_still_asks_for_and_refuses_at_the_form(triage: LittleTriage) -> None:
    browser, reference = signed_in(triage.app, Role.CASE_OFFICER), triage.refer(**PERSISTENT)
    assert words(browser, reference).count(MISSING) == 1
    form = {"reason": "silence", "csrf": csrf_of(triage.app, browser)}
    answer = browser.post(f"/triage/cases/{reference}/close", data=form)
    assert answer.status_code == 409
    assert 'href="#reason"' in answer.text
    assert re.search(r'value="silence" checked', answer.text)
    for _ in range(3):
        tried(triage)
    assert "Send a letter if that is safe" in words(browser, reference)


def test_the_page_of_a_case_that_may_be_closed_so_says_nothing_more(triage: LittleTriage) -> None:
    browser, reference = signed_in(triage.app, Role.CASE_OFFICER), triage.refer(**PERSISTENT)
    for way, outcome in (("phone", "no_answer"),) * 3 + (("post", "sent"),):
        tried(triage, way, outcome)
    triage.clock.set(triage.clock() + timedelta(days=15))
    assert "We have not heard from them for a long time" in words(browser, reference)
    assert "closed for silence" not in words(browser, reference)
