"""A question to another service, of the same app or elsewhere: asked as the caller, answered in time or not at all."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.web.guard import allow, context_of, principal_of
from shared.web.questions import answering_at, ask
from tests.support.builders.web import a_router, a_token, an_access, an_app, csrf_of, logged, named, signed_in


async def answering(request: Request) -> dict[str, Any]:
    document = await request.json()
    await asyncio.sleep(document.get("wait", 0))
    parent = context_of(request).trace_parent if document.get("trace") else None
    return {"to": principal_of(request).role.value, "said": document["said"]} | ({"parent": parent} if parent else {})


async def asking(request: Request) -> dict[str, Any]:
    document = await request.json()
    return {"told": await ask(request, document["of"], document, seconds=document.get("within", 30))}


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of an app on a port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        running.join(10)
        listening.close()


@pytest.fixture(params=["in the same app", "elsewhere"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FastAPI]:
    asks = a_router(("POST", "/one/api/asking", asking, allow(Role.CONTACT_CENTRE, Role.AUDITOR)))
    answers = a_router(("POST", "/other/api/answering", answering, allow(Role.CONTACT_CENTRE)))
    if request.param == "in the same app":
        yield an_app(tmp_path, asks, answers)
        return
    access = an_access(tmp_path)
    with served(an_app(tmp_path, answers, access=access)) as address:
        yield an_app(tmp_path, asks, access=access, questions=answering_at(address))


def told(app: FastAPI, role: Role = Role.CONTACT_CENTRE, of: str = "/other/api/answering", **more: Any) -> Any:
    browser = signed_in(app, role)
    sent = {"of": of, "said": "Café"} | more
    answer = browser.post("/one/api/asking", json=sent, headers={"x-csrf-token": csrf_of(app, browser)})
    assert answer.status_code == 200, answer.text
    return answer.json()["told"]


def test_the_answer_is_for_whoever_asks(app: FastAPI) -> None:
    assert told(app) == {"to": "contact_centre", "said": "Café"}


def test_a_question_is_the_next_hop_of_the_asking_requests_trace(app: FastAPI) -> None:
    with logged() as entries:
        parent = told(app, trace=True)["parent"]
    asked, asker = named(entries, "request")[-2:]
    assert (asked["route"], asker["route"]) == ("/other/api/answering", "/one/api/asking")
    assert asked["trace_id"] == asker["trace_id"] == asked["correlation_id"]
    assert asked["parent_span_id"] == asker["span_id"]
    assert parent == f"00-{asker['trace_id']}-{asked['span_id']}-01"


def test_a_program_asks_with_its_own_token(app: FastAPI) -> None:
    program = TestClient(app, headers=a_token(app, Role.CONTACT_CENTRE))
    answer = program.post("/one/api/asking", json={"of": "/other/api/answering", "said": "x"})
    assert answer.json()["told"] == {"to": "contact_centre", "said": "x"}


def test_whoever_may_not_ask_there_gets_no_answer(app: FastAPI) -> None:
    assert told(app, Role.AUDITOR) is None


def test_nobody_to_ask_is_no_answer(app: FastAPI) -> None:
    assert told(app, of="/nobody/api") is None


def test_an_answer_that_does_not_come_in_time_is_not_waited_for(app: FastAPI) -> None:
    assert told(app, wait=5, within=0.2) is None


def test_a_service_that_is_not_there_is_no_answer_and_is_said_in_the_log(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        asks = a_router(("POST", "/one/api/asking", asking, allow(Role.CONTACT_CENTRE)))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        app = an_app(tmp_path, asks, questions=answering_at(address))
        with logged() as entries:
            assert told(app) is None
    (line,) = named(entries, "question_unanswered")
    assert (line["path"], line["reason"]) == ("/other/api/answering", "ConnectionError")
