"""What panels recorded, for auditors: sentences and shapes, never a name."""

from services.panels.domain.events import CaseReferred
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import DECEMBER
from tests.support.builders.panels_pages import NAME, PanelsTown


def test_a_reference_leads_to_its_case_and_its_meeting(town: PanelsTown) -> None:
    case_id = town.refer(1)
    page = town.browser(Role.AUDITOR).get(f"/panels/history?reference={reference_from(1)}")
    assert f"/panels/history/case-{case_id}" in page
    assert f"/panels/history/meeting-{DECEMBER.meeting_id}" in page


def test_a_case_is_told_in_sentences_and_without_names(town: PanelsTown) -> None:
    town.refer(1)
    (referred,) = town.facts(CaseReferred)
    browser = town.browser(Role.AUDITOR)
    page = browser.get(f"/panels/history/case-{referred.case_id}")
    assert f"{reference_from(1)} was referred to the marac panel." in page
    assert NAME not in page
    assert "A marac meeting was convened." in browser.get(f"/panels/history/meeting-{DECEMBER.meeting_id}")
    assert [about for _, about in town.viewed()] == [("referral-1",), ()]


def test_only_auditors_and_information_governance_read_it(town: PanelsTown) -> None:
    town.browser(Role.INFORMATION_GOVERNANCE).get("/panels/history")
    town.browser(Role.PANEL_COORDINATOR).get("/panels/history", 404)
