"""Finds what would tell who somebody is in words that may name nobody; where in doubt it finds something."""

import re
import unicodedata
from collections.abc import Collection, Iterator

NAMED, NUMBER, ADDRESS, DAY, REFERENCE = "named", "number", "address", "day", "reference"
SAYS = {
    NAMED: "This holds a name or another detail of somebody in the case. Take it out.",
    NUMBER: "This holds a telephone number or another long number. Take it out.",
    ADDRESS: "This holds a postcode or an e-mail address. Take it out.",
    DAY: "This holds a date, which may be of birth. Say a month and a year, or how old.",
    REFERENCE: "This holds a reference of ours. Take it out.",
}
_SHORTEST_NAME = 2
# A shorter name within another word ("Ann" in "planned") tells nobody; a longer one is somebody, however it is written.
_HIDDEN_NAME = 6
# Numbers of houses and flats are no detail by themselves.
_LONGEST_NUMBER = 5
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b")
_MAIL = re.compile(r"\S\s*@\s*\S")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\b\d{{1,4}}\s*[./-]\s*\d{{1,2}}\s*[./-]\s*\d{{1,4}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})[a-z]*\b"
    rf"|\b(?:{_MONTHS})[a-z]*\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)"
)
_REFERENCE = re.compile(r"\bwm\s*-?\s*[a-z\d]{4}\s*-?\s*[a-z\d]\b")
_DIGITS = re.compile(r"\d(?:[\s().-]*\d)+")
# What stands in an address beside the name of a place, and in half of all sentences.
_COMMON = frozenset(
    "the and of flat floor house road street lane avenue close court upper lower north south east west".split()
)


def found_in(text: str, details: Collection[str]) -> list[str]:
    """What kinds of identifying details stand in a text. `details` are those known of the people it could be about."""
    plain = _plain(text)
    return [kind for kind, there in _kinds(plain, details) if there]


def _kinds(plain: str, details: Collection[str]) -> Iterator[tuple[str, bool]]:
    yield NAMED, any(_tells(plain, _plain(detail)) for detail in details)
    numbers = (sum(sign.isdigit() for sign in found.group()) for found in _DIGITS.finditer(plain))
    yield NUMBER, any(length > _LONGEST_NUMBER for length in numbers) and _DATE.search(plain) is None
    yield ADDRESS, _POSTCODE.search(plain) is not None or _MAIL.search(plain) is not None
    yield DAY, _DATE.search(plain) is not None
    yield REFERENCE, _REFERENCE.search(plain) is not None


def _tells(plain: str, detail: str) -> bool:
    # Of an e-mail address the name before the sign; whose machine it is says nothing, and a whole one is found anyway.
    detail = detail.partition("@")[0]
    said, packed = set(re.findall(r"[a-z]+|\d+", plain)), re.sub(r"[^a-z]", "", plain)
    words = [word for word in re.findall(r"[a-z]+", detail) if len(word) >= _SHORTEST_NAME and word not in _COMMON]
    if any(word in said or (len(word) >= _HIDDEN_NAME and word in packed) for word in words):
        return True
    digits = re.sub(r"\D", "", detail)
    return len(digits) > _LONGEST_NUMBER and digits[-_LONGEST_NUMBER - 1 :] in re.sub(r"\D", "", plain)


def _plain(text: str) -> str:
    """Small letters without accents, however they were written."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))
