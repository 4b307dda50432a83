"""GET /notifications/api/notices: one referral's notices, with what the gate said and why."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from shared.access.roles import Role
from shared.runtime.facts import RecordViewed
from tests.support.builders.notifications import DETAILS, OTHER_REFERENCE, REFERENCE, TEN, Town
from tests.support.builders.web import a_token, an_app

READERS = {Role.TRIAGE_OFFICER, Role.CASE_OFFICER, Role.SERVICE_MANAGER, Role.PANEL_COORDINATOR, Role.AUDITOR}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture
def app(town: Town, tmp_path: Path) -> FastAPI:
    return an_app(tmp_path, *town.service.routers)


def asked(app: FastAPI, reference: str = REFERENCE, role: Role = Role.TRIAGE_OFFICER) -> list[dict[str, Any]]:
    answer = TestClient(app).get(
        "/notifications/api/notices", params={"reference": reference}, headers=a_token(app, role)
    )
    assert answer.status_code == 200
    assert [detail for detail in DETAILS if detail in answer.text] == []
    found: list[dict[str, Any]] = answer.json()
    return found


def test_a_sent_notice_shows_its_text_its_channel_and_why_it_might_go(town: Town, app: FastAPI) -> None:
    town.hear(town.referral([town.nadia()]))
    town.work()
    (notice,) = asked(app)
    assert notice.pop("id")
    assert notice == {
        "reference": REFERENCE,
        "to": "reporter",
        "template": "your_reference",
        "template_version": 1,
        "language": "en",
        "neutral": True,
        "channel": "email",
        "state": "sent",
        "attempts": 1,
        "failure": None,
        "decision": {
            "outcome": "allowed",
            "reasons": [
                {"code": "email_safe", "says": "E-mail was said to be safe."},
                {"code": "safety_confirmed", "says": "That was confirmed within the last 30 days."},
            ],
            "decided_at": "2026-11-23T10:00:00Z",
        },
        "next_safe_routes": [],
        "follow_up": None,
        "requested_at": "2026-11-23T10:00:00Z",
        "due_at": None,
    }


def test_a_withheld_notice_says_why_and_offers_the_next_safe_way_without_the_number(town: Town, app: FastAPI) -> None:
    safe = {
        "email": {"safe": "no"},
        "phone": {"safe": "yes", "voicemail": "no", "times": ["Mon-Fri 10:00-14:00"]},
        "confirmed_at": TEN,
    }
    town.hear(town.referral([town.nadia()], safe_contact=safe))
    town.work()
    (notice,) = asked(app)
    assert (notice["state"], notice["decision"]["outcome"]) == ("withheld", "withheld")
    assert [reason["code"] for reason in notice["decision"]["reasons"]] == [
        "no_safe_way",
        "email_not_safe",
        "sms_not_known_to_be_safe",
        "post_not_known_to_be_safe",
    ]
    assert notice["next_safe_routes"] == [
        {"way": "phone", "times": ["Mon-Fri 10:00-14:00"], "voicemail": False, "confirmed": True}
    ]


def test_looking_is_recorded_before_anything_is_told(town: Town, app: FastAPI) -> None:
    town.hear(town.referral([town.nadia()]))
    town.work()
    asked(app, role=Role.AUDITOR)
    viewed = [recorded for recorded in town.service.store.page(0) if isinstance(recorded.fact, RecordViewed)]
    assert [recorded.about for recorded in viewed] == [(town.referral_id,)]
    assert viewed[0].context.role == "auditor"


def test_a_reference_without_notices_has_an_empty_list_and_nothing_is_recorded(town: Town, app: FastAPI) -> None:
    before = town.facts()
    assert asked(app, OTHER_REFERENCE.lower()) == []
    assert town.facts() == before


@pytest.mark.parametrize("role", Role)
def test_only_those_who_follow_up_and_auditors_may_ask(app: FastAPI, role: Role) -> None:
    answer = TestClient(app).get(
        "/notifications/api/notices", params={"reference": REFERENCE}, headers=a_token(app, role)
    )
    assert answer.status_code == (200 if role in READERS else 403)


@pytest.mark.parametrize(("query", "code"), [({}, "missing"), ({"reference": "Nadia Okonkwo"}, "reference")])
def test_what_is_no_reference_is_refused_without_repeating_it(app: FastAPI, query: dict[str, str], code: str) -> None:
    answer = TestClient(app).get("/notifications/api/notices", params=query, headers=a_token(app, Role.TRIAGE_OFFICER))
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("query:reference", code)]
    assert "Okonkwo" not in answer.text


def test_without_a_token_nothing_is_told(app: FastAPI) -> None:
    assert TestClient(app).get("/notifications/api/notices", params={"reference": REFERENCE}).status_code == 401
