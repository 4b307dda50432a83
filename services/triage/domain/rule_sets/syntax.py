"""The one checked syntax tree of a rule's condition: read by the interpreter, the compiler and any proof alike.

Every test is two-valued over three-valued answers: an unknown number is neither under a limit nor at it, and an
unknown answer is "unknown", never "no".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Is:
    """A member, an answer or a finding has one of these codes ("unknown" is a code like the others)."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Includes:
    """A member or finding that holds several codes holds at least one of these."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Under:
    """A known count or age is under the limit."""

    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Counts or ages, all known, together reach the limit."""

    names: tuple[str, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Known:
    """A count, an age, a date or a text was given."""

    name: str


@dataclass(frozen=True, slots=True)
class WithinMonths:
    """A known day is not after the day of receipt, nor more than so many calendar months before it."""

    name: str
    months: int


@dataclass(frozen=True, slots=True)
class RowMatches:
    """Another row of the same set matches."""

    row: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unknown answer of the question set would change the primary route."""


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple["Condition", ...]


Test = Is | Includes | Under | AtLeast | Known | WithinMonths | RowMatches | OpenQuestion
Condition = Test | Not | All | Any


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, left to right."""
    match condition:
        case Not(part):
            yield from tests_in(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests_in(part)
        case _:
            yield condition


def names_of(test: Test) -> tuple[str, ...]:
    """The members, answers or findings a test reads by name."""
    match test:
        case AtLeast(names, _):
            return names
        case RowMatches() | OpenQuestion():
            return ()
        case _:
            return (test.name,)


def names_in(condition: Condition) -> tuple[str, ...]:
    """The names a condition reads, each once, in the order of first reading."""
    return tuple(dict.fromkeys(name for test in tests_in(condition) for name in names_of(test)))


def rows_in(condition: Condition) -> tuple[str, ...]:
    """The rows a condition asks about, each once."""
    return tuple(dict.fromkeys(test.row for test in tests_in(condition) if isinstance(test, RowMatches)))


def clauses_of(condition: Condition) -> tuple[Condition, ...]:
    """The alternatives of a condition: it holds when one of them does. Each is a reason of its own."""
    return condition.parts if isinstance(condition, Any) else (condition,)


def all_of(parts: tuple[Condition, ...]) -> Condition:
    """The parts joined by "and", without a box in a box."""
    return _joined(parts, All)


def any_of(parts: tuple[Condition, ...]) -> Condition:
    """The parts joined by "or", without a box in a box."""
    return _joined(parts, Any)


def _joined(parts: tuple[Condition, ...], box: Callable[[tuple[Condition, ...]], All | Any]) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        inside = part.parts if isinstance(part, All | Any) and type(part) is box else (part,)
        flat.extend(inside)
    return flat[0] if len(flat) == 1 else box(tuple(flat))
