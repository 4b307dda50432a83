"""What is said of a place while somebody speaks: where it lies, whose it is, how often it was reported."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.intake.adapters.open_data import gazetteer, landlords
from services.intake.read_models import people
from services.intake.web.place import Places, PlaceTold
from tests.support.builders.intake import LittleIntake


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[LittleIntake]:
    running = LittleIntake(tmp_path)
    running.follow(people.view(running.keyring, running.keyring))
    yield running
    running.close()


def told(intake: LittleIntake, **document: Any) -> PlaceTold:
    places = Places(gazetteer(), landlords(), intake.views, intake.keyring, intake.clock, lambda signs: None)
    return places.told(document)


@pytest.mark.parametrize(
    ("postcode", "says"),
    [
        ("sw191aa", "Ward Wandle"),
        ("SM1 1AA", "Outside this borough"),
        ("SW19 9ZZ", "Not known whether this postcode is in the borough: ask"),
        ("SW19", "Not known whether this postcode is in the borough: ask"),
        ("", ""),
    ],
)
def test_where_it_lies_is_said_in_words(intake: LittleIntake, postcode: str, says: str) -> None:
    assert told(intake, location={"postcode": postcode}).where == says


def test_earlier_reports_are_counted_by_the_nearest_sign_that_is_given(intake: LittleIntake) -> None:
    for month in ("07", "10"):
        intake.receive(received_at=f"2026-{month}-02T10:00:00Z", reporter={"phone": "07700 900321"})
    intake.receive(received_at="2026-01-02T10:00:00Z")
    said = told(
        intake,
        location={"address": "14 example rd", "postcode": "sw191aa"},
        reporter={"phone": "+44 7700 900321"},
        facts={"landlord": "L&Q"},
    )
    assert said.same_place == "Same place: 2 reports since July"
    assert said.same_phone == "Same phone: 2 reports since July"
    assert said.landlord == "London & Quadrant Housing Trust"
    assert told(intake, location={"uprn": "12345678"}).same_place == "Same place: 2 reports since July"
    assert told(intake, location={"postcode": "SW19 1AA"}).same_place == "Same postcode: 2 reports since July"


def test_of_what_was_not_said_yet_nothing_is_said(intake: LittleIntake) -> None:
    intake.receive()
    said = told(intake)
    assert (said.where, said.same_place, said.same_phone, said.landlord) == ("", "", "", "")
