"""A lesson names nobody; an action has an owner and a day, and comes to one end."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.adapters.law_files import load_lessons
from services.triage.domain.lessons.commands import AgreeLessonAction, EndLessonAction, RecordLesson
from services.triage.domain.lessons.events import LessonActionAgreed, LessonRecorded
from services.triage.domain.lessons.lesson import (
    LESSON,
    agree_lesson_action,
    end_lesson_action,
    is_late,
    record_lesson,
    year_from,
    year_of,
)
from services.triage.domain.lessons.refusals import LessonActionOver
from shared.kernel.personal import Narrative, private
from shared.kernel.refusals import InvalidInput, NotFound
from tests.support.builders.triage import NOW

TODAY = date(2026, 11, 23)
PRACTICE = load_lessons().on(TODAY)
BASE: dict[str, Any] = {
    "at": NOW,
    "lesson_id": "lesson-1",
    "referral_id": "referral-1",
    "by": "account-1",
    "today": TODAY,
    "details": ("Amina Okafor", "1990-02-13", "07700 900123", "9 Hidden Lane"),
    "subject_id": "person-1",
}


def recording(**changes: Any) -> RecordLesson:
    members = {"theme": "information_sharing", "source": "death_review", "learnt_on": TODAY}
    return RecordLesson(**{**BASE, **members, "words": "Nobody rang the school before the visit.", **changes})


def agreeing(**changes: Any) -> AgreeLessonAction:
    members = {"action_id": "action-1", "owner_id": "account-2", "due_on": TODAY + timedelta(days=30)}
    return AgreeLessonAction(**{**BASE, **members, "words": "A line about schools in the visit form.", **changes})


RECORDED = record_lesson(recording(), LESSON.initial, PRACTICE)
AGREED = agree_lesson_action(agreeing(), LESSON.fold(RECORDED))
STANDING = LESSON.fold([*RECORDED, *AGREED])


def wrong(decide: Any, *arguments: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        decide(*arguments)
    return [error.pointer for error in refused.value.errors]


def test_the_three_themes_of_the_reviews_are_there_from_the_first_day_and_none_before() -> None:
    assert PRACTICE is not None
    assert {"information_sharing", "risk_assessment", "safety_planning"} < set(PRACTICE.themes)
    assert len(PRACTICE.sources) == 5
    assert load_lessons().on(date(2026, 3, 31)) is None


def test_what_was_learnt_is_sealed_under_whom_the_case_is_about_and_the_case_named_by_its_id_alone() -> None:
    (fact,) = RECORDED
    assert isinstance(fact, LessonRecorded)
    assert fact.words == private("person-1", Narrative, "Nobody rang the school before the visit.")
    assert "WM-" not in repr(fact)
    assert record_lesson(recording(), LESSON.fold(RECORDED), PRACTICE) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Nobody rang Amina's school.",
        "The OKAFOR family moved.",
        "She was born on 13/02/1990.",
        "Ring 07700 900123 first.",
        "They live in Hidden Lane.",
        "See WM-7K3F-Q.",
        "Mail her at someone@example.org.",
    ],
)
def test_words_that_tell_of_anybody_are_refused_wherever_they_are_typed(words: str) -> None:
    assert set(wrong(record_lesson, recording(words=words), LESSON.initial, PRACTICE)) == {"/words"}
    assert set(wrong(agree_lesson_action, agreeing(words=words, action_id="action-2"), STANDING)) == {"/words"}
    ended = EndLessonAction(**BASE, action_id="action-1", result="not_done", why=words)
    assert set(wrong(end_lesson_action, ended, STANDING)) == {"/why"}


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"theme": "gossip"}, ["/theme"]),
        ({"source": ""}, ["/source"]),
        ({"learnt_on": TODAY + timedelta(days=1)}, ["/learnt_on"]),
        ({"words": " "}, ["/words"]),
        ({"words": "x" * 4_001}, ["/words"]),
    ],
    ids=str,
)
def test_what_is_missing_is_said_at_its_field(changes: dict[str, Any], at: list[str]) -> None:
    assert wrong(record_lesson, recording(**changes), LESSON.initial, PRACTICE) == at


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"owner_id": ""}, ["/owner_id"]),
        ({"due_on": None}, ["/due_on"]),
        ({"due_on": TODAY - timedelta(days=1)}, ["/due_on"]),
        ({"owner_id": "", "due_on": None, "words": ""}, ["/words", "/owner_id", "/due_on"]),
    ],
    ids=str,
)
def test_an_action_without_an_owner_or_a_day_is_none(changes: dict[str, Any], at: list[str]) -> None:
    assert wrong(agree_lesson_action, agreeing(action_id="action-2", **changes), STANDING) == at


def test_an_action_comes_to_one_end_and_what_was_not_done_says_why() -> None:
    done = EndLessonAction(**BASE, action_id="action-1", result="done")
    ended = LESSON.fold([*RECORDED, *AGREED, *end_lesson_action(done, STANDING)])
    assert end_lesson_action(done, ended) == ()
    not_done = EndLessonAction(**BASE, action_id="action-1", result="not_done", why="No money was found.")
    with pytest.raises(LessonActionOver):
        end_lesson_action(not_done, ended)
    assert wrong(end_lesson_action, not_done.model_copy(update={"why": ""}), STANDING) == ["/why"]
    assert wrong(end_lesson_action, done.model_copy(update={"result": ""}), STANDING) == ["/result"]


def test_a_lesson_that_is_none_or_another_cases_takes_no_action() -> None:
    for command, state in ((agreeing(), LESSON.initial), (agreeing(referral_id="referral-2"), STANDING)):
        with pytest.raises(NotFound):
            agree_lesson_action(command, state)
    with pytest.raises(NotFound):
        end_lesson_action(EndLessonAction(**BASE, action_id="action-9", result="done"), STANDING)


@settings(max_examples=50, deadline=None)
@drawn(day=st.dates(date(2001, 1, 1), date(2090, 12, 31)), later=st.integers(-40, 40))
def test_every_day_is_in_one_year_and_an_action_is_late_from_the_day_after(day: date, later: int) -> None:
    first, last = year_from(year_of(day))
    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)
    (fact,) = AGREED
    assert isinstance(fact, LessonActionAgreed)
    read_on = fact.due_on + timedelta(days=later)
    assert is_late(fact.due_on, None, read_on) == (later > 0)
    assert not is_late(fact.due_on, "done", read_on)
