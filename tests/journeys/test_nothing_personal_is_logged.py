"""Whatever is sent wherever, no line of the log holds it: paths, queries, headers, bodies, failures, messages."""

import contextlib
import json
import logging
import os
import sqlite3
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.runtime.logging import configure_logging
from shared.runtime.worker import Workers
from tests.journeys.test_referral_to_agenda import high_risk
from tests.journeys.test_who_may_enter import doors
from tests.support.builders.borough import LittleBorough
from tests.support.programs import another_program

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NAME, PHONE, EMAIL, POSTCODE = "Zuleika Plantagenet", "07700900987", "zuleika@plantagenet.example", "SW199ZZ"
WORDS = "threw the kettle at Zuleika"
# Pieces that show also where something was cut, quoted or written in capitals.
TELLING = ("zuleika", "plantagenet", "900987", "sw199zz", "sw19 9zz", "kettle")
ABOUT = high_risk(
    description=WORDS,
    location={"address": f"1 {NAME} Road", "postcode": "SW19 9ZZ"},
    reporter={"full_name": NAME, "phone": PHONE, "email": EMAIL, "is_victim": True},
    people=[{"roles": ["perpetrator"], "full_name": f"Bob {NAME}"}],
)
BREAKING = {"reporter": {"full_name": [NAME], NAME: PHONE}, NAME: WORDS, "kind": NAME, "received_at": PHONE}
ROLES = (Role.CONTACT_CENTRE, Role.TRIAGE_OFFICER, Role.PANEL_COORDINATOR, Role.AUDITOR)


def says_too_much(lines: list[str]) -> list[str]:
    """The lines that hold a piece of what was sent."""
    return [line for line in lines if any(piece in line.lower() for piece in TELLING)]


def write_to_the_log(pipe: Connection, folder: Path) -> None:
    """A program of its own, with the real log on its standard error, that is sent everything people might send."""
    os.dup2(os.open(folder / "log", os.O_CREAT | os.O_WRONLY), 2)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    configure_logging("waymark", json_lines=True)
    borough = LittleBorough(folder / "data")
    client = TestClient(borough.app, base_url="https://testserver", raise_server_exceptions=False)
    for each in (send_well_and_badly, knock_everywhere, fail_unexpectedly, deliver_badly, let_libraries_talk):
        each(borough, client)
    structlog.get_logger().info("planted", quoting=f"a line that says too much: {NAME}")
    pipe.send("done")


def send_well_and_badly(borough: LittleBorough, client: TestClient) -> None:
    """A referral as it should be, and as it should not."""
    borough.refer(ABOUT)
    borough.post("/intake/api/referrals", BREAKING, Role.CONTACT_CENTRE)
    borough.post("/intake/api/referrals", ABOUT | {"channel": NAME}, Role.CONTACT_CENTRE, key=NAME)
    for body in (f'{{"full_name": "{NAME}"', json.dumps(ABOUT), NAME):
        client.post("/open311/v2/requests", content=body, headers={"content-type": "application/json"})
    client.post("/sign-in", data={"sign_in_name": EMAIL, "password": NAME})


def knock_everywhere(borough: LittleBorough, client: TestClient) -> None:
    """At every door, with details in its path, its query, its headers, its form and its body."""
    with contextlib.suppress(ValueError):
        client.request(NAME.upper().replace(" ", ""), f"/{NAME}")
    client.get(f"/{NAME}/{PHONE}?postcode={POSTCODE}")
    client.get("/intake/api/referrals", headers={"authorization": f"Bearer {NAME}"})
    for number, door in enumerate(doors(borough)):
        path = f"{door.template.split('{')[0]}{NAME}" if "{" in door.template else door.path
        headers = borough.headers(ROLES[number % len(ROLES)]) | {
            "idempotency-key": f"{NAME}-{number}",
            "user-agent": NAME,
            "referer": f"https://testserver/{NAME}",
            "x-forwarded-for": PHONE,
            "traceparent": f"00-{NAME}-{PHONE}-01",
            "tracestate": f"waymark={EMAIL}",
            "cookie": f"s={NAME}",
        }
        query = {"q": NAME, "reference": NAME, "from": PHONE, "to": POSTCODE, "cursor": EMAIL, "at": WORDS}
        client.request(door.method, path, params=query, headers=headers, json=BREAKING)
        client.request(door.method, path, headers=headers, data={"full_name": NAME, "csrf": WORDS, "phone": PHONE})


def fail_unexpectedly(borough: LittleBorough, client: TestClient) -> None:
    """With statements that fail while they hold details, in pages, calls and continuing work."""
    data = borough.built.ground.settings.data
    for file in data.glob("*.views.sqlite"):
        with contextlib.closing(sqlite3.connect(file)) as spoilt:
            tables = spoilt.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'checkpoints'")
            for (table,) in tables.fetchall():
                spoilt.execute(f'ALTER TABLE "{table}" RENAME TO "gone_{table}"')
            spoilt.commit()
    for number, door in enumerate(doors(borough)):
        headers = borough.headers(ROLES[number % len(ROLES)])
        client.request(door.method, door.path, params={"q": NAME, "reference": NAME}, headers=headers)
    borough.post("/intake/api/referrals", ABOUT, Role.CONTACT_CENTRE)
    workers = Workers(borough.built.work(), borough.built.ground.leases)
    workers.start()
    while not any(each.failures for each in workers.standing.values()):
        time.sleep(0.01)
    workers.stop()


def deliver_badly(borough: LittleBorough, client: TestClient) -> None:
    """Messages that cannot be read, and such as can be read and not be taken."""
    inbox = borough.built.services["triage"].inbox
    inbox.handle(NAME.encode())
    envelope: dict[str, Any] = {
        "specversion": "1.0", "id": "e-1", "source": "/waymark/intake", "type": "intake.referral_submitted.v1",
        "subject": "WM-1", "partitionkey": "r-1", "time": "2026-11-23T09:00:00Z",
        "recordedtime": "2026-11-23T09:00:00Z", "correlationid": "c", "actorrole": "system", "origin": "live",
        "traceparent": NAME, "data": ABOUT,
    }  # fmt: skip
    inbox.handle(json.dumps(envelope).encode())
    inbox.handle(json.dumps(envelope | {"time": NAME}).encode())


def let_libraries_talk(borough: LittleBorough, client: TestClient) -> None:
    """As servers and drivers do, with a traceback."""
    try:
        raise ValueError(f"{NAME} {PHONE}")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("%s said %s", NAME, WORDS)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the program wrote."""
    folder = tmp_path_factory.mktemp("logged")
    with another_program(write_to_the_log, folder) as program:
        assert program.says(240) == "done"
    return (folder / "log").read_text().splitlines()


def test_no_line_says_what_anybody_sent_and_a_planted_one_is_found(lines: list[str]) -> None:
    assert [json.loads(line)["event"] for line in says_too_much(lines)] == ["planted"]


def test_every_line_is_json_with_its_time_its_level_and_its_service(lines: list[str]) -> None:
    for line in lines:
        assert {"event", "level", "timestamp", "service"} <= json.loads(line).keys()


def test_each_way_of_going_wrong_did_leave_its_line(lines: list[str]) -> None:
    events = {json.loads(line)["event"] for line in lines}
    assert events >= {
        *("request", "request_failed", "message_taken", "message_failed", "message_set_aside", "message_unreadable"),
        *("access_denied", "work_failed", "library_warning"),
    }
    statuses = {json.loads(line).get("status") for line in lines}
    assert statuses >= {200, 201, 303, 401, 403, 404, 422, 500}
