"""The agenda as people see it, and what the coordinator does to it."""

import re
from datetime import date

import pytest

from services.panels.domain.events import (
    AgendaCirculated,
    AgendaItemMoved,
    CaseMovedToSitting,
    CaseReferred,
    MeetingConvened,
)
from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import AFTER_DECEMBER, JANUARY, LATE, london
from tests.support.builders.panels_pages import BLAMED, BORN, NAME, PanelsTown, address, calls, key


def references(page: str) -> list[str]:
    """The cases of a page in order."""
    return re.findall(r'wm-agenda__reference"[^>]*>(WM-[^<]+)<', page)


def crowded(town: PanelsTown, cases: int = 17) -> None:
    """More than a meeting's minutes hold; the first children's cases are the most urgent."""
    for number in range(1, cases + 1):
        town.refer(number, name=f"Person {number}")


def test_the_header_says_when_until_when_which_version_and_how_many_minutes(town: PanelsTown) -> None:
    town.refer(1)
    page = town.browser(Role.PANEL_COORDINATOR).get(address())
    for words in (
        "MARAC, Wednesday 16 December 2026, 10:00",
        "Referrals close Friday 4 December 2026",
        "Circulates Monday 7 December 2026",
        "Version 1 (draft)",
        "14 of 210 minutes",
        "everything fits",
        "OFFICIAL-SENSITIVE",
    ):
        assert words in page


def test_sections_stand_in_order_with_flags_in_words_and_why_each_case_is_here(town: PanelsTown) -> None:
    town.refer(1, children=0, answers={"children_in_household": "no"}, is_repeat=True)
    town.refer(2, name="Mara Lind")
    page = town.browser(Role.PANEL_COORDINATOR).get(address())
    assert references(page) == [reference_from(2), reference_from(1)]
    order = ["1 Confidentiality", "2 Outstanding actions", "3 New cases with children", "4 New cases, adults only"]
    order += ["5 Twelve months since last heard", "6 Any other business"]
    assert [page.index(title) for title in order] == sorted(page.index(title) for title in order)
    for words in ("strangulation", "weapon", "2 children", "repeat", "Visible high risk:", "Referred by Police"):
        assert words in page


@pytest.mark.parametrize("role", [Role.PANEL_CHAIR, Role.IDVA])
def test_names_and_dates_of_birth_are_opened_for_those_who_act_on_them(town: PanelsTown, role: Role) -> None:
    town.refer(1)
    page = town.browser(role).get(address())
    assert f"{NAME}, born 13 February 1990 (victim)" in page
    assert f"{BLAMED} (perpetrator)" in page


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.SERVICE_MANAGER])
def test_an_observer_sees_the_cases_without_names_and_no_form(town: PanelsTown, role: Role) -> None:
    town.refer(1)
    page = town.browser(role).get(address())
    assert reference_from(1) in page
    assert "names are not shown to you" in page
    assert NAME not in page
    assert f'action="{address()}' not in page


def test_a_member_of_another_panel_finds_nothing(town: PanelsTown) -> None:
    town.browser(Role.AGENCY_MEMBER, "water_company").get(address(), 404)
    town.browser(Role.PERPETRATOR_WORKER, "probation").get(address(), 404)


def test_somebody_forgotten_is_shown_as_erased_in_the_draft_and_in_what_was_circulated(town: PanelsTown) -> None:
    town.refer(1)
    browser = town.browser(Role.PANEL_COORDINATOR)
    browser.send(f"{address()}/circulate")
    (referred,) = town.facts(CaseReferred)
    town.ground.keyring.destroy(referred.subject_id)
    for page in (browser.get(address()), browser.get(f"{address()}?version=1")):
        assert "[erased]" in page
        assert NAME not in page
        assert "born" not in page
        assert BORN not in page
        assert BLAMED in page


def test_reading_is_recorded_and_where_it_cannot_be_nothing_is_shown(town: PanelsTown) -> None:
    town.refer(1)
    browser = town.browser(Role.PANEL_COORDINATOR)
    browser.get(address())
    ((viewed, about),) = town.viewed()
    assert (viewed.what, about) == ("agenda", ("referral-1",))
    town.service.store.beside("PRAGMA query_only=ON")
    answer = browser.client.get(address())
    assert answer.status_code >= 500
    assert NAME not in answer.text


