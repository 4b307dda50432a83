"""Keys of programs that name them as their own standard has it."""

import base64
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from shared.access.roles import Role, Terms
from shared.web.api_keys import allow_key
from shared.web.guard import principal_of
from tests.support.builders.web import a_router, a_token, an_app, logged, named

WHO = "/open311/v2/who"


async def who(request: Request) -> dict[str, str]:
    return {"role": principal_of(request).role.value}


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    guard = allow_key(Role.PARTNER)
    return an_app(tmp_path, a_router(("GET", WHO, who, guard), ("POST", WHO, who, guard)))


def a_key(app: FastAPI, role: Role = Role.PARTNER) -> str:
    return a_token(app, role)["Authorization"].removeprefix("Bearer ")


def basic(said: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(said.encode()).decode()}"}


def test_a_key_is_taken_from_the_query_the_form_the_header_or_an_address(app: FastAPI) -> None:
    client, key = TestClient(app), a_key(app)
    answers = [
        client.get(WHO, params={"api_key": key}),
        client.post(WHO, data={"api_key": key}),
        client.get(WHO, headers={"Authorization": f"Bearer {key}"}),
        client.get(WHO, headers=basic(f":{key}")),
        client.get(WHO, headers=basic(key)),
    ]
    assert [answer.json() for answer in answers] == [{"role": "partner"}] * 5


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "api_key_missing"),
        ({"Authorization": "Basic no-base-64"}, "api_key_missing"),
        ({"Authorization": "Digest x"}, "api_key_missing"),
        (basic(":wmk_made-up"), "api_key_invalid"),
        ({"Authorization": "Bearer wmk_made-up"}, "api_key_invalid"),
    ],
)
def test_without_a_live_key_nobody_gets_in(app: FastAPI, headers: dict[str, str], code: str) -> None:
    answer = TestClient(app).get(WHO, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_a_live_key_of_another_role_gets_nowhere_and_that_is_noted(app: FastAPI) -> None:
    key = a_key(app, Role.CONTACT_CENTRE)
    with logged() as entries:
        answer = TestClient(app).get(WHO, params={"api_key": key})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    (denied,) = named(entries, "access_denied")
    assert denied["route"] == WHO
    assert key not in str(entries)


def test_a_file_in_place_of_a_key_is_no_key(app: FastAPI) -> None:
    answer = TestClient(app).post(WHO, files={"api_key": ("key.txt", b"wmk_made-up")})
    assert answer.json()["code"] == "api_key_missing"


def test_one_request_too_many_says_when_to_come_again_and_a_new_key_does_not_help(app: FastAPI) -> None:
    access = app.state.access
    account = access.accounts.ensure(Role.PARTNER)
    access.accounts.agree(account.account_id, Terms(per_minute=2, per_day=100))
    client = TestClient(app)
    statuses = [client.get(WHO, params={"api_key": a_key(app)}).status_code for _ in range(2)]
    with logged() as entries:
        refused = client.get(WHO, params={"api_key": a_key(app)})
    assert (statuses, refused.status_code, refused.headers["retry-after"]) == ([200, 200], 429, "60")
    assert refused.json()["code"] == "quota_reached"
    assert [entry["actor"] for entry in named(entries, "quota_reached")] == [account.account_id]
