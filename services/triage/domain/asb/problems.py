"""Places with a problem, worked on in four steps (scan, analyse, respond, assess) over several cases at one place."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import msgspec

from services.triage.domain.asb import borough_commands as asked
from services.triage.domain.asb import borough_events as told
from shared.kernel.decider import Decider
from shared.kernel.messages import Fact, State
from shared.kernel.refusals import Refusal

SCAN, ANALYSE, RESPOND, ASSESS = "scan", "analyse", "respond", "assess"
CLOSED = "closed"
_SEVERAL = 2
# One of these ends the work on it; after any other it is analysed again.
_ENDS = ("solved", "moved")


class NoSuchProblem(Refusal):
    """There is no such place with a problem, or the work on it has ended."""

    says = "There is no such problem at a place, or the work on it has ended."


class OneCaseIsNoPattern(Refusal):
    """One case is worked on as a case."""

    says = "A problem of a place needs at least two different cases. Work on a single one as a case."


class ProblemTakenUp(Refusal):
    """The same trouble at the same place is one problem."""

    says = "This problem in this ward, with these cases, is worked on already. Go on with it on the page of places."


class StepsInOrder(Refusal):
    """Scan, analyse, respond, assess: each stands on the one before."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed to be done."""

    response: str
    owner: str
    due_on: date


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One place with a problem, as far as the work has come. `before` and `after` are incidents counted."""

    problem_id: str
    ward: str
    problem: str
    references: tuple[str, ...]
    before: int
    causes: tuple[str, ...] = ()
    responses: tuple[Response, ...] = ()
    after: int | None = None
    finding: str | None = None

    @property
    def stage(self) -> str:
        """Which step comes next."""
        if self.finding in _ENDS:
            return CLOSED
        if not self.causes:
            return ANALYSE
        return ASSESS if self.responses else RESPOND


class Problems(State, frozen=True, kw_only=True):
    """All of them."""

    problems: tuple[Problem, ...] = ()

    def shown_without(self, kept: Collection[str]) -> tuple[Problem, ...]:
        """Those that somebody may read who may not know of some cases: a place of which fewer than two are left is not
        there, since a single one would tell that another is missing."""
        left = [(each, tuple(name for name in each.references if name not in kept)) for each in self.problems]
        return tuple(
            each if names == each.references else msgspec.structs.replace(each, references=names)
            for each, names in left
            if len(names) >= _SEVERAL
        )

    def one(self, problem_id: str) -> Problem:
        """The problem with this id, while it is worked on. Raises NoSuchProblem."""
        found = next((each for each in self.problems if each.problem_id == problem_id), None)
        if found is None or found.stage == CLOSED:
            raise NoSuchProblem
        return found


def _evolve(state: Problems, fact: Fact) -> Problems:
    match fact:
        case told.ProblemScanned():
            problem = Problem(
                problem_id=fact.problem_id,
                ward=fact.ward,
                problem=fact.problem,
                references=fact.references,
                before=fact.incidents,
            )
            return Problems(problems=(*state.problems, problem))
        case told.ProblemCaseJoined():
            return _changed(state, fact.problem_id, lambda each: {"references": (*each.references, fact.reference)})
        case told.ProblemAnalysed():
            again = {"causes": fact.causes, "responses": (), "after": None, "finding": None}
            return _changed(state, fact.problem_id, lambda each: again)
        case told.ProblemResponseAgreed():
            agreed = Response(response=fact.response, owner=fact.owner, due_on=fact.due_on)
            return _changed(state, fact.problem_id, lambda each: {"responses": (*each.responses, agreed)})
        case told.ProblemAssessed():
            found = {"after": fact.incidents, "finding": fact.finding}
            return _changed(state, fact.problem_id, lambda each: found)
    return state


def _changed(state: Problems, problem_id: str, change: Callable[[Problem], dict[str, Any]]) -> Problems:
    return Problems(
        problems=tuple(
            msgspec.structs.replace(each, **change(each)) if each.problem_id == problem_id else each
            for each in state.problems
        )
    )


PROBLEMS: Decider[Problems] = Decider(Problems(), _evolve)


def scan_problem(command: asked.ScanProblem, state: Problems) -> Sequence[Fact]:
    """Take up a place that at least two cases speak of."""
    references = tuple(dict.fromkeys(command.references))
    if len(references) < _SEVERAL:
        raise OneCaseIsNoPattern
    for each in state.problems:
        same = (each.ward, each.problem) == (command.ward, command.problem)
        # Every case that is named: of one that somebody may not know of this tells nothing.
        if same and each.stage != CLOSED and set(references) <= set(each.references):
            raise ProblemTakenUp
    members = command.model_dump(include={"problem_id", "ward", "problem", "incidents"})
    return [told.ProblemScanned(references=references, **members)]


def join_case(command: asked.JoinCase, state: Problems) -> Sequence[Fact]:
    """Another case; one that is among them already changes nothing."""
    if command.reference in state.one(command.problem_id).references:
        return []
    return [told.ProblemCaseJoined(problem_id=command.problem_id, reference=command.reference)]


def analyse_problem(command: asked.AnalyseProblem, state: Problems) -> Sequence[Fact]:
    """Set down the causes; after an assessment that did not end it, anew."""
    problem = state.one(command.problem_id)
    if problem.responses and problem.finding is None:
        raise StepsInOrder("Responses have been agreed. Assess what came of them before it is analysed again.")
    return [told.ProblemAnalysed(problem_id=command.problem_id, causes=command.causes)]


def agree_response(command: asked.AgreeResponse, state: Problems) -> Sequence[Fact]:
    """Agree what is done, once it is known what brings it about."""
    problem = state.one(command.problem_id)
    if not problem.causes or problem.finding is not None:
        raise StepsInOrder("Analyse first what brings it about; then agree what to do.")
    if command.due_on < command.on:
        raise StepsInOrder("Its day is past. Give a day to come.")
    members = command.model_dump(include={"problem_id", "response", "owner", "due_on"})
    return [told.ProblemResponseAgreed(**members)]


def assess_problem(command: asked.AssessProblem, state: Problems) -> Sequence[Fact]:
    """Say what came of it, once something was agreed."""
    problem = state.one(command.problem_id)
    if not problem.responses or problem.finding is not None:
        raise StepsInOrder("Agree first what is done; then assess what came of it.")
    members = command.model_dump(include={"problem_id", "incidents", "finding"})
    return [told.ProblemAssessed(**members)]
