"""The list of what waits for a person."""

import html
import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from services.triage.read_models.triage_queue import PAGE
from shared.access.roles import Role
from tests.support.builders.triage import ABUSE, FLY_TIP, LIVING_NOISE, MONDAY, LittleTriage
from tests.support.builders.web import signed_in


@pytest.fixture
def browser(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app)


def read(browser: TestClient, query: str = "") -> str:
    answer = browser.get(f"/triage/queue{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_an_empty_queue_says_what_that_means(browser: TestClient) -> None:
    assert "Nothing is waiting. Every referral has a person’s decision." in read(browser)


def test_each_line_says_why_it_is_where_it_is(triage: LittleTriage, browser: TestClient) -> None:
    noise = triage.refer(**LIVING_NOISE)
    answers = {**ABUSE["answers"], "dash_yes_count": 14}
    abuse = triage.refer(("Amina Okafor", "victim"), **{**ABUSE, "answers": answers})
    words = read(browser)
    assert words.index(abuse) < words.index(noise)
    assert "Urgent Due 24 November 2026, 09:12 Received 23 November 2026, 09:12" in words
    assert "The risk is high by one of MARAC's four criteria" in html.unescape(words)
    assert "Everyday noise and quarrels between neighbours are best settled by mediation" in words
    assert "Open a case: Domestic abuse service MARAC" in words
    assert "Is anyone in danger right now? Is violence, a break-in or another serious crime happening now?" in words
    assert "2 waiting: yours first, then the most dangerous" in words
    assert "Amina" not in words
    assert triage.looks() == []


def test_what_is_late_is_said_in_a_word(triage: LittleTriage, browser: TestClient) -> None:
    triage.refer(**ABUSE)
    triage.clock.set(triage.clock() + timedelta(days=2))
    triage.settle()
    assert "High Late Was due 24 November 2026, 09:12" in read(signed_in(triage.app, name="a.begum"))


def test_the_list_is_narrowed_by_a_form_and_what_is_no_choice_is_left_aside(
    triage: LittleTriage, browser: TestClient
) -> None:
    noise, abuse = triage.refer(**LIVING_NOISE), triage.refer(**ABUSE)
    assert noise not in read(browser, "?priority=high")
    assert abuse not in read(browser, "?outcome=ask&kind=asb")
    assert "Nothing that waits is of this kind." in read(browser, "?panel=marac")
    assert noise in read(browser, "?priority=low&page=minus")
    assert '<option value="high" selected>' in browser.get("/triage/queue?priority=high").text


def test_a_long_queue_has_pages_that_keep_the_filters(triage: LittleTriage, browser: TestClient) -> None:
    times = [MONDAY + timedelta(minutes=number) for number in range(PAGE + 1)]
    made = [triage.refer(**FLY_TIP, received_at=time, settled=False) for time in times]
    triage.settle()
    first = browser.get("/triage/queue?priority=standard").text
    assert 'href="/triage/queue?priority=standard&amp;page=2"' in first
    assert made[-1] not in first
    second = read(browser, "?priority=standard&page=2")
    assert made[-1] in second
    assert f"these are {PAGE + 1} to {PAGE + 1}" in second


def test_only_officers_see_it(triage: LittleTriage) -> None:
    officers = (Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER)
    answered = {role: triage.get("/triage/queue", role).status_code for role in Role}
    assert answered == {role: 200 if role in officers else 404 for role in Role}
