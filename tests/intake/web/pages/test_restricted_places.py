"""Refuges and safe houses: two roles keep their addresses, and everybody else meets a code wherever they are typed."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from services.intake.domain.events.places import PlaceReleased, PlaceRestricted
from shared.access.roles import Role
from shared.kernel.personal import Place
from tests.support.builders.intake_pages import Browser, FrontDesk

pytestmark = pytest.mark.slow

ADDRESS = "/intake/restricted-places"
REFUGE = {"code": "R-7", "addresses": "9 Hidden Street, SW19 1AA\nHidden House, SW19 1AA", "desk": "020 7946 0100"}
THERE: dict[str, Any] = {"address": "Room 4, 9 hidden st", "postcode": "sw19 1aa", "ward": None}


def restrict(desk: FrontDesk, changes: Mapping[str, str] = {}) -> Browser:
    manager = desk.officer(Role.SERVICE_MANAGER)
    manager.open(ADDRESS)
    manager.send(ADDRESS, {**REFUGE, **changes})
    desk.service.views.catch_up()
    return manager


def facts(desk: FrontDesk, kind: type[Any]) -> list[Any]:
    return [each.fact for each in desk.recorded() if isinstance(each.fact, kind)]


def test_the_list_shows_codes_and_opening_an_address_is_recorded_first(desk: FrontDesk) -> None:
    manager = restrict(desk)
    assert "R-7" in manager.text
    assert ">Triage queue</a>" in re.sub(r"\s*\n\s*", "", manager.text)  # the bar is the bar, whatever the page lists
    assert "Hidden" not in manager.text.replace("govuk-visually-hidden", "")
    assert len(facts(desk, PlaceRestricted)) == 1
    manager.send(f"{ADDRESS}/R-7", {})
    assert "9 Hidden Street, SW19 1AA" in manager.text
    assert desk.viewed() == [("place-R-7", "address of a restricted place")]


def test_what_is_typed_from_then_on_is_kept_as_the_code_and_nowhere_as_the_address(desk: FrontDesk) -> None:
    restrict(desk)
    person = {"roles": ["victim"], "full_name": "Grace Hall", "address": "9 Hidden Street SW19 1AA"}
    reference = desk.refer(location=THERE, people=[person])
    (fact,) = desk.submitted()
    assert desk.ground.keyring.open(fact.location.address, Place) == "Restricted place R-7"
    assert fact.location.postcode is None
    assert fact.derived == ()
    answer = desk.get(f"/intake/api/referrals/{reference}")
    assert "hidden st" not in answer.text.lower()
    assert {one["address"] for one in answer.json()["people"]} <= {"Restricted place R-7", None}


def test_what_was_typed_before_is_shown_as_the_code_to_everybody(desk: FrontDesk) -> None:
    reference = desk.refer(agency="met_police", role=Role.IDVA, location=THERE)
    before = desk.get(f"/intake/api/referrals/{reference}").json()
    assert before["location"]["address"] == "Room 4, 9 hidden st"
    assert {each["value"] for each in before["derived"]} >= {"Wandle"}
    restrict(desk)
    after = desk.officer(name="Ann Fox").open(f"/intake/referrals/{reference}")
    assert "hidden st" not in after
    assert "Wandle" not in after
    assert "Restricted place R-7" in after
    for role, agency in ((Role.IDVA, "met_police"), (Role.CONTACT_CENTRE, None)):
        assert "hidden st" not in desk.get(f"/intake/api/referrals/{reference}", role, agency).text


def test_released_it_is_an_address_again_and_its_code_is_not_given_again(desk: FrontDesk) -> None:
    manager = restrict(desk)
    manager.send(f"{ADDRESS}/R-7/released", {})
    assert len(facts(desk, PlaceReleased)) == 1
    assert "No place is restricted" in manager.text
    manager.send(ADDRESS, REFUGE)
    assert manager.status == 422
    assert "Choose another, such as the next number" in manager.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "9 Hidden Street"}, "code"),
        ({"code": ""}, "code"),
        ({"addresses": ""}, "addresses"),
        ({"addresses": "somewhere, London"}, "addresses"),
        ({"addresses": "\n".join("9 High Street SW19 1AA" for _ in range(11))}, "addresses"),
        ({"uprn": "12 34"}, "uprn"),
        ({"desk": "x" * 201}, "desk"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    desk: FrontDesk, changes: dict[str, str], field: str
) -> None:
    manager = restrict(desk, changes)
    assert manager.status == 422
    assert f'href="#{field}"' in manager.text
    assert facts(desk, PlaceRestricted) == []


def test_for_everybody_else_there_is_no_such_page(desk: FrontDesk) -> None:
    restrict(desk)
    for role in (Role.CONTACT_CENTRE, Role.TRIAGE_OFFICER, Role.AUDITOR, Role.IDVA):
        program = desk.program(role, "police")
        assert program.get(ADDRESS).status_code == 404
        assert program.post(f"{ADDRESS}/R-7").status_code == 404
    assert desk.viewed() == []


def test_the_address_stands_in_no_file_in_clear(desk: FrontDesk) -> None:
    restrict(desk)
    desk.refer(location=THERE)
    folder = desk.ground.settings.data
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
    assert b"place_restricted" in files
    assert b"hidden street" not in files
    assert b"hidden st" not in files
