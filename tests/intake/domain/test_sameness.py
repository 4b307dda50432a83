"""Two records of people: a person decides, the machine suggests, and what was decided can be undone."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.intake.domain.events.sameness import PeopleMerged, PeopleToldApart, PeopleUnmerged, SamePersonSuggested
from services.intake.domain.record_commands import MergePeople, SuggestSamePerson, TellPeopleApart, UnmergePeople
from services.intake.domain.refusals import (
    MergedNow,
    NotMerged,
    OpposedElsewhere,
    OpposedInOneReferral,
    ToldApartBefore,
)
from services.intake.domain.sameness import (
    DECIDER,
    Merged,
    ToldApart,
    merge_people,
    suggest_same_person,
    tell_people_apart,
    unmerge_people,
)
from shared.kernel.messages import Fact
from shared.kernel.refusals import Refusal
from tests.support.builders.intake import NOW
from tests.support.scenario import given

PAIR: dict[str, Any] = {"one_id": "person-2", "other_id": "person-1"}
STORED: dict[str, Any] = {"one_id": "person-1", "other_id": "person-2"}
SUGGESTED = SamePersonSuggested(**STORED, score=12, because=("name", "birth"), matcher="m")
MERGED = PeopleMerged(**STORED, because="same_details", words=None)
UNMERGED = PeopleUnmerged(**STORED, because="mistake", words=None)
APART = PeopleToldApart(**STORED, because="relatives", words=None)


def suggest() -> SuggestSamePerson:
    return SuggestSamePerson(at=NOW, **PAIR, score=12, because=("name", "birth"), matcher="m")


def merge(**changes: Any) -> MergePeople:
    return MergePeople(at=NOW, **PAIR, because="same_details", **changes)


def test_a_suggestion_is_made_once_whichever_is_named_first() -> None:
    given(DECIDER).when(suggest_same_person, suggest()).then(SUGGESTED)
    given(DECIDER, SUGGESTED).when(suggest_same_person, suggest()).then_nothing()


@pytest.mark.parametrize("decided", [(MERGED,), (APART,), (MERGED, UNMERGED)])
def test_the_machine_suggests_nothing_against_what_somebody_decided(decided: tuple[Fact, ...]) -> None:
    given(DECIDER, SUGGESTED, *decided).when(suggest_same_person, suggest()).then_nothing()


def test_merged_unmerged_and_merged_again() -> None:
    given(DECIDER, SUGGESTED).when(merge_people, merge()).then(MERGED)
    given(DECIDER, MERGED).when(merge_people, merge()).then_nothing()
    undo = UnmergePeople(at=NOW, **PAIR, because="mistake")
    given(DECIDER, MERGED).when(unmerge_people, undo).then(UNMERGED)
    given(DECIDER, MERGED, UNMERGED).when(unmerge_people, undo).then_refused(NotMerged)
    given(DECIDER, MERGED, UNMERGED).when(merge_people, merge()).then(MERGED)


def test_told_apart_is_remembered_and_not_said_of_what_is_merged() -> None:
    apart = TellPeopleApart(at=NOW, **PAIR, because="relatives")
    given(DECIDER, SUGGESTED).when(tell_people_apart, apart).then(APART)
    given(DECIDER, APART).when(tell_people_apart, apart).then_nothing()
    given(DECIDER, MERGED).when(tell_people_apart, apart).then_refused(MergedNow)


def test_whoever_told_them_apart_may_be_corrected_by_a_person() -> None:
    given(DECIDER, APART).when(merge_people, merge()).then(MERGED)


def test_who_does_harm_and_who_suffers_it_in_one_referral_are_never_one_person() -> None:
    merging = merge(opposed="in_one_referral", parts_checked=True)
    given(DECIDER, SUGGESTED).when(merge_people, merging).then_refused(OpposedInOneReferral)


def test_in_two_referrals_somebody_has_to_say_that_they_checked() -> None:
    given(DECIDER).when(merge_people, merge(opposed="elsewhere")).then_refused(OpposedElsewhere)
    given(DECIDER).when(merge_people, merge(opposed="elsewhere", parts_checked=True)).then(MERGED)


def test_nobody_becomes_one_with_somebody_told_apart_by_way_of_a_third() -> None:
    given(DECIDER).when(merge_people, merge(told_apart_within=True)).then_refused(ToldApartBefore)


def test_words_stand_under_a_key_and_never_in_a_printed_command() -> None:
    (fact,) = given(DECIDER).when(merge_people, merge(words="Both live at number 9.")).then_facts()
    assert isinstance(fact, PeopleMerged)
    assert fact.words is not None
    assert "number 9" not in repr(fact) + repr(merge(words="Both live at number 9."))


_STEPS: dict[str, Any] = {
    "suggest": (suggest_same_person, suggest()),
    "merge": (merge_people, merge()),
    "merge opposed": (merge_people, merge(opposed="in_one_referral")),
    "unmerge": (unmerge_people, UnmergePeople(at=NOW, **PAIR, because="mistake")),
    "apart": (tell_people_apart, TellPeopleApart(at=NOW, **PAIR, because="relatives")),
}


@settings(max_examples=150)
@for_all(st.lists(st.sampled_from(sorted(_STEPS)), max_size=12))
def test_whatever_is_asked_in_whatever_order_only_a_persons_last_word_stands(asked: list[str]) -> None:
    state, facts, expected = DECIDER.initial, list[Fact](), "nothing"
    for name in asked:
        decide, command = _STEPS[name]
        try:
            new = list(decide(command, state))
        except Refusal:
            new = []
        facts += new
        for fact in new:
            state = DECIDER.evolve(state, fact)
        if name == "merge":
            expected = "merged"
        elif name == "unmerge" and expected == "merged":
            expected = "nothing"
        elif name == "apart" and expected != "merged":
            expected = "apart"
    assert {"merged": Merged, "apart": ToldApart}.get(expected, type(state)) is type(state)
    assert isinstance(state, Merged) == (expected == "merged")
    assert DECIDER.fold(facts) == state
    assert sum(isinstance(fact, SamePersonSuggested) for fact in facts) <= 1
