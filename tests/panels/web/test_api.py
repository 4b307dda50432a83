"""The calls that read: dates for everybody on a panel, agendas by reference, and every reading recorded."""

import re
from datetime import timedelta
from typing import Any

import pytest

from shared.access.roles import Role
from shared.kernel.identifiers import reference_from
from tests.support.builders.panels import DECEMBER, LATE
from tests.support.builders.panels_pages import BLAMED, NAME, PanelsTown, calls, key

MEETINGS = "/panels/api/meetings"
AGENDA = f"{calls()}/agenda"


def items(agenda: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return next(section["items"] for section in agenda["sections"] if section["code"] == code)


def test_meetings_are_given_with_their_deadlines_between_two_days_both_included(town: PanelsTown) -> None:
    asked = {"panel": "marac", "from": "2026-12-16", "to": "2027-01-06"}
    found = town.program(Role.AGENCY_MEMBER, "housing").get(MEETINGS, params=asked).json()
    assert [meeting["starts_at"] for meeting in found] == ["2026-12-16T10:00:00+00:00", "2027-01-06T10:00:00+00:00"]
    assert {
        "id": DECEMBER.meeting_id,
        "panel": "marac",
        "referral_deadline": "2026-12-04",
        "circulates_on": "2026-12-07",
        "state": "convened",
        "capacity_minutes": 210,
    }.items() <= found[0].items()


def test_all_panels_are_given_where_none_is_named_and_an_unknown_one_is_refused(town: PanelsTown) -> None:
    program = town.program(Role.PANEL_COORDINATOR)
    assert {meeting["panel"] for meeting in program.get(MEETINGS).json()} == {"marac", "cmarac", "housing_needs"}
    refused = program.get(MEETINGS, params={"panel": "nowhere"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "query:panel")
    assert program.get(MEETINGS, params={"from": "soon"}).status_code == 422
    assert program.get(MEETINGS, params={"to": "9999-12-31"}).status_code == 200


def test_without_a_first_day_a_year_is_given_and_where_the_one_before_stands(town: PanelsTown) -> None:
    program = town.program(Role.PANEL_COORDINATOR)
    newest = program.get(MEETINGS, params={"panel": "marac"})
    today = town.clock().date()
    assert min(meeting["starts_at"] for meeting in newest.json()) >= (today - timedelta(days=366)).isoformat()
    (address,) = re.findall(r'^<(.+)>; rel="prev"$', newest.headers["link"])
    before = program.get(address)
    assert before.status_code == 200
    assert {meeting["id"] for meeting in before.json()}.isdisjoint(meeting["id"] for meeting in newest.json())
    # A year and a day after the last meeting of December, it is no longer among those that are given unasked.
    later = program.get(MEETINGS, params={"panel": "marac", "to": "2028-01-10"})
    assert all(meeting["starts_at"] >= "2027-01-09" for meeting in later.json())
    found = program.get(re.findall(r"<(.+)>", later.headers["link"])[0]).json()
    assert DECEMBER.meeting_id in {meeting["id"] for meeting in found}
    assert "link" not in program.get(MEETINGS, params={"from": "2026-12-16"}).headers


@pytest.mark.parametrize("last", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_are_days(town: PanelsTown, last: str) -> None:
    assert town.program(Role.PANEL_COORDINATOR).get(MEETINGS, params={"to": last}).status_code == 200


@pytest.mark.parametrize(
    ("path", "pointer", "says"),
    [
        ("/panels/api/meetings?from=31/12/2026", "query:from", "Give a day such as 2026-12-16."),
        (f"{calls()}/agenda?version=three", "query:version", "Give a whole number."),
        (f"{calls()}/agenda?version=0", "query:version", "Give 1 or more."),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_to_give(
    town: PanelsTown, path: str, pointer: str, says: str
) -> None:
    answer = town.program(Role.PANEL_COORDINATOR).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["message"]) == (pointer, says)


def test_an_agenda_is_told_by_reference_minutes_reason_and_flags_and_never_by_name(town: PanelsTown) -> None:
    town.refer(1)
    answer = town.program(Role.PANEL_COORDINATOR).get(AGENDA)
    agenda = answer.json()
    (item,) = items(agenda, "new_cases_children")
    assert item["case_reference"] == reference_from(1)
    assert item["flags"] == ["strangulation", "weapon_ever", "children_2"]
    assert item["minutes"] == agenda["minutes_planned"] == 14
    assert (agenda["version"], agenda["overflow"], agenda["changes_since"]) == (1, [], None)
    assert NAME not in answer.text
    assert BLAMED not in answer.text


def test_what_changed_since_a_version_is_said_and_the_version_stays_as_it_was_frozen(town: PanelsTown) -> None:
    program = town.program(Role.PANEL_COORDINATOR)
    town.refer(1)
    program.post(f"{calls()}/circulate", headers=key())
    town.refer(2, name="Mara Lind")
    frozen = program.get(AGENDA, params={"version": 1}).json()
    draft = program.get(AGENDA).json()
    assert [item["case_reference"] for item in items(frozen, "new_cases_children")] == [reference_from(1)]
    assert (draft["version"], draft["draft"], draft["changes_since"]["version"]) == (2, True, 1)
    assert [change["case_reference"] for change in draft["changes_since"]["changes"]] == [reference_from(2)]
    assert program.get(AGENDA, params={"version": 2}).status_code == 404
    assert program.get(AGENDA, params={"version": 0}).status_code == 422


def test_opening_an_agenda_is_recorded_about_every_referral_on_it_before_it_is_sent(town: PanelsTown) -> None:
    town.refer(1)
    town.refer(2, name="Mara Lind")
    town.program(Role.OBSERVER).get(AGENDA)
    ((viewed, about),) = town.viewed()
    assert (viewed.record, viewed.what) == (f"meeting-{DECEMBER.meeting_id}", "agenda")
    assert set(about) == {"referral-1", "referral-2"}


@pytest.mark.parametrize(
    ("role", "agency", "status"),
    [
        (Role.PANEL_CHAIR, None, 200),
        (Role.AGENCY_MEMBER, "housing", 200),
        (Role.AGENCY_MEMBER, "water_company", 404),
        (Role.AGENCY_MEMBER, None, 404),
        (Role.IDVA, None, 200),
        (Role.OBSERVER, None, 200),
        (Role.COMMUNITY_MEMBER, "tenants", 404),
        (Role.PERPETRATOR_WORKER, "probation", 404),
        (Role.CASE_OFFICER, None, 404),
        (Role.AUDITOR, None, 404),
        (Role.PARTNER, "police", 404),
    ],
)
def test_a_marac_agenda_exists_for_its_members_alone(
    town: PanelsTown, role: Role, agency: str | None, status: int
) -> None:
    town.refer(1)
    assert town.program(role, agency).get(AGENDA).status_code == status
    assert len(town.viewed()) == (1 if status == 200 else 0)


def test_a_community_member_sees_how_a_meeting_is_laid_out_and_no_case(town: PanelsTown) -> None:
    town.refer(1, panel="cmarac")
    program = town.program(Role.COMMUNITY_MEMBER)
    (meeting, *_) = program.get(MEETINGS, params={"panel": "cmarac", "from": "2026-12-01"}).json()
    answer = program.get(f"{MEETINGS}/{meeting['id']}/agenda")
    (item,) = [item for section in answer.json()["sections"] for item in section["items"]]
    assert (item["case_reference"], item["why"], item["flags"]) == (None, "", [])
    assert reference_from(1) not in answer.text
    assert town.viewed() == []


def test_a_meeting_that_nobody_called_is_not_found(town: PanelsTown) -> None:
    assert town.program(Role.PANEL_COORDINATOR).get(f"{MEETINGS}/nowhere/agenda").status_code == 404


def test_a_late_referral_stands_on_the_agenda_undecided(town: PanelsTown) -> None:
    town.clock.set(LATE)
    town.refer(1)
    agenda = town.program(Role.PANEL_COORDINATOR).get(AGENDA).json()
    assert "late_undecided" in items(agenda, "new_cases_children")[0]["flags"]
