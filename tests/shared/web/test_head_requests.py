"""HEAD is answered as GET is, without the body, by every way through the app."""

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.kernel.refusals import NotFound
from shared.web.guard import allow, allow_anyone
from tests.support.builders.web import a_router, an_app, logged, named, signed_in

OPEN = allow_anyone("a test")


def by_the_framework(word: str = "") -> Response:
    return PlainTextResponse(f"some {word}")


async def by_itself(request: Request) -> Response:
    return PlainTextResponse(request.method)


async def missing(request: Request) -> Response:
    raise NotFound


async def broken(request: Request) -> Response:
    raise ValueError


def taken_in() -> Response:
    return Response(status_code=201)


def an_app_of_every_kind(tmp_path: Path) -> Any:
    router = a_router(
        ("GET", "/words/{word}", by_the_framework, OPEN),
        ("GET", "/alone", by_itself, OPEN),
        ("GET", "/missing", missing, OPEN),
        ("GET", "/broken", broken, OPEN),
        ("POST", "/taken", taken_in, OPEN),
        ("GET", "/queue", by_the_framework, allow(Role.TRIAGE_OFFICER)),
        described=False,
    )
    return an_app(tmp_path, router)


PATHS = ["/words/more", "/alone", "/missing", "/broken", "/nowhere", "/queue", "/taken", "/health/live", "/sign-in",
         "/openapi.json"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_it_has_the_status_and_headers_of_a_get_and_no_body(tmp_path: Path, path: str) -> None:
    client = TestClient(an_app_of_every_kind(tmp_path), follow_redirects=False)
    asked, got = client.head(path), client.get(path)
    assert (asked.status_code, asked.content) == (got.status_code, b"")
    assert got.status_code == 405 or len(got.content) > 0 or got.is_redirect
    assert asked.headers == got.headers


def test_a_handler_called_past_the_framework_is_asked_for_a_get(tmp_path: Path) -> None:
    assert TestClient(an_app_of_every_kind(tmp_path)).head("/alone").headers["content-length"] == str(len("GET"))


def test_a_route_that_takes_no_get_takes_no_head(tmp_path: Path) -> None:
    answer = TestClient(an_app_of_every_kind(tmp_path)).head("/taken")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_another_method_is_told_that_head_is_taken(tmp_path: Path) -> None:
    answer = TestClient(an_app_of_every_kind(tmp_path)).post("/words/more")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_the_log_line_says_head_and_who_asked_for_which_route(tmp_path: Path) -> None:
    app = an_app_of_every_kind(tmp_path)
    browser = signed_in(app)
    with logged() as entries:
        assert browser.head("/queue").status_code == 200
        TestClient(app, raise_server_exceptions=False).head("/broken")
    read, failed = named(entries, "request")
    assert (read["method"], read["route"], read["actor"] != "public") == ("HEAD", "/queue", True)
    assert (failed["method"], failed["route"], failed["status"]) == ("HEAD", "/broken", 500)


def test_a_page_that_needs_signing_in_leads_back_to_itself(tmp_path: Path) -> None:
    client = TestClient(an_app_of_every_kind(tmp_path), follow_redirects=False, headers={"accept": "text/html"})
    assert client.head("/queue").headers["location"] == "/sign-in?next=/queue"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """One connection to the app behind its real server, used for one request after the other."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(an_app_of_every_kind(tmp_path), log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    opened = http.client.HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=10)
    yield opened
    opened.close()
    server.should_exit = True
    thread.join(timeout=5)
    listening.close()


def test_the_server_sends_nothing_after_the_headers(connection: http.client.HTTPConnection) -> None:
    for path, length in (("/words/more", 9), ("/alone", 3), ("/words/more", 9)):
        connection.request("HEAD", path)
        answer = connection.getresponse()
        assert (answer.status, int(answer.headers["content-length"]), answer.read()) == (200, length, b"")
        # Whatever had been sent after the headers would be read as the beginning of the next answer.
        connection.request("GET", path)
        assert len(connection.getresponse().read()) == length
