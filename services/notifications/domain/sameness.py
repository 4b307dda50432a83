"""When two names, numbers or addresses may be the same however they were written: in doubt they are."""

import re
import unicodedata
from collections.abc import Iterator

from services.notifications.domain.values.channels import Way

_PLAIN_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_NO_LETTER = re.compile(r"[\W_]+")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "revd", "rev", "prof"})
# One address only: a list, a display name or a comment would send it to somebody else too. The form is narrower than
# what the standards allow; whoever has a stranger address is told by a person.
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*@(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_LONGEST_EMAIL = 254
_MAILBOX = re.compile(r"([^\s<>()\[\]\"',;:|]+)@([^\s<>()\[\]\"',;:|@]+)")
# Two names of one post office.
_ONE_HOUSE = {"googlemail.com": "gmail.com"}
# Texts to a landline are read aloud to whoever picks it up; 070 numbers are forwarded who knows where.
_MOBILE = re.compile(r"\+447[1-57-9]\d{8}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/‐-―]+")  # hyphens and dashes of every length
_NO_DIGIT = re.compile(r"\D+")
# What is left of a British number without country, trunk nought and the first digit; nobody else's ends alike.
_TELLING_DIGITS = 9
# A number noted without its area code.
_LOCAL_DIGITS = 6
_SHORTEST_ADDRESS = 8
# What intake keeps where an address would stand that nobody may find: the code of the place.
_RESTRICTED = re.compile(r"\s*restricted place\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b")
_COMMON_IN_ADDRESSES = frozenset(
    {"flat", "apartment", "house", "street", "road", "avenue", "lane", "close", "court", "gardens", "london", "the"}
)


def name_key(full_name: str | None) -> tuple[str, ...]:
    """A name's words without case, accents, punctuation, titles and order; none where there is no name."""
    text = unicodedata.normalize("NFKD", (full_name or "").casefold()).translate(_PLAIN_LETTERS)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = _NO_LETTER.sub(" ", _APOSTROPHES.sub("", text)).split()
    return tuple(sorted(word for word in words if word not in _TITLES))


def may_be_one_person(one: str | None, other: str | None) -> bool:
    """Whether two names may be of one person: all words of the shorter begin, or are begun by, a word of the other.

    "D Miles" and "my husband Dan Miles" may be; a name that is not known may be anybody's.
    """
    few, many = sorted((name_key(one), name_key(other)), key=len)
    return all(any(_one_begins(word, each) for each in many) for word in few)


def is_restricted_place(address: str | None) -> bool:
    """Whether this is the code of a place that nobody may find, in place of its address."""
    return address is not None and _RESTRICTED.match(address) is not None


def usable(way: Way, typed: str) -> str | None:
    """The address or number in the form in which something can be sent to it; None if it cannot."""
    if way == "email":
        text = typed.strip()
        return text if len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text.casefold()) else None
    if way == "sms":
        number = phone_key(typed)
        return number if _MOBILE.fullmatch(number) else None
    return typed.strip() if len(typed.strip()) >= _SHORTEST_ADDRESS else None


def phone_key(typed: str) -> str:
    """A number with its country in front where it can be told: "+447700900123"."""
    digits = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", typed).replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("44") and len(digits) == 12:
        digits = f"+{digits}"
    elif digits.startswith("0"):
        digits = f"+44{digits[1:]}"
    return digits


def may_reach_both(way: Way, hers: str, theirs: str) -> bool:
    """Whether what is sent to her address or number may reach somebody known by this text, whatever it was noted as.

    `theirs` may hold several numbers, an address in a sentence, a number without its country or its area.
    """
    if way == "email":
        return bool(set(_mailboxes(hers)) & set(_mailboxes(theirs)))
    if way in ("sms", "phone"):
        return _one_number(_digits(hers), _digits(theirs))
    return _one_home(_plain(hers), _plain(theirs))


def _one_begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).casefold()


def _mailboxes(typed: str) -> Iterator[tuple[str, str]]:
    """Local part and house of each address in a text. What follows a plus, and dots, lead to the same mailbox."""
    for local, house in _MAILBOX.findall(_plain(typed)):
        house = house.strip("./")
        yield local.partition("+")[0].replace(".", ""), _ONE_HOUSE.get(house, house)


def _digits(typed: str) -> str:
    """The digits of a text, addresses of mailboxes left out: their digits are no number."""
    plain = _MAILBOX.sub(" ", _plain(typed))
    return "".join(str(unicodedata.digit(each)) for each in _NO_DIGIT.sub("", plain))


def _one_number(hers: str, theirs: str) -> bool:
    local = theirs.lstrip("0")
    if len(local) < _TELLING_DIGITS:
        return len(local) >= _LOCAL_DIGITS and hers.endswith(local)
    return len(hers) >= _TELLING_DIGITS and hers[-_TELLING_DIGITS:] in theirs


def _one_home(hers: str, theirs: str) -> bool:
    """One home, or a letter to the one may be found by who lives in the other: then it is as if one."""
    mine, other = _NO_LETTER.sub("", hers), _NO_LETTER.sub("", theirs)
    if not mine or not other:
        return False
    if mine == other or (min(len(mine), len(other)) >= _SHORTEST_ADDRESS and (mine in other or other in mine)):
        return True
    (codes, numbers, words), (their_codes, their_numbers, their_words) = _parts(hers), _parts(theirs)
    if not (numbers <= their_numbers or their_numbers <= numbers):
        return False
    if codes and their_codes:
        return bool(codes & their_codes)
    return bool(numbers and their_numbers and words & their_words)


def _parts(address: str) -> tuple[set[str], set[str], set[str]]:
    """Postcodes, numbers of houses and flats, and the words that tell one street from another."""
    codes = {outward + inward for outward, inward in _POSTCODE.findall(address)}
    rest = _NO_LETTER.sub(" ", _POSTCODE.sub(" ", address)).split()
    numbers = {each for each in rest if each[:1].isdigit()}
    return codes, numbers, {each for each in rest if len(each) > 2 and each not in numbers | _COMMON_IN_ADDRESSES}
