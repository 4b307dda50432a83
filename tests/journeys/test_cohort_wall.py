"""A cohort behind its panel's wall: who sees it, what is written where, what is shown in numbers, what is forgotten.

That no page of anybody else changes by it is looked at in `test_other_processes`, where every page is read anyway.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.panels.domain.events import CohortNoted
from shared.access.roles import Role
from tests.support.builders.access import PASSWORD
from tests.support.builders.borough import LittleBorough
from tests.support.builders.web import PAGE, TestClient, csrf_of

pytestmark = pytest.mark.slow

NAME = "Carl Example"
STANDING = {
    "on": "2026-11-20",
    "status": "unlawfully_at_large",
    "track": "statutory",
    "grade": "red",
    "reasons": "breach",
    "lead": "iom_probation",
    "review_on": "2026-12-18",
}


class Behind:
    """A borough in which somebody was entered."""

    def __init__(self, borough: LittleBorough) -> None:
        self.borough = borough
        self.log = borough.built.services["panels"].store
        self.coordinator = self.somebody(Role.PANEL_COORDINATOR, "iom")
        borough.settle()
        published = self.published()
        with capture_logs() as lines:
            self.answer = self.send("/panels/cohort/new", name=NAME, **STANDING)
            borough.settle()
        self.entry = self.answer.headers["location"].rpartition("/")[2]
        self.lines, self.left = lines, self.published() - published

    def somebody(self, role: Role, agency: str | None) -> TestClient:
        name = f"{role.value}-{agency}@example"
        self.borough.built.access.accounts.open(name, "Jo Okafor", role, agency=agency, password=PASSWORD)
        browser = TestClient(self.borough.app, follow_redirects=False, headers=PAGE, base_url="https://testserver")
        assert browser.post("/sign-in", data={"sign_in_name": name, "password": PASSWORD}).status_code == 303
        return browser

    def send(self, address: str, **form: str) -> Any:
        return self.coordinator.post(address, data={**form, "csrf": csrf_of(self.borough.app, self.coordinator)})

    def published(self) -> int:
        """How much any other service has taken in: what panels publishes, and what was sent."""
        others = ("intake", "triage", "notifications")
        return sum(self.borough.built.services[name].store.head() for name in others)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    borough = LittleBorough(tmp_path_factory.mktemp("behind") / "data")
    yield Behind(borough)
    borough.close()


def test_its_panel_and_its_coordinator_see_it_and_whoever_sits_elsewhere_does_not(behind: Behind) -> None:
    assert behind.answer.status_code == 303
    member, police = behind.somebody(Role.AGENCY_MEMBER, "iom_police"), behind.somebody(Role.AGENCY_MEMBER, "police")
    other = behind.somebody(Role.PANEL_CHAIR, "community_safety")
    sheet = f"/panels/cohort/{behind.entry}"
    assert NAME in member.get(sheet).text
    assert "Note how they stand" not in member.get(sheet).text, "who only sits on it writes nothing"
    for outside in (police, other):
        assert [outside.get(at).status_code for at in ("/panels/cohort", sheet, "/panels/cohort/profile")] == [404] * 3


def test_whoever_steers_it_steers_no_other_and_learns_nothing_of_them(behind: Behind) -> None:
    usual = behind.somebody(Role.PANEL_COORDINATOR, "community_safety")
    chair = behind.somebody(Role.PANEL_CHAIR, "iom")
    listed = {each["panel"]: each for each in usual.get("/panels/api/meetings").json()}
    assert listed.keys() == {"marac", "cmarac", "housing_needs"}
    for meeting in listed.values():
        at = f"/panels/meetings/{meeting['id']}"
        addresses = (at, f"{at}/attendance", f"{at}/minutes", f"/panels/api/meetings/{meeting['id']}/agenda")
        for somebody in (behind.coordinator, chair):
            assert [somebody.get(address).status_code for address in addresses] == [404] * 4
        assert usual.get(at).status_code == 200, "and it is there"
    for somebody in (behind.coordinator, chair):
        assert {each["panel"] for each in somebody.get("/panels/api/meetings").json()} == {"offenders_iom"}
        page = somebody.get("/panels").text
        assert "MARAC" not in page
        assert "Housing needs" not in page


def test_it_stands_on_its_boards_own_list_and_on_no_agenda(behind: Behind) -> None:
    (meeting, *_) = behind.coordinator.get("/panels/api/meetings?panel=offenders_iom&from=2026-11-24").json()
    there = behind.coordinator.get(f"/panels/meetings/{meeting['id']}")
    assert there.status_code == 303
    assert NAME in behind.coordinator.get(there.headers["location"]).text
    agenda = behind.coordinator.get(f"/panels/api/meetings/{meeting['id']}/agenda").json()
    assert not [item for section in agenda["sections"] for item in section["items"]]
    elsewhere = behind.borough.post(f"/panels/api/meetings/{meeting['id']}/circulate", {}, Role.PANEL_COORDINATOR)
    assert elsewhere.status_code == 404


def test_its_meeting_does_not_exist_for_anybody_else(behind: Behind) -> None:
    (meeting, *_) = behind.coordinator.get("/panels/api/meetings?panel=offenders_iom&from=2026-11-24").json()
    there = f"/panels/meetings/{meeting['id']}"
    addresses = (there, f"{there}/minutes", f"{there}/attendance", f"/panels/api/meetings/{meeting['id']}/agenda")
    answers = {(at, role): behind.borough.get(at, role).status_code for at in addresses for role in Role}
    assert {at: status for at, status in answers.items() if status != 404} == {}
    listed = behind.borough.get("/panels/api/meetings", Role.PANEL_COORDINATOR).json()
    assert "offenders_iom" not in {each["panel"] for each in listed}
    refused = behind.borough.get("/panels/api/meetings?panel=offenders_iom", Role.PANEL_COORDINATOR)
    assert refused.status_code == 422


def test_the_log_holds_it_about_nobody_and_it_leaves_in_no_message(behind: Behind) -> None:
    noted = [each for each in behind.log.page(0, 10_000) if isinstance(each.fact, CohortNoted)]
    assert {each.about for each in noted} == {()}
    row = repr([(each.stream, each.fact, each.metadata) for each in noted])
    assert not [told for told in (NAME, "unlawfully_at_large", "breach", "statutory") if told in row]
    assert behind.left == 0


def test_no_line_of_the_log_files_tells_it(behind: Behind) -> None:
    assert behind.lines
    text = repr(behind.lines)
    assert not [word for word in (NAME, behind.entry, "unlawfully", "cohort-") if word in text]


def test_the_profile_shows_no_number_that_points_at_somebody(behind: Behind) -> None:
    page = behind.coordinator.get("/panels/cohort/profile").text
    numbers = re.findall(r'summary-list__value">(?:<[^>]*>)?([^<]*)<', page)
    assert "too few to show" in numbers
    assert not {"1", "2", "3", "4"} & set(numbers)


def test_what_is_typed_wrongly_is_kept_and_said_and_who_leaves_is_on_no_list(behind: Behind) -> None:
    refused = behind.send("/panels/cohort/new", name="Dan Example", **{**STANDING, "review_on": "2027-12-01"})
    assert refused.status_code == 422
    assert "Dan Example" in refused.text
    assert "at most 35 days" in refused.text
    entry = behind.send("/panels/cohort/new", name="Dan Example", **STANDING).headers["location"]
    behind.borough.settle()
    assert behind.send(f"{entry}/standing", **{**STANDING, "on": "2026-11-23", "grade": "green"}).status_code == 303
    assert behind.send(f"{entry}/left", left_on="2026-11-23", exit="").status_code == 422
    assert behind.send(f"{entry}/left", left_on="2026-11-23", exit="moved_area").status_code == 303
    behind.borough.settle()
    assert "Left 23 November 2026" in behind.coordinator.get("/panels/cohort").text
    assert behind.send(f"{entry}/standing", **STANDING).status_code == 409


def test_forgetting_whom_it_is_about_leaves_nothing_of_it(behind: Behind) -> None:
    entry = behind.send("/panels/cohort/new", name="Eve Example", **STANDING).headers["location"]
    behind.borough.settle()
    facts = [each.fact for each in behind.log.page(0, 10_000) if isinstance(each.fact, CohortNoted)]
    behind.borough.built.ground.keyring.destroy(facts[-1].told.p)
    assert behind.coordinator.get(entry).status_code == 404
    assert "Eve Example" not in behind.coordinator.get("/panels/cohort").text
