"""What is not known and could change the decision: every unknown answer is tried, one at a time, the others as given."""

from collections.abc import Callable, Iterator
from typing import Protocol

from services.triage.domain.decision import Missing
from services.triage.domain.plan import Plan
from services.triage.domain.rule_document import PRIORITIES
from services.triage.domain.settlement import Settlement
from services.triage.domain.trials import trials_for
from services.triage.domain.values import RECEIVED_ON, Value, Values, unknown_of

Settle = Callable[[int], Settlement]


class Evaluator(Protocol):
    """Answers what of a plan holds for a case: `Compiled` in earnest, `Interpreted` as its oracle."""

    @property
    def signature(self) -> Callable[[Values], int]: ...
    @property
    def changed(self) -> Callable[[str, Values, int], int]: ...
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
        self._listed = [name for name in plan.vocabulary.answers if name not in document.missing.never]
        self._order = {
            name: place
            for place, name in enumerate([*document.routes, *(panel.id for panel in document.panels), *PRIORITIES])
        }

    def of(self, values: Values, found: Settlement) -> tuple[Missing, ...]:
        """Every answer that is missing, in the order of the vocabulary, with what could come of it."""
        passed_over = self._passed_over(values, found)
        asked_too = self._asked_too(values, found)
        listed = []
        for name in self._listed:
            outcomes = asked_too.get(name, ())
            if name in self._trials and values[name] == self._unknown[name] and name not in passed_over:
                outcomes = (*outcomes, *self._could_become(name, values, found))
            if outcomes:
                listed.append(Missing(fact=name, could_become=outcomes))
        return tuple(listed)

    def open_question(self, values: Values, found: Settlement) -> str | None:
        """The first unknown answer of the question set of which some value would change the primary route."""
        groups = self._evaluator.questions(values, found)
        for number, group in enumerate(self._questions):
            if groups >> number & 1:
                for name in group.answers:
                    if name in self._trials and values[name] == self._unknown[name]:
                        if any(other.primary != found.primary for other in self._others(name, values, found)):
                            return name
        return None

    def _could_become(self, name: str, values: Values, found: Settlement) -> tuple[str, ...]:
        gained: set[str] = set()
        lost: set[str] = set()
        for other in self._others(name, values, found):
            if not other.same_as(found):
                gains = _gains(found, other)
                gained |= gains
                lost |= set() if gains else {*found.routes, *found.panels} - {*other.routes, *other.panels}
        return tuple(sorted(gained or lost, key=self._order.__getitem__))

    def _others(self, name: str, values: Values, found: Settlement) -> Iterator[Settlement]:
        """The settlements that differ from `found` when one answer is given each value worth trying."""
        tried = dict(values)
        day = values[RECEIVED_ON]
        for value in self._trials[name](day):
            tried[name] = value
            signature = self._evaluator.changed(name, tried, found.signature)
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
