"""What agencies undertook: mine first, overdue first, and closed in one of three ways."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.panels.domain.events import ActionClosed, CaseReferred
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import AFTER_DECEMBER
from tests.support.builders.panels_pages import PanelsTown, calls, key


class Given:
    """Actions of three agencies, some of them overdue by the time they are read."""

    def __init__(self, town: PanelsTown) -> None:
        town.refer(1)
        town.clock.set(AFTER_DECEMBER)
        self._program = town.program(Role.PANEL_COORDINATOR)
        self.housing = self.assign("housing", "2026-12-30", "Rehouse her.")
        self.overdue = self.assign("housing", "2026-12-18", "Change the locks.")
        self.police = self.assign("police", "2026-12-20", "Arrest him.")
        town.clock.set(datetime(2026, 12, 22, 9, 0, tzinfo=UTC))

    def assign(self, agency: str, due: str, text: str, **changes: Any) -> str:
        body = {"agency": agency, "owner": "Sam Reed", "due": due, "text": text}
        body |= {"case_reference": reference_from(1)} | changes
        answer = self._program.post(f"{calls()}/actions", headers=key(text.replace(" ", "-")), json=body)
        return str(answer.json()["id"])


@pytest.fixture
def given(town: PanelsTown) -> Given:
    return Given(town)


def places(page: str, *words: str) -> list[int]:
    return [page.index(each) for each in words]


def test_mine_stand_first_the_overdue_before_the_others(town: PanelsTown, given: Given) -> None:
    page = town.browser(Role.AGENCY_MEMBER, "housing").get("/panels/actions")
    order = places(
        page, "Housing needs</h2>", "Change the locks.", "Rehouse her.", "Other agencies</h2>", "Arrest him."
    )
    assert order == sorted(order)
    assert page.count(">Overdue</strong>") == 2
    assert "Friday 18 December 2026" in page


def test_the_reading_is_recorded_about_the_referrals_of_the_cases(town: PanelsTown, given: Given) -> None:
    town.browser(Role.AGENCY_MEMBER, "housing").get("/panels/actions")
    assert [(viewed.what, about) for viewed, about in town.viewed()] == [("actions", ("referral-1",))]


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.COMMUNITY_MEMBER, Role.PERPETRATOR_WORKER])
def test_who_reads_no_agenda_sees_her_own_agencys_actions_alone(town: PanelsTown, given: Given, role: Role) -> None:
    browser = town.browser(role, "police")
    page = browser.get("/panels/actions")
    assert "Arrest him." in page
    assert "Other agencies" not in page
    assert "locks" not in page
    browser.get(f"/panels/actions/{given.housing}", 404)


def test_an_account_without_an_agency_is_told_that_nothing_is_its(town: PanelsTown, given: Given) -> None:
    page = town.browser(Role.PERPETRATOR_WORKER).get("/panels/actions")
    assert "Your account names no agency" in page
    assert "Sam Reed" not in page


def test_an_observer_has_no_actions(town: PanelsTown, given: Given) -> None:
    town.browser(Role.OBSERVER, "housing").get("/panels/actions", 404)


def test_the_list_is_filtered_by_panel_and_state(town: PanelsTown, given: Given) -> None:
    browser = town.browser(Role.AGENCY_MEMBER, "housing")
    assert "Your agency has no action in this state." in browser.get("/panels/actions?panel=cmarac")
    assert "No other agency has an action in this state." in browser.get("/panels/actions?state=done")
    assert "Change the locks." in browser.get("/panels/actions?panel=nonsense&state=nonsense&page=nonsense")


def test_others_are_paged(town: PanelsTown, given: Given) -> None:
    for number in range(50):
        given.assign("police", "2026-12-31", f"Visit number {number}.", case_reference=None)
    browser = town.browser(Role.AGENCY_MEMBER, "housing")
    first, second = browser.get("/panels/actions"), browser.get("/panels/actions?page=2")
    assert first.count("Visit number") + second.count("Visit number") == 50
    assert "page=2" in first
    assert "Change the locks." not in second


def test_mine_are_paged_too_so_that_none_is_left_out(town: PanelsTown, given: Given) -> None:
    for number in range(60):
        given.assign("housing", "2026-12-31", f"Visit number {number}.", case_reference=None)
    browser = town.browser(Role.AGENCY_MEMBER, "housing")
    first, second = browser.get("/panels/actions"), browser.get("/panels/actions?page=2")
    assert first.count("Visit number") + second.count("Visit number") == 60
    assert "page=2" in first
    assert "Arrest him." not in second


def test_an_action_is_closed_in_one_of_three_ways_and_what_was_not_done_needs_a_reason(
    town: PanelsTown, given: Given
) -> None:
    browser = town.browser(Role.AGENCY_MEMBER, "housing")
    page = f"/panels/actions/{given.overdue}"
    assert "How did it end?" in browser.get(page)
    assert 'href="#outcome"' in browser.send(f"{page}/close", 422).text
    refused = browser.send(f"{page}/close", 422, outcome="not_undertaken")
    assert 'href="#reason"' in refused.text
    assert 'value="not_undertaken" checked' in refused.text
    browser.send(f"{page}/close", outcome="not_undertaken", reason="Nobody was free.", once="1")
    (closed,) = town.facts(ActionClosed)
    assert closed.outcome == "not_undertaken"
    assert "Change the locks." not in browser.get("/panels/actions")
    told = browser.get(page)
    assert "Nobody was free." in told
    assert "How did it end?" not in told


def test_another_agencys_action_is_read_and_not_closed(town: PanelsTown, given: Given) -> None:
    browser = town.browser(Role.AGENCY_MEMBER, "police")
    assert "How did it end?" not in browser.get(f"/panels/actions/{given.housing}")
    browser.send(f"/panels/actions/{given.housing}/close", 403, outcome="done")
    browser.get("/panels/actions/nowhere", 404)


def test_words_about_somebody_forgotten_are_erased(town: PanelsTown, given: Given) -> None:
    town.ground.keyring.destroy(town.facts(CaseReferred)[0].subject_id)
    page = town.browser(Role.AGENCY_MEMBER, "housing").get("/panels/actions")
    assert "[erased]" in page
    assert "locks" not in page
    assert "Sam Reed" not in page
