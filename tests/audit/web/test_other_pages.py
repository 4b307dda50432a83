"""Search, samples, verification and returns, each with what an empty page means."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from shared.access.roles import Role
from tests.support.builders.audited_borough import REFERENCE, Borough, a_borough, a_story
from tests.support.builders.web import an_app, csrf_of, signed_in


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


def shown(browser: TestClient, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text)).replace("&#39;", "'")


def post(browser: TestClient, app: FastAPI, path: str, **fields: str) -> tuple[int, str]:
    answer = browser.post(path, data=fields | {"csrf": csrf_of(app, browser)})
    return answer.status_code, answer.headers.get("location", "")


def test_a_reference_leads_to_its_story(browser: TestClient) -> None:
    answer = browser.get("/audit", params={"reference": "wm 2222 2"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/audit/{REFERENCE}")
    assert "That is not a reference." in shown(browser, "/audit?reference=nonsense", 422)


def test_an_empty_installation_says_what_is_not_there_yet(tmp_path: Path) -> None:
    app = an_app(tmp_path, *a_borough(tmp_path).audit.routers)
    text = shown(signed_in(app, Role.AUDITOR), "/audit")
    assert "No tree head has been signed yet." in text
    assert "No sample has been drawn yet." in text


def test_a_sample_is_drawn_and_shown_with_what_drew_it(browser: TestClient, app: FastAPI, borough: Borough) -> None:
    assert post(browser, app, "/audit/sample", size="3") == (303, "/audit")
    borough.work()
    text = shown(browser, "/audit")
    assert REFERENCE in text
    assert "by Jo Okafor" in text
    assert "Over 12 entries of the ledger, tree head" in text
    assert post(browser, app, "/audit/sample", size="many")[0] == 422


def test_verification_asked_for_on_the_page_is_run_and_told(
    browser: TestClient, app: FastAPI, borough: Borough
) -> None:
    assert "Nobody has asked for verification yet." in shown(browser, "/audit/verify")
    assert post(browser, app, "/audit/verify") == (303, "/audit/verify")
    borough.audit.views.catch_up()
    assert "Under way" in shown(browser, "/audit/verify")
    borough.work()
    text = shown(browser, "/audit/verify")
    assert "✓ Nothing differs" in text
    assert "signed heads, 6 views" in text
    assert "Nothing was ever found to differ." in text
    assert "Nothing differs" in shown(browser, "/audit")


def test_what_differs_is_named_and_stays_on_the_page(browser: TestClient, app: FastAPI, borough: Borough) -> None:
    assert borough.change("panels.sqlite", "DELETE FROM events WHERE position = 4") == 1
    for _ in range(2):
        post(browser, app, "/audit/verify")
        borough.work()
    text = shown(browser, "/audit/verify")
    says = "panels, stream case-1, position 4, ledger entry 12: the log ends before this"
    assert text.count("✗ 1 found") == 2
    assert text[text.index("Everything that was ever found") :].count(says) == 1
    assert "Something differs" in shown(browser, "/audit")


def test_a_return_is_shown_with_where_it_comes_from(browser: TestClient) -> None:
    assert "Choose a return and the days it is about." in shown(browser, "/audit/returns")
    asked = "name=demand&first=2026-04-01&last=2027-03-31"
    text = shown(browser, f"/audit/returns?{asked}")
    assert "2026-27 2026-11 Phone 1 0" in text
    assert "Computed from intake.referral_submitted@1, triage.referral_signposted@1 in the ledger's first 12" in text
    assert "5 or under" in shown(browser, f"/audit/returns?{asked}&form=public")
    assert "after entry 5 of the ledger" in shown(browser, f"/audit/returns?{asked}&as_of=5")
    csv = browser.get(f"/audit/returns/demand.csv?{asked.partition('&')[2]}&as_of=12")
    assert csv.text.splitlines()[1] == "2026-27,2026-11,phone,1,0"
    assert "demand-2026-04-01-2027-03-31-at-12.csv" in csv.headers["content-disposition"]


def test_the_marac_return_says_of_how_many_nothing_is_known(browser: TestClient) -> None:
    text = shown(browser, "/audit/returns?name=marac_quarterly&first=2026-10-01&last=2026-12-31")
    assert "1 October 2026 to 31 December 2026: not known of 1 for" in text
    assert "Victims aged 16 17" in text


@pytest.mark.parametrize(
    "asked", ["first=x&last=2027-03-31", "first=2027-03-31&last=2026-04-01", "first=2026-04-01&last=2026-04-02&as_of=x"]
)
def test_what_cannot_be_computed_says_why_beside_the_form(browser: TestClient, asked: str) -> None:
    text = shown(browser, f"/audit/returns?name=demand&{asked}", 422)
    assert "There is a problem" in text
    assert "Choose a return and the days it is about." in text


PATHS = ("/audit", f"/audit/{REFERENCE}", "/audit/verify", "/audit/returns", "/audit/proof/x", "/audit/revealed/x")


@pytest.mark.parametrize("path", PATHS)
def test_who_is_no_auditor_comes_no_further(app: FastAPI, path: str) -> None:
    assert signed_in(app, Role.TRIAGE_OFFICER).get(path).status_code == 403


def test_a_manager_sees_returns_and_nothing_else(app: FastAPI) -> None:
    manager = signed_in(app, Role.SERVICE_MANAGER)
    assert manager.get("/audit/returns").status_code == 200
    assert manager.get("/audit").status_code == 403


def test_audits_own_log_can_be_read_like_any_other(browser: TestClient, borough: Borough) -> None:
    browser.get(f"/audit/{REFERENCE}")
    borough.work()
    found = shown(browser, f"/audit/history?reference={REFERENCE}")
    stream = re.search(r"viewed-[0-9a-f-]{36}", found)
    assert stream
    assert "The record was looked at: the whole story." in shown(browser, f"/audit/history/{stream[0]}")
