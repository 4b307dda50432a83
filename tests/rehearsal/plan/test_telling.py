"""What is said agrees with who is who, with the answers, and with whoever says it."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from services.rehearsal.plan.telling import Teller
from services.rehearsal.plan.words import abuse
from tests.support.builders.rehearsal import a_plan

HEARINGS = a_plan().hearings
WOMAN = next(hearing.household for _, hearing in HEARINGS if hearing.household.victim.woman)
MAN = next(hearing.household for _, hearing in HEARINGS if not hearing.household.victim.woman)
LINES = (abuse.ACCOUNTS, abuse.SELF_ACCOUNTS, abuse.JUDGEMENT_REASONS)


def all_told(household: Any, agency: str | None, **answers: str) -> set[str]:
    return {
        Teller(household, agency, answers, Random(number)).tell(lines)
        for lines in (LINES if agency else (abuse.SELF_ACCOUNTS,))
        for number in range(80)
    }


def test_a_woman_is_called_she_and_a_man_he() -> None:
    of_a_man = " ".join(all_told(replace(MAN, relation="together"), "hospital"))
    assert "that his account did not explain" in of_a_man
    assert "Alone with the nurse he told us more" in of_a_man
    of_a_woman = " ".join(all_told(replace(WOMAN, relation="together"), "hospital"))
    assert "that her account did not explain" in of_a_woman


@pytest.mark.parametrize("relation", ["together", "apart", "son"])
@pytest.mark.parametrize("agency", ["police", "hospital", "housing", "childrens_social_care", "probation", None])
def test_there_is_something_to_say_for_everybody(relation: Any, agency: str | None) -> None:
    told = all_told(replace(WOMAN, relation=relation), agency)
    assert told
    assert not [text for text in told if "{" in text]


def test_children_are_spoken_of_only_where_there_are_any() -> None:
    told = all_told(replace(WOMAN, relation="apart", children=[]), "police")
    assert not [text for text in told if "child" in text.lower()]


def test_following_is_spoken_of_only_where_stalking_was_said() -> None:
    apart = replace(WOMAN, relation="apart")
    assert not [text for text in all_told(apart, "police", stalking="no") if "followed" in text]
    assert [text for text in all_told(apart, "police", stalking="yes") if "followed" in text]


def test_officers_attend_only_where_police_refer() -> None:
    assert not [text for text in all_told(WOMAN, "housing") if "Officers" in text]


def test_nobody_bears_a_child_who_could_not() -> None:
    for referral, hearing in HEARINGS:
        if referral.document["facts"]["pregnancy_or_new_baby"] == "yes":
            assert hearing.household.victim.woman or hearing.household.children
        apart = hearing.household.relation == "apart"
        assert (referral.document["facts"]["separation_last_year"] == "yes") == apart
