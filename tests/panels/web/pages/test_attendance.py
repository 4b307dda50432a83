"""Who came, agency by agency."""

from services.panels.domain.events import AttendanceRecorded
from shared.access.roles import Role
from tests.support.builders.panels import AFTER_DECEMBER, QUORATE
from tests.support.builders.panels_pages import PanelsTown, address, an_emergency, calls, key

PAGE = f"{address()}/attendance"
CAME = {f"came-{each.agency}": each.capacity for each in QUORATE} | {f"signed-{each.agency}": "yes" for each in QUORATE}


def test_nothing_recorded_is_said_and_a_quorum_is_explained(town: PanelsTown) -> None:
    page = town.browser(Role.PANEL_COORDINATOR).get(PAGE)
    assert "Nobody has recorded who came." in page
    assert "8 agencies make a quorum, with Police, Community Safety Unit and Independent domestic violence" in page


def test_enough_make_a_quorum_and_the_form_shows_what_was_recorded(town: PanelsTown) -> None:
    town.clock.set(AFTER_DECEMBER)
    browser = town.browser(Role.PANEL_COORDINATOR)
    sent = browser.send(PAGE, **CAME, **{"came-early_help": "apologies"}, once="1")
    assert sent.headers["location"] == PAGE
    (recorded,) = town.facts(AttendanceRecorded)
    assert (recorded.quorate, recorded.apologies) == (True, ("early_help",))
    assert {each.agency for each in recorded.attendees if each.signed} == {each.agency for each in QUORATE}
    page = browser.get(PAGE)
    assert "Enough agencies and a chair came." in page
    assert '<option value="chair" selected>' in page
    assert '<option value="apologies" selected>' in page


def test_too_few_are_named_by_what_is_missing(town: PanelsTown) -> None:
    browser = town.browser(Role.PANEL_CHAIR)
    browser.send(PAGE, **{"came-police": "observer", "came-housing": "nonsense"}, once="1")
    page = browser.get(PAGE)
    for words in ("No quorum", "a chair", "enough agencies (8 make a quorum)", "Independent domestic violence"):
        assert words in page
    (recorded,) = town.facts(AttendanceRecorded)
    assert [each.agency for each in recorded.attendees] == ["police"]


def test_only_those_who_steer_record_it_and_only_of_a_meeting_there_is(town: PanelsTown) -> None:
    member = town.browser(Role.AGENCY_MEMBER, "housing")
    member.get(PAGE, 404)
    member.send(PAGE, 404, **CAME)
    town.browser(Role.PANEL_CHAIR).get("/panels/meetings/nowhere/attendance", 404)


def test_an_agency_that_was_there_as_chair_and_member_is_shown_as_chair_so_that_saving_again_loses_no_quorum(
    town: PanelsTown,
) -> None:
    present = [{"agency": each.agency, "capacity": each.capacity, "signed": True} for each in QUORATE]
    present.append({"agency": "police", "capacity": "member", "signed": True})
    program = town.program(Role.PANEL_COORDINATOR)
    program.post(f"{calls()}/attendance", headers=key("attendance"), json={"attendees": present})
    page = town.browser(Role.PANEL_COORDINATOR).get(PAGE)
    police = page.partition('id="came-police"')[2].partition("</select>")[0]
    assert '<option value="chair" selected>' in police
    assert "a chair came. 8 agencies" in page.replace("\n", " ").replace("  ", " ")


def test_an_emergency_meeting_says_its_own_quorum(town: PanelsTown) -> None:
    case_id = town.refer(1)
    sitting = an_emergency(town, case_id)
    browser = town.browser(Role.PANEL_COORDINATOR)
    browser.send(f"{address(sitting)}/attendance", **{"came-police": "member"}, once="1")
    page = browser.get(f"{address(sitting)}/attendance")
    assert "enough agencies (3 make a quorum)" in page
    assert "3 agencies make a quorum" in page
