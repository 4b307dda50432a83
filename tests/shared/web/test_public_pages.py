"""Leaving in a hurry, help, accessibility, finding by reference."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from shared.access.roles import Role
from shared.kernel.identifiers import new_reference
from tests.support.builders.web import a_browser, an_app, signed_in


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return an_app(tmp_path)


def test_leaving_ends_the_session_and_leads_to_the_weather(app: FastAPI) -> None:
    browser = signed_in(app)
    session_id = browser.cookies["s"]
    answer = browser.get("/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "https://www.bbc.co.uk/weather")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "clear-site-data" not in answer.headers
    assert app.state.access.sessions.find(session_id) is None
    assert "s" not in browser.cookies


def test_leaving_works_for_whoever_was_never_here(app: FastAPI) -> None:
    assert a_browser(app).get("/leave").status_code == 303


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (Role.CONTACT_CENTRE, "/intake/referrals/{}"),
        (Role.TRIAGE_OFFICER, "/triage/referrals/{}"),
        (Role.CASE_OFFICER, "/triage/cases/{}"),
        (Role.IDVA, "/triage/support/{}"),
        (Role.AUDITOR, "/audit/{}"),
        (Role.PANEL_CHAIR, "/panels"),
    ],
)
def test_a_reference_leads_to_the_page_this_role_reads_it_on(app: FastAPI, role: Role, leads_to: str) -> None:
    reference = new_reference()
    typed = reference.lower().replace("-", " ")
    answer = signed_in(app, role).get("/find", params={"reference": typed})
    assert answer.headers["location"] == leads_to.format(reference)


@pytest.mark.parametrize("typed", ["", "WM-0000-0", "Okafor", "<script>"])
def test_what_is_no_reference_says_so_and_does_not_come_back(app: FastAPI, typed: str) -> None:
    answer = signed_in(app).get("/find", params={"reference": typed})
    assert answer.status_code == 422
    assert "That is not a reference" in answer.text
    assert "Okafor, " not in answer.text.replace("Jo Okafor, Triage officer", "")
    assert "<script>" not in answer.text


def test_finding_is_for_staff(app: FastAPI) -> None:
    assert a_browser(app).get("/find?reference=WM-7K3F-Q").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(("path", "says"), [("/contact", "interpreter"), ("/accessibility", "version 2.2, level AA")])
def test_help_and_the_accessibility_statement_are_open(app: FastAPI, path: str, says: str) -> None:
    answer = a_browser(app).get(path)
    assert answer.status_code == 200
    assert says in answer.text


def test_a_supervisor_can_ask_whether_the_process_lives(app: FastAPI) -> None:
    assert a_browser(app).get("/health/live").json() == {"status": "live"}
