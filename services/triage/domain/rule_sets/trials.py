"""Which values of an unknown answer are worth trying: one for each way in which the rules can tell values apart."""

from collections.abc import Callable, Iterator
from datetime import date

from services.triage.domain.anniversary import ONE_DAY, months_after
from services.triage.domain.rule_sets.plan import Plan
from services.triage.domain.rule_sets.syntax import AtLeast, Is, Test, Under, WithinMonths, names_of, tests_in
from services.triage.domain.values import DATE, NUMBERED, ONE_OF, YES_NO, Question, Value

Trials = Callable[[date], tuple[Value, ...]]


def trials_for(plan: Plan) -> dict[str, Trials]:
    """For each answer a clause can read, the values to try, given the day of receipt.

    Words are tried one for each set of tests they pass, counts and ages at each threshold and one below, dates on the
    day of receipt, so many months before it and the day before that. Values left out pass the same tests as one tried.
    """
    found: dict[str, Trials] = {}
    tests = _tests(plan)
    for name, question in plan.vocabulary.answers.items():
        about = [test for test in tests if name in names_of(test)]
        if about:
            found[name] = _trials(question, about)
    return found


def _tests(plan: Plan) -> list[Test]:
    trees = [*plan.clauses, *plan.counts_as_yes.values()]
    return list(dict.fromkeys(test for tree in trees for test in tests_in(tree)))


def _trials(question: Question, about: list[Test]) -> Trials:
    if question.type == YES_NO:
        return _always(("yes", "no"))
    if question.type == ONE_OF:
        return _always(tuple(_one_of_each_sort(question, about)))
    if question.type in NUMBERED:
        limits = sorted({test.limit for test in about if isinstance(test, Under | AtLeast)})
        return _always(tuple(dict.fromkeys(n for limit in limits for n in (limit - 1, limit) if n >= 0)))
    if question.type == DATE:
        months = sorted({test.months for test in about if isinstance(test, WithinMonths)})
        return lambda received: tuple(_days(received, months))
    return _always(())


def _always(values: tuple[Value, ...]) -> Trials:
    return lambda received: values


def _one_of_each_sort(question: Question, about: list[Test]) -> Iterator[str]:
    seen = set()
    for code in question.values:
        sort = tuple(code in test.codes for test in about if isinstance(test, Is))
        if sort not in seen:
            seen.add(sort)
            yield code


def _days(received: date, months: list[int]) -> Iterator[date]:
    yield received
    for number in months:
        earliest = months_after(received, -number)
        yield earliest
        yield earliest - ONE_DAY
