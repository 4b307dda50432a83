"""The guard: who gets in, who is sent to sign in, and who is told that there is nothing here."""

import threading
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI, Form, Request

from shared.access.roles import Principal, Role
from shared.access.walls import Wall
from shared.kernel.refusals import Unavailable
from shared.web.caller import visitor_of
from shared.web.guard import allow, allow_anyone, allow_signed_in, context_of, current, local_path
from tests.support.builders.access import a_clock, an_access, an_officer, later
from tests.support.builders.web import PAGE, a_browser, a_router, a_token, an_app, csrf_of, logged, named, signed_in


async def who(principal: Annotated[Principal, Depends(current)]) -> dict[str, str]:
    return {"role": principal.role.value}


async def anybody(request: Request) -> dict[str, bool]:
    return {"known": visitor_of(request) is not None}


async def acts(request: Request) -> dict[str, str]:
    context = context_of(request)
    return {"actor": context.actor, "role": context.role}


async def reads(reference: str) -> dict[str, str]:
    return {"reference": reference}


def note(text: Annotated[str, Form()] = "") -> dict[str, str]:
    return {"text": text}


async def note_by_hand(request: Request) -> dict[str, int]:
    return {"bytes": len(await request.body()), "fields": len(await request.form())}


OFFICERS = allow(Role.TRIAGE_OFFICER, Role.CASE_OFFICER)


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    calls = a_router(
        ("GET", "/triage/api/who", who, OFFICERS),
        ("POST", "/triage/api/who", acts, allow(Role.TRIAGE_OFFICER)),
        ("GET", "/triage/api/hidden/{reference}", who, allow(Role.CASE_OFFICER, hide=True)),
        ("GET", "/triage/api/reads/{reference}", reads, allow(Role.CASE_OFFICER, hide=True)),
        ("GET", "/triage/api/open", anybody, allow_anyone("a test")),
        ("POST", "/triage/api/open", acts, allow_anyone("a test")),
    )
    pages = a_router(
        ("GET", "/triage/queue", who, OFFICERS),
        ("POST", "/triage/notes", note, OFFICERS),
        ("POST", "/triage/notes-by-hand", note_by_hand, OFFICERS),
        ("GET", "/triage/everybody", who, allow_signed_in()),
        described=False,
    )
    return an_app(tmp_path, calls, pages)


def test_a_token_of_a_listed_role_gets_in(app: FastAPI) -> None:
    answer = a_browser(app).get("/triage/api/who", headers=a_token(app, Role.CASE_OFFICER))
    assert answer.json() == {"role": "case_officer"}


def test_another_role_is_not_allowed_and_that_is_noted(app: FastAPI) -> None:
    with logged() as entries:
        answer = a_browser(app).get("/triage/api/who", headers=a_token(app, Role.AUDITOR))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert [entry["route"] for entry in named(entries, "access_denied")] == ["/triage/api/who"]


def test_where_it_hides_another_role_cannot_tell_the_record_from_one_that_does_not_exist(app: FastAPI) -> None:
    browser, headers = a_browser(app), a_token(app, Role.AUDITOR)
    hidden = browser.get("/triage/api/hidden/WM-2223-X", headers=headers)
    absent = browser.get("/triage/api/nowhere", headers=headers)
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() | {"instance": ""} == absent.json() | {"instance": ""}


@pytest.mark.parametrize("header", ["Bearer wmk_made-up", "Bearer ", "Basic abc", "Bearer é", "wmk_", ""])
def test_anything_but_a_live_token_is_401_and_never_falls_back_to_the_cookie(app: FastAPI, header: str) -> None:
    browser = signed_in(app)
    answer = browser.get("/triage/api/who", headers={"Authorization": header.encode()})  # type: ignore[dict-item]
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_call_without_any_credentials_is_401(app: FastAPI) -> None:
    answer = a_browser(app).get("/triage/api/who")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("accept", ["text/html", "*/*", ""])
