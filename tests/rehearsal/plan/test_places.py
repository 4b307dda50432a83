"""The invented borough holds together: one street, one ward; neighbours share a postcode; nobody's home is doubled."""

import re
from collections import Counter, defaultdict
from random import Random

import pytest

from services.rehearsal.plan.names import BUSIER_WARDS, STREETS, WARDS
from services.rehearsal.plan.places import Home, somewhere_in
from tests.support.builders.rehearsal import a_plan

HOMES = [Home(street, number, None) for street in STREETS for number in range(1, 181)]


def test_every_ward_has_streets_and_every_street_one_ward() -> None:
    assert {Home(street, 1, None).ward for street in STREETS} == set(WARDS)
    assert len(set(STREETS)) == len(STREETS)
    assert set(BUSIER_WARDS) <= set(WARDS)


def test_a_postcode_belongs_to_one_street_and_could_be_none_that_was_given_out() -> None:
    streets = defaultdict(set)
    for home in HOMES:
        streets[home.postcode].add(home.street)
        assert re.fullmatch(r"(SW19|CR4|SM4) 0[A-Z]{2}", home.postcode)
    assert {len(found) for found in streets.values()} == {1}
    assert max(Counter(home.postcode for home in HOMES).values()) <= 30


@pytest.mark.parametrize("ward", WARDS)
def test_somewhere_in_a_ward_lies_in_it(ward: str) -> None:
    random = Random(ward)
    assert {somewhere_in(ward, random).ward for _ in range(50)} == {ward}


def test_next_door_is_the_next_flat_or_the_next_house_of_that_side() -> None:
    assert Home("Tallow Court", 14, 3).next_door.address == "Flat 4, 14 Tallow Court"
    assert Home("Tallow Court", 14, None).next_door.address == "12 Tallow Court"
    assert Home("Tallow Court", 1, None).next_door.address == "3 Tallow Court"


def test_no_two_referrals_of_the_year_share_a_home_unless_the_household_came_back() -> None:
    plan = a_plan()
    homes = Counter(referral.document["location"]["address"] for referral, _ in plan.reports)
    households = {hearing.household.home.address: hearing.household.victim for _, hearing in plan.hearings}
    assert not homes.keys() & households.keys()
    inside = {address: count for address, count in homes.items() if not address.startswith("Outside")}
    assert set(inside.values()) == {1}
    assert max(homes.values()) <= 3
