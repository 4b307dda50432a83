"""The minutes: written from what was recorded, opened only for those who act, and honest about what was not heard."""

import pytest

from services.panels.domain.events import CaseReferred
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import AFTER_DECEMBER, TIMETABLE
from tests.support.builders.panels_pages import NAME, PanelsTown, address, an_emergency, calls, key, quorate

PAGE = f"{address()}/minutes"
DECIDED, UNDECIDED = reference_from(1), reference_from(2)


@pytest.fixture
def held(town: PanelsTown) -> PanelsTown:
    """A meeting with two cases: one decided with an action, the other never reached; and an action of no case."""
    town.refer(1)
    town.refer(2, name="Mara Lind")
    program = town.program(Role.PANEL_COORDINATOR)
    program.post(f"{calls()}/circulate", headers=key("circulate"))
    town.clock.set(AFTER_DECEMBER)
    program.post(f"{calls()}/attendance", headers=key("attendance"), json=quorate())
    decision = {"case_reference": DECIDED, "decision": "actions_agreed", "text": "A plan was agreed."}
    assert program.post(f"{calls()}/decisions", headers=key("decide"), json=decision).status_code == 201
    action = {"agency": "housing", "owner": "Sam Reed", "due": "2026-12-30", "text": "Change the locks."}
    program.post(f"{calls()}/actions", headers=key("act"), json={**action, "case_reference": DECIDED})
    program.post(f"{calls()}/actions", headers=key("act2"), json={**action, "text": "Book the larger room."})
    return town


def test_they_say_who_came_what_was_decided_and_who_does_what_by_when(held: PanelsTown) -> None:
    page = held.browser(Role.PANEL_COORDINATOR).get(PAGE)
    for words in (
        "Minutes, MARAC, Wednesday 16 December 2026, 10:00",
        "1 of 2 cases decided",
        "Police inspector, Community Safety Unit",
        "Early help",
        "Everybody present signed the confidentiality statement.",
        NAME,
        "A safety plan with actions was agreed.",
        "A plan was agreed.",
        "Sam Reed",
        "Change the locks.",
        "Due Wednesday 30 December 2026.",
        "Book the larger room.",
    ):
        assert words in page
    assert page.index(DECIDED) < page.index("Change the locks.") < page.index("Book the larger room.")
    assert page.partition(UNDECIDED)[2].partition("</li>")[0].count("Not decided here") == 1


def test_what_was_carried_over_or_moved_away_still_stands_in_them_as_not_decided(held: PanelsTown) -> None:
    held.clock.set(AFTER_DECEMBER.replace(day=19))
    held.work()
    assert f"/case/{UNDECIDED}" not in held.browser(Role.PANEL_CHAIR).get(address())
    assert UNDECIDED in held.browser(Role.PANEL_COORDINATOR).get(PAGE)


def test_a_meeting_without_records_says_so(town: PanelsTown) -> None:
    page = town.browser(Role.PANEL_COORDINATOR).get(PAGE)
    for words in ("Nobody has recorded who came.", "No case stood on this agenda.", "0 of 0 cases decided"):
        assert words in page


def test_who_came_without_signing_and_what_lacks_a_quorum_is_named(town: PanelsTown) -> None:
    sitting = an_emergency(town, town.refer(1))
    browser = town.browser(Role.PANEL_COORDINATOR)
    browser.send(f"{address(sitting)}/attendance", **{"came-police": "chair", "came-housing": "observer"}, once="1")
    page = browser.get(f"{address(sitting)}/minutes")
    for words in ("was not signed by: Police, Community Safety Unit; Housing needs", "No quorum", "Emergency meeting"):
        assert words in page


def test_reading_them_is_recorded_about_every_case(held: PanelsTown) -> None:
    held.browser(Role.PANEL_COORDINATOR).get(PAGE)
    viewed, about = held.viewed()[-1]
    assert (viewed.what, set(about)) == ("minutes", {"referral-1", "referral-2"})


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.SERVICE_MANAGER])
def test_names_and_words_are_not_opened_for_those_who_only_look_on(held: PanelsTown, role: Role) -> None:
    page = held.browser(role).get(PAGE)
    assert "A safety plan with actions was agreed." in page
    for words in (NAME, "A plan was agreed.", "Sam Reed", "Change the locks."):
        assert words not in page


@pytest.mark.parametrize("role", [Role.PERPETRATOR_WORKER, Role.COMMUNITY_MEMBER, Role.CASE_OFFICER])
def test_they_do_not_exist_for_anybody_else(held: PanelsTown, role: Role) -> None:
    held.browser(role, "police").get(PAGE, 404)
    held.browser(Role.PANEL_CHAIR).get("/panels/meetings/nowhere/minutes", 404)


def test_a_community_panels_minutes_are_not_for_its_community_members(town: PanelsTown) -> None:
    town.refer(1, panel="cmarac")
    sitting = TIMETABLE.next_after("cmarac", town.clock())
    town.browser(Role.COMMUNITY_MEMBER).get(address(sitting))
    town.browser(Role.COMMUNITY_MEMBER, "outreach").get(f"{address(sitting)}/minutes", 404)


def test_somebody_forgotten_is_erased_in_them(held: PanelsTown) -> None:
    first = next(fact for fact in held.facts(CaseReferred) if fact.reference == DECIDED)
    held.ground.keyring.destroy(first.subject_id)
    page = held.browser(Role.PANEL_COORDINATOR).get(PAGE)
    assert "[erased]" in page
    assert NAME not in page
    assert "Change the locks." not in page
