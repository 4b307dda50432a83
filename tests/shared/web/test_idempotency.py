"""One request, one effect: the key makes it so, for each caller and route apart, and a failure leaves the key free."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.event_store.store import EventStore
from shared.runtime.dispatch import Dispatcher
from shared.web.guard import allow, context_of
from shared.web.idempotency import keyed
from tests.support.backends import StoresAt
from tests.support.builders.web import a_router, a_token, an_app
from tests.support.notebook import COMMANDS, MORNING, NotebookClosed, WriteNote, written

BOTH = allow(Role.PARTNER, Role.CONTACT_CENTRE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    stores = StoresAt(f"sqlite:///{tmp_path}/notes.sqlite")
    yield stores.open()
    stores.close()


@pytest.fixture
def app(tmp_path: Path, store: EventStore) -> FastAPI:
    dispatch = Dispatcher("notes", store, COMMANDS)

    async def write(request: Request) -> dict[str, Any]:
        async with keyed(request) as once:
            asked = await request.json()
            command = WriteNote(at=MORNING, stream=asked["stream"], number=asked["number"])
            done = await dispatch.later(command, context_of(request), once.receipt(asked["stream"].encode()))
            told = done.repeated.answer if done.repeated else asked["stream"].encode()
            return {"answer": told.decode(), "position": done.last_position}

    async def asks_itself(request: Request) -> dict[str, int]:
        async with keyed(request):
            inner = TestClient(request.app).post("/notes/api/asks-itself", content=b"{}", headers=request.headers)
            return {"inner": inner.status_code}

    return an_app(
        tmp_path,
        a_router(
            ("POST", "/notes/api/notes", write, BOTH),
            ("POST", "/notes/api/other", write, BOTH),
            ("POST", "/notes/api/asks-itself", asks_itself, BOTH),
        ),
    )


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, headers=a_token(app, Role.PARTNER))


def post(client: TestClient, key: str, body: Any, path: str = "/notes/api/notes", **headers: str) -> Any:
    return client.post(path, json=body, headers={"Idempotency-Key": key} | headers)


NOTE = {"stream": "n-1", "number": 5}


def test_the_same_request_again_gets_the_first_answer_and_happens_once(client: TestClient, store: EventStore) -> None:
    first, again = post(client, "k-1", NOTE), post(client, '"k-1"', NOTE)
    assert (first.status_code, first.json()) == (200, {"answer": "n-1", "position": 1})
    assert again.json() == first.json()
    assert store.head() == 1


def test_it_gets_the_first_answer_even_if_it_would_be_refused_by_now(client: TestClient, store: EventStore) -> None:
    first = post(client, "k-1", NOTE)
    written(store, "n-1", NotebookClosed(closed_at=MORNING), expected=1)
    assert post(client, "k-1", NOTE).json() == first.json()


def test_one_key_with_another_body_is_refused_and_nothing_happens(client: TestClient, store: EventStore) -> None:
    post(client, "k-1", NOTE)
    other = post(client, "k-1", {"stream": "n-1", "number": 9})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert store.head() == 1


def test_each_callers_and_each_routes_keys_are_their_own(app: FastAPI, client: TestClient, store: EventStore) -> None:
    answers = [
        post(client, "k-1", {"stream": "n-1", "number": 1}),
        post(client, "k-1", {"stream": "n-2", "number": 1}, path="/notes/api/other"),
        post(client, "k-1", {"stream": "n-3", "number": 1}, **a_token(app, Role.CONTACT_CENTRE)),
    ]
    assert [answer.json()["answer"] for answer in answers] == ["n-1", "n-2", "n-3"]
    assert store.head() == 3


@pytest.mark.parametrize("key", [None, "", " ", "two words", "x" * 129, "snow\x7f", '"'])
def test_without_a_usable_key_nothing_is_done(client: TestClient, store: EventStore, key: str | None) -> None:
    answer = client.post("/notes/api/notes", json=NOTE, headers={} if key is None else {"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert store.head() == 0


def test_a_key_whose_first_request_is_still_being_answered_has_to_wait(client: TestClient) -> None:
    assert post(client, "k-1", {}, path="/notes/api/asks-itself").json() == {"inner": 409}


def test_what_fails_leaves_its_key_free_for_another_try(client: TestClient, store: EventStore) -> None:
    written(store, "n-1", NotebookClosed(closed_at=MORNING))
    assert post(client, "k-1", NOTE).status_code == 409
    answer = post(client, "k-1", {"stream": "n-2", "number": 5})
    assert (answer.status_code, answer.json()["answer"]) == (200, "n-2")


def test_another_process_gives_the_stored_answer(tmp_path: Path, client: TestClient, store: EventStore) -> None:
    first = post(client, "k-1", NOTE)
    receipts = store.look("SELECT scope, key, answer FROM receipts")
    assert [(row[1], row[2]) for row in receipts] == [("k-1", b"n-1")]
    assert str(receipts[0][0]).startswith("http/")
    assert str(receipts[0][0]).endswith("/POST /notes/api/notes")
    assert first.json()["position"] == 1
