"""Where a postcode lies on a given day, and that nobody guesses."""

from datetime import UTC, date, datetime

import pytest

from services.intake.domain.places import Gazetteer, Known, Placed, Ward, local_day

BEFORE, AFTER = date(2022, 5, 4), date(2022, 5, 5)
SQUARE = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
OLD_ABBEY = Ward("E05000455", "Abbey", date(2002, 5, 2), BEFORE, [SQUARE])
OLD_TRINITY = Ward("E05000473", "Trinity", date(2002, 5, 2), BEFORE, [[(x + 1.0, y) for x, y in SQUARE]])
ABBEY = Ward("E05013810", "Abbey", AFTER)
KNOWN = {
    "SW19 1AA": Known("E09000024", "E05013810", 1.5, 0.5),
    "SW19 1AB": Known("E09000024", "E05013810", 9.0, 9.0),
    "SW19 8ZZ": Known("E09000032"),
}
GAZETTEER = Gazetteer(
    "E09000024", "2025-10", KNOWN, [OLD_ABBEY, OLD_TRINITY, ABBEY], {"E09000024": "Merton", "E09000032": "Wandsworth"}
)


def test_a_postcode_has_the_ward_of_the_day_and_an_old_one_is_found_by_its_outline() -> None:
    assert GAZETTEER.placed("sw191aa", AFTER) == Placed(True, ABBEY, "Merton", "2025-10")
    assert GAZETTEER.placed("SW19 1AA", BEFORE) == Placed(True, OLD_TRINITY, "Merton", "2025-10")


def test_a_ward_whose_name_stays_is_another_ward_by_its_code() -> None:
    assert (OLD_ABBEY.name, OLD_ABBEY.code) != (ABBEY.name, ABBEY.code)
    assert [OLD_ABBEY.stands_on(day) for day in (BEFORE, AFTER)] == [True, False]


@pytest.mark.parametrize(("typed", "day"), [("SW19 1AA", date(2001, 1, 1)), ("SW19 1AB", BEFORE)])
def test_where_no_ward_of_that_day_is_known_none_is_named_and_the_borough_stays(typed: str, day: date) -> None:
    assert GAZETTEER.placed(typed, day) == Placed(True, None, "Merton", "2025-10")


def test_a_neighbours_postcode_is_outside_and_the_neighbour_is_named() -> None:
    assert GAZETTEER.placed("SW19 8ZZ", AFTER) == Placed(False, None, "Wandsworth", "2025-10")


def test_a_district_that_reaches_nowhere_into_the_borough_is_outside() -> None:
    assert GAZETTEER.placed("M1 1AA", AFTER) == Placed(False, None, None, "2025-10")


@pytest.mark.parametrize("typed", ["SW19 9ZZ", "SW19", "", None, "nowhere"])
def test_a_postcode_too_new_half_or_none_is_not_known(typed: str | None) -> None:
    assert GAZETTEER.placed(typed, AFTER) == Placed(None, None, None, "2025-10")


def test_the_day_is_the_one_here() -> None:
    assert local_day(datetime(2022, 5, 4, 23, 30, tzinfo=UTC)) == AFTER
