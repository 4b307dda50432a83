"""What the browser keeps for us: it can neither read the session nor change the rest."""

from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from shared.web.cookies import DRAFT, keep_signed, kept_signed, last_position, remember_position
from shared.web.guard import allow_anyone
from tests.support.builders.web import a_browser, a_router, an_app


def save(request: Request, service: str, position: int) -> Response:
    answer = Response(status_code=204)
    remember_position(request, answer, service, position)
    return answer


def read(request: Request) -> Response:
    return JSONResponse({name: last_position(request, name) for name in ("intake", "triage")})


def begin(request: Request) -> Response:
    answer = Response(status_code=204)
    keep_signed(request, answer, DRAFT, "draft-1")
    return answer


def go_on(request: Request) -> Response:
    return JSONResponse({"draft": kept_signed(request, DRAFT)})


OPEN = allow_anyone("a test")


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    router = a_router(
        ("POST", "/save/{service}/{position}", save, OPEN),
        ("GET", "/read", read, OPEN),
        ("POST", "/begin", begin, OPEN),
        ("GET", "/go-on", go_on, OPEN),
    )
    return an_app(tmp_path, router)


def test_the_furthest_position_of_each_service_is_remembered(app: FastAPI) -> None:
    browser = a_browser(app)
    assert browser.get("/read").json() == {"intake": None, "triage": None}
    for service, position in (("intake", 7), ("triage", 90071992547409930), ("intake", 5)):
        browser.post(f"/save/{service}/{position}")
    assert browser.get("/read").json() == {"intake": 7, "triage": 90071992547409930}


def test_an_unfinished_answer_is_found_again_unless_somebody_changed_its_id(app: FastAPI) -> None:
    browser = a_browser(app)
    cookie = browser.post("/begin").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert browser.get("/go-on").json() == {"draft": "draft-1"}
    sealed = browser.cookies["d"]
    for forged in (sealed[:-1] + ("0" if sealed[-1] != "0" else "1"), "x", "ZHJhZnQtMg." + sealed.split(".")[1]):
        assert browser.get("/go-on", headers={"cookie": f"d={forged}"}).json() == {"draft": None}


def test_one_cookie_cannot_stand_in_for_another(app: FastAPI) -> None:
    browser = a_browser(app)
    browser.post("/begin")
    sealed = browser.cookies["d"]
    assert browser.get("/read", headers={"cookie": f"p={sealed}"}).json() == {"intake": None, "triage": None}


def test_leaving_takes_every_cookie_back(app: FastAPI) -> None:
    browser = a_browser(app)
    browser.post("/begin")
    browser.post("/save/intake/7")
    browser.get("/leave")
    assert not browser.cookies
