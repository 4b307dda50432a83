"""What comes when somebody is signed out or locked out: kept for them where it is theirs, and said where it is not."""

import re
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import FastAPI, Form
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.kernel.clock import ScriptedClock
from shared.web.guard import allow
from tests.support.builders.access import PASSWORD, a_clock, an_access, an_officer, later
from tests.support.builders.web import a_browser, a_router, an_app, csrf_of, logged, named, signed_in

pytestmark = pytest.mark.slow

TYPED = {"text": "He hit me.", "once": "1"}
NOTES = "/triage/notes?part=1"
TAKEN: list[str] = []


def note(text: Annotated[str, Form()] = "") -> dict[str, str]:
    TAKEN.append(text)
    return {"text": text}


@pytest.fixture
def clock() -> ScriptedClock:
    return a_clock()


@pytest.fixture
def app(tmp_path: Path, clock: ScriptedClock) -> FastAPI:
    TAKEN.clear()
    router = a_router(("POST", "/triage/notes", note, allow(Role.TRIAGE_OFFICER)), described=False)
    return an_app(tmp_path, router, access=an_access(tmp_path, clock))


def sign_in(browser: TestClient, name: str = "j.okafor") -> str:
    answer = browser.post("/sign-in", data={"sign_in_name": name, "password": PASSWORD})
    assert answer.status_code == 303
    return answer.headers["location"]


def sent_too_late(app: FastAPI, clock: ScriptedClock, browser: TestClient, **changes: str) -> str:
    """Where the form leads that is sent when the session is over."""
    csrf = csrf_of(app, browser)
    later(clock, minutes=31)
    return browser.post(NOTES, data=TYPED | {"csrf": csrf} | changes).headers["location"]


def test_it_is_kept_given_back_after_signing_in_and_sent_by_one_press(app: FastAPI, clock: ScriptedClock) -> None:
    browser = signed_in(app)
    with logged() as entries:
        assert sent_too_late(app, clock, browser) == "/sign-in?unsent=kept"
    assert len(named(entries, "unsent_form_kept")) == 1
    assert "hit me" not in str(entries)
    assert "was kept, and nothing has been done with it yet" in browser.get("/sign-in?unsent=kept").text
    assert sign_in(browser) == "/unsent"
    page = browser.get("/unsent").text
    assert "He hit me." in page
    (unsent_id,) = re.findall(r'action="/unsent/([\w-]+)"', page)
    fields = TYPED | {"csrf": csrf_of(app, browser)}
    answer = browser.post(f"/unsent/{unsent_id}", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (307, NOTES)
    assert TAKEN == []
    assert browser.post(NOTES, data=fields).json() == {"text": "He hit me."}
    assert "Nothing of yours waits" in browser.get("/unsent").text
    assert "You sent it again" in browser.get(f"/unsent/{unsent_id}").text


def test_a_locked_screen_keeps_it_too_and_unlocking_leads_to_it(app: FastAPI) -> None:
    browser = signed_in(app)
    csrf = csrf_of(app, browser)
    browser.post("/lock", data={"csrf": csrf})
    assert browser.post(NOTES, data=TYPED | {"csrf": csrf}).headers["location"] == "/lock?unsent=kept"
    assert "was kept" in browser.get("/lock?unsent=kept").text
    answer = browser.post("/unlock", data={"password": PASSWORD, "csrf": csrf})
    assert answer.headers["location"] == "/unsent"
    assert TAKEN == []


def test_a_colleague_who_signs_in_at_the_same_desk_sees_nothing_and_it_still_waits(
    app: FastAPI, clock: ScriptedClock
) -> None:
    browser = signed_in(app)
    sent_too_late(app, clock, browser)
    an_officer(app.state.access, sign_in_name="a.begum")
    assert sign_in(browser, "a.begum") == "/triage/queue"
    assert "He hit me." not in browser.get("/unsent").text
    browser.post("/sign-out", data={"csrf": csrf_of(app, browser)})
    assert sign_in(browser) == "/unsent"
    assert "He hit me." in browser.get("/unsent").text


@pytest.mark.parametrize("changes", [{"csrf": "made up"}, {"csrf": ""}], ids=["another token", "none"])
def test_what_is_no_form_of_their_own_page_is_not_kept(
    app: FastAPI, clock: ScriptedClock, changes: dict[str, str]
) -> None:
    browser = signed_in(app)
    assert sent_too_late(app, clock, browser, **changes) == "/sign-in?unsent=lost"
    assert "was not saved" in browser.get("/sign-in?unsent=lost").text
    assert sign_in(browser) == "/triage/queue"


def test_after_signing_out_nothing_is_kept_and_it_is_said(app: FastAPI) -> None:
    browser = signed_in(app)
    csrf = csrf_of(app, browser)
    browser.post("/sign-out", data={"csrf": csrf})
    assert browser.post(NOTES, data=TYPED | {"csrf": csrf}).headers["location"] == "/sign-in?unsent=lost"


def test_that_a_file_was_not_kept_is_said_and_to_choose_it_again(app: FastAPI, clock: ScriptedClock) -> None:
    browser = signed_in(app)
    csrf = csrf_of(app, browser)
    later(clock, minutes=31)
    photo = {"file": ("photo.jpg", b"of the door", "image/jpeg")}
    asked = browser.post(NOTES, data=TYPED | {"csrf": csrf}, files=photo).headers["location"]
    assert asked == "/sign-in?unsent=files"
    page = browser.get(asked).text
    assert "was not saved, and neither was any file that came with it" in page
    assert "choose the files again" in page
    assert sign_in(browser) == "/triage/queue"
    assert "Nothing of yours waits" in browser.get("/unsent").text


def test_what_a_script_sends_stays_on_its_page_and_is_not_kept(app: FastAPI, clock: ScriptedClock) -> None:
    browser = signed_in(app)
    csrf = csrf_of(app, browser)
    later(clock, minutes=31)
    browser.post(NOTES, data=TYPED | {"csrf": csrf}, headers={"accept": "*/*"})
    assert sign_in(browser) == "/triage/queue"


def test_a_page_from_before_they_signed_in_anew_still_sends(app: FastAPI, clock: ScriptedClock) -> None:
    browser = signed_in(app)
    csrf = csrf_of(app, browser)
    later(clock, minutes=31)
    sign_in(browser)
    assert browser.post(NOTES, data=TYPED | {"csrf": csrf}).json() == {"text": "He hit me."}


def test_thrown_away_it_leads_on_and_is_gone(app: FastAPI, clock: ScriptedClock) -> None:
    browser = signed_in(app)
    sent_too_late(app, clock, browser)
    sign_in(browser)
    path = browser.get("/unsent").text.partition('action="/unsent/')[2].partition('"')[0]
    data = {"csrf": csrf_of(app, browser)}
    assert browser.post(f"/unsent/{path}/discard", data=data).headers["location"] == "/triage/queue"
    assert browser.get(f"/unsent/{path}").status_code == 404
    assert browser.post(f"/unsent/{path}", data=data).status_code == 404
    assert a_browser(app).get("/unsent").headers["location"].startswith("/sign-in")
