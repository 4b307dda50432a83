"""One spoken question may answer several facts: one no answers all, hesitation is no no, and the wording is kept."""

import pytest

from services.intake.web.spoken import (
    CARE,
    DANGER,
    HARM,
    SAFETY,
    SCRIPT,
    askings,
    resolved,
    spoken_for,
    which_is_open,
)
from shared.contracts.vocabulary import VOCABULARY

SCREENS = (DANGER, HARM, CARE)


def facts(typed: dict[str, list[str]]) -> dict[str, str]:
    return {name.removeprefix("facts."): value[0] for name, value in resolved(typed).items() if "facts." in name}


def test_the_safety_screen_is_three_spoken_questions() -> None:
    assert sorted(name for spoken in SCREENS for name in spoken.together) == sorted(SAFETY)
    assert len(SCRIPT) == 6
    assert SCRIPT[0] is DANGER


@pytest.mark.parametrize("spoken", SCREENS, ids=lambda spoken: spoken.slug)
@pytest.mark.parametrize("said", ["no", "unknown"])
def test_one_answer_stands_for_all_that_were_not_answered_by_themselves(spoken: object, said: str) -> None:
    assert isinstance(spoken, type(DANGER))
    first, *others = spoken.together
    assert facts({spoken.all_name: [said]}) == dict.fromkeys(spoken.together, said)
    alone = facts({spoken.all_name: [said], f"facts.{first}": ["yes"]})
    assert alone == {first: "yes", **dict.fromkeys(others, said)}


def test_a_yes_without_saying_which_sends_to_999_where_it_was_danger_and_elsewhere_is_asked_again() -> None:
    assert facts({DANGER.all_name: ["yes"]}) == {"immediate_danger": "yes"}
    assert which_is_open({DANGER.all_name: ["yes"]}) == []
    assert facts({HARM.all_name: ["yes"]}) == {}
    assert which_is_open({HARM.all_name: ["yes"]}) == [HARM]
    said = {HARM.all_name: ["yes"], "facts.hate_motive": ["yes"]}
    assert facts(said) == {"hate_motive": "yes"}
    assert which_is_open(said) == []


def test_a_weapon_named_after_a_yes_says_nothing_else() -> None:
    assert facts({DANGER.all_name: ["yes"], "facts.weapon_present_now": ["yes"]}) == {"weapon_present_now": "yes"}


def test_what_nobody_asked_stays_unknown() -> None:
    assert facts({}) == {}
    assert facts({DANGER.all_name: []}) == {}


def test_each_answer_names_the_question_and_wording_that_brought_it() -> None:
    brought = askings(
        {"immediate_danger": "no", "weapon_present_now": "unknown", "persistent": "yes", "suicidal": "no"}
    )
    assert brought == [
        {"question": "call.danger", "wording": 1, "facts": ["immediate_danger", "weapon_present_now"]},
        {"question": "call.what", "wording": 1, "facts": ["persistent"]},
    ]


def test_every_answer_a_question_brings_exists_and_is_brought_by_one_question_alone() -> None:
    names = [name for spoken in SCRIPT for name in spoken.answers]
    assert set(names) <= set(VOCABULARY.answers)
    assert len(names) == len(set(names))


def test_what_is_open_is_asked_in_the_fewest_questions() -> None:
    assert spoken_for(["hate_motive", "suicidal", "domestic_abuse"]) == [HARM, "suicidal"]