def test_circulating_freezes_the_agenda_and_the_page_says_so(town: PanelsTown) -> None:
    town.refer(1)
    browser = town.browser(Role.PANEL_COORDINATOR)
    sent = browser.send(f"{address()}/circulate", once="1")
    assert sent.headers["location"] == address()
    page = browser.get(address())
    assert "Version 1, circulated" in page
    assert "Nothing has changed since version 1" in page
    assert "Freeze and circulate" not in page
    town.refer(2, name="Mara Lind")
    page = browser.get(address())
    assert "What changed since version 1 (1)" in page
    assert f"{reference_from(2)} came onto the agenda." in page
    assert "Freeze and circulate version 2" in page
    assert len(town.facts(AgendaCirculated)) == 1


def test_an_earlier_version_stands_in_the_past_and_offers_no_form(town: PanelsTown) -> None:
    town.refer(1)
    browser = town.browser(Role.PANEL_COORDINATOR)
    browser.send(f"{address()}/circulate")
    town.refer(2, name="Mara Lind")
    browser.send(f"{address()}/circulate")
    page = browser.get(f"{address()}?version=1")
    assert "As it stood when version 1 was circulated" in page
    assert references(page) == [reference_from(1)]
    assert f'action="{address()}' not in page
    browser.get(f"{address()}?version=3", 404)


def test_a_case_is_moved_with_a_reason_and_a_move_without_one_keeps_what_was_typed(town: PanelsTown) -> None:
    first, second = town.refer(1), town.refer(2, name="Mara Lind")
    browser = town.browser(Role.PANEL_COORDINATOR)
    refused = browser.send(f"{address()}/move", 422, case_id=second, direction="up", reason=" ")
    assert f'href="#reason-{second}"' in refused.text
    assert re.search(r"wm-no-print\" open>", refused.text)
    browser.send(f"{address()}/move", case_id=second, direction="up", reason="The school leaves early.", once="1")
    assert references(browser.get(address())) == [reference_from(2), reference_from(1)]
    stuck = browser.send(f"{address()}/move", 409, case_id=second, direction="up", reason="Again.")
    assert "cannot be moved further" in stuck.text
    assert 'value="Again."' in stuck.text
    browser.send(f"{address()}/move", 404, case_id=first, direction="sideways", reason="Why not.")
    assert len(town.facts(AgendaItemMoved)) == 1


def test_a_form_sent_twice_counts_once(town: PanelsTown) -> None:
    town.refer(1)
    for number in (2, 3):
        town.refer(number, name=f"Person {number}")
    browser = town.browser(Role.PANEL_COORDINATOR)
    third = town.facts(CaseReferred)[2].case_id
    for _ in range(2):
        browser.send(f"{address()}/move", case_id=third, direction="up", reason="She waits.", once="same")
    assert references(browser.get(address()))[1] == reference_from(3)


def test_what_does_not_fit_is_named_and_goes_to_an_extra_sitting(town: PanelsTown) -> None:
    crowded(town)
    browser = town.browser(Role.PANEL_COORDINATOR)
    page = browser.get(address())
    assert "2 in overflow" in page
    assert "Thursday 17 December 2026, 10:00, is the next working day" in page
    chosen = re.findall(r'name="cases" type="checkbox" value="([^"]+)" checked', page)
    form = {"cases": chosen, "starts_on": "2026-12-17", "starts_at": "10:00", "once": "1"}
    refused = browser.send(f"{address()}/extra-sitting", 422, **form, reason="")
    assert 'href="#reason"' in refused.text
    assert [fact for fact in town.facts(MeetingConvened) if fact.sitting.kind == "extra"] == []
    sent = browser.send(f"{address()}/extra-sitting", **form, reason="Seventeen do not fit.")
    assert {fact.case_id for fact in town.facts(CaseMovedToSitting)} == set(chosen)
    there = browser.get(sent.headers["location"])
    assert "Extra sitting" in there
    assert len(references(there)) == 2
    assert "everything fits" in browser.get(address())


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"cases": []}, 422, "Choose at least one case"),
        ({"starts_on": "31/02/2027"}, 422, "Give a day that there is"),
        ({"starts_on": "2026-12-19"}, 409, "weekend or a bank holiday"),
        ({"starts_on": "2027-01-07"}, 409, "no earlier than the next regular one"),
        ({"starts_on": "2026-11-02"}, 409, "still to come"),
    ],
)
def test_an_extra_sitting_that_cannot_be_held_is_refused_with_its_reason(
    town: PanelsTown, changes: dict[str, object], status: int, says: str
) -> None:
    crowded(town)
    browser = town.browser(Role.PANEL_COORDINATOR)
    chosen = re.findall(r'name="cases" type="checkbox" value="([^"]+)"', browser.get(address()))
    form = {"cases": chosen, "starts_on": "2026-12-17", "starts_at": "10:00", "reason": "They do not fit."}
    refused = browser.send(f"{address()}/extra-sitting", status, **{**form, **changes})
    assert says in refused.text
    assert "There is a problem" in refused.text
    assert town.facts(CaseMovedToSitting) == []


