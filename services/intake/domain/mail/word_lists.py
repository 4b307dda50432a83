"""Reviewed lists of words: those that may mean danger, those that speak of home or fear, and those of plain nuisance.

What is found can only raise a message: nothing here, and nothing that is missing here, ever makes one count for less.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.intake.domain.mail.reviews import Review

# Between two words of a phrase that says so, at most so many others.
_FEW = 3
_APOSTROPHES = "'’‘ʼ`´＇"
# Letters that no Unicode decomposition takes apart, as many type them who have no such keyboard.
_PLAIN_LETTERS = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"}


class _Plain(dict[int, str]):
    """What becomes of each sign, worked out once: letters and figures stay, marks above them go, all else is a gap."""

    def __missing__(self, sign: int) -> str:
        letter = chr(sign)
        kind = unicodedata.category(letter)
        if kind in ("Mn", "Me", "Cf") or letter in _APOSTROPHES:
            plain = ""
        else:
            plain = _PLAIN_LETTERS.get(letter, letter) if kind[0] in "LN" or kind == "Mc" else " "
        self[sign] = plain
        return plain


_PLAIN = _Plain()


@dataclass(frozen=True, slots=True)
class Danger:
    """Ways of saying one dangerous thing; `answers` are the questions that these words answer with yes."""

    code: str
    answers: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a text: codes, and the answers they raise to yes."""

    codes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


class DangerWords:
    """One language's list. `signs` tell of no danger by themselves, but of home or of fear: then nobody is answered.

    `spaced` is False for languages that are written without spaces, where a phrase is found inside a word.
    """

    def __init__(self, language: str, dangers: Sequence[Danger], signs: Sequence[str], *, spaced: bool = True) -> None:
        self.language = language
        self._dangers = [(danger, _any_of(danger.says, spaced)) for danger in dangers]
        self._signs = _any_of(signs, spaced)

    def found(self, plain: str) -> Found:
        """What of it stands in a text, as `plain_words` gives it."""
        hits = [danger for danger, pattern in self._dangers if pattern is not None and pattern.search(plain)]
        answers = dict.fromkeys(answer for danger in hits for answer in danger.answers)
        return Found(tuple(danger.code for danger in hits), tuple(answers))

    def has_sign(self, plain: str) -> bool:
        """Whether it speaks of home or of fear."""
        return self._signs is not None and self._signs.search(plain) is not None


class PlainWords:
    """One language's words for nuisance by category, and its commonest words, by which it is known."""

    def __init__(self, categories: dict[str, Sequence[str]], common: Sequence[str]) -> None:
        self._categories = [(name, _any_of(says, True)) for name, says in categories.items()]
        self._common = frozenset(common)

    def categories(self, plain: str) -> tuple[str, ...]:
        """The categories a text speaks of."""
        return tuple(name for name, pattern in self._categories if pattern is not None and pattern.search(plain))

    def is_this_language(self, plain: str) -> bool:
        """Whether a third of its words are the commonest of this language; of a few words nobody can tell."""
        words = plain.split()
        return len(words) >= 4 and sum(word in self._common for word in words) * 3 >= len(words)


@dataclass(frozen=True, slots=True)
class WordLists:
    """All lists in force together; `version` names exactly these, `edition` is the highest any of them bears, `reviews`
    say of each who has read it."""

    version: str
    edition: int
    dangers: tuple[DangerWords, ...]
    plain: PlainWords
    reviews: tuple[Review, ...] = ()

    def unreviewed(self, day: date) -> tuple[Review, ...]:
        """The lists that nobody has read, or that were to be read again before this day."""
        return tuple(each for each in self.reviews if each.stands(day) != "reviewed")

    def heard(self, text: str) -> Found:
        """What in a text may mean danger, in any of the languages."""
        plain = plain_words(text)
        found = [each.found(plain) for each in self.dangers]
        return Found(_once(one.codes for one in found), _once(one.answers for one in found))

    def plainly(self, text: str) -> tuple[str, ...]:
        """The categories of nuisance that a text speaks of and of nothing else; none where anything is in doubt."""
        plain = plain_words(text)
        doubtful = any(each.has_sign(plain) or each.found(plain).codes for each in self.dangers)
        return () if doubtful or not self.plain.is_this_language(plain) else self.plain.categories(plain)


def plain_words(text: str) -> str:
    """A text without case, accents, apostrophes and signs that nobody sees, one space between words and at the ends."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(folded.translate(_PLAIN).split())} "


def faults_of(phrase: str) -> str | None:
    """What is wrong with a phrase of a list; None if nothing."""
    words = [each for word in phrase.split() if word != "_" for each in word.split("|")]
    if not words or phrase.split()[0] == "_" or phrase.split()[-1] == "_":
        return "begins or ends with a gap, or says nothing"
    if any("*" in word.rstrip("*") or word == "*" or len(plain_words(word).split()) != 1 for word in words):
        return "has a star elsewhere than at the end of a word, or a sign that no text keeps"
    return "is too short to mean anything" if sum(len(word) for word in words) < 2 else None


def _any_of(phrases: Sequence[str], spaced: bool) -> re.Pattern[str] | None:
    """One pattern for all: a star stands for any ending, "_" for a few words or none, "|" for or."""
    if not phrases:
        return None
    parts = sorted({_pattern(phrase) for phrase in phrases}, key=len, reverse=True)
    inner = "|".join(parts)
    return re.compile(f"(?<= )(?:{inner})(?= )" if spaced else f"(?:{inner})")


def _pattern(phrase: str) -> str:
    pattern, gap = "", ""
    for word in phrase.split():
        if word == "_":
            gap = rf" (?:\w+ ){{0,{_FEW}}}"
            continue
        known = "|".join(_word(each) for each in word.split("|"))
        pattern += (gap or (" " if pattern else "")) + (f"(?:{known})" if "|" in known else known)
        gap = ""
    return pattern


def _word(word: str) -> str:
    return re.escape(plain_words(word.rstrip("*")).strip()) + (r"\w*" if word.endswith("*") else "")


def _once(several: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for some in several for each in some))
