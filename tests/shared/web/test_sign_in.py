"""Signing in and out, and the quick lock."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from shared.access.roles import Role
from shared.web.guard import allow_signed_in
from tests.support.builders.access import PASSWORD, a_clock, an_access, an_officer, later
from tests.support.builders.web import a_browser, a_router, an_app, csrf_of, logged, signed_in


def queue() -> dict[str, bool]:
    return {"shown": True}


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return an_app(tmp_path, a_router(("GET", "/triage/queue", queue, allow_signed_in()), described=False))


def fields(**changes: str) -> dict[str, str]:
    return {"sign_in_name": "j.okafor", "password": PASSWORD} | changes


def test_after_signing_in_one_is_where_one_wanted_to_be(app: FastAPI) -> None:
    an_officer(app.state.access)
    browser = a_browser(app)
    shown = browser.get("/sign-in?next=/triage/queue")
    assert 'name="next" value="/triage/queue"' in shown.text
    answer = browser.post("/sign-in", data=fields(next="/triage/queue?page=2"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/triage/queue?page=2")
    assert browser.get("/triage/queue").json() == {"shown": True}


@pytest.mark.parametrize(("role", "place"), [(Role.AUDITOR, "/audit"), (Role.CONTACT_CENTRE, "/intake/call")])
def test_without_a_wish_one_starts_where_ones_role_starts(app: FastAPI, role: Role, place: str) -> None:
    an_officer(app.state.access, role)
    assert a_browser(app).post("/sign-in", data=fields()).headers["location"] == place


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_a_link_to_our_sign_in_leads_nobody_elsewhere(app: FastAPI, elsewhere: str) -> None:
    an_officer(app.state.access)
    browser = a_browser(app)
    assert "evil" not in browser.get("/sign-in", params={"next": elsewhere}).text
    assert browser.post("/sign-in", data=fields(next=elsewhere)).headers["location"] == "/triage/queue"


@pytest.mark.parametrize("wrong", [{"password": "wrong password"}, {"sign_in_name": "nobody"}, {"password": ""}])
def test_a_wrong_name_and_a_wrong_password_read_the_same_and_leave_no_name_in_the_log(
    app: FastAPI, wrong: dict[str, str]
) -> None:
    an_officer(app.state.access)
    with logged() as entries:
        answer = a_browser(app).post("/sign-in", data=fields(**wrong))
    assert answer.status_code == 422
    assert f'value="{fields(**wrong)["sign_in_name"]}"' in answer.text
    assert "Check your sign-in name and your password" in answer.text
    assert "set-cookie" not in answer.headers
    assert "okafor" not in str(entries)
    assert "nobody" not in str(entries)


def test_after_many_tries_the_page_says_how_long_to_wait(app: FastAPI) -> None:
    an_officer(app.state.access)
    browser = a_browser(app)
    for _ in range(3):
        browser.post("/sign-in", data=fields(password="wrong password"))
    answer = browser.post("/sign-in", data=fields())
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert "Wait 1 seconds" in answer.text


def test_a_form_longer_than_any_name_is_refused_without_coming_back(app: FastAPI) -> None:
    answer = a_browser(app).post("/sign-in", data=fields(sign_in_name="x" * 201))
    assert answer.status_code == 422
    assert "xxxx" not in answer.text


def test_the_session_cookie_is_for_us_alone_and_says_nothing_about_us(tmp_path: Path) -> None:
    app = an_app(tmp_path, secure_cookies=True)
    an_officer(app.state.access)
    cookie = a_browser(app).post("/sign-in", data=fields()).headers["set-cookie"]
    assert cookie.startswith("__Host-s=")
    for attribute in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert attribute in cookie
    assert "Domain" not in cookie
    assert "Max-Age" not in cookie


def test_each_sign_in_is_a_session_of_its_own_whatever_id_came_along(app: FastAPI) -> None:
    an_officer(app.state.access)
    browser = a_browser(app)
    browser.cookies.set("s", "planted")
    browser.post("/sign-in", data=fields())
    assert browser.get("/triage/queue").status_code == 200
    assert "planted" not in {cookie.value for cookie in browser.cookies.jar if cookie.domain}


def test_signing_out_ends_the_session_itself_not_only_the_cookie(app: FastAPI) -> None:
    browser = signed_in(app)
    session_id = browser.cookies["s"]
    assert browser.post("/sign-out").status_code == 403
    assert browser.post("/sign-out", data={"csrf": csrf_of(app, browser)}).headers["location"] == "/sign-in"
    assert "s" not in browser.cookies
    assert app.state.access.sessions.find(session_id) is None


def test_a_locked_screen_opens_again_with_the_password_under_a_new_session(app: FastAPI) -> None:
    browser = signed_in(app)
    before, csrf = browser.cookies["s"], {"csrf": csrf_of(app, browser)}
    assert browser.post("/lock", data=csrf).headers["location"] == "/lock"
    shown = browser.get("/lock?next=/triage/queue")
    assert "Nothing is shown until the password is given" in shown.text
    assert "Triage queue" not in shown.text
    assert browser.post("/unlock", data=csrf | {"password": "wrong password"}).status_code == 422
    opened = browser.post("/unlock", data=csrf | {"password": PASSWORD, "next": "/triage/queue"})
    assert opened.headers["location"] == "/triage/queue"
    assert browser.cookies["s"] != before
    assert browser.get("/triage/queue").status_code == 200
    assert app.state.access.sessions.find(before) is None


def test_whoever_is_not_locked_has_nothing_to_unlock(app: FastAPI) -> None:
    assert signed_in(app).get("/lock").headers["location"] == "/triage/queue"
    assert a_browser(app).get("/lock").headers["location"] == "/sign-in?next=/lock"


def test_one_can_sign_out_from_a_locked_screen(app: FastAPI) -> None:
    browser = signed_in(app)
    csrf = {"csrf": csrf_of(app, browser)}
    browser.post("/lock", data=csrf)
    assert browser.post("/sign-out", data=csrf).status_code == 303
    assert browser.get("/triage/queue").headers["location"].startswith("/sign-in")


def test_guessing_at_a_locked_screen_is_slowed_like_signing_in(tmp_path: Path) -> None:
    clock = a_clock()
    app = an_app(tmp_path, access=an_access(tmp_path, clock))
    browser = signed_in(app)
    csrf = {"csrf": csrf_of(app, browser)}
    browser.post("/lock", data=csrf)
    statuses = [browser.post("/unlock", data=csrf | {"password": "wrong password"}).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    later(clock, seconds=1)
    assert browser.post("/unlock", data=csrf | {"password": PASSWORD}).status_code == 303


def test_whoever_sent_a_form_when_nobody_was_signed_in_is_told_that_it_was_not_saved(app: FastAPI) -> None:
    browser = a_browser(app)
    assert "was not saved" not in browser.get("/sign-in").text
    assert "was not saved" in browser.get("/sign-in?unsent=lost").text
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
