"""Programs get one story, any moment of it, returns and the signed head; personal details stay masked."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.audit.domain.checkpoint import verify
from shared.access.roles import Role
from shared.kernel.clock import rfc3339
from tests.support.builders.audited_borough import REFERENCE, START, Borough, a_borough, a_story
from tests.support.builders.web import a_token, an_app


@pytest.fixture
def borough(tmp_path: Path) -> Borough:
    made = a_borough(tmp_path)
    a_story(made)
    made.work()
    return made


@pytest.fixture
def client(borough: Borough, tmp_path: Path) -> TestClient:
    app = an_app(tmp_path, *borough.audit.routers)
    return TestClient(app, headers=a_token(app, Role.AUDITOR))


def test_a_timeline_tells_every_fact_with_both_clocks_and_its_cause(client: TestClient) -> None:
    document = client.get(f"/audit/api/timeline/{REFERENCE}").json()
    entries = document["entries"]
    assert document["reference"] == REFERENCE
    assert [entry["kind"] for entry in entries] == [
        "fact", "decision", "decision", "fact", "fact", "notice", "decision",
    ]  # fmt: skip
    assert entries[1]["causation_id"] == entries[0]["event_id"]
    assert entries[0]["late_by_seconds"] == 2 * 24 * 3600
    assert entries[0]["occurred_at"] < entries[0]["recorded_at"]
    assert entries[0]["fields"]["phone"] == "[sealed]"
    assert entries[0]["ledger_position"] == "6"
    assert document["meetings"] == ["meeting-1"]


def test_looking_is_recorded_before_it_is_answered_and_stands_in_the_story(
    client: TestClient, borough: Borough
) -> None:
    client.get(f"/audit/api/timeline/{REFERENCE}")
    borough.work()
    last = client.get(f"/audit/api/timeline/{REFERENCE}").json()["entries"][-1]
    assert (last["name"], last["kind"], last["role"]) == ("audit.record_viewed", "viewed", "auditor")


def test_what_was_appended_a_moment_ago_is_already_told(client: TestClient, borough: Borough) -> None:
    a_story(borough)
    assert len(client.get(f"/audit/api/timeline/{REFERENCE}").json()["entries"]) > 7


@pytest.mark.parametrize("reference", ["WM-2223-X", "nonsense"])
def test_a_reference_nobody_knows_is_not_found_and_no_look_is_recorded(
    client: TestClient, borough: Borough, reference: str
) -> None:
    before = borough.audit.store.head()
    assert client.get(f"/audit/api/timeline/{reference}").status_code == 404
    assert borough.audit.store.head() == before


@pytest.mark.parametrize("role", [Role.TRIAGE_OFFICER, Role.SERVICE_MANAGER, Role.PARTNER, Role.ADMINISTRATOR])
def test_only_auditors_and_information_governance_read_stories(borough: Borough, tmp_path: Path, role: Role) -> None:
    app = an_app(tmp_path, *borough.audit.routers)
    for path in (f"/audit/api/timeline/{REFERENCE}", f"/audit/api/as-of/{REFERENCE}"):
        assert TestClient(app, headers=a_token(app, role)).get(path).status_code == 403
        assert TestClient(app).get(path).status_code == 401


def as_of(client: TestClient, **asked: str) -> dict[str, Any]:
    answer = client.get(f"/audit/api/as-of/{REFERENCE}", params=asked)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_as_of_a_time_a_position_or_a_meeting(client: TestClient) -> None:
    moment = rfc3339(START + timedelta(days=7))
    by_time, by_position = as_of(client, at=moment), as_of(client, position="7")
    assert by_time["streams"] == by_position["streams"]
    assert {one["stream"]: one["fields"] for one in by_time["streams"]}["assessment-referral-1"][
        "priority"
    ] == "standard"
    assert by_time["facts"] == 2
    assert by_position["as_of"] == {"at": None, "position": "7", "says": "after entry 7 of the ledger"}
    by_meeting = as_of(client, meeting="meeting-1")
    assert by_meeting["facts"] == 5
    assert by_meeting["as_of"]["says"].startswith("when the agenda of the MARAC meeting of 16 December 2026 was circ")
    assert as_of(client)["facts"] == 7 + 3  # the three looks before this one


def test_details_are_masked_in_the_past_too(client: TestClient) -> None:
    [intake] = as_of(client, position="6")["streams"]
    assert intake["fields"]["full_name"] == "[sealed]"
    assert intake["history"] == f"/intake/history/referral-{REFERENCE}?position=2"


@pytest.mark.parametrize(
    "asked",
    [{"at": "yesterday"}, {"position": "x"}, {"position": "1", "at": "2026-11-23T09:00:00Z"}],
    ids=["no time", "no position", "two moments"],
)
def test_a_moment_that_cannot_be_read_is_said_to_be_so(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get(f"/audit/api/as-of/{REFERENCE}", params=asked)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("query:")


def test_a_meeting_unheard_of_is_not_found(client: TestClient) -> None:
    assert client.get(f"/audit/api/as-of/{REFERENCE}", params={"meeting": "meeting-2"}).status_code == 404


def test_a_return_says_what_it_was_computed_from(client: TestClient) -> None:
    days = {"from": "2026-04-01", "to": "2027-03-31"}
    document = client.get("/audit/api/returns/demand", params=days).json()
    assert [document[name] for name in ("name", "from", "to")] == ["demand", "2026-04-01", "2027-03-31"]
    assert document["rows"][0]["referrals"] == 1
    assert document["computed_from"]["ledger_position"] == document["as_of"] == "12"
    again = client.get("/audit/api/returns/demand", params=days | {"as_of": "5"}).json()
    assert again["rows"] == []
    csv = client.get("/audit/api/returns/demand", params=days | {"format": "csv"})
    assert csv.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("name", "asked", "status"),
    [
        ("demand", {"from": "2026-04-01"}, 422),
        ("demand", {"from": "2026-04-02", "to": "2026-04-01"}, 422),
        ("demand", {"from": "2026-04-01", "to": "2026-04-01", "as_of": "99"}, 422),
        ("unheard_of", {"from": "2026-04-01", "to": "2026-04-01"}, 404),
    ],
)
def test_what_cannot_be_computed_is_refused(client: TestClient, name: str, asked: dict[str, str], status: int) -> None:
    assert client.get(f"/audit/api/returns/{name}", params=asked).status_code == status


def test_managers_read_returns(borough: Borough, tmp_path: Path) -> None:
    app = an_app(tmp_path, *borough.audit.routers)
    days = {"from": "2026-04-01", "to": "2027-03-31"}
    for role, status in ((Role.SERVICE_MANAGER, 200), (Role.CONTACT_CENTRE, 403)):
        answer = TestClient(app, headers=a_token(app, role)).get("/audit/api/returns/demand", params=days)
        assert answer.status_code == status


def test_anybody_may_keep_the_signed_checkpoint(borough: Borough, tmp_path: Path) -> None:
    answer = TestClient(an_app(tmp_path, *borough.audit.routers)).get("/audit/api/checkpoint")
    key = borough.evidence().keys.trusted()
    assert key is not None
    assert verify(answer.text, key).size == 12
    assert answer.headers["content-type"].startswith("text/plain")


def test_before_the_first_head_there_is_no_checkpoint(tmp_path: Path) -> None:
    app = an_app(tmp_path, *a_borough(tmp_path).audit.routers)
    assert TestClient(app).get("/audit/api/checkpoint").status_code == 404
