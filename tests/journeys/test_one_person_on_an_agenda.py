"""Intake decides who is one person: the panel's coordinator and the auditor are told, and an undoing undoes it."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.intake.domain.record_commands import MergePeople, SplitPersonOff, UnmergePeople
from shared.access.roles import Role
from shared.kernel.handling import Command
from shared.kernel.identifiers import new_id
from shared.kernel.messages import Context
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import signed_in

pytestmark = pytest.mark.slow

CONTEXT = Context(actor="account-1", role="triage_officer", correlation_id="story-1")
ADA = {"full_name": "Ada Example", "date_of_birth": "1988-05-01", "phone": "07700 900123", "is_victim": True}
SLIPPED = {"full_name": "Ada Exampel", "date_of_birth": "1988-05-10", "phone": "07700 900456", "is_victim": True}
# Of the same name and telephone, and somebody else: recognised as the first by mistake.
DAUGHTER = {"full_name": "Ada Example", "date_of_birth": "2006-02-02", "phone": "07700 900123", "is_victim": True}


@pytest.fixture
def borough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleBorough]:
    made = LittleBorough(tmp_path_factory.mktemp("borough"))
    made.settle()
    yield made
    made.close()


def refer(borough: LittleBorough, reporter: dict[str, Any]) -> dict[str, str]:
    reference = borough.refer(
        {
            "kind": "domestic_abuse",
            "channel": "phone",
            "received_at": "2026-11-23T09:12:00+00:00",
            "reporter": reporter,
            "facts": {"immediate_danger": "no", "dash_yes_count": 16, "strangulation": "yes"},
        }
    )
    found = borough.get(f"/intake/api/referrals/{reference}", Role.CONTACT_CENTRE).json()
    return {"reference": reference, "referral_id": found["referral_id"], "person_id": found["reporter"]["person_id"]}


def do(borough: LittleBorough, command: Command) -> None:
    borough.built.services["intake"].dispatch(command, CONTEXT)
    borough.settle()


def pair(borough: LittleBorough, one: dict[str, str], other: dict[str, str]) -> dict[str, Any]:
    ids = (one["referral_id"], other["referral_id"])
    decided = {"one_id": one["person_id"], "other_id": other["person_id"], "referral_ids": ids}
    return {"at": borough.clock(), "because": "said_so", **decided}


def the_agenda(borough: LittleBorough) -> tuple[str, dict[str, list[str]]]:
    """The meeting that has cases, and their flags by reference."""
    for meeting in borough.get("/panels/api/meetings?panel=marac", Role.PANEL_COORDINATOR).json():
        agenda = borough.get(f"/panels/api/meetings/{meeting['id']}/agenda", Role.PANEL_COORDINATOR).json()
        items = [item for section in agenda["sections"] for item in section["items"]] + agenda["overflow"]
        if cases := {item["case_reference"]: item["flags"] for item in items if item["case_reference"]}:
            return str(meeting["id"]), cases
    raise AssertionError("no case on any agenda")


def test_two_cases_of_one_woman_are_put_to_the_coordinator_as_one_persons_until_that_is_undone(
    borough: LittleBorough,
) -> None:
    one, other = refer(borough, ADA), refer(borough, SLIPPED)
    meeting, before = the_agenda(borough)
    assert set(before) == {one["reference"], other["reference"]}
    do(borough, MergePeople(**pair(borough, one, other)))
    assert [flags[0] for flags in the_agenda(borough)[1].values()] == ["same_person", "same_person"]
    coordinator = signed_in(borough.app, Role.PANEL_COORDINATOR)
    page = coordinator.get(f"/panels/meetings/{meeting}").text
    assert "are one person. Each stays where it is: hear them together" in page
    case = coordinator.get(f"/panels/meetings/{meeting}/case/{one['reference']}").text
    assert "The same person stands before this panel in another case too" in case
    assert f"/case/{other['reference']}" in case
    do(borough, UnmergePeople(**pair(borough, one, other)))
    assert the_agenda(borough)[1] == before
    assert "are one person" not in coordinator.get(f"/panels/meetings/{meeting}").text


def test_the_story_of_either_leads_to_the_other_as_long_as_they_are_one(borough: LittleBorough) -> None:
    one, other = refer(borough, ADA), refer(borough, SLIPPED)
    do(borough, MergePeople(**pair(borough, one, other)))
    auditor = signed_in(borough.app, Role.AUDITOR)
    for this, that in ((one, other), (other, one)):
        told = borough.get(f"/audit/api/timeline/{this['reference']}", Role.AUDITOR).json()
        assert told["one_person_with"] == [that["reference"]]
        assert "intake.people_merged" in {each["name"] for each in told["entries"]}
        assert "panels.people_joined" in {each["name"] for each in told["entries"]}
        page = auditor.get(f"/audit/{this['reference']}").text
        assert f'href="/audit/{that["reference"]}"' in page
    do(borough, UnmergePeople(**pair(borough, one, other)))
    told = borough.get(f"/audit/api/timeline/{one['reference']}", Role.AUDITOR).json()
    assert told["one_person_with"] == []


def test_whoever_was_taken_for_another_is_told_to_the_coordinator_and_found_rightly_from_then_on(
    borough: LittleBorough,
) -> None:
    mother, daughter = refer(borough, ADA), refer(borough, DAUGHTER)
    assert mother["person_id"] == daughter["person_id"]
    assert list(the_agenda(borough)[1]) == [mother["reference"]]
    split_id = new_id()
    borough.built.ground.keyring.mint(split_id)
    borough.built.ground.keyring.flush()
    off = {"reference": daughter["reference"], "person_id": daughter["person_id"], "split_id": split_id}
    do(borough, SplitPersonOff(at=borough.clock(), because="relatives", **off))
    meeting, flags = the_agenda(borough)
    assert "two_people" in flags[mother["reference"]]
    page = signed_in(borough.app, Role.PANEL_COORDINATOR).get(f"/panels/meetings/{meeting}").text
    assert "holds referrals of two people who were taken for one" in page
    assert daughter["reference"] in page
    again = refer(borough, DAUGHTER)
    assert again["person_id"] == split_id
    assert refer(borough, ADA)["person_id"] == mother["person_id"]
