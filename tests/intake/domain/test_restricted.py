"""A place that nobody may find is known by its code alone, whoever types its address and however."""

from collections.abc import Iterable
from typing import Any

import pytest
from pydantic import ValidationError

from services.intake.domain.events.places import PlaceReleased, PlaceRestricted
from services.intake.domain.record_commands import ReleasePlace, RestrictPlace
from services.intake.domain.refusals import CodeTaken
from services.intake.domain.restricted import (
    DECIDER,
    hide,
    hide_request,
    hide_shown,
    release_place,
    restrict_place,
    signs_of,
)
from shared.kernel.refusals import NotFound
from tests.support.builders.intake import NOW, a_document, read
from tests.support.scenario import given

REFUGE = RestrictPlace(
    at=NOW,
    code="R-7",
    place_id="place-1",
    addresses=("9 Hidden Street, SW19 1AA",),
    uprn="000099",
    desk="020 7946 0100",
)
RELEASED = PlaceReleased(code="R-7", place_id="place-1")


def restricted() -> PlaceRestricted:
    (fact,) = given(DECIDER).when(restrict_place, REFUGE).then_facts()
    assert isinstance(fact, PlaceRestricted)
    return fact


def code_of(signs: Iterable[str]) -> str | None:
    return "R-7" if set(signs) & signs_of(REFUGE.addresses, REFUGE.uprn) else None


def test_its_address_stands_under_a_key_of_its_own() -> None:
    fact = restricted()
    assert {each.text.person_id for each in fact.addresses} == {"place-1"}  # type: ignore[attr-defined]  # not sealed yet
    assert "Hidden Street" not in repr(fact) + repr(REFUGE)


def test_a_code_is_one_places_for_ever() -> None:
    given(DECIDER, restricted()).when(restrict_place, REFUGE).then_refused(CodeTaken)
    given(DECIDER, restricted(), RELEASED).when(restrict_place, REFUGE).then_refused(CodeTaken)


def test_it_is_released_once_and_only_if_it_was_restricted() -> None:
    release = ReleasePlace(at=NOW, code="R-7")
    given(DECIDER, restricted()).when(release_place, release).then(RELEASED)
    given(DECIDER, restricted(), RELEASED).when(release_place, release).then_nothing()
    given(DECIDER).when(release_place, release).then_refused(NotFound)


@pytest.mark.parametrize("code", ["refuge", "9 Hidden Street", "R-7; R-8", ""])
def test_a_code_cannot_be_an_address(code: str) -> None:
    with pytest.raises(ValidationError):
        ReleasePlace(at=NOW, code=code)


@pytest.mark.parametrize(
    "location",
    [
        {"address": "9 hidden st", "postcode": "sw19 1aa", "lat": 51.4, "long": -0.2},
        {"address": "Room 4, 9 Hidden St., Wimbledon"},
        {"address": "No 9", "postcode": "SW191AA"},
        {"uprn": "99"},
    ],
)
def test_at_the_door_the_code_takes_the_place_of_everything_that_leads_there(location: dict[str, Any]) -> None:
    kept = hide(read(a_document(location=location)), code_of).location
    assert kept is not None
    assert {name: value for name, value in kept if value is not None} == {"address": "Restricted place R-7"}


def test_peoples_addresses_are_hidden_too_and_other_addresses_stay() -> None:
    people = [
        {"roles": ["victim"], "full_name": "Grace Hall", "address": "Flat 2, 9 Hidden Street, SW19 1AA"},
        {"roles": ["witness"], "address": "11 Hidden Street, SW19 1AA"},
    ]
    reporter = {"full_name": "Grace Hall", "address": "9 Hidden Street SW19 1AA"}
    kept = hide(read(a_document(people=people, reporter=reporter)), code_of)
    assert [person.address for person in kept.people or ()] == ["Restricted place R-7", "11 Hidden Street, SW19 1AA"]
    assert kept.reporter is not None
    assert kept.reporter.address == "Restricted place R-7"
    assert kept.location is not None
    assert kept.location.address == "14 Example Road"


def test_where_nothing_is_restricted_the_document_is_the_same() -> None:
    document = read(a_document())
    assert hide(document, lambda signs: None) is document
    assert hide(document, code_of) is document


def test_what_came_in_before_is_hidden_on_its_way_out() -> None:
    shown = {
        "location": {"address": "9 Hidden Street", "postcode": "SW19 1AA", "uprn": None, "ward": "Wandle"},
        "derived": [{"name": "ward", "value": "Wandle"}],
        "people": [{"address": "9 Hidden Street, SW19 1AA"}, {"address": None}],
        "reporter": None,
    }
    hidden = hide_shown(shown, code_of)
    assert hidden["location"] == {"address": "Restricted place R-7", "postcode": None, "uprn": None, "ward": None}
    assert hidden["derived"] == []
    assert [person["address"] for person in hidden["people"]] == ["Restricted place R-7", None]


def test_a_request_of_another_system_is_told_with_the_code_too() -> None:
    told = {"address": "9 Hidden St", "address_id": "99", "zipcode": "SW19 1AA", "lat": 51.4, "long": -0.2}
    told |= {"status": "open"}
    assert hide_request(told, code_of) == {
        "address": "Restricted place R-7", "address_id": "", "zipcode": "", "lat": None, "long": None, "status": "open",
    }  # fmt: skip
    elsewhere = told | {"address": "11 Hidden St", "address_id": ""}
    assert hide_request(elsewhere, code_of) is elsewhere
