"""A case goes before the housing needs panel, is heard there by code and flag, and its band comes back to the case."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.access.roles import Role
from tests.journeys.test_basis_before_names import do, referral_id_of
from tests.journeys.test_referral_to_agenda import high_risk
from tests.support.builders.borough import LittleBorough
from tests.support.builders.protection import told
from tests.support.builders.web import csrf_of, signed_in

pytestmark = pytest.mark.slow

# In time for the panel of 8 December.
WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
NAME, ABUSER, STREET = "Ada Example", "Carl Example", "Hidden Lane"
WORDS = "She cannot stay where she is"


def document() -> dict[str, Any]:
    return high_risk(
        people=[
            {"roles": ["perpetrator"], "full_name": ABUSER},
            {"roles": ["child"], "full_name": "Ben Example", "date_of_birth": "2018-03-01"},
        ],
        location={"address": f"9 {STREET}", "postcode": "SW19 1AA"},
    )


class Story:
    """One case, from its officer to the panel's coordinator and back."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        borough.clock.set(WEDNESDAY)
        self.reference = borough.refer(document())
        self.officer = signed_in(borough.app, Role.CASE_OFFICER, "officer")
        self.coordinator = signed_in(borough.app, Role.PANEL_COORDINATOR, "coordinator")

    def send(self, browser: Any, address: str, **form: str) -> Any:
        answer = browser.post(
            address, data={**form, "csrf": csrf_of(self.borough.app, browser)}, follow_redirects=False
        )
        self.borough.settle()
        return answer

    def ask(self, asks: str = "management_move") -> Any:
        here = f"/triage/cases/{self.reference}/support/housing-panel"
        person = self.officer.get(here).text.partition('name="person_id" type="radio" value="')[2].partition('"')[0]
        return self.send(self.officer, here, person_id=person, asks=asks, why=f"He stood in {STREET} again.")

    def case(self) -> str:
        return str(self.officer.get(f"/triage/cases/{self.reference}/support").text)

    def meetings(self) -> list[dict[str, Any]]:
        found = self.coordinator.get("/panels/api/meetings?panel=housing_needs").json()
        return [each for each in found if each["starts_at"] > WEDNESDAY.date().isoformat()]

    def agenda(self, number: int) -> dict[str, Any]:
        meeting = self.meetings()[number]["id"]
        answer = self.borough.get(f"/panels/api/meetings/{meeting}/agenda", Role.PANEL_COORDINATOR)
        agenda: dict[str, Any] = answer.json()
        return agenda

    def line(self, number: int) -> dict[str, Any] | None:
        items = [item for section in self.agenda(number)["sections"] for item in section["items"]]
        return next((item for item in items if item["case_reference"] == self.reference), None)

    def band(self, number: int, **form: str) -> Any:
        address = f"/panels/meetings/{self.meetings()[number]['id']}/case/{self.reference}/band"
        return self.send(self.coordinator, address, words=WORDS, inquorate_reason="The chair is away.", **form)


def test_the_band_of_a_case_from_its_officer_to_the_panel_and_back(borough: LittleBorough) -> None:
    story = Story(borough)
    assert story.ask().status_code == 303
    line = story.line(0)
    assert line is not None, "it stands on the next agenda at once"
    assert "basis_not_recorded" in line["flags"]
    assert story.ask().status_code == 409, "the panel has it and has not answered"
    assert "Lawful basis missing" in story.case()
    do(borough, told("housing_needs", referral_id=referral_id_of(borough, story.reference)))
    meeting = story.meetings()[0]["id"]
    page = story.coordinator.get(f"/panels/meetings/{meeting}/case/{story.reference}").text
    assert (NAME in page, "Ben Example" in page) == (True, True)
    assert not [told for told in (ABUSER, STREET, "SW19", "strangulation") if told in page]

    refused = story.band(0, result="awarded")
    assert refused.status_code == 422
    assert "Choose the band." in refused.text
    assert WORDS in refused.text, "what was typed is kept"
    put_off = story.band(0, result="deferred", interim_note="With her sister")
    assert put_off.status_code == 303
    assert (story.line(0), story.line(1) is None) == (None, False)
    assert "put off to a later meeting" in story.case()
    days = {"effective_on": "2026-12-01", "review_on": "2027-02-01"}
    assert story.band(1, result="awarded", band="band_2", reason="abuse", **days).status_code == 303
    case = story.case()
    assert "Band 2: urgent" in case
    assert "1 December 2026" in case
    assert WORDS in case


def test_a_band_comes_back_to_the_agenda_on_its_own_and_a_case_that_has_changed_by_its_officer(
    borough: LittleBorough,
) -> None:
    story = Story(borough)
    story.ask("band")
    days = {"effective_on": "2026-12-01", "review_on": "2027-01-25"}
    assert story.band(0, result="awarded", band="band_3", reason="homeless", **days).status_code == 303
    on_agenda = [number for number, meeting in enumerate(story.meetings()) if story.line(number)]
    due = [number for number, each in enumerate(story.meetings()) if each["starts_at"][:10] >= "2027-01-25"]
    assert on_agenda == [0, *due]
    days = {"effective_on": "2027-01-26", "review_on": "2027-06-01"}
    again = story.band(due[0], result="awarded", band="band_2", reason="abuse", **days)
    assert again.status_code == 303
    assert story.line(due[0]) is not None, "it stays where it was looked at"
    assert story.line(due[1]) is None
    assert story.ask("review").status_code == 409, "asked twice on one day"
    borough.clock.set(borough.clock() + timedelta(days=1))
    assert story.ask("review").status_code == 303
    line = story.line(0)
    assert line is not None
    assert "repeat" in line["flags"]


def test_a_program_records_a_band_too_once_for_its_key_and_at_no_other_panel(borough: LittleBorough) -> None:
    story = Story(borough)
    story.ask("band")
    address = f"/panels/api/meetings/{story.meetings()[0]['id']}"
    days = {"effective_on": "2026-12-01", "review_on": "2027-02-01"}
    said = {"result": "awarded", "band": "band_2", "reason": "abuse", "words": WORDS, **days}
    body = {"case_reference": story.reference, "inquorate_reason": "The chair is away.", **said}
    role = Role.PANEL_COORDINATOR
    refused = borough.post(f"{address}/bands", {**body, "band": ""}, role)
    assert (refused.status_code, WORDS in refused.text) == (422, False)
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/band"]
    assert borough.post(f"{address}/decisions", {**body, "decision": "actions_agreed"}, role).status_code == 422
    assert borough.post(f"{address}/bands", body, Role.CASE_OFFICER).status_code == 403
    first = borough.post(f"{address}/bands", body, role, key="band-1")
    assert (first.status_code, first.json()["result"]) == (201, "awarded")
    assert borough.post(f"{address}/bands", body, role, key="band-1").content == first.content
    borough.settle()
    assert "Band 2: urgent" in story.case()
    marac = borough.get("/panels/api/meetings?panel=marac", role).json()
    elsewhere = [f"/panels/api/meetings/{each['id']}/bands" for each in marac]
    assert {borough.post(each, body, role).status_code for each in elsewhere[:3]} <= {404, 409}
