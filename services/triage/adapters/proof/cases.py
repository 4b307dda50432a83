"""Any case at all: every member and answer as a term of the solver, known or unknown, within what may be sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import z3

from services.triage.adapters.proof.calendar import Day, any_day
from services.triage.adapters.proof.terms import TRUE, any_of, certain, negated
from services.triage.domain.values import (
    CATEGORY,
    DATE,
    KIND,
    NUMBERED,
    RECEIVED_ON,
    STRANDS,
    TEXT,
    UNKNOWN,
    WORDED,
    Question,
    Value,
    Vocabulary,
)

Term = Any
_SOME_WORDS = "words"


@dataclass(frozen=True, slots=True)
class Code:
    """One of several codes: a term that is its place among them, or the code itself where it is chosen already."""

    codes: tuple[str | None, ...]
    term: Term = None
    chosen: str | None = None
    _known: dict[tuple[str | None, ...], Term] = field(default_factory=dict, compare=False)

    def among(self, codes: tuple[str | None, ...]) -> Term:
        """Whether it is one of these."""
        if codes not in self._known:
            self._known[codes] = self._among(codes)
        return self._known[codes]

    def _among(self, codes: tuple[str | None, ...]) -> Term:
        if self.chosen is not None:
            return certain(self.chosen in codes)
        return any_of(*(self.term == self.codes.index(code) for code in codes if code in self.codes))

    @property
    def unknown(self) -> Term:
        """Whether nobody knows."""
        return self.among((UNKNOWN,))


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of codes at once."""

    held: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Given:
    """A count, an age, a day or free words: known or not, and what it is; of words nothing is read but that."""

    known: Term
    value: Term | int | Day | None

    @property
    def unknown(self) -> Term:
        """Whether nobody knows."""
        return negated(self.known)


Part = Code | Several | Given


@dataclass(frozen=True, slots=True)
class Case:
    """Every part by name, and what must hold for the parts to be such as can be sent."""

    parts: Mapping[str, Part]
    limits: tuple[Term, ...]

    def code(self, name: str) -> Code:
        """A member or answer that is one code."""
        found = self.parts[name]
        assert isinstance(found, Code), name
        return found

    def given(self, name: str) -> Given:
        """A count, an age, a day or free words."""
        found = self.parts[name]
        assert isinstance(found, Given), name
        return found

    def number(self, name: str) -> Term:
        """The count or age an answer gives."""
        found = self.given(name).value
        assert found is not None
        assert not isinstance(found, Day), name
        return found

    def strand(self, code: str) -> Term:
        """Whether a strand is among those named."""
        found = self.parts[STRANDS]
        assert isinstance(found, Several)
        return found.held[code]

    def day(self, name: str) -> Day:
        """The day an answer names."""
        found = self.given(name).value
        assert isinstance(found, Day), name
        return found

    def with_part(self, name: str, part: Part) -> "Case":
        """The same case but for one answer."""
        return replace(self, parts={**self.parts, name: part})


def any_case(vocabulary: Vocabulary) -> Case:
    """A case nobody has chosen yet."""
    parts: dict[str, Part] = {}
    limits: list[Term] = []
    for name, (part, within) in _parts(vocabulary):
        parts[name] = part
        limits.extend(within)
    return Case(parts, tuple(limits))


def answer_of(name: str, value: Value, vocabulary: Vocabulary) -> Part:
    """A value of a word or a number as a part of a case."""
    question = vocabulary.answers[name]
    if question.type in WORDED:
        return Code(tuple(question.values), chosen=str(value))
    assert isinstance(value, int)
    return Given(TRUE, value)


def changeable(name: str, vocabulary: Vocabulary) -> tuple[Part, Sequence[Term]]:
    """A second, independent value of an answer."""
    return _answer(f"{name}'", vocabulary.answers[name])


def values_of(case: Case, found: z3.ModelRef) -> dict[str, Value]:
    """The case a solution describes, as the rules read it."""
    return {name: _value(part, found) for name, part in case.parts.items()}


def _parts(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[Part, Sequence[Term]]]]:
    yield KIND, _code(KIND, tuple(vocabulary.kinds))
    yield CATEGORY, _code(CATEGORY, (None, *vocabulary.categories))
    yield STRANDS, (Several({code: z3.Bool(f"strand.{code}") for code in vocabulary.strands}), ())
    received, limits = any_day(RECEIVED_ON)
    yield RECEIVED_ON, (Given(TRUE, received), limits)
    for name, question in vocabulary.answers.items():
        yield name, _answer(name, question)


def _answer(name: str, question: Question) -> tuple[Part, Sequence[Term]]:
    if question.type in WORDED:
        return _code(name, tuple(question.values))
    known = z3.Bool(f"{name}.known")
    if question.type in NUMBERED:
        number = z3.Int(name)
        return Given(known, number), (number >= 0, number <= question.most)
    if question.type == DATE:
        day, limits = any_day(name)
        return Given(known, day), limits
    assert question.type == TEXT
    return Given(known, None), ()


def _code(name: str, codes: tuple[str | None, ...]) -> tuple[Part, Sequence[Term]]:
    term = z3.Int(name)
    return Code(codes, term), (term >= 0, term < len(codes))


def _value(part: Part, found: z3.ModelRef) -> Value:
    match part:
        case Code(codes, term):
            assert term is not None, "only what is still open is asked for"
            return codes[_number(term, found)]
        case Several(held):
            return frozenset(code for code, term in held.items() if _is_true(term, found))
        case Given(known, value):
            if not _is_true(known, found):
                return None
            if isinstance(value, Day):
                return date(*(_number(term, found) for term in (value.year, value.month, value.day)))
            return _SOME_WORDS if value is None else _number(value, found)


def _number(term: Term, found: z3.ModelRef) -> int:
    return int(found.eval(term, model_completion=True).as_long())


def _is_true(term: Term, found: z3.ModelRef) -> bool:
    return bool(z3.is_true(found.eval(term, model_completion=True)))
