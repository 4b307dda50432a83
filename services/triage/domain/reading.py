"""Reads what was sent into the facts of a case, or says for every member what is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from services.triage.domain.values import (
    CATEGORY,
    DATE,
    KIND,
    NUMBERED,
    RECEIVED_ON,
    STRANDS,
    TEXT,
    WORDED,
    CaseFacts,
    Question,
    Value,
    Vocabulary,
    unknown_of,
)
from shared.kernel.refusals import FieldError, InvalidInput

_FACTS = "facts"
_CHANNEL = "channel"
_KNOWN_MEMBERS = (KIND, _CHANNEL, CATEGORY, STRANDS, RECEIVED_ON, _FACTS)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Only what looks like a name of ours is repeated in a pointer: anything else might be a person's words.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")

# Nobody alive was referred before, and a later day is a slip of the pen.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

Wrong = tuple[str, str]


def read_case(document: Mapping[str, Any], vocabulary: Vocabulary) -> CaseFacts:
    """The facts of a case from `{kind, category, strands, received_on, facts}`; `received_on` is a date or its text.

    Raises `InvalidInput` with every error found. An answer that is absent or null is unknown.
    """
    errors: list[FieldError] = []
    values = _blank(vocabulary)
    for member in document:
        if member not in _KNOWN_MEMBERS:
            errors.append(FieldError(_pointer("", member), "unknown_member", "This member is not known. Leave it out."))
    for pointer, found in _members(document, vocabulary):
        _keep(values, errors, pointer, pointer[1:], found)
    for name, found in _answers(document.get(_FACTS), vocabulary):
        _keep(values, errors, _pointer("/facts", name), name, found)
    if errors:
        raise InvalidInput(errors)
    values.pop(_CHANNEL, None)
    return CaseFacts(values)


def _keep(values: dict[str, Value], errors: list[FieldError], pointer: str, name: str, found: Value | Wrong) -> None:
    if isinstance(found, tuple):
        errors.append(FieldError(pointer, *found))
    else:
        values[name] = found


def _blank(vocabulary: Vocabulary) -> dict[str, Value]:
    return {name: unknown_of(question) for name, question in vocabulary.answers.items()}


def _members(document: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, Value | Wrong]]:
    yield "/kind", _code(document.get(KIND), vocabulary.kinds, required=True)
    yield "/channel", _code(document.get(_CHANNEL), vocabulary.channels)
    yield "/category", _code(document.get(CATEGORY), vocabulary.categories)
    yield "/strands", _strands(document.get(STRANDS), vocabulary.strands)
    received = document.get(RECEIVED_ON)
    yield "/received_on", ("missing", "Say on which day it was received.") if received is None else _day(received)


def _answers(facts: Any, vocabulary: Vocabulary) -> Iterator[tuple[str, Value | Wrong]]:
    if facts is None:
        return
    if not isinstance(facts, Mapping):
        yield "", ("wrong_type", "The facts are an object of names and answers.")
        return
    for name, given in facts.items():
        question = vocabulary.answers.get(name)
        if question is None:
            yield name, ("unknown_fact", "There is no fact of this name. The schema of the referral lists all names.")
        else:
            yield name, unknown_of(question) if given is None else _READERS[question.type](given, question)


def _code(given: Any, codes: Mapping[str, str], *, required: bool = False) -> Value | Wrong:
    if given is None:
        return ("missing", f"Give one of {_listed(codes)}.") if required else None
    if isinstance(given, str) and given in codes:
        return given
    return ("unknown_value", f"Give one of {_listed(codes)}.")


def _strands(given: Any, codes: Mapping[str, str]) -> Value | Wrong:
    if given is None:
        return frozenset()
    if not isinstance(given, list | tuple | set | frozenset):
        return ("wrong_type", "The strands are a list.")
    if all(isinstance(strand, str) and strand in codes for strand in given):
        return frozenset(given)
    return ("unknown_value", f"Each strand is one of {_listed(codes)}.")


def _word(given: Any, question: Question) -> Value | Wrong:
    return _code(given, question.values)


def _number(given: Any, question: Question) -> Value | Wrong:
    if isinstance(given, bool) or not isinstance(given, int):
        return ("wrong_type", "Give a whole number, or null if it is not known.")
    if not 0 <= given <= question.most:
        return ("out_of_range", f"Give a number from 0 to {question.most}, or null if it is not known.")
    return given


def _date(given: Any, question: Question) -> Value | Wrong:
    return _day(given)


def _day(given: Any) -> Value | Wrong:
    try:
        day = given if type(given) is date else date.fromisoformat(given) if _is_day(given) else None
    except ValueError:
        day = None
    if day is None:
        return ("bad_date", "Give a date as YYYY-MM-DD.")
    if not EARLIEST <= day <= LATEST:
        return ("out_of_range", f"Give a date from {EARLIEST.year} to {LATEST.year}.")
    return day


def _is_day(given: Any) -> bool:
    return isinstance(given, str) and _DAY.fullmatch(given) is not None


def _words(given: Any, question: Question) -> Value | Wrong:
    if not isinstance(given, str):
        return ("wrong_type", "Give text, or null if it is not known.")
    if len(given) > question.most:
        return ("too_long", f"Give at most {question.most} characters.")
    return given


_READERS: dict[str, Callable[[Any, Question], Value | Wrong]] = {
    **dict.fromkeys(WORDED, _word),
    **dict.fromkeys(NUMBERED, _number),
    DATE: _date,
    TEXT: _words,
}


def _pointer(parent: str, name: Any) -> str:
    return f"{parent}/{name}" if isinstance(name, str) and _NAME.fullmatch(name) else parent


def _listed(codes: Mapping[str, str]) -> str:
    return ", ".join(codes)
