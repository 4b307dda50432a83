"""Where it is reported most: wards as said or worked out, small numbers and domestic abuse left out."""

import pytest

from tests.support.builders.intake_pages import FrontDesk

pytestmark = pytest.mark.slow


def test_wards_stand_with_the_most_first_and_small_numbers_are_hidden(desk: FrontDesk) -> None:
    for _ in range(6):
        desk.refer(location={"postcode": "SW19 1AA"}, people=[])
    desk.refer(location={"ward": "Abbey"}, people=[])
    desk.refer(location=None, people=[])
    text = desk.officer().open("/intake/wards")
    rows = text.partition("<tbody")[2]
    assert rows.index("Wandle") < rows.index("Abbey")
    assert ">6</td>" in rows
    assert ">1</td>" not in rows
    assert "fewer than 5" in rows
    assert "Ward not known: fewer than 5." in text
    assert "Contains OS data" in text


def test_domestic_abuse_and_restricted_places_are_not_counted(desk: FrontDesk) -> None:
    desk.refer(kind="domestic_abuse", category=None, location={"postcode": "SW19 1AA"}, people=[])
    desk.refer(location={"address": "Restricted place R-7"}, people=[])
    assert "Wandle" not in desk.officer().open("/intake/wards")


def test_before_anything_came_in_the_page_says_so(desk: FrontDesk) -> None:
    assert "No report since then" in desk.officer().open("/intake/wards")
