"""Places with a problem: scan, analyse, respond, assess, each on the one before, and round again."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.triage.domain.asb import borough_commands as asked
from services.triage.domain.asb import problems
from services.triage.domain.asb.problems import (
    PROBLEMS,
    NoSuchProblem,
    OneCaseIsNoPattern,
    Problems,
    ProblemTakenUp,
    StepsInOrder,
)
from shared.kernel.refusals import Refusal
from tests.support.builders.asb import OFFICER, at

BASE = {"at": at(5), "by": OFFICER, "on": at(5).date()}
ON = {**BASE, "problem_id": "problem-1"}
SCAN = asked.ScanProblem(
    **ON, ward="Abbey", problem="street_drinking", references=("WM-2223-X", "WM-2224-W"), incidents=14
)
ANALYSE = asked.AnalyseProblem(**ON, causes=("poor_lighting", "licensed_premises"))
RESPOND = asked.AgreeResponse(**ON, response="lighting", owner="none", due_on=date(2026, 12, 1))
ASSESS = asked.AssessProblem(**ON, incidents=6, finding="better")


def scanned() -> Problems:
    return PROBLEMS.fold(problems.scan_problem(SCAN, PROBLEMS.initial))


def analysed() -> Problems:
    return PROBLEMS.fold(problems.analyse_problem(ANALYSE, scanned()), scanned())


def responding() -> Problems:
    return PROBLEMS.fold(problems.agree_response(RESPOND, analysed()), analysed())


def assessed(finding: str = "better") -> Problems:
    command = asked.AssessProblem.model_validate({**ASSESS.model_dump(), "finding": finding})
    return PROBLEMS.fold(problems.assess_problem(command, responding()), responding())


def test_each_step_stands_on_the_one_before() -> None:
    with pytest.raises(StepsInOrder):
        problems.agree_response(RESPOND, scanned())
    with pytest.raises(StepsInOrder):
        problems.assess_problem(ASSESS, analysed())
    with pytest.raises(StepsInOrder):
        problems.analyse_problem(ANALYSE, responding())
    with pytest.raises(StepsInOrder):
        problems.assess_problem(ASSESS, assessed())
    problem = assessed().one("problem-1")
    assert (problem.before, problem.after, problem.finding) == (14, 6, "better")


def test_where_it_is_not_over_it_is_analysed_again() -> None:
    again = PROBLEMS.fold(problems.analyse_problem(ANALYSE, assessed()), assessed())
    assert (again.one("problem-1").stage, again.one("problem-1").responses) == ("respond", ())


@pytest.mark.parametrize("finding", ["solved", "moved"])
def test_what_is_solved_or_gone_elsewhere_is_over(finding: str) -> None:
    for step, decide in ((ANALYSE, problems.analyse_problem), (ASSESS, problems.assess_problem)):
        with pytest.raises(NoSuchProblem):
            decide(step, assessed(finding))  # type: ignore[operator]  # each takes its own command


def test_one_case_is_no_problem_of_a_place() -> None:
    with pytest.raises(OneCaseIsNoPattern):
        problems.scan_problem(SCAN.model_copy(update={"references": ("WM-2223-X", "WM-2223-X")}), PROBLEMS.initial)


def test_a_case_is_joined_once() -> None:
    joining = asked.JoinCase(**ON, reference="WM-2225-T")
    state = PROBLEMS.fold(problems.join_case(joining, scanned()), scanned())
    assert state.one("problem-1").references[-1] == "WM-2225-T"
    assert problems.join_case(joining, state) == []


def test_a_response_is_for_a_day_to_come() -> None:
    with pytest.raises(StepsInOrder):
        problems.agree_response(RESPOND.model_copy(update={"due_on": date(2026, 11, 4)}), analysed())


_DECISIONS = {
    "analyse": (ANALYSE, problems.analyse_problem),
    "respond": (RESPOND, problems.agree_response),
    "assess": (ASSESS, problems.assess_problem),
    "solve": (ASSESS.model_copy(update={"finding": "solved"}), problems.assess_problem),
}


@settings(max_examples=40)
@for_all(steps=st.lists(st.sampled_from(sorted(_DECISIONS)), max_size=10))
def test_whatever_is_tried_no_assessment_stands_without_a_response_and_no_response_without_a_cause(
    steps: list[str],
) -> None:
    state = scanned()
    for step in steps:
        command, decide = _DECISIONS[step]
        with suppress(Refusal):
            state = PROBLEMS.fold(decide(command, state), state)  # type: ignore[operator]  # each takes its own
        (problem,) = state.problems
        assert not problem.responses or problem.causes
        assert problem.finding is None or problem.responses


def test_the_same_problem_with_the_same_cases_is_taken_up_once_until_it_is_over() -> None:
    again = SCAN.model_copy(update={"problem_id": "problem-2"})
    with pytest.raises(ProblemTakenUp):
        problems.scan_problem(again, scanned())
    for other in ({"ward": "Cricket Green"}, {"problem": "noise"}, {"references": ("WM-2223-X", "WM-2225-Q")}):
        assert problems.scan_problem(again.model_copy(update=other), scanned())
    assert problems.scan_problem(again, assessed("solved"))
