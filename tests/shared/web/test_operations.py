"""Machines are answered on the port of the process: in time, without a sign-in, also where everything else hangs."""

import json
import threading
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from shared.runtime.readiness import Check, Found, Readying
from shared.runtime.serving import lifespan_of
from shared.web.guard import allow_anyone
from shared.web.operations import create_operations_app, operations_router
from shared.web.tally import RequestTally
from tests.support.builders.web import a_router, an_app, logged, named
from tests.support.routes import undeclared_routes

WELL = Check("intake.database", lambda: Found(True, "It can be read and written."))
ILL = Check("intake.views", lambda: Found(False, "worklist is 9 behind."))


def an_operations_app(*checks: Check) -> FastAPI:
    router = operations_router(Readying([[check] for check in checks]), lambda: b"waymark_facts_total 1.0\n")
    return create_operations_app("notes worker", router, RequestTally(), lifespan_of(None))


def test_a_process_that_answers_lives_whatever_is_wrong_with_it() -> None:
    answer = TestClient(an_operations_app(ILL)).get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"live": True})


@pytest.mark.parametrize(("checks", "status"), [((WELL,), 200), ((WELL, ILL), 503)], ids=["well", "ill"])
def test_readiness_is_the_status_and_each_check_says_why(checks: tuple[Check, ...], status: int) -> None:
    answer = TestClient(an_operations_app(*checks)).get("/health/ready")
    said = [{"name": check.name, "ok": check.ask().ok, "says": check.ask().says} for check in checks]
    assert (answer.status_code, answer.json()) == (status, {"ready": status == 200, "checks": said})
    assert answer.headers["content-type"] == "application/json"


def test_metrics_are_plain_text_in_prometheus_words() -> None:
    answer = TestClient(an_operations_app()).get("/metrics")
    assert (answer.status_code, answer.text) == (200, "waymark_facts_total 1.0\n")
    assert answer.headers["content-type"].startswith("text/plain; version=")


def test_anything_else_on_a_workers_port_is_a_problem_document_and_every_route_says_who_may_use_it() -> None:
    app = an_operations_app()
    answer = TestClient(app).get("/intake/WM-7K3F-Q")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert undeclared_routes(app) == []


def test_readiness_is_answered_also_when_every_thread_for_pages_hangs(tmp_path: Path) -> None:
    go_on = threading.Event()

    def hangs() -> dict[str, bool]:
        assert go_on.wait(20)
        return {"done": True}

    pages = a_router(("GET", "/intake/hangs", hangs, allow_anyone("a test")))
    router = operations_router(Readying([[WELL]]), lambda: b"")
    with TestClient(an_app(tmp_path, pages, router)) as client:
        callers = [threading.Thread(target=client.get, args=("/intake/hangs",)) for _ in range(45)]
        for caller in callers:
            caller.start()
        time.sleep(0.3)
        began = time.monotonic()
        assert client.get("/health/ready").status_code == 200
        assert time.monotonic() - began < 10  # of the twenty for which they hang
        go_on.set()
        for caller in callers:
            caller.join()


def test_what_machines_ask_is_counted_and_not_written_into_the_log() -> None:
    tally = RequestTally()
    app = create_operations_app("notes", operations_router(Readying([]), lambda: b""), tally, lifespan_of(None))
    with logged() as entries:
        TestClient(app).get("/health/live")
    assert [line["log_level"] for line in named(entries, "request")] == ["debug"]
    assert [(each.route, each.status) for each in tally.counted()] == [("/health/live", "2xx")]


def test_what_fails_is_answered_without_its_words() -> None:
    def fails() -> bytes:
        raise ValueError("Jo Okafor, 07700 900123")

    app = create_operations_app("notes", operations_router(Readying([]), fails), RequestTally(), lifespan_of(None))
    with logged() as entries:
        answer = TestClient(app, raise_server_exceptions=False).get("/metrics")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "Okafor" not in answer.text + json.dumps(entries, default=str)
