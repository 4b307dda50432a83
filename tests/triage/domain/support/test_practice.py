"""Practice and law of support ship sound, and a file that is not is refused with what to do."""

import tomllib
from typing import Any

import pytest

from services.triage.adapters.law_files import LAW
from services.triage.domain.asb.law import LawProblem
from services.triage.domain.support.practice import RECOURSE_CODES, housing_law_from, support_practice_from
from tests.support.builders.support import the_housing_law, the_practice

SHIPPED = tomllib.loads((LAW / "support" / "2022-05-05.toml").read_text("utf-8"))


def test_what_ships_names_ours_among_all_boroughs_of_london() -> None:
    practice = the_practice().on(SHIPPED["effective_from"])
    assert practice is not None
    assert (len(practice.boroughs), len(practice.wards), practice.borough) == (33, 20, "Merton")
    assert the_housing_law().on(SHIPPED["effective_from"]) is not None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"borough": "Atlantis"}, "our own borough is not among"),
        ({"wards": ["Abbey", "Abbey"]}, "a name stands twice"),
        ({"recourse": dict.fromkeys(RECOURSE_CODES[:2], "x")}, "nothing is said of recourse for otherwise"),
        ({"caseload": {"open_least": 90, "open_most": 80, "new_in_twelve_months": 100}}, "more than the most"),
        ({"address": "9 High Street"}, "address"),
    ],
)
def test_a_practice_that_is_not_sound_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(LawProblem, match=says):
        support_practice_from(SHIPPED | changes)


def test_a_law_that_does_not_say_whether_abuse_is_enough_is_refused() -> None:
    members = {"version": "v", "effective_from": SHIPPED["effective_from"], "says": "x", "law": "y"}
    with pytest.raises(LawProblem, match="abuse_is_enough"):
        housing_law_from(members)
