"""Meeting mode: one case at a time, written up where it is discussed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.panels.domain.events import (
    ActionAssigned,
    CaseDecided,
    CaseReferred,
    FlagsTakenOff,
    StandingCaseClosed,
)
from services.panels.domain.values.sittings import Sitting
from shared.access.roles import Role
from shared.kernel.identifiers import new_id, reference_from
from tests.support.builders.panels import AFTER_DECEMBER, LATE, TIMETABLE
from tests.support.builders.panels_pages import BLAMED, NAME, PanelsTown, StaffBrowser, address, calls, key, quorate

CASE = f"{address()}/case/{reference_from(1)}"
ACTION = {"agency": "housing", "owner": "Sam Reed", "due": "2026-12-23", "text": "Change the locks."}


@pytest.fixture
def coordinator(town: PanelsTown) -> StaffBrowser:
    """Somebody who writes up the meeting of two cases."""
    town.refer(1)
    town.refer(2, name="Mara Lind")
    town.clock.set(AFTER_DECEMBER)
    return town.browser(Role.PANEL_COORDINATOR)


def attended(town: PanelsTown, sitting: Sitting | None = None) -> None:
    """Enough came."""
    at = calls(sitting) if sitting else calls()
    answer = town.program(Role.PANEL_CHAIR).post(f"{at}/attendance", headers=key(new_id()), json=quorate())
    assert answer.json()["quorate"] is True


def test_one_case_stands_with_its_people_its_place_and_its_neighbours(coordinator: StaffBrowser) -> None:
    page = coordinator.get(CASE)
    for words in (NAME, BLAMED, "Case 1 of 2", "14 min", f"Next: {reference_from(2)}", "Not decided at this meeting."):
        assert words in page
    assert "Previous:" not in page
    assert f"Previous: {reference_from(1)}" in coordinator.get(f"{address()}/case/{reference_from(2)}")


def test_the_reading_of_one_case_is_recorded_about_that_case_alone(town: PanelsTown, coordinator: StaffBrowser) -> None:
    coordinator.get(CASE)
    ((viewed, about),) = town.viewed()
    assert viewed.record == f"case-{town.facts(CaseReferred)[0].case_id}"
    assert about == ("referral-1",)


def test_a_decision_needs_a_quorum_or_a_reason_and_keeps_what_was_typed(
    town: PanelsTown, coordinator: StaffBrowser
) -> None:
    decided = {"decision": "actions_agreed", "text": "The locks are changed."}
    assert "Nobody has recorded who came" in coordinator.get(CASE)
    refused = coordinator.send(f"{CASE}/decide", 409, **decided)
    assert "The panel had no quorum" in refused.text
    assert "The locks are changed." in refused.text
    assert 'value="actions_agreed" checked' in refused.text
    coordinator.send(f"{CASE}/decide", **decided, inquorate_reason="The roads are closed.", once="1")
    (fact,) = town.facts(CaseDecided)
    assert fact.quorate is False
    page = coordinator.get(CASE)
    assert "A safety plan with actions was agreed" in page
    assert "Decided without a quorum" in page
    assert "Correct the decision" in page


def test_a_decision_that_is_missing_leads_to_its_field(town: PanelsTown, coordinator: StaffBrowser) -> None:
    attended(town)
    refused = coordinator.send(f"{CASE}/decide", 422, text="The locks are changed.")
    assert 'href="#decide-decision"' in refused.text
    sent = coordinator.send(f"{CASE}/decide", decision="no_further_action", once="1")
    assert sent.headers["location"] == f"{CASE}#recorded"


def test_an_action_is_added_once_however_often_it_is_sent(town: PanelsTown, coordinator: StaffBrowser) -> None:
    refused = coordinator.send(f"{CASE}/action", 422, agency="housing", owner="Sam Reed", due="31/02/2027")
    assert 'href="#action-due"' in refused.text
    assert 'value="Sam Reed"' in refused.text
    action_id = new_id()
    for once in ("1", "2"):
        coordinator.send(f"{CASE}/action", **ACTION, action_id=action_id, once=once)
    (fact,) = town.facts(ActionAssigned)
    assert fact.action_id == action_id
    page = coordinator.get(CASE)
    assert "Change the locks." in page
    assert f'href="/panels/actions/{action_id}"' in page


def test_an_action_whose_id_was_tampered_with_gets_another(town: PanelsTown, coordinator: StaffBrowser) -> None:
    coordinator.send(f"{CASE}/action", **ACTION, action_id="Nadia Okonkwo", once="1")
    (fact,) = town.facts(ActionAssigned)
    assert "Nadia" not in fact.action_id


def test_a_late_referral_is_not_decided_before_the_choice(town: PanelsTown) -> None:
    town.clock.set(LATE)
    town.refer(1)
    page = town.browser(Role.PANEL_COORDINATOR).get(CASE)
    assert "Choose how it is heard" in page
    assert "Save the decision" not in page


def test_members_read_what_was_decided_and_write_nothing(town: PanelsTown, coordinator: StaffBrowser) -> None:
    attended(town)
    coordinator.send(f"{CASE}/decide", decision="actions_agreed", text="The locks are changed.", once="1")
    member = town.browser(Role.AGENCY_MEMBER, "housing")
    page = member.get(CASE)
    assert "The locks are changed." in page
    assert "Save the decision" not in page
    member.send(f"{CASE}/decide", 404, decision="actions_agreed")
    observed = town.browser(Role.OBSERVER).get(CASE)
    assert "words are not shown to you" in observed
    assert "locks" not in observed


def test_what_is_not_on_the_agenda_or_not_a_step_is_not_found(coordinator: StaffBrowser) -> None:
    coordinator.get(f"{address()}/case/{reference_from(9)}", 404)
    coordinator.get(f"{address()}/case/nonsense", 404)
    coordinator.send(f"{CASE}/forget", 404)


def test_words_about_somebody_forgotten_are_erased(town: PanelsTown, coordinator: StaffBrowser) -> None:
    attended(town)
    coordinator.send(f"{CASE}/decide", decision="actions_agreed", text="The locks are changed.", once="1")
    coordinator.send(f"{CASE}/action", **ACTION, once="2")
    town.ground.keyring.destroy(town.facts(CaseReferred)[0].subject_id)
    page = coordinator.get(CASE)
    assert page.count("[erased]") == 4
    for words in ("locks", "Sam Reed", NAME):
        assert words not in page
    refused = coordinator.send(f"{CASE}/action", 409, **ACTION, once="3")
    assert "has been forgotten" in refused.text


def test_a_standing_case_comes_back_until_it_is_closed(town: PanelsTown) -> None:
    town.refer(1, panel="cmarac", received_at=datetime(2026, 11, 20, tzinfo=UTC))
    first, second = TIMETABLE.sittings("cmarac", town.clock().date(), datetime(2027, 1, 31, tzinfo=UTC).date())
    town.browser(Role.PANEL_COORDINATOR)
    browser = town.browser(Role.PANEL_CHAIR)
    on_first = f"{address(first)}/case/{reference_from(1)}"
    if "Save the choice" in browser.get(f"{on_first}/choice"):
        browser.send(f"{on_first}/choice", choice="accept", reason="She cannot wait.", once="0")
    said: dict[str, Any] = {"decision": "support", "core_group": "yes", "inquorate_reason": "Nobody wrote it down."}
    browser.send(f"{on_first}/decide", **said, once="1")
    assert "It stays in the core group." in browser.get(on_first)
    on_second = f"{address(second)}/case/{reference_from(1)}"
    assert "Close this standing case" in browser.get(on_second)
    refused = browser.send(f"{on_second}/close-standing", 422)
    assert 'href="#close-standing-reason"' in refused.text
    town.clock.set(datetime(2026, 12, 11, tzinfo=UTC))
    browser.send(f"{on_second}/close-standing", reason="She has a home.", once="2")
    assert len(town.facts(StandingCaseClosed)) == 1


def test_flags_come_off_after_twelve_months(town: PanelsTown, coordinator: StaffBrowser) -> None:
    attended(town)
    coordinator.send(f"{CASE}/decide", decision="actions_agreed", once="1")
    later = datetime(2027, 12, 20, 9, 0, tzinfo=UTC)
    town.clock.set(later)
    town.work()
    browser = town.browser(Role.PANEL_CHAIR)
    sitting = TIMETABLE.next_after("marac", later)
    at = f"{address(sitting)}/case/{reference_from(1)}"
    assert "Flags may come off" in browser.get(at)
    browser.send(f"{at}/flags-off", once="2")
    assert len(town.facts(FlagsTakenOff)) == 1
