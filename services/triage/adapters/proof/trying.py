"""What no solver is asked: that `missing` lists just what matters, shown by every value and by cases drawn by lot."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from services.triage.domain.anniversary import ONE_DAY, months_after, within_months
from services.triage.domain.missing import MissingAnswers
from services.triage.domain.rule_sets.compiler import Compiled
from services.triage.domain.rule_sets.interpreter import Interpreted
from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.proof import Result
from services.triage.domain.rule_sets.syntax import AtLeast, Is, Known, Test, Under, WithinMonths, names_of, tests_in
from services.triage.domain.rule_sets.trials import trials_for
from services.triage.domain.settlement import Settling
from services.triage.domain.values import (
    CATEGORY,
    DATE,
    KIND,
    NUMBERED,
    RECEIVED_ON,
    STRANDS,
    TEXT,
    WORDED,
    Question,
    Value,
    unknown_of,
)

_SEED, _CASES = 20261128, 120
_PART = "invariant 7"
_HOW_MANY = f"{_CASES} cases drawn by lot"
# Four years hold every way in which a year can end in a leap day or not.
_FOUR_YEARS = [date(2023, 1, 1) + timedelta(days=day) for day in range(4 * 365 + 1)]


def tried(plan: Plan) -> Iterator[Result]:
    """Every value of every answer, then cases drawn by lot, the same each time."""
    gaps = sorted(name for name in trials_for(plan) if not _every_value_is_tried(plan, name))
    says = "every value an answer may have passes the same tests as one that is tried"
    cure = f"Not so of: {', '.join(gaps)}. Write its condition with a test that can be tried." if gaps else ""
    yield Result(_PART, says, "by_every_value", not gaps, cure)
    cases = list(_cases(plan))
    compiled, walked = Compiled(plan), Interpreted(plan)
    alike = all(compiled.signature(values) == walked.signature(values) for values in cases)
    yield Result(_PART, f"the compiled rules decide as the walked tree: {_HOW_MANY}", "by_random_cases", alike)
    lists = MissingLists(plan)
    exact = all(lists.listed(values) == lists.by_every_value(values) for values in cases)
    says = f"each missing answer matters and no other does: {_HOW_MANY}, each answer with every value that differs"
    yield Result(_PART, says, "by_random_cases", exact)


class MissingLists:
    """What `missing` lists for a case, quickly and the slow way."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._missing = plan.document.missing
        self._compiled = Compiled(plan)
        self._settle = lru_cache(maxsize=None)(Settling(plan).settle)
        self._quick = MissingAnswers(plan, self._compiled, self._settle)

    def listed(self, values: Mapping[str, Value]) -> set[str]:
        """As the rules list it, less what is listed though no row reads it."""
        found = self._settle(self._compiled.signature(values))
        return {each.fact for each in self._quick.of(values, found)} - {each.answer for each in self._missing.also}

    def by_every_value(self, values: Mapping[str, Value]) -> set[str]:
        """By giving each unknown answer every value it could have, alone."""
        found = self._settle(self._compiled.signature(values))
        passed = self._compiled.not_asked(values, found)
        exceptions = enumerate(self._missing.not_while)
        left_out = {name for number, each in exceptions if passed >> number & 1 for name in each.answers}
        left_out |= {*self._missing.never, *(each.answer for each in self._missing.also)}
        return {
            name
            for name, question in self._plan.vocabulary.answers.items()
            if name not in left_out and values[name] == unknown_of(question)
            if any(
                not self._settle(self._compiled.signature({**values, name: value})).same_as(found)
                for value in _telling(question, values)
            )
        }


def _every_value_is_tried(plan: Plan, name: str) -> bool:
    """Whether no value of an answer could do what none that is tried does."""
    question, trials = plan.vocabulary.answers[name], trials_for(plan)[name]
    trees = (*plan.clauses, *plan.counts_as_yes.values())
    tests = [test for test in dict.fromkeys(t for tree in trees for t in tests_in(tree)) if name in names_of(test)]
    for received in _FOUR_YEARS if question.type == DATE else _FOUR_YEARS[:1]:
        seen = {tuple(_passes(test, value, received) for test in tests) for value in trials(received)}
        unknown = tuple(_passes(test, unknown_of(question), received) for test in tests)
        for value in _all_values(question, received):
            if tuple(_passes(test, value, received) for test in tests) not in {*seen, unknown}:
                return False
    return True


def _all_values(question: Question, received: date) -> Iterator[Value]:
    if question.type in WORDED:
        yield from question.values
    elif question.type in NUMBERED:
        yield from range(question.most + 1)
    elif question.type == DATE:
        yield from _days_about(received)
    elif question.type == TEXT:
        yield "words"


def _days_about(received: date) -> Iterator[date]:
    """The days about the day of receipt, and about as many months before it as any rule may count; far ones."""
    yield from (date(1900, 1, 1), date(2199, 12, 31))
    for months in (-24, -13, -12, -11, -6, -3, -1, 0, 1, 12):
        about = months_after(received, months)
        yield from (about - ONE_DAY, about, about + ONE_DAY)


def _telling(question: Question, values: Mapping[str, Value]) -> Iterator[Value]:
    """Every value; of large numbers those up to a hundred, far above any limit that is used."""
    received = values[RECEIVED_ON]
    assert isinstance(received, date)
    for value in _all_values(question, received):
        if isinstance(value, int) and value > 100:
            return
        yield value


def _passes(test: Test, value: Value, received: date) -> bool:
    match test:
        case Is(_, codes):
            return value in codes
        case Known():
            return value is not None
        case Under(_, limit):
            return isinstance(value, int) and value < limit
        case AtLeast((_,), limit):
            return isinstance(value, int) and value >= limit
        case WithinMonths(_, months):
            return isinstance(value, date) and within_months(value, received, months)
        case _:
            raise AssertionError("no other test reads one answer")


def _cases(plan: Plan) -> Iterator[dict[str, Value]]:
    """Cases drawn by lot, the same each time, leaning towards the values on which the rules turn."""
    source = random.Random(_SEED)
    trials = trials_for(plan)
    for _ in range(_CASES):
        received = source.choice(_FOUR_YEARS)
        known, yes = source.choice((0.1, 0.4, 0.8)), source.choice((0.05, 0.2, 0.5))
        values: dict[str, Value] = {
            KIND: source.choice(tuple(plan.vocabulary.kinds)),
            CATEGORY: source.choice((None, *plan.vocabulary.categories)),
            STRANDS: frozenset(strand for strand in plan.vocabulary.strands if source.random() < yes / 4),
            RECEIVED_ON: received,
        }
        for name, question in plan.vocabulary.answers.items():
            values[name] = unknown_of(question)
            if source.random() < known:
                values[name] = _drawn(source, question, trials[name](received) if name in trials else (), yes)
        yield values


def _drawn(source: random.Random, question: Question, worth: tuple[Value, ...], yes: float) -> Value:
    if worth and question.type not in WORDED:
        return source.choice(worth)
    if question.type == "yes_no":
        return "yes" if source.random() < yes else "no"
    return source.choice(tuple(question.values)) if question.values else unknown_of(question)
