"""Which members of a draft are conditions, how they stand on its page in plain words, and which words those may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.triage.application.rule_sets.plain_conditions import from_plain, in_plain
from services.triage.application.rule_sets.words import alternatives, plainly
from services.triage.domain.rule_sets.document import RuleDocument
from services.triage.domain.rule_sets.grammar import Words, parse
from services.triage.domain.rule_sets.plan import words_for
from services.triage.domain.values import CATEGORY, KIND, STRANDS, Vocabulary

_MEMBERS = ("when", "not_beside_while")
_WHOLE_PARTS = ("conditions", "counts_as_yes")
# Read once rows and panels are settled, so that they may speak of them.
_AFTER = ("signposts", "give")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a condition may use: in words, what it stands for, and what it may be."""

    name: str
    means: str
    values: tuple[str, ...] = ()


def is_condition(part: str, member: str) -> bool:
    """Whether a member is written in the language of conditions."""
    return member in _MEMBERS or (part in _WHOLE_PARTS and member == "value")


def shown(document: RuleDocument, part: str, text: str, vocabulary: Vocabulary) -> str:
    """A condition of the document as it stands on the page."""
    return in_plain(text, _words(document, part, vocabulary))


def kept(document: RuleDocument, part: str, typed: str, vocabulary: Vocabulary) -> str:
    """A condition that was typed, as the document keeps it. Raises NotUnderstood."""
    return from_plain(typed, _words(document, part, vocabulary), _labels(vocabulary))


def read_back(document: RuleDocument, part: str, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the document keeps, as its table will say it: each alternative in a sentence."""
    return alternatives(parse(text, _words(document, part, vocabulary)))


def glossary(
    document: RuleDocument, part: str, vocabulary: Vocabulary, asks: Mapping[str, str]
) -> Mapping[str, Sequence[Named]]:
    """Every name that may be used there, by what it is; `asks` is how each answer is asked for."""
    words = _words(document, part, vocabulary)
    told = {name: "; or ".join(alternatives(tree)) for name, tree in words.conditions.items()}
    found = {
        "Answers": [_answer(name, words, asks.get(name, "")) for name in sorted(words.given)],
        "Numbers": [Named(plainly(name), str(value)) for name, value in words.numbers.items()],
        "Lists": [Named(plainly(name), "", tuple(map(plainly, codes))) for name, codes in words.lists.items()],
        "Conditions": [Named(plainly(name), means) for name, means in told.items()],
        "Rows": [Named(plainly(row.id), row.policy) for row in document.rows if row.id in words.rows],
    }
    return {what: names for what, names in found.items() if names}


def _answer(name: str, words: Words, asks: str) -> Named:
    codes = sorted(words.coded.get(name, words.several.get(name, frozenset())))
    if name in words.numbered:
        return Named(plainly(name), asks, ("a number",))
    return Named(plainly(name), asks, ("a day",) if name in words.dated else tuple(map(plainly, codes)))


def _words(document: RuleDocument, part: str, vocabulary: Vocabulary) -> Words:
    return words_for(document, vocabulary, after=part in _AFTER)


def _labels(vocabulary: Vocabulary) -> Mapping[str, Mapping[str, str]]:
    members: dict[str, Any] = {
        KIND: vocabulary.kinds,
        CATEGORY: vocabulary.categories,
        STRANDS: vocabulary.strands,
    }
    return members | {name: question.values for name, question in vocabulary.answers.items()}
