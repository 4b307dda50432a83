"""Every way of saying no has one answer, and none of them repeats what was sent."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

from shared.kernel.refusals import (
    ConcurrencyConflict,
    FieldError,
    InvalidInput,
    KeyReused,
    NotAllowed,
    NotFound,
    Refusal,
    Unavailable,
)
from shared.web.cookies import DRAFT, keep_signed
from shared.web.errors import Problem, field_errors, json_body
from shared.web.guard import allow_anyone
from tests.support.builders.web import PAGE, a_browser, a_router, an_app, logged, named

PLANTED = "Zuleika Planted"


class ReferralAlreadyClosed(Refusal):
    says = "This referral is closed."


class Reporter(BaseModel):
    model_config = ConfigDict(extra="forbid")
    full_name: str
    age: int


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reporter: Reporter
    facts: dict[str, int] = {}


REFUSALS: dict[str, tuple[Exception, int, str]] = {
    "invalid": (InvalidInput([FieldError("/reporter/phone", "not_uk", "Give a UK number.")]), 422, "invalid_input"),
    "not-allowed": (NotAllowed(), 403, "not_allowed"),
    "not-found": (NotFound(), 404, "not_found"),
    "refusal": (ReferralAlreadyClosed(), 409, "referral_already_closed"),
    "conflict": (ConcurrencyConflict(), 409, "concurrency_conflict"),
    "key-reused": (KeyReused(), 422, "key_reused"),
    "unavailable": (Unavailable("The disk is full."), 503, "unavailable"),
    "problem": (Problem(400, "no_key", "Send Idempotency-Key."), 400, "no_key"),
    "bug": (ValueError(f"cannot parse {PLANTED}"), 500, "internal_error"),
}


async def refuse(kind: str) -> None:
    raise REFUSALS[kind][0]


async def begin(request: Request) -> Response:
    answer = Response()
    keep_signed(request, answer, DRAFT, "draft-1")
    return answer


async def take(document: Document) -> dict[str, bool]:
    return {"taken": True}


async def take_by_hand(request: Request) -> dict[str, int]:
    return {"bytes": len(await json_body(request))}


async def ask(limit: int) -> dict[str, int]:
    return {"limit": limit}


OPEN = allow_anyone("a test")


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    router = a_router(
        ("GET", "/intake/api/refuse/{kind}", refuse, OPEN),
        ("GET", "/intake/refuse/{kind}", refuse, OPEN),
        ("GET", "/begin", begin, OPEN),
        ("POST", "/intake/api/take", take, OPEN),
        ("POST", "/intake/api/take-by-hand", take_by_hand, OPEN),
        ("GET", "/intake/api/ask", ask, OPEN),
    )
    return an_app(tmp_path, router, max_body_bytes=1000)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


@pytest.mark.parametrize("kind", REFUSALS)
def test_each_refusal_has_its_status_and_code(client: TestClient, kind: str) -> None:
    answer = client.get(f"/intake/api/refuse/{kind}")
    _, status, code = REFUSALS[kind]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["status"], document["code"]) == (status, code)
    assert {"type", "title", "detail", "instance", "errors"} <= document.keys()
    assert all(error.keys() == {"pointer", "code", "message"} for error in document["errors"])
    assert PLANTED not in answer.text


def test_a_refusal_is_told_in_its_own_words_and_busy_says_when_to_come_back(client: TestClient) -> None:
    assert client.get("/intake/api/refuse/refusal").json()["detail"] == "This referral is closed."
    assert client.get("/intake/api/refuse/unavailable").headers["retry-after"] == "5"
    assert client.get("/intake/api/refuse/invalid").json()["errors"] == [
        {"pointer": "/reporter/phone", "code": "not_uk", "message": "Give a UK number."}
    ]


def test_a_bug_is_logged_by_type_and_place_without_what_it_says(client: TestClient) -> None:
    with logged() as entries:
        client.get("/intake/api/refuse/bug")
    (failed,) = named(entries, "request_failed")
    assert failed["error"] == "ValueError"
    assert failed["at"][-1].startswith(__name__)
    assert PLANTED not in str(entries)


def test_every_error_found_is_listed_by_pointer_and_nothing_sent_comes_back(client: TestClient) -> None:
    sent = {"reporter": {"age": PLANTED, PLANTED: 1}, "facts": {PLANTED: PLANTED}}
    answer = client.post("/intake/api/take", json=sent)
    assert answer.status_code == 422
    assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
        ("/reporter/full_name", "missing"),
        ("/reporter/age", "int_parsing"),
        ("/reporter", "extra_forbidden"),
        ("/facts/*", "int_parsing"),
    }
    assert "Planted" not in answer.text


def test_a_query_value_is_named_by_its_place(client: TestClient) -> None:
    (error,) = client.get("/intake/api/ask", params={"limit": PLANTED}).json()["errors"]
    assert error["pointer"] == "query:limit"


@pytest.mark.parametrize("body", ["{", '{"a": Zuleika}', "\xff", "[" * 900])
def test_what_is_no_json_is_400(client: TestClient, body: str) -> None:
    answer = client.post(
        "/intake/api/take", content=body.encode("latin-1"), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert "Zuleika" not in answer.text


@pytest.mark.parametrize("path", ["/intake/api/take", "/intake/api/take-by-hand"])
@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/jsonish", ""])
def test_what_does_not_say_it_is_json_is_415(client: TestClient, path: str, media_type: str) -> None:
    answer = client.post(path, content=b"{}", headers={"content-type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_json_may_say_more_about_itself(client: TestClient) -> None:
    for media_type in ("application/json; charset=utf-8", "application/merge-patch+json"):
        sent = client.post("/intake/api/take-by-hand", content=b"{}", headers={"content-type": media_type})
        assert sent.json() == {"bytes": 2}


def test_no_body_at_all_is_a_missing_body_not_a_wrong_media_type(client: TestClient) -> None:
    answer = client.post("/intake/api/take")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "missing")


def test_a_body_over_the_limit_is_413_whether_its_length_was_told_or_not(client: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        yield from (b"x" * 100 for _ in range(11))

    json_type = {"content-type": "application/json"}
    told = client.post("/intake/api/take", content=b"x" * 1001, headers=json_type)
    untold = client.post("/intake/api/take", content=parts(), headers=json_type)
    by_hand = client.post("/intake/api/take-by-hand", content=parts(), headers=json_type)
    exact = client.post("/intake/api/take-by-hand", content=b"x" * 1000, headers=json_type)
    assert [answer.status_code for answer in (told, untold, by_hand, exact)] == [413, 413, 413, 200]
    assert told.json()["status"] == untold.json()["status"] == 413


def test_an_unknown_address_and_method_are_problems_too(client: TestClient) -> None:
    assert client.get("/nowhere").json()["code"] == "not_found"
    answer = client.put("/intake/api/take")
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "method_not_allowed", "POST")


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_person_gets_a_page_with_the_same_status_and_help(app: FastAPI, kind: str) -> None:
    answer = a_browser(app).get(f"/intake/refuse/{kind}")
    assert answer.status_code == REFUSALS[kind][1]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<h1 class="govuk-heading-l">' in answer.text
    assert "020 7946 0100" in answer.text
    assert PLANTED not in answer.text


def test_only_a_failure_of_ours_has_a_number_to_read_out_and_its_beginning_is_enough(app: FastAPI) -> None:
    browser = a_browser(app)
    for kind in ("bug", "unavailable"):
        shown = browser.get(f"/intake/refuse/{kind}").text
        (number,) = re.findall(r"\b[0-9a-f]{32}\b", shown)
        assert f">{number[:4]} {number[4:8]}<" in shown
    for kind in ("not-found", "not-allowed", "conflict"):
        shown = browser.get(f"/intake/refuse/{kind}").text
        assert not re.search(r"\b[0-9a-f]{32}\b", shown)
        assert '<a class="govuk-link" href="/">Go to the first page</a>' in shown


def test_whoever_is_in_the_middle_of_answering_keeps_the_exit_and_a_neutral_title(app: FastAPI) -> None:
    browser = a_browser(app)
    assert "/leave" not in browser.get("/intake/refuse/bug").text
    browser.get("/begin")
    for kind in ("bug", "not-found", "unavailable"):
        shown = browser.get(f"/intake/refuse/{kind}").text
        assert 'href="/leave"' in shown
        assert "<title>Waymark Borough Council</title>" in shown


def test_a_call_stays_a_call_even_from_a_browser(client: TestClient) -> None:
    answer = client.get("/intake/api/refuse/not-found", headers=PAGE)
    assert json.loads(answer.text)["status"] == 404


@pytest.mark.parametrize(
    ("error", "pointer", "message"),
    [
        ({"type": "missing", "loc": ("body", "people", 0, "roles")}, "/people/0/roles", "This is needed."),
        ({"type": "missing", "loc": ()}, "", "This is needed."),
        ({"type": "missing", "loc": ("kind",)}, "/kind", "This is needed."),
        ({"type": "string_too_long", "loc": ("kind",), "ctx": {"max_length": 9}}, "/kind", "Use at most 9 characters."),
        ({"type": "string_too_long", "loc": ("kind",)}, "/kind", "This value cannot be taken."),
        ({"type": "value_error", "loc": ("body", "Jane Doe")}, "/*", "This value cannot be taken."),
        ({"type": "missing", "loc": ("header", "idempotency-key")}, "header:*", "This is needed."),
    ],
)
def test_what_pydantic_found_is_told_in_our_words(error: dict[str, object], pointer: str, message: str) -> None:
    (told,) = field_errors([error])
    assert (told.pointer, told.message) == (pointer, message)
