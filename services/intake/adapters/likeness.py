"""How much two records of people are alike: points for what agrees, and against it for what does not."""

from collections.abc import Sequence
from datetime import date

import phonenumbers
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from services.intake.domain.addresses import house, place_sign
from services.intake.domain.likeness import Details, Likeness
from services.intake.domain.values import email_address, name_words, phone_digits

# Roughly the binary logarithm of how much more often it agrees in records of one person than of two.
_SAME_NAME, _ONE_WORD = 9, 4
_SAME_BIRTH = _SAME_EMAIL = 12
_SAME_PHONE = _SAME_HOME = 8
_NEAR_IN_DAYS = 45
# Where a name before the "@" is one's own and the rest is everybody's.
_SHARED_BY_MILLIONS = frozenset(
    """aol.com btinternet.com gmail.com googlemail.com hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mail.com
    me.com msn.com outlook.com proton.me protonmail.com sky.com talktalk.net virginmedia.com yahoo.co.uk yahoo.com
    ymail.com""".split()
)
_ENOUGH_LETTERS = 5
# A short name before the "@" differs much by one slip.
_SLACK = 0.25
_DAYS_IN_A_YEAR = 365


def likeness(one: Details, other: Details) -> Likeness:
    """Points for each detail both have; what either lacks counts for nothing."""
    points = {
        "name": _names(name_words(one.full_name), name_words(other.full_name)),
        "birth": _births(one.date_of_birth, other.date_of_birth),
        "email": _emails(email_address(one.email), email_address(other.email)),
        "phone": _phones(numbers(one.phone), numbers(other.phone)),
        "address": _addresses(one.address, other.address),
        "name_in_email": _name_in_email(one, other),
    }
    agree = sorted((name for name, found in points.items() if found > 0), key=lambda name: -points[name])
    return Likeness(sum(points.values()), tuple(agree))


def numbers(typed: str | None) -> frozenset[str]:
    """Every telephone number in what was typed, as E.164: two in one field, extensions and words around them too."""
    if not typed:
        return frozenset()
    if (only := phone_digits(typed)) is not None:
        return frozenset({only})
    found = phonenumbers.PhoneNumberMatcher(typed, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    return frozenset(
        phonenumbers.format_number(each.number, phonenumbers.PhoneNumberFormat.E164)
        for each in found
        if len(str(each.number.national_number)) > 6  # 999 and 101 are nobody's
    )


def _names(one: Sequence[str], other: Sequence[str]) -> int:
    """In any order; a word that is missing on one side says nothing, one that differs speaks against it."""
    if not one or not other:
        return 0
    if sorted(one) == sorted(other):
        return _SAME_NAME if len(one) > 1 else _ONE_WORD
    fewer, more = sorted((list(one), list(other)), key=len)
    alike = []
    for word in fewer:
        nearest = max(more, key=lambda each, word=word: JaroWinkler.similarity(word, each))  # type: ignore[misc]  # bound
        alike.append(JaroWinkler.similarity(word, nearest))
        more.remove(nearest)
    return _words_alike(min(alike), max(alike)) if len(fewer) > 1 else _one_word_alike(alike[0])


def _words_alike(least: float, most: float) -> int:
    if least >= 0.88:
        return 8
    if least >= 0.75:
        return 5
    # One word agrees, the other does not: brothers and sisters, or father and son.
    return -3 if most >= 0.9 else -6


def _one_word_alike(alike: float) -> int:
    if alike >= 0.97:
        return _ONE_WORD
    return 3 if alike >= 0.85 else -4


def _births(one: str | None, other: str | None) -> int:
    """One slip of the pen, two parts of three, or nearly the same day: still some evidence."""
    if not one or not other:
        return 0
    if one == other:
        return _SAME_BIRTH
    slips = DamerauLevenshtein.distance(one.replace("-", ""), other.replace("-", ""))
    if slips == 1:
        return 7
    if sum(a == b for a, b in zip(one.split("-"), other.split("-"), strict=False)) == 2:
        return 5
    first, second = _day(one), _day(other)
    if first is not None and second is not None and abs((first - second).days) <= _NEAR_IN_DAYS:
        return 4
    if slips == 2:
        return 3
    if first is not None and second is not None and _same_season(first, second):
        return 1
    return -4 if slips == 3 else -7


def _same_season(first: date, second: date) -> bool:
    """The wrong year, by one or by ten, and nearly the same day of it."""
    apart = (first.timetuple().tm_yday - second.timetuple().tm_yday) % _DAYS_IN_A_YEAR
    near = min(apart, _DAYS_IN_A_YEAR - apart) <= _NEAR_IN_DAYS
    return near and abs(first.year - second.year) in (1, 10)


def _emails(one: str | None, other: str | None) -> int:
    """The part before the "@" has to be alike; what stands behind it says something only where few have it."""
    if one is None or other is None:
        return 0
    if one == other:
        return _SAME_EMAIL
    (name, _, domain), (other_name, _, other_domain) = one.rpartition("@"), other.rpartition("@")
    names = DamerauLevenshtein.normalized_similarity(name, other_name)
    if domain in _SHARED_BY_MILLIONS or other_domain in _SHARED_BY_MILLIONS:
        letters = min(sum(letter.isalpha() for letter in each) for each in (name, other_name))
        return _steps(names, ((0.85, 6), (0.75, 2)), -4) if letters >= _ENOUGH_LETTERS else 0
    whole = DamerauLevenshtein.normalized_similarity(one, other)
    return _steps(min(whole, names + _SLACK), ((0.85, 10), (0.7, 6), (0.6, 2)), -5)


def _phones(one: frozenset[str], other: frozenset[str]) -> int:
    """People have several, and share one at home: another number speaks against nobody."""
    return _SAME_PHONE if one & other else 0


def _addresses(one: str | None, other: str | None) -> int:
    """The same home, or words that are much alike; without a number of a house it is a town, which many share."""
    if not one or not other:
        return 0
    homes = house(one), house(other)
    if place_sign(homes[0]) is not None and place_sign(homes[0]) == place_sign(homes[1]):
        return _SAME_HOME
    whole = all(any(letter.isdigit() for letter in text) for text in (one, other))
    alike = DamerauLevenshtein.normalized_similarity(one.casefold(), other.casefold())
    return _steps(alike, ((0.9, _SAME_HOME if whole else 2), (0.6, 5 if whole else 1)), -1)


def _name_in_email(one: Details, other: Details) -> int:
    """The one's name in the other's address, where only one of them has an address."""
    if one.email and other.email:
        return 0
    local = (email_address(one.email or other.email) or "").partition("@")[0]
    named = name_words(other.full_name if one.email else one.full_name)
    return 2 if any(len(word) > 3 and word in local for word in named) else 0


def _steps(alike: float, steps: Sequence[tuple[float, int]], against: int) -> int:
    return next((points for least, points in steps if alike >= least), against)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
