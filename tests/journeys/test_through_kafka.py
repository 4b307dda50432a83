"""Five services as programs of their own, joined by a real broker: a referral reaches the panel's agenda in time."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import httpx2
import pytest

from shared.access.roles import Role
from shared.kernel.identifiers import new_id
from tests.support.five_services import FiveServices, five_services
from tests.support.kafka import a_port_nobody_has

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

WORKERS = ("intake worker", "triage worker", "panels worker", "notifications worker", "audit worker")
PROMISED_SECONDS = 2.0


class Borough:
    """The programs at work, and those who speak to them."""

    def __init__(self, services: FiveServices) -> None:
        self.services = services
        services.command("services", "topics")
        clerk, coordinator = services.token(Role.CONTACT_CENTRE), services.token(Role.PANEL_COORDINATOR)
        intake, panels, *_ = services.start("intake web", "panels web", *WORKERS)
        self.intake = httpx2.Client(base_url=intake, headers=clerk, timeout=30)
        self.panels = httpx2.Client(base_url=panels, headers=coordinator, timeout=30)

    def refer(self, full_name: str) -> str:
        document = {
            "kind": "domestic_abuse",
            "channel": "phone",
            "received_at": "2026-11-23T09:12:00+00:00",
            "strands": ["domestic_violence_and_abuse"],
            "reporter": {"full_name": full_name, "phone": "07700 900321", "is_victim": True},
            "facts": {"immediate_danger": "no", "dash_yes_count": 16},
        }
        answer = self.intake.post("/intake/api/referrals", json=document, headers={"Idempotency-Key": new_id()})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["reference"])

    def next_marac(self) -> str:
        until = time.monotonic() + 60
        day = time.strftime("%Y-%m-%d", time.gmtime())
        while time.monotonic() < until:
            now = time.strftime("%Y-%m-%dT%H:%M", time.gmtime())
            meetings = self._get(f"/panels/api/meetings?panel=marac&from={day}")
            coming = [meeting["id"] for meeting in meetings if meeting["starts_at"] > now]
            if coming:
                return str(coming[0])
            time.sleep(0.2)
        raise AssertionError("no meeting was ever planned")

    def on_agenda(self, meeting: str) -> list[str]:
        agenda = self._get(f"/panels/api/meetings/{meeting}/agenda")
        items = [item for section in agenda["sections"] for item in section["items"]] + agenda["overflow"]
        return [item["case_reference"] for item in items]

    def seconds_until_listed(self, meeting: str, reference: str) -> float:
        begun = time.monotonic()
        while reference not in self.on_agenda(meeting):
            assert time.monotonic() - begun < 60, "it never came onto the agenda"
            time.sleep(0.02)
        return time.monotonic() - begun

    def _get(self, path: str) -> Any:
        answer = self.panels.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def borough(tmp_path: Path, kafka_address: str) -> Iterator[Borough]:
    with five_services(tmp_path, f"kafka://{kafka_address}/test-{new_id()}") as services:
        yield Borough(services)


def test_referrals_reach_the_agenda_once_and_in_time_and_every_program_ends_cleanly(borough: Borough) -> None:
    meeting = borough.next_marac()
    references = [borough.refer("Ada Example")]
    borough.seconds_until_listed(meeting, references[0])  # by now every worker has its partitions
    waited = []
    for name in ("Berit", "Carla", "Dunja", "Edda", "Fenna"):
        references.append(borough.refer(f"{name} Example"))
        waited.append(borough.seconds_until_listed(meeting, references[-1]))
    assert median(waited) <= PROMISED_SECONDS, waited
    print(f"seconds until on the agenda: {[round(each, 2) for each in waited]}")

    assert borough.services.end("triage worker") == 0
    while_away = borough.refer("Greta Example")
    borough.services.start("triage worker")
    borough.seconds_until_listed(meeting, while_away)
    assert sorted(borough.on_agenda(meeting)) == sorted([*references, while_away])
    assert [borough.services.end(program) for program in (*WORKERS, "intake web", "panels web")] == [0] * 7


@pytest.fixture
def nothing_yet(tmp_path: Path, kafka_address: str) -> Iterator[FiveServices]:
    with five_services(tmp_path, f"kafka://{kafka_address}/test-{new_id()}") as services:
        yield services


def test_a_worker_without_its_topics_says_so_at_once_and_what_to_do(nothing_yet: FiveServices) -> None:
    began = time.monotonic()
    done = nothing_yet.run("services.triage", "worker", "--port", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "has no topic" in done.stderr
    assert "Run `python -m services topics` to make it." in done.stderr
    assert time.monotonic() - began < 60


def test_a_worker_with_a_wrong_address_says_so_within_seconds(tmp_path: Path) -> None:
    address = f"127.0.0.1:{a_port_nobody_has()}"
    with five_services(tmp_path, f"kafka://{address}") as services:
        began = time.monotonic()
        done = services.run("services.triage", "worker", "--port", "0")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"Nothing answers as a Kafka broker at {address} ")
        assert done.stderr.count("\n") == 1
        assert time.monotonic() - began < 60