def test_a_page_without_a_session_sends_to_the_sign_in_and_back_again(app: FastAPI, accept: str) -> None:
    answer = a_browser(app).get("/triage/queue?status=open", headers={"accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/triage/queue%3Fstatus%3Dopen"


def test_a_page_asked_for_as_json_answers_like_a_call(app: FastAPI) -> None:
    assert a_browser(app).get("/triage/queue", headers={"accept": "application/json"}).status_code == 401


def test_a_form_whose_session_ended_does_not_come_back_to_an_address_that_only_takes_forms(app: FastAPI) -> None:
    assert a_browser(app).post("/triage/notes", data={"text": "x"}).headers["location"] == "/sign-in?unsent=lost"


def test_a_session_gets_in_to_pages_and_calls_of_its_role(app: FastAPI) -> None:
    browser = signed_in(app)
    assert browser.get("/triage/queue").json() == {"role": "triage_officer"}
    assert browser.get("/triage/api/who").json() == {"role": "triage_officer"}
    assert browser.get("/triage/everybody").json() == {"role": "triage_officer"}


def test_a_form_needs_the_anti_forgery_token_of_its_own_session(app: FastAPI) -> None:
    browser, other = signed_in(app), signed_in(app, name="a.begum")
    for sent in ({}, {"csrf": "made up"}, {"csrf": "é"}, {"csrf": csrf_of(app, other)}):
        assert browser.post("/triage/notes", data={"text": "hello"} | sent).status_code == 403
    answer = browser.post("/triage/notes", data={"text": "hello", "csrf": csrf_of(app, browser)})
    assert answer.json() == {"text": "hello"}


def test_the_handler_can_still_read_a_form_that_the_guard_looked_into(app: FastAPI) -> None:
    browser = signed_in(app)
    answer = browser.post("/triage/notes-by-hand", data={"text": "hello", "csrf": csrf_of(app, browser)})
    assert answer.json() == {"bytes": len("text=hello&csrf=") + 64, "fields": 2}


def test_a_script_sends_the_anti_forgery_token_as_a_header(app: FastAPI) -> None:
    browser = signed_in(app)
    assert browser.post("/triage/api/who", json={}).status_code == 403
    sent = {"X-CSRF-Token": csrf_of(app, browser)}
    assert browser.post("/triage/api/who", json={}, headers=sent).json()["role"] == "triage_officer"


def test_a_program_with_a_token_needs_no_anti_forgery_token(app: FastAPI) -> None:
    answer = a_browser(app).post("/triage/api/who", json={}, headers=a_token(app, Role.TRIAGE_OFFICER))
    assert answer.json()["role"] == "triage_officer"


FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    {"origin": "https://elsewhere.example"},
]
OUR_OWN = [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://testserver"}, {}]


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_form_on_another_site_cannot_post_here(app: FastAPI, headers: dict[str, str]) -> None:
    browser = signed_in(app)
    assert browser.post("/triage/api/open", headers=headers).status_code == 403
    sent = {"csrf": csrf_of(app, browser)}
    assert browser.post("/triage/notes", data=sent, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [*OUR_OWN, {"origin": "null"}])
def test_our_own_pages_and_programs_can(app: FastAPI, headers: dict[str, str]) -> None:
    assert a_browser(app).post("/triage/api/open", headers=headers).json() == {"actor": "public", "role": "public"}


def test_an_open_route_knows_nobody(app: FastAPI) -> None:
    assert a_browser(app).get("/triage/api/open").json() == {"known": False}


def test_a_locked_session_shows_nothing_but_the_lock(app: FastAPI) -> None:
    browser = signed_in(app)
    browser.post("/lock", data={"csrf": csrf_of(app, browser)})
    assert browser.get("/triage/queue").headers["location"] == "/lock?next=/triage/queue"
    answer = browser.get("/triage/api/who")
    assert (answer.status_code, answer.json()["code"]) == (401, "session_locked")


def test_a_session_that_ended_is_no_session(tmp_path: Path) -> None:
    clock = a_clock()
    access = an_access(tmp_path, clock)
    app = an_app(tmp_path, a_router(("GET", "/triage/queue", who, OFFICERS), described=False), access=access)
    browser = signed_in(app)
    later(clock, minutes=31)
    assert browser.get("/triage/queue").status_code == 303


def test_a_token_revoked_is_refused_at_once(app: FastAPI) -> None:
    access = app.state.access
    token = access.tokens.issue(an_officer(access).account_id)
    headers = {"Authorization": f"Bearer {token.text}"}
    assert a_browser(app).get("/triage/api/who", headers=headers).status_code == 200
    access.tokens.revoke(token.token_id)
    assert a_browser(app).get("/triage/api/who", headers=headers).status_code == 401


def test_the_context_of_a_command_says_who_acts_by_opaque_id(app: FastAPI) -> None:
    answer = a_browser(app).post("/triage/api/who", headers=a_token(app, Role.TRIAGE_OFFICER) | PAGE)
    account = app.state.access.accounts.ensure(Role.TRIAGE_OFFICER)
    assert answer.json() == {"actor": account.account_id, "role": "triage_officer"}


def test_a_guard_on_a_whole_router_stands_before_each_of_its_routes(tmp_path: Path) -> None:
    router = APIRouter(prefix="/audit", dependencies=[allow(Role.AUDITOR)])
    router.add_api_route("/api/who", who, methods=["GET"])
    app = an_app(tmp_path, router)
    assert a_browser(app).get("/audit/api/who").status_code == 401
    assert a_browser(app).get("/audit/api/who", headers=a_token(app, Role.PARTNER)).status_code == 403
    assert a_browser(app).get("/audit/api/who", headers=a_token(app, Role.AUDITOR)).status_code == 200


def test_a_guard_cannot_be_declared_without_saying_something() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        allow()
    with pytest.raises(ValueError, match="reason"):
        allow_anyone(" ")


@pytest.mark.parametrize("address", ["/", "/triage/queue", "/triage/queue?status=open&page=2"])
def test_a_page_of_ours_is_somewhere_to_come_back_to(address: str) -> None:
    assert local_path(address) == address


@pytest.mark.parametrize(
    "address",
    [None, "", "x", "//evil.example", "/\\evil.example", "https://evil.example", "/a\\b", "/a\r\nSet-Cookie: x",
     "/\t/evil.example", "/" + "a" * 500, "javascript:alert(1)", " /a", "/é"],
)  # fmt: skip
def test_anything_else_is_not(address: str | None) -> None:
    assert local_path(address) is None


def test_what_is_kept_from_somebody_is_answered_before_it_is_written_down_that_they_asked(app: FastAPI) -> None:
    access, told, may_write = app.state.access, list[str](), threading.Event()

    def met(account_id: str, role: str, referral_id: str) -> None:
        assert may_write.wait(10), "the answer waited for what is written of it, and so tells that there is a record"
        told.append(referral_id)

    headers = a_token(app, Role.CASE_OFFICER)
    (account,) = access.accounts.all(Role.CASE_OFFICER)
    access.walls.put(Wall(account.account_id, "referral-1", "WM-2223-X"), stands=True)
    access.walls.met = met
    browser = a_browser(app)
    with browser:
        # The record itself is kept by views; that the reference reaches nothing is the guard's to see to.
        assert browser.get("/triage/api/reads/WM-2223-X", headers=headers).json() == {"reference": "kept-from-you"}
        assert told == []
        may_write.set()
    assert told == ["referral-1"]


def test_that_it_cannot_be_written_down_changes_nothing_of_the_answer(app: FastAPI) -> None:
    access = app.state.access
    headers = a_token(app, Role.CASE_OFFICER)
    (account,) = access.accounts.all(Role.CASE_OFFICER)
    access.walls.put(Wall(account.account_id, "referral-1", "WM-2223-X"), stands=True)
    access.walls.met = full
    with logged() as entries:
        answer = a_browser(app).get("/triage/api/reads/WM-2223-X", headers=headers)
    assert answer.json() == {"reference": "kept-from-you"}
    assert [entry["actor"] for entry in named(entries, "wall_met_unrecorded")] == [account.account_id]


def full(account_id: str, role: str, referral_id: str) -> None:
    raise Unavailable("The disk is full.")
