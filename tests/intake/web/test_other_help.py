"""Help that no rule leads to: what is asked of the directory for each need, and that every need is answered."""

import pytest

from services.intake.web.other_help import NEEDS, SUICIDAL, one, sought, told


@pytest.mark.parametrize("need", NEEDS)
def test_each_need_has_a_kind_of_service_that_answers_to_it(need: str) -> None:
    asked = sought([need], "adult")
    assert asked is not None
    assert asked["about"] == "adult"
    kinds = asked["kinds"]
    (first, *_) = told({"found": {kind: [{"id": "1"}] for kind in kinds}})
    assert first.heading


def test_thoughts_of_ending_ones_life_come_first_and_nothing_is_asked_twice() -> None:
    asked = sought(["mind", SUICIDAL], "child")
    assert asked == {"kinds": ["single_point_of_access", "crisis_line"], "about": "child"}
    assert next(iter(NEEDS)) == SUICIDAL


@pytest.mark.parametrize("needs", [[], ["none"], ["unknown"], ["<script>"]])
def test_where_nothing_is_needed_nobody_is_asked(needs: list[str]) -> None:
    assert sought(needs, "adult") is None


@pytest.mark.parametrize("about", ["", "unknown", "<script>"])
def test_where_nobody_said_whom_it_is_about_both_are_asked_for(about: str) -> None:
    assert sought(["mind"], about) == {"kinds": ["single_point_of_access"]}


def test_without_an_answer_and_of_kinds_nobody_gives_nothing_is_shown() -> None:
    assert told(None) == told({"found": {"crisis_line": []}}) == []
    assert one({"_about": []}, "_about") == one({}, "_about") == ""
