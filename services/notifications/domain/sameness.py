"""When two names, numbers or addresses are the same however they were written."""

import re
import unicodedata

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
# Texts to a landline are read aloud to whoever picks it up; 070 numbers are forwarded who knows where.
_MOBILE = re.compile(r"\+447[1-57-9]\d{8}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/]+")
_SHORTEST_ADDRESS = 8


def name_key(full_name: str | None) -> tuple[str, ...]:
    """A name's words without case, accents, punctuation, titles and order; none where there is no name."""
    text = unicodedata.normalize("NFKD", (full_name or "").casefold()).translate(_PLAIN_LETTERS)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = _NO_LETTER.sub(" ", _APOSTROPHES.sub("", text)).split()
    return tuple(sorted(word for word in words if word not in _TITLES))


def usable(way: Way, typed: str) -> str | None:
    """The address or number in the form in which something can be sent to it; None if it cannot."""
    if way == "email":
        text = typed.strip()
        return text if len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text.casefold()) else None
    if way == "sms":
        number = phone_key(typed)
        return number if _MOBILE.fullmatch(number) else None
    return typed.strip() if len(typed.strip()) >= _SHORTEST_ADDRESS else None


def address_key(way: Way, typed: str) -> str:
    """What two ways of writing one address or number have in common."""
    if way in ("sms", "phone"):
        return phone_key(typed)
    if way == "email":
        return unicodedata.normalize("NFKC", typed).strip().casefold()
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", typed).casefold())


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
