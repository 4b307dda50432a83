"""The broker goes away and comes back under real programs: said once, not ready meanwhile, nothing missed."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from tests.journeys.test_referral_to_agenda import high_risk
from tests.support.five_services import FiveServices, five_services
from tests.support.kafka import LocalBroker

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
FOLLOWS = "triage worker"


@pytest.fixture
def services(tmp_path: Path, local_broker: LocalBroker) -> Iterator[FiveServices]:
    with five_services(tmp_path, f"kafka://{local_broker.address}/test-{new_id()}") as made:
        made.command("services", "topics")
        yield made


def until(what: str, so: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < deadline, f"never so: {what}"
        time.sleep(0.1)


def said_by(services: FiveServices, program: str, event: str) -> list[dict[str, Any]]:
    """The lines of one kind in a program's log."""
    lines = services.log(program).read_text().splitlines()
    found = [json.loads(line) for line in lines if line.startswith("{")]
    return [line for line in found if line["event"] == event]


def test_a_worker_says_once_that_its_broker_is_away_and_misses_nothing(
    services: FiveServices, local_broker: LocalBroker
) -> None:
    clerk = services.token(Role.CONTACT_CENTRE)
    intake, _, port = services.start("intake web", "intake worker", FOLLOWS)

    def refer(trace_id: str) -> None:
        headers = {**clerk, "Idempotency-Key": new_id(), "traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
        answer = httpx2.post(f"{intake}/intake/api/referrals", json=high_risk(), headers=headers, timeout=30)
        assert answer.status_code == 201, answer.text

    def taken(trace_id: str) -> list[dict[str, Any]]:
        return [line for line in said_by(services, FOLLOWS, "message_taken") if line["trace_id"] == trace_id]

    def readiness() -> tuple[int, dict[str, bool]]:
        answer = httpx2.get(f"{port}/health/ready", timeout=5)
        return answer.status_code, {check["name"]: check["ok"] for check in answer.json()["checks"]}

    refer(TRACE_ID)
    until("the referral is taken by the other process, under the caller's trace", lambda: bool(taken(TRACE_ID)))
    (asked,) = [line for line in said_by(services, "intake web", "request") if line["trace_id"] == TRACE_ID]
    assert taken(TRACE_ID)[0]["parent_span_id"] == asked["span_id"]
    assert readiness() == (200, dict.fromkeys(readiness()[1], True))

    local_broker.stop()
    try:
        until("it is not ready", lambda: readiness()[0] == 503)
        assert [name for name, ok in readiness()[1].items() if not ok] == ["triage.broker"]
        assert 'waymark_broker_reached{service="triage"} 0.0' in httpx2.get(f"{port}/metrics", timeout=5).text
        assert httpx2.get(f"{port}/health/live", timeout=5).status_code == 200
        refer("a" * 32)  # nobody who asks for help waits for a broker
        time.sleep(5)
    finally:
        local_broker.start()
    until("it is ready again", lambda: readiness()[0] == 200)
    until("what was sent meanwhile is taken", lambda: bool(taken("a" * 32)))
    failed = said_by(services, FOLLOWS, "work_failed")
    assert 1 <= len(failed) == len({(line["work"], line["says"]) for line in failed})
    until("it says that it is back", lambda: bool(said_by(services, FOLLOWS, "work_recovered")))
    assert [services.end(program) for program in (FOLLOWS, "intake worker", "intake web")] == [0, 0, 0]
