"""A late referral: three ways, each with a reason, and nothing lost of what was typed."""

from datetime import timedelta
from typing import Any

import pytest

from services.panels.domain.events import CaseDeferred, CaseMovedToSitting, LateReferralAccepted, MeetingConvened
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import AFTER_DECEMBER, JANUARY, LATE
from tests.support.builders.panels_pages import NAME, PanelsTown, StaffBrowser, address

CHOICE = f"{address()}/case/{reference_from(1)}/choice"


@pytest.fixture
def coordinator(town: PanelsTown) -> StaffBrowser:
    town.clock.set(LATE)
    town.refer(1)
    return town.browser(Role.PANEL_COORDINATOR)


def test_the_page_shows_the_case_and_the_three_ways_and_its_reading_is_recorded(
    town: PanelsTown, coordinator: StaffBrowser
) -> None:
    page = coordinator.get(CHOICE)
    for words in (NAME, "Accept it late", "Hear it at an emergency meeting", "Wednesday 6 January 2027"):
        assert words in page
    assert [(viewed.what, about) for viewed, about in town.viewed()] == [("case before a panel", ("referral-1",))]


def test_it_is_accepted_late_with_a_reason(town: PanelsTown, coordinator: StaffBrowser) -> None:
    refused = coordinator.send(CHOICE, 422, choice="accept")
    assert 'href="#reason"' in refused.text
    assert 'value="accept" checked' in refused.text
    sent = coordinator.send(CHOICE, choice="accept", reason="She was in hospital.", once="1")
    assert sent.headers["location"] == address()
    assert "1 late, accepted with a reason" in coordinator.get(address())
    assert len(town.facts(LateReferralAccepted)) == 1
    assert "not waiting for a choice any more" in coordinator.get(CHOICE)


def test_it_is_heard_at_an_emergency_meeting(town: PanelsTown, coordinator: StaffBrowser) -> None:
    form = {"choice": "emergency", "reason": "He was released.", "starts_on": "2026-12-08"}
    refused = coordinator.send(CHOICE, 422, **form)
    assert 'href="#starts_at"' in refused.text
    assert "He was released." in refused.text
    coordinator.send(CHOICE, **form, starts_at="15:30", once="1")
    (moved,) = town.facts(CaseMovedToSitting)
    assert (moved.sitting.kind, moved.late) == ("emergency", True)
    assert [fact.sitting.kind for fact in town.facts(MeetingConvened)].count("emergency") == 1


def test_an_emergency_meeting_after_the_next_regular_one_is_not_called(
    town: PanelsTown, coordinator: StaffBrowser
) -> None:
    form = {"choice": "emergency", "reason": "Nobody can.", "starts_on": "2027-01-08", "starts_at": "10:00"}
    assert "Defer the case instead" in coordinator.send(CHOICE, 409, **form).text
    assert "emergency" not in {fact.sitting.kind for fact in town.facts(MeetingConvened)}


def test_it_is_deferred_with_a_reason_and_an_interim_safety_note(town: PanelsTown, coordinator: StaffBrowser) -> None:
    refused = coordinator.send(CHOICE, 422, choice="defer", reason="Nobody can brief.")
    assert 'href="#interim_note"' in refused.text
    coordinator.send(CHOICE, choice="defer", reason="Nobody can brief.", interim_note="The IDVA rings daily.", once="1")
    (deferred,) = town.facts(CaseDeferred)
    assert (deferred.sitting, deferred.signed_off_by) == (JANUARY, None)
    assert "deferred" in coordinator.get(address(JANUARY))


def test_nothing_chosen_is_said(coordinator: StaffBrowser) -> None:
    refused = coordinator.send(CHOICE, 422, reason="She was in hospital.")
    assert 'href="#choice"' in refused.text
    assert "She was in hospital." in refused.text


def deferral(**changes: Any) -> dict[str, Any]:
    return {"reason": "Nobody can brief.", "interim_note": "The IDVA rings daily.", **changes}


def test_a_second_deferral_is_the_chairs_who_signs_it_off(town: PanelsTown, coordinator: StaffBrowser) -> None:
    coordinator.send(CHOICE, choice="defer", **deferral(once="1"))
    town.clock.set(AFTER_DECEMBER)
    again = f"{address(JANUARY)}/case/{reference_from(1)}/defer"
    refused = coordinator.send(again, 409, **deferral(once="2"))
    assert "unless the chair signs it off" in refused.text
    assert "The IDVA rings daily." in refused.text
    town.browser(Role.PANEL_CHAIR).send(again, **deferral(once="3"))
    second = town.facts(CaseDeferred)[1]
    chair = town.app.state.access.accounts
    assert chair.names([second.signed_off_by]) == {second.signed_off_by: "Jo Okafor"}
    assert second.sitting.starts_at - JANUARY.starts_at == timedelta(days=21)


def test_nobody_else_is_asked(town: PanelsTown, coordinator: StaffBrowser) -> None:
    member = town.browser(Role.AGENCY_MEMBER, "housing")
    member.get(CHOICE, 404)
    member.send(CHOICE, 404, choice="accept", reason="Why not.")
    coordinator.get(f"{address()}/case/{reference_from(9)}/choice", 404)
    coordinator.get(f"{address()}/case/nonsense/choice", 404)
