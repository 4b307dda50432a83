"""One house is known however its address is typed, and two houses are never one."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.domain.addresses import building_signs, house, place_sign, postcode_in
from services.intake.domain.values import postcode

SPELT = [(" ROAD", " Rd."), (" STREET", " St"), (" AVENUE", " Ave"), ("FLAT ", "Apt "), (" GARDENS", " Gdns")]


def sign(address: str, typed: str = "SW19 1AA") -> str | None:
    return place_sign(house(address, typed))


@pytest.mark.parametrize(
    "typed",
    [
        "14 example road", "14, Example Rd.", "14 EXAMPLE ROAD, Wimbledon, London SW19 1AA", "No. 14 Example Rd",
        "number 14",
    ],
)  # fmt: skip
def test_a_house_is_the_same_however_it_is_typed(typed: str) -> None:
    assert sign(typed) == sign("14 Example Road")


def test_a_flat_is_the_same_before_and_behind_its_house_and_not_the_house() -> None:
    assert sign("Flat 3, 14 Example Road") == sign("14 Example Rd, flat 3") == sign("Apt 3 14 example road")
    assert sign("Flat 3, 14 Example Road") not in (sign("14 Example Road"), sign("Flat 4, 14 Example Road"))


@pytest.mark.parametrize("other", ["15 Example Road", "14A Example Road", "14-16 Example Road", "The Oaks"])
def test_another_house_is_another(other: str) -> None:
    assert sign(other) != sign("14 Example Road")


def test_a_house_without_a_number_is_known_by_its_name() -> None:
    assert sign("The Oaks, Church Lane") == sign("the oaks") == "SW19 1AA|THE OAKS|"


@pytest.mark.parametrize(("address", "typed"), [("14 Example Road", ""), ("14 Example Road", "SW19"), ("", "SW19 1AA")])
def test_without_a_whole_postcode_and_a_house_there_is_no_place(address: str, typed: str) -> None:
    assert sign(address, typed) is None


def test_a_building_is_known_with_all_its_flats_by_postcode_and_by_street() -> None:
    whole = building_signs(house("9 Hidden Street", "SW19 1AA"))
    assert whole == ("SW19 1AA|9", "9|HIDDEN STREET")
    assert set(building_signs(house("Room 4, 9 Hidden St, Wimbledon"))) & set(whole)
    assert not building_signs(house(None, "SW19 1AA"))


def test_the_last_postcode_in_an_address_is_its_own() -> None:
    assert postcode_in("Flat 1, 2 High Street, near CR4 3AA, London sw19 1aa") == "SW19 1AA"
    assert postcode_in("14 Example Road") is None


@settings(max_examples=60)
@given(
    st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True), st.sampled_from([str.lower, str.upper])
)
def test_a_postcode_found_in_an_address_is_the_one_typed_by_itself(typed: str, written: object) -> None:
    assert callable(written)
    assert postcode_in(f"14 Example Road, {written(typed)}") == postcode(typed)


@settings(max_examples=100)
@given(st.text(max_size=60), st.text(max_size=10))
def test_whatever_is_typed_has_a_sign_or_none_and_never_fails(address: str, typed: str) -> None:
    of = house(address, typed)
    assert (place_sign(of) is None) or of.postcode is not None


def test_real_addresses_typed_another_way_are_the_same_places(datasets: Path) -> None:
    """Abbreviated, in small letters, with commas and the postcode at the end instead of beside."""
    with (datasets / "uk-addresses" / "fhrs_business_addresses.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if postcode(row["postcode"])][:1500]
    chance, differ, numbered = random.Random(5), 0, 0
    for row in rows:
        plain = house(row["address_concat"], row["postcode"])
        if not plain.number:
            continue
        numbered += 1
        text = row["address_concat"]
        for whole, short in SPELT:
            text = text.replace(whole, short) if chance.random() < 0.5 else text
        typed = house(f"{text.lower()},  {row['postcode'].replace(' ', '').lower()}")
        differ += place_sign(typed) != place_sign(plain)
    assert numbered > 500
    assert differ / numbered < 0.01
