"""An action of the safety plan says what, who and by when, or it is none; and a plan is looked at again."""

from datetime import date
from typing import Any

import pytest

from services.triage.domain.support import commands as asked
from services.triage.domain.support.events import SafetyActionAgreed
from services.triage.domain.support.file import SupportFile
from services.triage.domain.support.planning import agree_safety_action, end_safety_action, review_safety_plan
from services.triage.domain.support.refusals import ActionOver, NoLawThatDay, NotProtectedHere
from shared.kernel.personal import Identity, Narrative, private
from shared.kernel.refusals import InvalidInput
from tests.support.builders.support import (
    ABUSER,
    CHILD,
    VICTIM,
    a_case,
    after,
    asked_and_none,
    at,
    on_case,
    the_practice,
)


def an_action(**changes: Any) -> asked.AgreeSafetyAction:
    members: dict[str, Any] = {
        "action_id": "action-1",
        "person_id": VICTIM,
        "text": "Change the locks",
        "agency": "housing",
        "owner": "The duty housing officer",
        "due_on": date(2026, 11, 25),
    }
    return asked.AgreeSafetyAction(**(on_case() | members | changes))


def with_action(file: SupportFile) -> SupportFile:
    return after(file, agree_safety_action(an_action(), file))


def test_what_and_who_are_sealed_under_whoever_it_protects() -> None:
    (agreed,) = agree_safety_action(an_action(person_id=CHILD), a_case())
    assert isinstance(agreed, SafetyActionAgreed)
    assert agreed.text == private(CHILD, Narrative, "Change the locks")
    assert agreed.owner == private(CHILD, Identity, "The duty housing officer")
    with pytest.raises(NotProtectedHere):
        agree_safety_action(an_action(person_id=ABUSER), a_case())


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"due_on": None}, "/due_on", "missing"),
        ({"due_on": date(2026, 11, 22)}, "/due_on", "in_past"),
        ({"owner": " "}, "/owner", "missing"),
        ({"text": ""}, "/text", "missing"),
        ({"text": "x" * 2_001}, "/text", "too_long"),
    ],
)
def test_an_action_without_owner_or_day_is_not_saved(changes: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        agree_safety_action(an_action(**changes), a_case())
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        agree_safety_action(an_action(text="", owner="", due_on=None), a_case())
    assert [error.pointer for error in refused.value.errors] == ["/text", "/owner", "/due_on"]


def test_what_became_of_an_action_is_recorded_once() -> None:
    file = with_action(a_case())
    command = asked.EndSafetyAction(**on_case(), action_id="action-1", result="not_undertaken")
    ended = after(file, end_safety_action(command, file))
    assert [each.result for each in ended.actions] == ["not_undertaken"]
    with pytest.raises(ActionOver):
        end_safety_action(command, ended)


def test_a_plan_is_looked_at_again_by_the_day_practice_says_and_a_new_place_calls_for_it_at_once() -> None:
    file = with_action(asked_and_none(a_case()))
    looked = after(file, review_safety_plan(asked.ReviewSafetyPlan(**on_case(at(24))), file, the_practice()))
    assert (looked.review_on, looked.moved) == (date(2026, 12, 22), False)
    early = asked.ReviewSafetyPlan(**on_case(at(24).replace(year=2020)))
    with pytest.raises(NoLawThatDay):
        review_safety_plan(early, file, the_practice())
