"""Reads the text of a condition into the checked syntax tree; whatever is not in the closed language is refused.

condition  = both { "or" both }            both = single { "and" single }
single     = "not" single | "(" condition ")" | test
test       = NAME "is" ["not"] ( CODE | "known" | "in" LIST )
           | NAME "include" ( CODE | "any" LIST )
           | NAME { "plus" NAME } ( "under" | "at" "least" ) NUMBER
           | NAME "within" NUMBER "months"
           | "row" ROW | "condition" NAME | "an" "open" "question"
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from services.triage.domain.rule_sets.syntax import (
    AtLeast,
    Condition,
    Includes,
    Is,
    Known,
    Not,
    OpenQuestion,
    RowMatches,
    Under,
    WithinMonths,
    all_of,
    any_of,
)

_TOKEN = re.compile(r"\s*(?:([()])|([a-z0-9][a-z0-9_-]*))")
_END = ""


class NotUnderstood(Exception):
    """A condition is not in the language; `says` names the word and what to do."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


@dataclass(frozen=True, slots=True)
class Words:
    """The names a condition may use: which take one code, which hold several, which are numbers, dates or anything."""

    coded: Mapping[str, frozenset[str]]
    several: Mapping[str, frozenset[str]]
    numbered: frozenset[str]
    dated: frozenset[str]
    given: frozenset[str]
    numbers: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]]
    rows: frozenset[str]
    conditions: Mapping[str, Condition]
    open_question: bool = False


def parse(text: str, words: Words) -> Condition:
    """The tree of a condition. Raises `NotUnderstood`."""
    reader = _Reader(tokens(text), words)
    condition = reader.condition()
    if reader.next != _END:
        raise NotUnderstood(f'"{reader.next}" is one word too many. Join tests with "and" or "or".')
    return condition


def tokens(text: str) -> list[str]:
    """The words of a condition. Raises `NotUnderstood` at a sign that is no part of any."""
    found, place, text = list[str](), 0, text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise NotUnderstood(f'the sign "{text[place:].strip()[0]}" has no place in a condition. Take it out.')
        found.append(token[1] or token[2])
        place = token.end()
    return found


def expected(what: str, found: str, known: Mapping[str, object] | frozenset[str]) -> NotUnderstood:
    """The refusal of a word that is not among the known ones, with the nearest of them if one is near."""
    near = get_close_matches(found, list(known), n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"Use one of: {', '.join(sorted(known))}."
    return NotUnderstood(f'there is no {what} "{found}". {hint}')


class _Reader:
    def __init__(self, typed: list[str], words: Words) -> None:
        self._tokens = [*typed, _END]
        self._place = 0
        self._words = words

    @property
    def next(self) -> str:
        return self._tokens[self._place]

    def _take(self) -> str:
        token = self.next
        if token == _END:
            raise NotUnderstood("it ends too early. Complete the last test.")
        self._place += 1
        return token

    def _skip(self, word: str) -> bool:
        if self.next == word:
            self._place += 1
            return True
        return False

    def _must(self, word: str) -> None:
        if not self._skip(word):
            raise NotUnderstood(f'"{word}" is missing before "{self.next or "the end"}".')

    def condition(self) -> Condition:
        parts = [self._both()]
        while self._skip("or"):
            parts.append(self._both())
        return any_of(tuple(parts))

    def _both(self) -> Condition:
        parts = [self._single()]
        while self._skip("and"):
            parts.append(self._single())
        return all_of(tuple(parts))

    def _single(self) -> Condition:
        if self._skip("not"):
            return Not(self._single())
        if self._skip("("):
            inside = self.condition()
            self._must(")")
            return inside
        return self._test()

    def _test(self) -> Condition:
        name = self._take()
        if name == "row":
            return RowMatches(self._one_of("row", self._words.rows))
        if name == "condition":
            return self._words.conditions[self._one_of("condition", frozenset(self._words.conditions))]
        if name == "an" and self._words.open_question:
            self._must("open")
            self._must("question")
            return OpenQuestion()
        return self._about(name)

    def _about(self, name: str) -> Condition:
        if name not in self._words.given:
            raise expected("answer", name, self._words.given)
        if self._skip("is"):
            return self._is(name)
        if self._skip("include"):
            return self._includes(name)
        if self._skip("within"):
            return self._within(name)
        return self._amount(name)

    def _is(self, name: str) -> Condition:
        negated = self._skip("not")
        if self._skip("known"):
            if name in self._words.coded or name in self._words.several:
                raise NotUnderstood(f'"{name}" takes codes. Say "is unknown" or "is not unknown".')
            test: Condition = Known(name)
        else:
            codes = self._words.coded.get(name)
            if codes is None:
                raise NotUnderstood(f'"{name}" does not take codes. Say "under", "at least", "include" or "is known".')
            test = Is(name, self._codes(name, codes, "in"))
        return Not(test) if negated else test

    def _includes(self, name: str) -> Condition:
        codes = self._words.several.get(name)
        if codes is None:
            raise NotUnderstood(f'"{name}" holds one thing only. Say "is".')
        return Includes(name, self._codes(name, codes, "any"))

    def _codes(self, name: str, known: frozenset[str], list_word: str) -> tuple[str, ...]:
        if not self._skip(list_word):
            return (self._one_of(f"value of {name}", known),)
        codes = self._words.lists[self._one_of("list", frozenset(self._words.lists))]
        for code in codes:
            if code not in known:
                raise expected(f"value of {name}", code, known)
        return codes

    def _amount(self, name: str) -> Condition:
        names = [self._number_name(name)]
        while self._skip("plus"):
            names.append(self._number_name(self._take()))
        if self._skip("under"):
            if len(names) > 1:
                raise NotUnderstood('a sum is only compared by "at least".')
            return Under(names[0], self._number())
        if self._skip("at"):
            self._must("least")
            return AtLeast(tuple(names), self._number())
        raise NotUnderstood(f'after "{names[-1]}" comes "is", "include", "under", "at least" or "within".')

    def _number_name(self, name: str) -> str:
        if name not in self._words.numbered:
            raise expected("count or age", name, self._words.numbered)
        return name

    def _within(self, name: str) -> Condition:
        if name not in self._words.dated:
            raise expected("date", name, self._words.dated)
        months = self._number()
        self._must("months")
        return WithinMonths(name, months)

    def _number(self) -> int:
        token = self._take()
        return int(token) if token.isdigit() else self._words.numbers[self._known_number(token)]

    def _known_number(self, token: str) -> str:
        if token not in self._words.numbers:
            raise expected("number", token, self._words.numbers)
        return token

    def _one_of(self, what: str, known: frozenset[str]) -> str:
        token = self._take()
        if token not in known:
            raise expected(what, token, known)
        return token
