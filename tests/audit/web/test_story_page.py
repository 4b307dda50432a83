"""The story as a page: one line with both clocks, any moment of it, what led to what, and no detail in clear."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from services.audit.domain.proof import verify_proof
from shared.access.roles import Role
from tests.support.builders.audited_borough import REFERENCE, Borough, NoticeSent, a_borough, a_story
from tests.support.builders.web import a_browser, an_app, csrf_of, signed_in

PAGE = f"/audit/{REFERENCE}"


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    a_story(made)
    made.work()
    return made


@pytest.fixture
def app(borough: Borough, tmp_path: Path) -> FastAPI:
    return an_app(tmp_path, *borough.audit.routers)


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return signed_in(app, Role.AUDITOR, "a.auditor")


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).replace("&#39;", "'")


def shown(browser: TestClient, path: str = PAGE) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return words_of(answer.text)


def test_each_fact_is_a_sentence_with_both_clocks_and_a_quiet_time_one_mark(browser: TestClient) -> None:
    text = shown(browser)
    assert "A referral was received by phone." in text
    assert "Happened 21 November 2026, 10:00. Recorded 23 November 2026, 10:00 by account-1, Triage officer" in text
    assert "Written down 2 days later" in text
    assert "2 weeks with nothing recorded" in text
    assert text.index("The panel decided heard.") < text.index("A referral was received by phone.")


def test_oldest_first_and_only_some_kinds_if_one_likes(browser: TestClient) -> None:
    text = shown(browser, f"{PAGE}?order=oldest&kind=decision")
    line = text[text.index("The story, oldest first") : text.index("What is known now")]
    assert line.index("judged standard") < line.index("judged high")
    assert "received by phone" not in line


def test_the_tick_says_what_it_proves_and_what_not(browser: TestClient) -> None:
    text = shown(browser)
    assert "✓ 7 entries of this story are in the tree signed at 16:00 on 7 December 2026 over 12 entries" in text
    assert "It does not prove that what they say is true." in text


def test_a_spoilt_entry_breaks_the_tick(browser: TestClient, borough: Borough) -> None:
    borough.change("audit.ledger.sqlite", "UPDATE ledger SET row = row || ' ' WHERE ledger_position = 8")
    text = shown(browser)
    assert "✗ Not as it was signed: ledger entries 8 are not in the tree" in text
    assert "Not as it was signed" in text[text.index("newest first") :]


@pytest.mark.parametrize("asked", ["position=7", "step=2", "at=2026-11-30T09:00", "at=2026-11-30T09:00%2B00:00"])
def test_in_the_past_it_says_so_and_what_has_changed_since(browser: TestClient, asked: str) -> None:
    answer = browser.get(f"{PAGE}?{asked}")
    text = words_of(answer.text)
    assert "wm-past-view" in answer.text
    assert "This is the past, not today." in text
    assert "Priority: standard → high" in text
    assert "2 of 7 facts" in text
    assert "What was known then" in text
    assert "judged high" not in text[text.index("newest first") :]


def test_the_moment_of_a_meeting_can_be_chosen(browser: TestClient) -> None:
    assert 'value="meeting-1"' in browser.get(PAGE).text
    text = shown(browser, f"{PAGE}?meeting=meeting-1")
    assert "As it stood when the agenda of the MARAC meeting of 16 December 2026 was circulated" in text
    assert "5 of 8 facts" in text  # the eighth is the first look at the page


def test_a_ledger_entry_can_be_asked_for_and_stands_in_its_field(browser: TestClient) -> None:
    html = browser.get(f"{PAGE}?position=7").text
    assert re.search(r'id="position" name="position"[^>]* value="7"', html)
    assert "4 facts have told since what was not known then at all" in words_of(html)


def test_stepping_works_by_links_alone(browser: TestClient) -> None:
    html = browser.get(f"{PAGE}?step=3&order=oldest").text
    assert f'rel="prev" href="{PAGE}?step=2&amp;order=oldest"' in html
    assert f'rel="next" href="{PAGE}?step=4&amp;order=oldest"' in html
    assert 'type="range" min="1" max="7" value="3"' in html


@pytest.mark.parametrize("asked", ["position=x", "step=99", "at=noon", "position=1&step=1"])
def test_a_moment_that_cannot_be_is_said_to_be_so(browser: TestClient, asked: str) -> None:
    assert browser.get(f"{PAGE}?{asked}").status_code == 422


def test_causes_are_a_tree_and_the_same_as_text(browser: TestClient) -> None:
    html = browser.get(PAGE).text
    assert "2. ← 1  The referral was judged standard." in html
    assert re.search(r"1\. A referral was received by phone\.<ul>\s*<li>2\. The referral was judged standard", html)


def test_no_personal_detail_stands_on_the_page_in_clear(browser: TestClient) -> None:
    html = browser.get(PAGE).text
    assert "Ada" not in html
    assert not re.search("07700 ?9", html)
    assert html.count("[sealed]") == 4


def test_where_another_process_follows_and_lags_it_says_how_much_is_missing(
    browser: TestClient, borough: Borough
) -> None:
    assert "not yet in the ledger" not in shown(browser)
    borough.work()
    held = borough.ground.leases.lease("audit.ledger")
    assert held.acquire()
    borough.record("notifications", "notice-2", NoticeSent(channel="letter"))
    text = shown(browser)
    held.release()
    assert "1 fact is not yet in the ledger, and so in no story." in text


def test_that_somebody_looked_is_there_the_next_time(browser: TestClient, borough: Borough) -> None:
    shown(browser)
    borough.work()
    text = shown(browser)
    assert "Jo Okafor, Auditor, the whole story in audit" in text


def test_where_the_look_cannot_be_recorded_there_is_no_page(browser: TestClient, borough: Borough) -> None:
    borough.audit.store.close()
    assert browser.get(PAGE).status_code == 503


def test_a_proof_can_be_taken_away(browser: TestClient, borough: Borough) -> None:
    path = re.search(r'href="(/audit/proof/[^"]+)"', browser.get(PAGE).text)
    assert path
    answer = browser.get(path[1])
    key = borough.evidence().keys.trusted()
    assert key
    assert verify_proof(answer.text, key).checkpoint.size == 12
    assert ".tlog-proof" in answer.headers["content-disposition"]
    assert browser.get("/audit/proof/nonsense").status_code == 404


@pytest.mark.parametrize("path", ["/audit/WM-2223-X", "/audit/nonsense"])
def test_a_reference_nobody_knows_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def reveal(browser: TestClient, app: FastAPI, **fields: str) -> tuple[int, str, str]:
    form = re.search(r'href="([^"]*/reveal\?event=[^"]*field=full%20name)"', browser.get(PAGE).text)
    assert form
    asked = words_of(browser.get(form[1].replace("&amp;", "&")).text)
    assert "Full name in: A referral was received by phone." in asked
    event = re.search(r"event=([^&]+)&", form[1])
    assert event
    sent = {"event": event[1], "field": "full name", "csrf": csrf_of(app, browser)} | fields
    answer = browser.post(f"{PAGE}/reveal", data=sent)
    return answer.status_code, answer.headers.get("location", ""), answer.text


GIVEN = {"purpose": "complaint", "reason": "She says that her name is written wrongly."}


def test_a_detail_is_shown_once_purpose_and_reason_are_recorded(
    browser: TestClient, app: FastAPI, borough: Borough
) -> None:
    status, address, _ = reveal(browser, app, **GIVEN)
    assert status == 303
    assert "Full name Ada Example" in shown(browser, address)
    borough.work()
    story = shown(browser)
    assert "A masked detail was revealed: full name, for complaint." in story
    assert "Ada Example" not in story
    assert "written wrongly" not in story


@pytest.mark.parametrize("missing", ["purpose", "reason"])
def test_without_a_purpose_or_a_reason_it_stays_masked(browser: TestClient, app: FastAPI, missing: str) -> None:
    status, _, html = reveal(browser, app, **GIVEN | {missing: ""})
    assert status == 422
    assert "There is a problem" in html
    assert "Ada Example" not in html


def test_it_is_shown_to_who_asked_alone_and_not_for_long(browser: TestClient, app: FastAPI, borough: Borough) -> None:
    _, address, _ = reveal(browser, app, **GIVEN)
    assert signed_in(app, Role.AUDITOR, "b.auditor").get(address).status_code == 404
    assert a_browser(app).get(address).status_code == 303
    borough.clock.set(borough.clock() + timedelta(minutes=11))
    assert browser.get(address).status_code == 404
    assert browser.get("/audit/revealed/nonsense").status_code == 404


def test_of_the_forgotten_nothing_can_be_revealed(browser: TestClient, app: FastAPI, borough: Borough) -> None:
    _, address, _ = reveal(browser, app, **GIVEN)
    borough.ground.keyring.destroy("person-caller")
    assert "Full name [erased] The person has been forgotten." in shown(browser, address)
    assert reveal(browser, app, **GIVEN)[0] == 409