def test_a_late_referral_is_counted_and_leads_the_coordinator_to_the_choice(town: PanelsTown) -> None:
    town.clock.set(LATE)
    town.refer(1)
    page = town.browser(Role.PANEL_COORDINATOR).get(address())
    assert "1 late, not decided" in page
    assert f"{address()}/case/{reference_from(1)}/choice" in page
    assert "/choice" not in town.browser(Role.AGENCY_MEMBER, "housing").get(address())


@pytest.mark.parametrize("step", ["circulate", "move", "extra-sitting"])
def test_only_coordinator_and_chair_change_an_agenda(town: PanelsTown, step: str) -> None:
    town.browser(Role.AGENCY_MEMBER, "housing").send(f"{address()}/{step}", 404)


def test_an_action_is_overdue_by_the_day_of_reading_and_else_due_before_the_meeting(town: PanelsTown) -> None:
    town.refer(1)
    program = town.program(Role.PANEL_COORDINATOR)
    for due in ("2026-12-18", "2026-12-30"):
        action = {"agency": "childrens_social_care", "owner": "Sam Reed", "due": due, "text": "See the children."}
        program.post(f"{calls()}/actions", headers=key(due), json=action)
    town.clock.set(london(date(2026, 12, 22)))
    page = town.browser(Role.PANEL_COORDINATOR).get(address(JANUARY))
    assert "2 open, 1 overdue: Children&#39;s social care 1. 1 more due before the meeting." in page
    assert "Children&#39;s social care: due Friday 18 December 2026." in page
    town.clock.set(london(date(2027, 1, 6), 14))
    assert "2 open, 2 overdue: Children&#39;s social care 2." in town.browser(Role.PANEL_CHAIR).get(address(JANUARY))


def test_who_suffers_stands_first_and_whoever_refers_last(town: PanelsTown) -> None:
    town.refer(1, referrer="Constable Wren")
    page = town.browser(Role.PANEL_COORDINATOR).get(address())
    order = [page.index(words) for words in (f"{NAME}, born", f"{BLAMED} (perpetrator)", "Constable Wren (referrer)")]
    assert order == sorted(order)


def test_once_a_meeting_has_begun_its_agenda_is_neither_moved_nor_sent_nor_given_an_extra_sitting(
    town: PanelsTown,
) -> None:
    crowded(town)
    browser = town.browser(Role.PANEL_COORDINATOR)
    before = browser.get(address())
    town.clock.set(AFTER_DECEMBER)
    begun = browser.get(address())
    for step in ("Freeze and circulate", "Propose an extra sitting", "up</button>"):
        assert step in before
        assert step not in begun
    assert "/minutes" in begun
    assert "/minutes" not in before


def test_a_meeting_that_has_begun_drafts_no_further_version(town: PanelsTown) -> None:
    town.refer(1)
    browser = town.browser(Role.PANEL_COORDINATOR)
    browser.send(f"{address()}/circulate", once="1")
    town.clock.set(LATE)
    town.refer(2, name="Mara Lind")
    assert "What changed since version 1" in browser.get(address())
    town.clock.set(AFTER_DECEMBER)
    page = browser.get(address())
    assert "Last circulated as version 1" in page
    for words in ("(draft)", "What changed since"):
        assert words not in page
