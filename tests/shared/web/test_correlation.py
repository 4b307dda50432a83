"""One trace and one log line for each request, with nothing in it that says who somebody is."""

from pathlib import Path

import pytest
import structlog
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.web.guard import allow, allow_anyone, context_of
from tests.support.builders.web import a_router, a_token, an_app, logged, named

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
GIVEN = f"00-{TRACE_ID}-00f067aa0ba902b7-01"


async def story(request: Request) -> dict[str, str | None]:
    context = context_of(request)
    return {"correlation_id": context.correlation_id, "parent": context.trace_parent}


def bound_in_a_thread(reference: str) -> dict[str, str]:
    return {"bound": structlog.contextvars.get_contextvars()["correlation_id"]}


async def asks_itself(request: Request) -> dict[str, str]:
    TestClient(request.app).get("/intake/api/open")
    return {"bound": structlog.contextvars.get_contextvars()["correlation_id"]}


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    router = a_router(
        ("GET", "/intake/api/story", story, allow(Role.PARTNER)),
        ("GET", "/intake/api/open", story, allow_anyone("a test")),
        ("GET", "/intake/api/referrals/{reference}", bound_in_a_thread, allow_anyone("a test")),
        ("GET", "/intake/api/asks-itself", asks_itself, allow_anyone("a test")),
    )
    return an_app(tmp_path, router)


def test_a_partners_trace_is_taken_over_and_handed_on_under_a_span_of_our_own(app: FastAPI) -> None:
    headers = a_token(app, Role.PARTNER) | {"traceparent": GIVEN}
    answer = TestClient(app).get("/intake/api/story", headers=headers).json()
    assert answer["correlation_id"] == TRACE_ID
    assert answer["parent"].startswith(f"00-{TRACE_ID}-")
    assert answer["parent"] != GIVEN


def test_the_public_starts_a_trace_of_its_own_whatever_it_sends(app: FastAPI) -> None:
    answer = TestClient(app).get("/intake/api/open", headers={"traceparent": GIVEN}).json()
    assert answer["correlation_id"] != TRACE_ID


def test_the_public_starts_a_trace_of_its_own_also_with_credentials_nobody_looked_at(app: FastAPI) -> None:
    headers = {"traceparent": GIVEN, "authorization": "Bearer junk", "cookie": "s=junk"}
    with logged() as entries:
        answer = TestClient(app).get("/intake/api/open", headers=headers).json()
    (line,) = named(entries, "request")
    assert answer["correlation_id"] == line["correlation_id"] == line["trace_id"] != TRACE_ID
    assert line["parent_span_id"] is None


@pytest.mark.parametrize("sent", [["junk"], [GIVEN, GIVEN]], ids=["malformed", "twice"])
def test_a_trace_that_breaks_the_standard_starts_a_new_one(app: FastAPI, sent: list[str]) -> None:
    headers = [*a_token(app, Role.PARTNER).items(), *(("traceparent", each) for each in sent)]
    answer = TestClient(app).get("/intake/api/story", headers=headers).json()
    assert answer["correlation_id"] != TRACE_ID


def test_the_line_places_the_request_in_its_trace(app: FastAPI) -> None:
    headers = a_token(app, Role.PARTNER) | {"traceparent": GIVEN}
    with logged() as entries:
        parent = TestClient(app).get("/intake/api/story", headers=headers).json()["parent"]
    (line,) = named(entries, "request")
    assert (line["trace_id"], line["parent_span_id"]) == (TRACE_ID, GIVEN.split("-")[2])
    assert parent == f"00-{TRACE_ID}-{line['span_id']}-01"


def test_a_method_is_a_word_of_the_callers_and_only_ours_are_repeated(app: FastAPI) -> None:
    with logged() as entries:
        TestClient(app).request("OKAFOR", "/intake/api/open")
    assert [line["method"] for line in named(entries, "request")] == ["other"]
    assert "OKAFOR" not in str(entries)


def test_what_failed_here_stands_out_and_what_machines_ask_does_not(tmp_path: Path) -> None:
    async def fails(request: Request) -> dict[str, str]:
        raise ValueError("Jo Okafor")

    router = a_router(
        ("GET", "/intake/api/fails", fails, allow_anyone("a test")),
        ("GET", "/health/live", story, allow_anyone("a test")),
        ("GET", "/intake/api/open", story, allow_anyone("a test")),
    )
    client = TestClient(an_app(tmp_path, router), raise_server_exceptions=False)
    with logged() as entries:
        for path in ("/intake/api/fails", "/health/live", "/intake/api/open"):
            client.get(path)
    assert [line["log_level"] for line in named(entries, "request")] == ["warning", "debug", "info"]
    assert "Okafor" not in str(entries)


def test_each_request_leaves_one_line_with_the_template_and_never_the_address(app: FastAPI) -> None:
    with logged() as entries:
        TestClient(app).get("/intake/api/referrals/WM-7K3F-Q?surname=Okafor")
    (line,) = named(entries, "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/intake/api/referrals/{reference}", 200)
    assert (line["actor"], line["role"]) == ("public", "public")
    assert line["ms"] >= 0
    assert len(line["correlation_id"]) == 32
    assert "7K3F" not in str(entries)
    assert "Okafor" not in str(entries)


def test_the_line_names_whoever_acted_by_opaque_id(app: FastAPI) -> None:
    headers = a_token(app, Role.PARTNER)
    with logged() as entries:
        TestClient(app).get("/intake/api/story", headers=headers)
    account = app.state.access.accounts.ensure(Role.PARTNER)
    assert [(line["actor"], line["role"]) for line in named(entries, "request")] == [(account.account_id, "partner")]
    assert account.display_name not in str(entries)


def test_an_address_that_does_not_exist_is_not_written_down(app: FastAPI) -> None:
    with logged() as entries:
        TestClient(app).get("/Okafor")
    assert [line["route"] for line in named(entries, "request")] == ["no_route"]
    assert "Okafor" not in str(entries)


def test_the_id_is_bound_for_every_log_line_even_in_the_thread_of_a_page(app: FastAPI) -> None:
    with logged() as entries:
        bound = TestClient(app).get("/intake/api/referrals/x").json()["bound"]
    assert bound == named(entries, "request")[0]["correlation_id"]
    assert "correlation_id" not in structlog.contextvars.get_contextvars()


def test_a_question_to_ourselves_leaves_the_asking_requests_id_in_place(app: FastAPI) -> None:
    with logged() as entries:
        bound = TestClient(app).get("/intake/api/asks-itself").json()["bound"]
    inner, outer = named(entries, "request")
    assert (inner["route"], outer["route"]) == ("/intake/api/open", "/intake/api/asks-itself")
    assert bound == outer["correlation_id"] != inner["correlation_id"]
