"""The next meetings with their deadlines, and on top what waits for the coordinator."""

from datetime import timedelta

from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import AFTER_DECEMBER, DECEMBER, LATE
from tests.support.builders.panels_pages import PanelsTown, address


def test_the_next_meetings_stand_with_their_deadlines(town: PanelsTown) -> None:
    page = town.browser(Role.PANEL_COORDINATOR).get("/panels")
    assert f'href="{address()}">MARAC, Wednesday 16 December 2026, 10:00' in page
    assert "Friday 4 December 2026" in page
    assert "in 7 days" in page
    assert "for a choice" not in page
    assert page.index("Community MARAC, Thursday 10 December 2026") < page.index("MARAC, Wednesday 16 December 2026")


def test_a_deadline_lasts_to_the_end_of_its_day_and_is_then_passed(town: PanelsTown) -> None:
    browser = town.browser(Role.PANEL_CHAIR)
    town.clock.set(LATE - timedelta(days=3))
    assert ">today</strong>" in browser.get("/panels?panel=marac")
    town.clock.set(LATE)


def test_late_referrals_wait_on_top_for_those_who_choose(town: PanelsTown) -> None:
    town.clock.set(LATE)
    town.refer(1)
    page = town.browser(Role.PANEL_COORDINATOR).get("/panels")
    assert "1 late referral waits for a choice" in page
    assert f'href="{address()}/case/{reference_from(1)}/choice"' in page
    assert page.index("waits for a choice") < page.index("Meetings, the next first")
    assert reference_from(1) not in town.browser(Role.AGENCY_MEMBER, "housing").get("/panels")


def test_a_panel_and_days_can_be_chosen_and_an_empty_list_says_what_it_means(town: PanelsTown) -> None:
    browser = town.browser(Role.PANEL_COORDINATOR)
    page = browser.get("/panels?panel=cmarac&from=2026-12-01&to=31/12/2026")
    assert "Community MARAC, Thursday 10 December 2026" in page
    assert address() not in page
    assert "No meeting lies between these days." in browser.get("/panels?from=2026-12-12&to=2026-12-12")


def test_a_day_that_is_none_is_said_and_kept(town: PanelsTown) -> None:
    page = town.browser(Role.PANEL_COORDINATOR).get("/panels?from=31/02/2027", 422)
    assert 'href="#from"' in page
    assert 'value="31/02/2027"' in page


def test_whoever_reads_no_agenda_sees_when_panels_sit_and_no_way_in(town: PanelsTown) -> None:
    page = town.browser(Role.PERPETRATOR_WORKER, "probation").get("/panels")
    assert "MARAC, Wednesday 16 December 2026, 10:00" in page
    assert DECEMBER.meeting_id not in page


def test_who_has_no_business_with_panels_finds_nothing(town: PanelsTown) -> None:
    town.browser(Role.CONTACT_CENTRE).get("/panels", 404)


def test_who_plans_meetings_reads_what_was_heard_in_twelve_months_and_how_much_of_it_was_a_repeat(
    town: PanelsTown,
) -> None:
    town.refer(1, is_repeat=True)
    town.refer(2, name="Mara Lind")
    town.clock.set(AFTER_DECEMBER)
    coordinator = town.browser(Role.PANEL_COORDINATOR)
    assert "in the last twelve months" not in coordinator.get("/panels")
    for number in (1, 2):
        heard = {"decision": "no_further_action", "inquorate_reason": "The roads are closed.", "once": "1"}
        coordinator.send(f"{address()}/case/{reference_from(number)}/decide", **heard)
    page = coordinator.get("/panels")
    assert "MARAC: 2 cases in 1 meeting, 2.0 a meeting. 1 was a repeat (50.0%)." in page
    assert "in the last twelve months" not in town.browser(Role.AGENCY_MEMBER, "housing").get("/panels")
    town.clock.set(AFTER_DECEMBER + timedelta(days=370))
    assert "in the last twelve months" not in town.browser(Role.PANEL_CHAIR).get("/panels")
