"""What is not known and could change the decision: each unknown answer is tried alone, the others as given."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

from services.triage.domain.decision import Missing
from services.triage.domain.rule_sets.document import PRIORITIES
from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.trials import trials_for
from services.triage.domain.settlement import Settlement
from services.triage.domain.values import RECEIVED_ON, Value, Values, unknown_of

Settle = Callable[[int], Settlement]


class Evaluator(Protocol):
    """Answers what of a plan holds for a case: `Compiled` in earnest, `Interpreted` as its oracle."""

    @property
    def signature(self) -> Callable[[Values], int]: ...
    @property
    def changed(self) -> Callable[[str, Value, Values, int], int]: ...
    @property
    def signpost(self) -> Callable[[Values, Settlement, Callable[[], bool]], int]: ...
    @property
    def questions(self) -> Callable[[Values, Settlement], int]: ...
    @property
    def give(self) -> Callable[[Values, Settlement], int]: ...
    @property
    def not_asked(self) -> Callable[[Values, Settlement], int]: ...
    @property
    def asked_too(self) -> Callable[[Values, Settlement], int]: ...


class MissingAnswers:
    """Tries unknown answers against one plan. An answer no clause reads cannot matter, so it is never tried."""

    def __init__(self, plan: Plan, evaluator: Evaluator, settle: Settle) -> None:
        document = plan.document
        self._missing = document.missing
        self._questions = document.questions
        self._evaluator = evaluator
        self._settle = settle
        self._trials = trials_for(plan)
        self._unknown: dict[str, Value] = {name: unknown_of(each) for name, each in plan.vocabulary.answers.items()}
        self._listed = [each for each in self._unknown.items() if each[0] not in document.missing.never]
        self._order = {
            name: place
            for place, name in enumerate([*document.routes, *(panel.id for panel in document.panels), *PRIORITIES])
        }

    def of(self, values: Values, found: Settlement) -> tuple[Missing, ...]:
        """Every answer that is missing, in the order of the vocabulary, with what could come of it."""
        passed_over = self._passed_over(values, found)
        asked_too = self._asked_too(values, found)
        listed = []
        for name, unknown in self._listed:
            outcomes = asked_too.get(name, ())
            if values[name] == unknown and name in self._trials and name not in passed_over:
                outcomes = (*outcomes, *self._could_become(name, values, found))
            if outcomes:
                listed.append(Missing(fact=name, could_become=outcomes))
        return tuple(listed)

    def open_question(self, values: Values, found: Settlement) -> str | None:
        """The first unknown answer of the question set of which some value would change the primary route."""
        for name in self._question_set(self._evaluator.questions(values, found)):
            open_ = values[name] == self._unknown[name] and name in self._trials
            if open_ and any(other.primary != found.primary for other in self._others(name, values, found)):
                return name
        return None

    def _question_set(self, groups: int) -> Iterator[str]:
        for number, group in enumerate(self._questions):
            if groups >> number & 1:
                yield from group.answers

    def _could_become(self, name: str, values: Values, found: Settlement) -> tuple[str, ...]:
        gained: set[str] = set()
        otherwise: set[str] = set()
        for other in self._others(name, values, found):
            if not other.same_as(found):
                gains = _gains(found, other)
                gained |= gains
                otherwise |= set() if gains else _losses(found, other) or _moves(found, other)
        return tuple(sorted(gained or otherwise, key=self._order.__getitem__))

    def _others(self, name: str, values: Values, found: Settlement) -> Iterator[Settlement]:
        """The settlements that differ from `found` when one unknown answer is given each value worth trying."""
        day = values[RECEIVED_ON]
        assert isinstance(day, date)
        for value in self._trials[name](day):
            signature = self._evaluator.changed(name, value, values, found.signature)
            if signature != found.signature:
                yield self._settle(signature)

    def _passed_over(self, values: Values, found: Settlement) -> frozenset[str]:
        bits = self._evaluator.not_asked(values, found)
        exceptions = enumerate(self._missing.not_while)
        return frozenset(name for number, each in exceptions if bits >> number & 1 for name in each.answers)

    def _asked_too(self, values: Values, found: Settlement) -> dict[str, tuple[str, ...]]:
        bits = self._evaluator.asked_too(values, found)
        return {each.answer: each.could_become for n, each in enumerate(self._missing.also) if bits >> n & 1}


def _gains(found: Settlement, other: Settlement) -> set[str]:
    """What the other settlement has that this one has not; a new primary counts even if it stood beside before."""
    gained: set[str] = {*other.also, *other.panels} - {*found.routes, *found.panels}
    if other.primary != found.primary:
        gained.add(other.primary)
    if other.priority != found.priority:
        gained.add(other.priority)
    return gained


def _losses(found: Settlement, other: Settlement) -> set[str]:
    return {*found.routes, *found.panels} - {*other.routes, *other.panels}


def _moves(found: Settlement, other: Settlement) -> set[str]:
    """The route that would come earlier, where nothing else changes."""
    return {next(new for old, new in zip(found.also, other.also, strict=True) if old != new)}
