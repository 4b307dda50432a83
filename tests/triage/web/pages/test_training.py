"""The register of training, kept by the manager, and a published wording the borough is licensed to use."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shared.access.roles import Role
from tests.support.builders.access import an_officer
from tests.support.builders.protection import MERIT
from tests.support.builders.triage import LittleTriage
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def triage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleTriage]:
    running = LittleTriage(tmp_path_factory.mktemp("triage"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def manager(triage: LittleTriage) -> TestClient:
    return signed_in(triage.app, Role.SERVICE_MANAGER)


def read(browser: TestClient, path: str = "/triage/training", status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def send(triage: LittleTriage, browser: TestClient, path: str, **fields: str) -> Any:
    answer = browser.post(path, data={**fields, "csrf": csrf_of(triage.app, browser)})
    triage.settle()
    return answer


def days(name: str, day: str) -> dict[str, str]:
    return dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), day.split("-"), strict=True))


def test_somebody_is_put_on_the_register_and_taken_off(triage: LittleTriage, manager: TestClient) -> None:
    assert 'href="/triage/training"' in manager.get("/triage/queue").text
    assert "Nobody is on the register" in read(manager)
    account = an_officer(triage.access, Role.IDVA, sign_in_name="an.adviser")
    who = {"account_id": account.account_id, "training": "dash"}
    held = {**days("completed_on", "2025-11-01"), **days("valid_until", "2026-11-22")}
    assert send(triage, manager, "/triage/training", **who, **held).status_code == 303
    words = read(manager)
    assert "DASH, MERIT, S-DASH 22 November 2026 Expired" in words
    renewed = {**days("completed_on", "2026-11-02"), **days("valid_until", "2028-11-01")}
    send(triage, manager, "/triage/training", **who, **renewed)
    words = read(manager)
    assert ("1 November 2028" in words, "Expired" in words) == (True, False)
    send(triage, manager, "/triage/training/end", **who)
    assert "Nobody is on the register" in read(manager)


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    triage: LittleTriage, manager: TestClient
) -> None:
    fields = {"account_id": "nobody", "training": "", **days("completed_on", "2026-2-31")}
    answer = send(triage, manager, "/triage/training", **fields, **days("valid_until", "2030-1-7"))
    assert answer.status_code == 422
    for at in ("account_id", "training", "completed_on-day"):
        assert f'href="#{at}"' in answer.text
    assert 'value="2030"' in answer.text


def test_a_licensed_wording_is_loaded_line_by_line(triage: LittleTriage, manager: TestClient) -> None:
    path = "/triage/risk-tools/merit"
    assert "In use: our own words." in read(manager, path)
    fields = {"edition": "2015", "licence": "Held by the borough", "texts": "One\nTwo"}
    answer = send(triage, manager, path, **fields)
    assert (answer.status_code, "Give one line for each of the 1 questions" in answer.text) == (422, True)
    assert "Two" in answer.text
    assert send(triage, manager, path, **fields | {"texts": "\nThe owners' words\n"}).status_code == 303
    words = read(manager, path)
    assert ("the published wording, edition 2015" in words, "The owners&#39; words" in words) == (True, True)
    assert f"{MERIT.title} : licensed wording, edition 2015" in read(manager)


def test_there_is_no_wording_of_a_tool_that_is_not(manager: TestClient) -> None:
    read(manager, "/triage/risk-tools/tea_leaves", 404)


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.IDVA, Role.PERPETRATOR_WORKER])
def test_only_the_manager_keeps_the_register(triage: LittleTriage, role: Role) -> None:
    read(signed_in(triage.app, role, f"a.{role.value}"), status=404)
