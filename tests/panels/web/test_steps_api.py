"""The calls that change something, each once for its key, by those who may."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.panels.domain.events import ActionAssigned, AgendaCirculated, AttendanceRecorded, CaseDecided
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import AFTER_DECEMBER, DECEMBER, JANUARY
from tests.support.builders.panels_pages import PanelsTown, calls, key, quorate
from tests.support.builders.web import logged

ACTION = {
    "agency": "housing",
    "owner": "Sam Reed",
    "due": "2026-12-23",
    "text": "Change the locks.",
    "case_reference": reference_from(1),
}
DECISION = {"case_reference": reference_from(1), "decision": "actions_agreed", "text": "The locks are changed."}


@pytest.fixture
def coordinator(town: PanelsTown) -> TestClient:
    """Somebody who steers, after the meeting of a case."""
    town.refer(1)
    town.clock.set(AFTER_DECEMBER)
    return town.program(Role.PANEL_COORDINATOR)


def assigned(program: TestClient, name: str = "action", **changes: Any) -> str:
    answer = program.post(f"{calls()}/actions", headers=key(name), json={**ACTION, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_circulating_freezes_a_version_and_the_same_key_gives_the_same_answer(
    town: PanelsTown, coordinator: TestClient
) -> None:
    first = coordinator.post(f"{calls()}/circulate", headers=key("a"))
    assert first.json()["version"] == 1
    assert coordinator.post(f"{calls()}/circulate", headers=key("a")).content == first.content
    again = coordinator.post(f"{calls()}/circulate", headers=key("b")).json()
    assert (again["version"], again["position"]) == (1, None)
    assert len(town.facts(AgendaCirculated)) == 1


def test_a_repeated_circulation_is_told_its_own_version_after_later_ones(
    town: PanelsTown, coordinator: TestClient
) -> None:
    coordinator.post(f"{calls(JANUARY)}/circulate", headers=key("a"))
    town.refer(2, name="Mara Lind")
    assert coordinator.post(f"{calls(JANUARY)}/circulate", headers=key("b")).json()["version"] == 2
    assert coordinator.post(f"{calls(JANUARY)}/circulate", headers=key("a")).json()["version"] == 1


@pytest.mark.parametrize("call", ["circulate", "attendance", "decisions", "actions"])
def test_without_a_key_nothing_happens(town: PanelsTown, coordinator: TestClient, call: str) -> None:
    bodies = {"circulate": None, "attendance": quorate(), "decisions": DECISION, "actions": ACTION}
    before = town.service.store.head()
    assert coordinator.post(f"{calls()}/{call}", json=bodies[call]).status_code == 400
    assert town.service.store.head() == before


def test_a_key_that_comes_with_another_body_is_refused(coordinator: TestClient) -> None:
    coordinator.post(f"{calls()}/attendance", headers=key(), json=quorate())
    other = coordinator.post(f"{calls()}/attendance", headers=key(), json={"attendees": []})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_attendance_says_whether_there_was_a_quorum_and_what_was_missing(
    town: PanelsTown, coordinator: TestClient
) -> None:
    assert coordinator.post(f"{calls()}/attendance", headers=key("a"), json=quorate()).json()["quorate"] is True
    few = {"attendees": [{"agency": "police"}], "apologies": ["idva"]}
    answer = coordinator.post(f"{calls()}/attendance", headers=key("b"), json=few).json()
    assert (answer["quorate"], answer["missing"]) == (False, ["chair", "agencies", "idva"])
    assert [fact.quorate for fact in town.facts(AttendanceRecorded)] == [True, False]


def test_attendance_takes_the_panels_agencies_alone_so_that_no_name_stands_in_the_log(coordinator: TestClient) -> None:
    body = {"attendees": [{"agency": "Nadia Okonkwo", "capacity": "observer"}], "apologies": ["the mayor"]}
    refused = coordinator.post(f"{calls()}/attendance", headers=key(), json=body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/attendees/0/agency", "/apologies/0"]
    assert "Okonkwo" not in refused.text


def test_a_case_is_decided_with_a_quorum_and_a_second_decision_corrects_it(
    town: PanelsTown, coordinator: TestClient
) -> None:
    refused = coordinator.post(f"{calls()}/decisions", headers=key("a"), json=DECISION)
    assert (refused.status_code, refused.json()["code"]) == (409, "quorum_not_met")
    coordinator.post(f"{calls()}/attendance", headers=key("b"), json=quorate())
    assert coordinator.post(f"{calls()}/decisions", headers=key("a"), json=DECISION).status_code == 201
    assert coordinator.post(f"{calls()}/decisions", headers=key("a"), json=DECISION).status_code == 201
    corrected = {**DECISION, "decision": "plan_continues"}
    assert coordinator.post(f"{calls()}/decisions", headers=key("c"), json=corrected).status_code == 201
    assert [(fact.decision, fact.corrects) for fact in town.facts(CaseDecided)] == [
        ("actions_agreed", False),
        ("plan_continues", True),
    ]


def test_a_meeting_written_up_after_its_case_was_carried_over_still_finds_it(
    town: PanelsTown, coordinator: TestClient
) -> None:
    town.clock.set(AFTER_DECEMBER.replace(day=20))
    town.work()
    coordinator.post(f"{calls()}/attendance", headers=key("a"), json=quorate())
    assert coordinator.post(f"{calls()}/decisions", headers=key("b"), json=DECISION).status_code == 201
    (decided,) = town.facts(CaseDecided)
    assert decided.meeting_id == DECEMBER.meeting_id


@pytest.mark.parametrize("reference", [reference_from(9), "no reference"])
def test_a_case_that_is_not_before_the_panel_is_named_as_the_mistake(coordinator: TestClient, reference: str) -> None:
    body = {**DECISION, "case_reference": reference}
    refused = coordinator.post(f"{calls()}/decisions", headers=key(), json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/case_reference")
    assert reference not in refused.text


def test_an_action_needs_agency_owner_day_and_text_and_every_lack_is_named(coordinator: TestClient) -> None:
    refused = coordinator.post(f"{calls()}/actions", headers=key(), json={})
    assert {error["pointer"] for error in refused.json()["errors"]} == {"/agency", "/owner", "/due", "/text"}


def test_an_action_is_given_once_for_its_key_and_may_belong_to_no_case(
    town: PanelsTown, coordinator: TestClient
) -> None:
    action_id = assigned(coordinator)
    assert assigned(coordinator) == action_id
    assigned(coordinator, "second", case_reference=None)
    first, second = town.facts(ActionAssigned)
    assert (first.case_reference, second.case_reference) == (reference_from(1), None)


def test_an_agency_closes_its_own_action_and_nobody_elses(town: PanelsTown, coordinator: TestClient) -> None:
    address = f"/panels/api/actions/{assigned(coordinator)}/close"
    police, housing = town.program(Role.AGENCY_MEMBER, "police"), town.program(Role.AGENCY_MEMBER, "housing")
    assert police.post(address, headers=key(), json={"outcome": "done"}).status_code == 403
    stranger = town.program(Role.AGENCY_MEMBER, "water_company")
    assert stranger.post(address, headers=key(), json={"outcome": "done"}).status_code == 404
    unexplained = housing.post(address, headers=key("a"), json={"outcome": "not_possible"})
    assert (unexplained.status_code, unexplained.json()["errors"][0]["pointer"]) == (422, "/reason")
    said = {"outcome": "not_possible", "reason": "She moved away."}
    assert housing.post(address, headers=key("b"), json=said).status_code == 200
    assert housing.post(address, headers=key("b"), json=said).status_code == 200
    assert housing.post(address, headers=key("c"), json={"outcome": "done"}).status_code == 409


def test_an_outcome_that_is_none_of_the_three_is_refused(coordinator: TestClient) -> None:
    address = f"/panels/api/actions/{assigned(coordinator)}/close"
    assert coordinator.post(address, headers=key(), json={"outcome": "forgotten"}).status_code == 422


@pytest.mark.parametrize("role", [Role.AGENCY_MEMBER, Role.IDVA, Role.OBSERVER, Role.COMMUNITY_MEMBER, Role.AUDITOR])
@pytest.mark.parametrize("call", ["circulate", "attendance", "decisions", "actions"])
def test_only_coordinator_and_chair_steer_a_meeting(town: PanelsTown, role: Role, call: str) -> None:
    program = town.program(role, "housing")
    bodies = {"circulate": None, "attendance": quorate(), "decisions": DECISION, "actions": ACTION}
    assert program.post(f"{calls()}/{call}", headers=key(), json=bodies[call]).status_code == 403


def test_an_observer_has_no_action_to_close(town: PanelsTown, coordinator: TestClient) -> None:
    address = f"/panels/api/actions/{assigned(coordinator)}/close"
    observer = town.program(Role.OBSERVER, "housing")
    assert observer.post(address, headers=key(), json={"outcome": "done"}).status_code == 403


def test_no_word_that_was_sent_stands_in_a_log_line_or_in_clear_in_the_log(
    town: PanelsTown, coordinator: TestClient
) -> None:
    with logged() as entries:
        action_id = assigned(coordinator)
        coordinator.post(f"{calls()}/attendance", headers=key("b"), json=quorate())
        coordinator.post(f"{calls()}/decisions", headers=key("c"), json=DECISION)
        said = {"outcome": "not_undertaken", "reason": "Mr Pell forgot."}
        coordinator.post(f"/panels/api/actions/{action_id}/close", headers=key("d"), json=said)
        coordinator.get(f"{calls()}/agenda")
    stored = str(town.service.store.look("SELECT data FROM events"))
    for words in ("Sam Reed", "locks", "Pell", "Okonkwo", "Dan Miles"):
        assert words not in str(entries)
        assert words not in stored
