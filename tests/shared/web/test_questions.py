"""A question to another service of the same app: asked as the caller, answered in time or not at all."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.web.guard import allow, principal_of
from shared.web.questions import ask
from tests.support.builders.web import a_router, a_token, an_app, csrf_of, signed_in


async def answering(request: Request) -> dict[str, Any]:
    document = await request.json()
    await asyncio.sleep(document.get("wait", 0))
    return {"to": principal_of(request).role.value, "said": document["said"]}


async def asking(request: Request) -> dict[str, Any]:
    document = await request.json()
    return {"told": await ask(request, document["of"], document, seconds=0.2)}


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return an_app(
        tmp_path,
        a_router(
            ("POST", "/one/api/asking", asking, allow(Role.CONTACT_CENTRE, Role.AUDITOR)),
            ("POST", "/other/api/answering", answering, allow(Role.CONTACT_CENTRE)),
        ),
    )


def told(app: FastAPI, role: Role = Role.CONTACT_CENTRE, of: str = "/other/api/answering", **more: Any) -> Any:
    browser = signed_in(app, role)
    sent = {"of": of, "said": "Café"} | more
    answer = browser.post("/one/api/asking", json=sent, headers={"x-csrf-token": csrf_of(app, browser)})
    assert answer.status_code == 200, answer.text
    return answer.json()["told"]


def test_the_answer_is_for_whoever_asks(app: FastAPI) -> None:
    assert told(app) == {"to": "contact_centre", "said": "Café"}


def test_a_program_asks_with_its_own_token(app: FastAPI) -> None:
    program = TestClient(app, headers=a_token(app, Role.CONTACT_CENTRE))
    answer = program.post("/one/api/asking", json={"of": "/other/api/answering", "said": "x"})
    assert answer.json()["told"] == {"to": "contact_centre", "said": "x"}


def test_whoever_may_not_ask_there_gets_no_answer(app: FastAPI) -> None:
    assert told(app, Role.AUDITOR) is None


def test_nobody_to_ask_is_no_answer(app: FastAPI) -> None:
    assert told(app, of="/nobody/api") is None


def test_an_answer_that_does_not_come_in_time_is_not_waited_for(app: FastAPI) -> None:
    assert told(app, wait=5) is None
