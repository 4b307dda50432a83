"""The switchboard finds exactly the route that trying every one in turn would have found."""

from pathlib import Path

import pytest
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Match, NoMatchFound
from structlog.testing import capture_logs

from shared.kernel.refusals import NotAllowed
from shared.web.guard import allow_anyone
from shared.web.switchboard import Switchboard
from tests.support.builders.web import an_app

PATHS = [
    "/",
    "/report",
    "/report/{step}",
    "/report/done",
    "/{anything}",
    "/intake/api/referrals",
    "/intake/api/referrals/{reference}",
    "/intake/api/referrals/{reference}/answers",
    "/intake/api/schemas/referral",
    "/intake/{page}/list",
    "/triage/queue",
    "/directory/",
    "/directory/services",
    "/files/{name:path}",
    "/open311/v2/services.json",
    "/open311/v2/services/{code}",
]
PARTS = ["", "report", "done", "x", "intake", "api", "referrals", "list", "directory", "services", "files", "open311",
         "v2", "services.json", "WM-7K3F-Q", "answers", "triage", "queue", "schemas", "referral"]  # fmt: skip


def a_router(order: list[str]) -> APIRouter:
    router = APIRouter()
    for path in order:
        router.add_api_route(path, lambda: None, methods=["POST" if "referrals" in path else "GET"], name=path)
    return router


def one_after_another(router: APIRouter, scope: dict[str, object]) -> object:
    tried = [(route.matches(dict(scope)), route) for route in router.routes]
    for wanted in (Match.FULL, Match.PARTIAL):
        for (match, _), route in tried:
            if match is wanted:
                return route
    return None


@given(st.permutations(PATHS), st.lists(st.sampled_from(PARTS), max_size=6), st.sampled_from(["GET", "POST", "PUT"]))
def test_it_agrees_with_trying_every_route_in_any_order(order: list[str], parts: list[str], method: str) -> None:
    router = a_router(order)
    scope = {"type": "http", "method": method, "path": "/" + "/".join(parts), "headers": []}
    match, found = Switchboard([router]).matches(dict(scope))
    assert found.get("route") is one_after_another(router, scope)
    assert (match is Match.NONE) == (found == {})


def test_it_names_paths() -> None:
    switchboard = Switchboard([a_router(PATHS)])
    path = switchboard.url_path_for("/intake/api/referrals/{reference}", reference="WM-7K3F-Q")
    assert path == "/intake/api/referrals/WM-7K3F-Q"
    with pytest.raises(NoMatchFound):
        switchboard.url_path_for("nothing of the kind")


def test_a_router_inside_a_router_is_refused_because_it_would_never_be_tried() -> None:
    outer = APIRouter(prefix="/outer")
    outer.include_router(a_router(["/inner"]))
    with pytest.raises(TypeError, match="each router by itself"):
        Switchboard([outer])


def test_the_app_serves_through_it(tmp_path: Path) -> None:
    router = APIRouter()
    for number in range(3):
        router.add_api_route(
            f"/intake/api/{number}/{{x}}", lambda x: {"x": x}, methods=["GET"], dependencies=[allow_anyone("a test")]
        )
    client = TestClient(an_app(tmp_path, router))
    assert client.get("/intake/api/2/y").json() == {"x": "y"}
    assert client.get("/intake/api/2/y/", follow_redirects=False).status_code == 307
    assert client.post("/intake/api/2/y").status_code == 405


async def nobody_passes(request: Request) -> None:
    raise NotAllowed


def called_directly(tmp_path: Path, *, guarded: bool) -> TestClient:
    router = APIRouter()
    checks = [Depends(nobody_passes)] if guarded else []

    @router.post("/words", dependencies=[allow_anyone("a test"), *checks])
    async def words(request: Request) -> Response:
        return Response(await request.body(), 201)

    @router.post("/mistake", dependencies=[allow_anyone("a test")])
    async def mistake(request: Request) -> Response:
        raise ValueError("07700 900123")

    @router.post("/words/{count}", dependencies=[allow_anyone("a test")])
    async def counted(request: Request, count: int) -> Response:
        return Response(b"x" * count)

    return TestClient(an_app(tmp_path, router))


def test_a_handler_of_the_request_alone_is_given_it_whole(tmp_path: Path) -> None:
    answer = called_directly(tmp_path, guarded=False).post("/words", content=b"two words")
    assert (answer.status_code, answer.content) == (201, b"two words")


def test_what_stands_before_such_a_handler_is_asked_first(tmp_path: Path) -> None:
    answer = called_directly(tmp_path, guarded=True).post("/words", content=b"two words")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_another_method_is_refused_as_everywhere(tmp_path: Path) -> None:
    answer = called_directly(tmp_path, guarded=False).get("/words")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_a_handler_with_parameters_gets_them_from_the_framework(tmp_path: Path) -> None:
    client = called_directly(tmp_path, guarded=False)
    assert client.post("/words/3").content == b"xxx"
    assert client.post("/words/many").status_code == 422


def test_a_mistake_in_such_a_handler_is_answered_as_everywhere_and_its_words_are_not_told(tmp_path: Path) -> None:
    client = called_directly(tmp_path, guarded=False)
    with capture_logs() as logged:
        answer = client.post("/mistake", content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert [line["error"] for line in logged if line["event"] == "request_failed"] == ["ValueError"]
    assert "900123" not in answer.text + str(logged)


def test_the_way_past_the_framework_is_taken_only_where_it_leads_to_the_same_route() -> None:
    async def words(request: Request) -> Response:
        return Response(b"")

    hidden, seen = APIRouter(), APIRouter()
    hidden.add_api_route("/{anything}", words, methods=["POST"])
    hidden.add_api_route("/words", words, methods=["POST"])
    seen.add_api_route("/words", words, methods=["POST"])
    scope = {"type": "http", "method": "POST", "path": "/words"}
    assert Switchboard([seen]).direct(scope) == (seen.routes[0], [])
    assert Switchboard([seen]).direct(scope | {"method": "GET"}) is None
    assert Switchboard([seen]).direct(scope | {"type": "lifespan"}) is None
    assert Switchboard([hidden]).matches(dict(scope))[1]["route"] is hidden.routes[0]
    assert Switchboard([hidden]).direct(scope) is None
